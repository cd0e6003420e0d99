package dev.cosigner.cli.nitro;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the allocator service reserves for enclaves: {@code /etc/nitro_enclaves/allocator.yaml}, a
 * flat file of {@code memory_mib} and either {@code cpu_count} or {@code cpu_pool}, and no more of
 * YAML than that.
 *
 * @param memoryMib memory in MiB
 * @param processors {@code cpu_count: N} or {@code cpu_pool: LIST}, as written
 */
public record AllocatorConfiguration(long memoryMib, String processors) {
  private static final int MAX_BYTES = 64 * 1024;
  private static final Set<String> KEYS = Set.of("memory_mib", "cpu_count", "cpu_pool");

  /**
   * Reads the file.
   *
   * @throws CosignerException {@code allocator-missing} or {@code allocator-malformed}
   */
  public static AllocatorConfiguration read(Path file) throws CosignerException {
    String text;
    try (InputStream in = Files.newInputStream(file)) {
      text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw CosignerException.of(
              "allocator-missing",
              ExitCode.ENVIRONMENT,
              "the configuration of the enclaves' allocator cannot be read")
          .expected(file.toString())
          .found(e.getClass().getSimpleName())
          .hint("install aws-nitro-enclaves-cli, whose allocator service reads the file")
          .cause(e)
          .build();
    }
    Map<String, String> values = new TreeMap<>();
    for (String line : text.lines().toList()) {
      String content = line.strip();
      if (!content.isEmpty() && !content.startsWith("#") && !content.equals("---")) {
        int colon = content.indexOf(':');
        String key = colon < 0 ? content : content.substring(0, colon);
        String value = colon < 0 ? "" : unquoted(content.substring(colon + 1));
        if (line.startsWith(" ") || !KEYS.contains(key) || value.isEmpty()) {
          throw malformed(file, "memory_mib, cpu_count or cpu_pool, with a value", line);
        }
        if (values.put(key, value) != null) {
          throw malformed(file, key + " once", "it twice");
        }
      }
    }
    return of(values, file);
  }

  private static AllocatorConfiguration of(Map<String, String> values, Path file)
      throws CosignerException {
    if (!values.getOrDefault("memory_mib", "").matches("[1-9][0-9]{0,8}")) {
      throw malformed(file, "memory_mib: a number of MiB", values.get("memory_mib"));
    }
    if (values.containsKey("cpu_count") == values.containsKey("cpu_pool")) {
      throw malformed(
          file,
          "either cpu_count or cpu_pool",
          values.containsKey("cpu_count") ? "both" : "neither");
    }
    String key = values.containsKey("cpu_count") ? "cpu_count" : "cpu_pool";
    if (!values.get(key).matches(key.equals("cpu_count") ? "[1-9][0-9]{0,3}" : "[0-9,-]{1,400}")) {
      throw malformed(file, key + " as a number or a list", values.get(key));
    }
    return new AllocatorConfiguration(
        Long.parseLong(values.get("memory_mib")), key + ": " + values.get(key));
  }

  /** A value without a comment behind it and without quotes around it. */
  private static String unquoted(String value) {
    int comment = value.indexOf(" #");
    String bare = (comment < 0 ? value : value.substring(0, comment)).strip();
    return bare.replaceAll("^\"(.*)\"$", "$1");
  }

  private static CosignerException malformed(Path file, String expected, String found) {
    return CosignerException.of(
            "allocator-malformed",
            ExitCode.ENVIRONMENT,
            "the configuration of the enclaves' allocator is not of its form: " + file)
        .expected(expected)
        .found(found == null ? "nothing" : found)
        .hint("mend it, then: sudo systemctl restart nitro-enclaves-allocator.service")
        .build();
  }
}
