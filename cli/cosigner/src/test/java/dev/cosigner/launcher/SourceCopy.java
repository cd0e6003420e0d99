package dev.cosigner.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The project's sources in a folder of their own, as a download without git has them. */
final class SourceCopy {
  private static final List<String> PARTS =
      List.of("pom.xml", ".mvn", "cosigner", "cli", "eif-build", "enclave-runtime");

  private final Path root;

  private SourceCopy(Path root) {
    this.root = root;
  }

  static Path original() {
    return Path.of("").toAbsolutePath().resolve("../..").normalize();
  }

  static SourceCopy in(Path root) throws IOException {
    SourceCopy copy = new SourceCopy(root);
    for (String part : PARTS) {
      copy.restore(part);
    }
    return copy;
  }

  /** Makes a part as it is in the original, but for files that were added. */
  void restore(String part) throws IOException {
    copy(original().resolve(part), root.resolve(part));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.endsWith("target")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(
                file,
                target,
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  Path root() {
    return root;
  }

  /** The one distribution that is there. */
  Path distribution() throws IOException {
    try (Stream<Path> found = Files.list(root.resolve("target/distribution"))) {
      List<Path> folders = found.filter(Files::isDirectory).toList();
      if (folders.size() != 1) {
        throw new AssertionError("expected one distribution, found " + folders);
      }
      return folders.getFirst();
    }
  }

  /** A run of the launcher that has begun. */
  record Started(Process process, Path out, Path err) {
    Ended end() throws IOException, InterruptedException {
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("expected an end within 10 minutes; " + Files.readString(err));
      }
      return new Ended(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    }
  }

  record Ended(int exit, String out, String err) {}

  Started start(String umask, Map<String, String> environment, String... args) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of("bash", "-c", "umask " + umask + "; exec \"$@\"", "bash", root + "/cosigner"));
    line.addAll(Arrays.asList(args));
    return start(environment, line);
  }

  /** Runs a script of bash in the root, which is its variable {@code root}, too. */
  Started bash(String script) throws IOException {
    return start(
        Map.of("root", root.toString()), List.of("bash", "-euc", "cd \"$root\"; " + script));
  }

  private Started start(Map<String, String> environment, List<String> line) throws IOException {
    Path out = Files.createTempFile(root.getParent(), "out", null);
    Path err = Files.createTempFile(root.getParent(), "err", null);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
    builder.environment().putAll(environment);
    return new Started(
        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
  }
}
