package dev.cosigner.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.launcher.SourceCopy.Ended;
import dev.cosigner.launcher.SourceCopy.Started;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./cosigner} does before the program runs. */
class LauncherTest {
  @TempDir private Path folder;

  @Test
  void twoFirstRunsAtOnceBuildOneDistribution() throws Exception {
    SourceCopy copy = SourceCopy.in(folder.resolve("a path with spaces"));

    Started first = copy.start("077", Map.of(), "--version");
    Started second = copy.start("022", Map.of(), "--version", "--json");
    Ended one = first.end();
    Ended other = second.end();

    assertThat(one.exit()).as(one.err()).isZero();
    assertThat(other.exit()).as(other.err()).isZero();
    assertThat(one.out()).matches("cosigner \\d+\\.\\d+\\.\\d+\n");
    assertThat(other.out()).startsWith("{").contains("\"version\"");
    assertThat(one.err() + other.err()).contains("cosigner: building it (first run");
    assertThat(copy.distribution()).isDirectoryContaining("glob:**/lib");
    assertThat(copy.distribution().resolve("platform/platform.cpio.zst")).exists();
    assertThat(copy.distribution().resolve("runtime/enclave.jar")).exists();

    // Built: no word of it, and no Maven.
    Ended again = copy.start("022", Map.of("PATH", withoutMaven()), "--version").end();
    assertThat(again).isEqualTo(new Ended(0, one.out(), ""));

    // What changed is noticed, whatever its time of modification says. A dependency that is not on
    // record is refused before it is run, and it is said in JSON too.
    Path record = copy.root().resolve(".mvn/dependency-lock/dependencies.sha256");
    Files.writeString(
        record,
        Files.readString(record)
            .replaceAll("(?m)^[0-9a-f]{64}(  info/picocli/.*\\.jar)$", "0".repeat(64) + "$1"));
    Files.setLastModifiedTime(record, FileTime.fromMillis(0));
    Ended refused = copy.start("022", Map.of(), "--version", "--json").end();
    assertThat(refused.exit()).isEqualTo(5);
    assertThat(refused.out()).contains("\"id\": \"dependency-refused\"");
    assertThat(refused.err())
        .contains("picocli-4.7.7.jar is not the file that the project has on record");
  }

  private String withoutMaven() throws IOException {
    Path programs = Files.createDirectories(folder.resolve("programs"));
    for (String name :
        new String[] {"bash", "find", "sort", "xargs", "sha256sum", "readlink", "mv", "rm"}) {
      Files.writeString(
          Files.createFile(
              programs.resolve(name),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))),
          "#!/bin/sh\nexec /usr/bin/" + name + " \"$@\"\n");
    }
    return programs.toString();
  }

  /** The same sources give the same jars, whoever builds them where. */
  @Test
  @Tag("thorough")
  void twoBuildsAreTheSame() throws Exception {
    SourceCopy one = SourceCopy.in(folder.resolve("one"));
    SourceCopy other = SourceCopy.in(folder.resolve("another place"));
    Ended first = one.start("022", Map.of("LC_ALL", "C.UTF-8", "TZ", "UTC"), "--version").end();
    Ended second =
        other
            .start(
                "077",
                Map.of(
                    "LC_ALL", "C", "TZ", "Pacific/Kiritimati", "MAVEN_OPTS", "-Duser.language=tr"),
                "--version")
            .end();
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(second.exit()).as(second.err()).isZero();

    Map<String, String> digests = digests(one.distribution());
    assertThat(digests).hasSizeGreaterThan(15).containsKey("runtime/protocol.jar");
    assertThat(digests(other.distribution())).isEqualTo(digests);
  }

  private static Map<String, String> digests(Path distribution) throws Exception {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(distribution)) {
      // The AOT cache is this machine's own and differs from run to run; it is never in an image.
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = distribution.relativize(file).toString();
        if (!name.startsWith("aot/")) {
          byte[] digest =
              java.security.MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
          digests.put(name, java.util.HexFormat.of().formatHex(digest));
        }
      }
    }
    return digests;
  }

  @Test
  void theFinderNamesEveryJavaThatDoesNotFit() throws Exception {
    Path old = folder.resolve("old java");
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Files.createFile(
        old.resolve("bin/java"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

    assertThat(find(old, "JDK_WANTED=999; find_jdk || echo \"none:$JDK_SEEN\""))
        .startsWith("none:")
        .contains("JAVA_HOME: " + old + ", Java 17.0.1");
    assertThat(find(folder, "find_jdk && [ -x \"$JAVA_HOME/bin/javac\" ] && echo \"$JDK_VERSION\""))
        .startsWith("25");
  }

  private static String find(Path javaHome, String script) throws Exception {
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-euc", ". .mvn/find-jdk; " + script)
            .directory(SourceCopy.original().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    bash.environment().put("JAVA_HOME", javaHome.toString());
    Process process = bash.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out;
  }
}
