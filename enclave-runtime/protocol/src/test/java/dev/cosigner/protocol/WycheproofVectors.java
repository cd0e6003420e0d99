package dev.cosigner.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** The files of C2SP Wycheproof, testvectors_v1, in the folder that COSIGNER_VECTORS_HOME names. */
public final class WycheproofVectors {
  private WycheproofVectors() {}

  /** A test of a group. */
  public interface Check {
    void run(JsonNode group, JsonNode test, boolean valid) throws Exception;
  }

  /** Runs a check over all tests of a file; without the folder it is skipped, in CI it fails. */
  public static int forEach(String file, Check check) throws Exception {
    int count = 0;
    for (JsonNode group : read(file).get("testGroups")) {
      for (JsonNode test : group.get("tests")) {
        try {
          check.run(group, test, test.get("result").asText().equals("valid"));
        } catch (Exception | AssertionError e) {
          throw new AssertionError(file + ", test " + test.get("tcId").asInt(), e);
        }
        count++;
      }
    }
    return count;
  }

  public static byte[] hex(JsonNode node, String field) {
    return HexFormat.of().parseHex(node.get(field).asText());
  }

  private static JsonNode read(String file) throws IOException {
    String home = System.getenv("COSIGNER_VECTORS_HOME");
    Path path = Path.of(home == null ? "" : home, "wycheproof", file);
    if (!Files.exists(path)) {
      assertThat(System.getenv("CI"))
          .as("COSIGNER_VECTORS_HOME must name the vectors in CI")
          .isNotEqualTo("true");
      abort("COSIGNER_VECTORS_HOME names no folder with wycheproof/" + file);
    }
    return new ObjectMapper().readTree(path.toFile());
  }
}
