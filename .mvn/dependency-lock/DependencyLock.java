package dev.cosigner.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.inject.Named;
import javax.inject.Singleton;
import org.apache.maven.AbstractMavenLifecycleParticipant;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.AbstractRepositoryListener;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositoryEvent;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.util.listener.ChainedRepositoryListener;

/**
 * A Maven core extension: whatever Maven resolves from its repository - dependencies, plugins, what
 * plugins depend on, what they resolve by themselves, POMs - must have the SHA-256 on record before
 * anything of it is read or run. It is installed before the first project is read, so nothing comes
 * before it but Maven itself.
 *
 * <p>The record is {@code dependencies.sha256}, lines that {@code sha256sum --check} reads in the
 * root of a repository. {@code -Dcosigner.dependencies.record=true} adds what is resolved instead
 * of refusing what is not on record; a digest that differs is refused in any case.
 */
@Named("dependency-lock")
@Singleton
public final class DependencyLock extends AbstractMavenLifecycleParticipant {
  private static final String OURS = "dev.cosigner";
  private static final int EXIT_ENVIRONMENT = 4;
  private static final int EXIT_REFUSED = 5;

  private final Map<String, String> record = new TreeMap<>();
  private final Map<String, String> added = new TreeMap<>();
  private final Map<Path, Boolean> checked = new ConcurrentHashMap<>();
  private Path file;
  private boolean recording;

  @Override
  public void afterSessionStart(MavenSession session) {
    file = Paths.get(session.getUserProperties().getProperty("cosigner.dependencies"));
    recording =
        Boolean.parseBoolean(session.getUserProperties().getProperty("cosigner.dependencies.record"));
    read();
    DefaultRepositorySystemSession repository =
        (DefaultRepositorySystemSession) session.getRepositorySession();
    repository.setRepositoryListener(
        ChainedRepositoryListener.newInstance(
            repository.getRepositoryListener(),
            new AbstractRepositoryListener() {
              @Override
              public void artifactResolved(RepositoryEvent event) {
                check(event.getSession(), event.getArtifact());
              }
            }));
  }

  @Override
  public void afterSessionEnd(MavenSession session) {
    synchronized (record) {
      if (!added.isEmpty()) {
        write();
      }
    }
  }

  private void check(RepositorySystemSession session, Artifact artifact) {
    if (artifact == null || artifact.getFile() == null || artifact.getGroupId().equals(OURS)) {
      return;
    }
    Path path = artifact.getFile().toPath();
    if (checked.putIfAbsent(path, true) == null) {
      Path repository = session.getLocalRepository().getBasedir().toPath();
      // A dependency of system scope would come from elsewhere: by its whole path it is on no record.
      String name =
          path.startsWith(repository)
              ? repository.relativize(path).toString().replace('\\', '/')
              : path.toString();
      compare(name, path, digest(path));
    }
  }

  private void compare(String name, Path path, String found) {
    synchronized (record) {
      String expected = record.get(name);
      if (found.equals(expected)) {
        return;
      }
      if (expected == null && recording) {
        record.put(name, found);
        added.put(name, found);
        return;
      }
      stop(
          EXIT_REFUSED,
          expected == null
              ? name + " was resolved, but is not on the project's record of dependencies"
              : name + " is not the file that the project has on record",
          "SHA-256 " + (expected == null ? "on record for " + name : expected),
          "SHA-256 " + found + " in " + path,
          expected == null
              ? "if a change of the POMs wants it, read what it is, then ./check --record-dependencies"
              : "delete that file and try again; if it comes back, do not trust where it comes from");
    }
  }

  private void read() {
    try {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : new ArrayList<>();
      for (String line : lines) {
        record.put(line.substring(66), line.substring(0, 64));
      }
    } catch (IOException e) {
      stop(EXIT_ENVIRONMENT, "cannot read " + file, "the record", e.toString(), "restore the file");
    }
  }

  private void write() {
    StringBuilder lines = new StringBuilder();
    record.forEach((name, digest) -> lines.append(digest).append("  ").append(name).append('\n'));
    try {
      Files.write(file, lines.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      stop(EXIT_ENVIRONMENT, "cannot write " + file, "the record", e.toString(), "look at its folder");
    }
    System.err.println("dependency lock: " + added.size() + " files added to " + file);
  }

  private static String digest(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
      }
      StringBuilder hex = new StringBuilder();
      for (byte b : sha256.digest()) {
        hex.append(String.format("%02x", b));
      }
      return hex.toString();
    } catch (IOException | NoSuchAlgorithmException e) {
      stop(EXIT_ENVIRONMENT, "cannot read a dependency", path.toString(), e.toString(), "delete it");
      throw new IllegalStateException(e);
    }
  }

  // Maven swallows what a listener throws, and may go on to run what was refused: the process ends.
  private static void stop(int exit, String message, String expected, String found, String hint) {
    System.out.flush();
    System.err.println("cosigner: error: " + message);
    System.err.println("expected: " + expected);
    System.err.println("found: " + found);
    System.err.println("hint: " + hint);
    System.err.flush();
    Runtime.getRuntime().halt(exit);
  }
}
