package dev.cosigner.eif.container;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.source.FileTree;
import dev.cosigner.eif.source.TreeEntry.RegularFile;
import dev.cosigner.protocol.image.ProcessConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes of an image's configuration the process that an enclave starts, as a container's runtime
 * would: ENTRYPOINT and CMD one after the other, the program looked for along PATH, PATH and HOME
 * set where the image does not set them. What would fail at the start is refused here.
 */
final class ImageProcess {
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final int ELF_HEADER = 20;
  private static final int MAX_SCRIPTS = 4;
  private static final int MAX_SCRIPT_LINE = 255;

  private final RootPaths root;
  private final ImageUser user;
  private final Architecture architecture;

  private ImageProcess(RootPaths root, ImageUser user, Architecture architecture) {
    this.root = root;
    this.user = user;
    this.architecture = architecture;
  }

  /**
   * Resolves everything by the files of the tree.
   *
   * @throws ContainerException if the process could not start as the image says
   */
  static ProcessConfiguration resolve(
      ImageConfiguration configuration, FileTree tree, Architecture architecture)
      throws IOException {
    RootPaths root = new RootPaths(tree);
    ImageUser user = ImageUser.resolve(configuration.user(), root);
    return new ImageProcess(root, user, architecture).resolve(configuration);
  }

  private ProcessConfiguration resolve(ImageConfiguration configuration) throws IOException {
    List<String> arguments = new ArrayList<>(configuration.entrypoint());
    arguments.addAll(configuration.command());
    if (arguments.isEmpty() || arguments.getFirst().isEmpty()) {
      throw new ContainerException(
          Reason.NO_COMMAND, "expected an image with ENTRYPOINT or CMD, found neither");
    }
    Map<String, String> environment = environment(configuration.environment());
    String directory = workingDirectory(configuration.workingDirectory());
    arguments.set(0, program(arguments.getFirst(), environment.get("PATH"), directory));
    List<String> variables = new ArrayList<>();
    environment.forEach((name, value) -> variables.add(name + "=" + value));
    try {
      return new ProcessConfiguration(
          arguments, variables, directory, user.uid(), user.gid(), user.groups());
    } catch (IllegalArgumentException e) {
      throw new ContainerException(Reason.SETTING, e.getMessage(), e);
    }
  }

  private Map<String, String> environment(List<String> variables) throws ContainerException {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      if (equals < 1) {
        throw new ContainerException(
            Reason.ENVIRONMENT, "expected variables NAME=VALUE, found one without a name or value");
      }
      String name = variable.substring(0, equals);
      if (environment.putIfAbsent(name, variable.substring(equals + 1)) != null) {
        throw new ContainerException(
            Reason.ENVIRONMENT,
            "expected one variable '%s', found two".formatted(Names.printable(name)));
      }
    }
    environment.putIfAbsent("PATH", DEFAULT_PATH);
    environment.putIfAbsent("HOME", user.home());
    return environment;
  }

  private String workingDirectory(String text) throws ContainerException {
    String directory = text.isEmpty() ? "/" : text;
    if (!directory.startsWith("/") || !root.isDirectory(directory)) {
      throw new ContainerException(
          Reason.WORKING_DIRECTORY,
          "expected WORKDIR to be the absolute path of a directory in the image, found '%s'"
              .formatted(Names.printable(directory)));
    }
    return directory;
  }

  private String program(String name, String path, String directory) throws IOException {
    if (name.contains("/")) {
      String program =
          name.startsWith("/")
              ? name
              : (directory.endsWith("/") ? directory : directory + "/") + name;
      requireExecutable(program, 0);
      return program;
    }
    for (String folder : path.split(":", -1)) {
      String candidate = folder + "/" + name;
      if (folder.startsWith("/") && isExecutable(root.file(candidate))) {
        requireExecutable(candidate, 0);
        return candidate;
      }
    }
    throw new ContainerException(
        Reason.COMMAND_NOT_FOUND,
        "expected a program '%s' along PATH, found none".formatted(Names.printable(name)));
  }

  private boolean isExecutable(Optional<RegularFile> file) {
    if (file.isEmpty()) {
      return false;
    }
    var attributes = file.get().attributes();
    int shift;
    if (user.uid() == 0) {
      return (attributes.mode() & 0111) != 0;
    } else if (attributes.userId() == user.uid()) {
      shift = 6;
    } else if (attributes.groupId() == user.gid() || user.groups().contains(attributes.groupId())) {
      shift = 3;
    } else {
      shift = 0;
    }
    return (attributes.mode() >> shift & 1) != 0;
  }

  private void requireExecutable(String program, int scripts) throws IOException {
    Optional<RegularFile> file = root.file(program);
    if (file.isEmpty()) {
      throw new ContainerException(
          Reason.COMMAND_NOT_FOUND,
          "expected a program '%s' in the image, found none".formatted(Names.printable(program)));
    }
    if (!isExecutable(file)) {
      throw refused(program, "a program that user %d may run".formatted(user.uid()));
    }
    byte[] start;
    try (InputStream in = file.get().content().open()) {
      start = in.readNBytes(MAX_SCRIPT_LINE);
    }
    if (start.length > 2 && start[0] == '#' && start[1] == '!') {
      if (scripts == MAX_SCRIPTS) {
        throw refused(program, "a script whose interpreter is a program");
      }
      requireExecutable(interpreter(program, start), scripts + 1);
    } else if (!isElf(start)) {
      throw refused(
          program,
          "a program for "
              + ManifestChoice.platform(architecture)
              + ", or a script that begins with #!");
    }
  }

  private static String interpreter(String program, byte[] start) throws ContainerException {
    String line =
        new String(start, 2, start.length - 2, StandardCharsets.UTF_8)
            .lines()
            .findFirst()
            .orElse("");
    String interpreter = line.strip().split("[ \t]", 2)[0];
    if (!interpreter.startsWith("/")) {
      throw refused(program, "a script whose interpreter is an absolute path");
    }
    return interpreter;
  }

  /** The System V ABI's ELF header: 64 bits, little-endian, and the machine at byte 18. */
  private boolean isElf(byte[] start) {
    int machine =
        switch (architecture) {
          case X86_64 -> 62;
          case AARCH64 -> 183;
        };
    return start.length >= ELF_HEADER
        && start[0] == 0x7f
        && start[1] == 'E'
        && start[2] == 'L'
        && start[3] == 'F'
        && start[4] == 2
        && start[5] == 1
        && Byte.toUnsignedInt(start[18]) == machine
        && start[19] == 0;
  }

  private static ContainerException refused(String program, String expected) {
    return new ContainerException(
        Reason.COMMAND_NOT_EXECUTABLE,
        "expected '%s' to be %s".formatted(Names.printable(program), expected));
  }
}
