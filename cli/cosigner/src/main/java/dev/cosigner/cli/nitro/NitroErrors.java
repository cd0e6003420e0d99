package dev.cosigner.cli.nitro;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the Nitro CLI's error numbers mean and what to do about them ("Nitro Enclaves CLI error
 * codes", AWS; its own table of numbers up to version 1.5).
 */
final class NitroErrors {
  private static final Pattern NUMBER = Pattern.compile("\\[ (E[0-9]{2}) ]");
  private static final Pattern LOG = Pattern.compile("error log found at \"(/[^\"\\n]{1,4000})\"");

  /** What the log says of a heartbeat that never came. */
  private static final String SILENCE = "VsockTimeoutError";

  private static final int MAX_LOG = 16 * 1024;
  private static final int MAX_LINES = 12;
  private static final Properties TABLE = table();

  private final Path logs;

  /** Reads the logs that the Nitro CLI refers to if they are in this folder. */
  NitroErrors(Path logs) {
    this.logs = logs.normalize();
  }

  private static Properties table() {
    Properties table = new Properties();
    try (InputStream in = NitroErrors.class.getResourceAsStream("nitro-errors.properties")) {
      table.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }

  /** The numbers that have a translation. */
  static Set<String> numbers() {
    return TABLE.stringPropertyNames().stream()
        .map(name -> name.substring(0, name.indexOf('.')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Optional<String> cause(String number) {
    return Optional.ofNullable(TABLE.getProperty(number + ".cause"));
  }

  static Optional<String> remedy(String number) {
    return Optional.ofNullable(TABLE.getProperty(number + ".remedy"));
  }

  /**
   * Explains a failure. Of several numbers the first is the cause: the others say that it happened.
   *
   * @param action what was tried, such as {@code launch the enclave}
   * @param status the exit status
   * @param messages what was printed on standard error
   */
  CosignerException failure(String action, int status, String messages) {
    Matcher matcher = NUMBER.matcher(messages);
    String number = matcher.find() ? matcher.group(1) : byStatus(status);
    String log = log(messages);
    if (number.equals("E36") && log.contains(SILENCE)) {
      return CosignerException.of(
              "launch-boot-timed-out",
              ExitCode.PEER_TIMEOUT,
              "the enclave did not boot in time (nitro-cli E36)")
          .expected("its heartbeat: 90 s, and more for large images and memories")
          .found(found(messages, log))
          .hint(
              "launch it with --debug-mode and read 'cosigner console', or launch the development"
                  + " image under QEMU, which shows the console of a boot that fails")
          .build();
    }
    return CosignerException.of(
            cause(number).isPresent()
                ? "nitro-" + number.toLowerCase(Locale.ROOT)
                : "nitro-cli-failed",
            ExitCode.ENVIRONMENT,
            "nitro-cli could not %s: %s"
                .formatted(
                    action,
                    cause(number)
                        .map(cause -> number + ", " + cause)
                        .orElse("it ended with status " + status)))
        .found(found(messages, log))
        .hint(remedy(number).orElse("see what it printed, and its logs in " + logs))
        .build();
  }

  /** The status is the number; but 1 and 2 are also those of a program that was called wrongly. */
  private static String byStatus(int status) {
    return status > 2 ? "E%02d".formatted(status) : "";
  }

  private static String found(String messages, String log) {
    String said =
        messages
            .lines()
            .filter(line -> !line.isBlank())
            .limit(MAX_LINES)
            .map(NitroErrors::shortened)
            .collect(Collectors.joining("\n"));
    String more =
        log.lines()
            .filter(line -> !line.isBlank())
            .limit(MAX_LINES)
            .map(NitroErrors::shortened)
            .collect(Collectors.joining("\n"));
    String all = more.isEmpty() ? said : said + "\nits log:\n" + more;
    return all.isEmpty() ? "no message" : all;
  }

  private static String shortened(String line) {
    int most = 400;
    return line.length() > most ? line.substring(0, most) + "..." : line;
  }

  private String log(String messages) {
    Matcher matcher = LOG.matcher(messages);
    if (!matcher.find()) {
      return "";
    }
    Path file = Path.of(matcher.group(1)).normalize();
    if (!file.startsWith(logs)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_LOG), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // It says nothing that the operator needs more than the error itself.
      return "";
    }
  }
}
