package dev.cosigner.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What building cosigner and images needs. */
final class BuildChecks {
  private static final int JAVA = 25;

  /** The distribution of each state of the sources, and images: about 70 MiB each. */
  private static final int DISK_MIB = 1024;

  private BuildChecks() {}

  static List<Check> of(Machine machine) throws IOException {
    return List.of(
        jdk(),
        program(machine, "maven", "mvn", "install Maven 3.8.7 or later"),
        program(machine, "git", "git", "install git: without it every start reads all sources"),
        machine.disk(Purpose.BUILD, DISK_MIB));
  }

  private static Check jdk() {
    String home = System.getProperty("java.home");
    boolean compiles =
        Files.isExecutable(Path.of(home, "bin", "javac"))
            || Files.isExecutable(Path.of(home, "bin", "javac.exe"));
    int version = Runtime.version().feature();
    return Check.of(
        "jdk",
        Purpose.BUILD,
        version == JAVA && compiles,
        "Java %d in %s%s".formatted(version, home, compiles ? "" : ", without a compiler"),
        "install a JDK 25 and set JAVA_HOME to it");
  }

  private static Check program(Machine machine, String id, String name, String remedy) {
    return machine
        .program(name)
        .map(file -> Check.ok(id, Purpose.BUILD, file.toString()))
        .orElseGet(() -> Check.missing(id, Purpose.BUILD, "no " + name + " on PATH", remedy));
  }
}
