package dev.cosigner.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.sun.management.ThreadMXBean;
import dev.cosigner.cli.CosignerException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies of a megabyte that say nothing: refused soon, and without much memory. */
class PolicyFileBoundsTest {
  private static final Path EXAMPLES = Path.of("../../docs/policy");
  private static final long MEMORY = 512L << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "{\"a\":",
        "{\"version\":1,\"permits\":[{},{},",
        "{\"version\":1,\"lists\":{\"a\":[\"",
        "\\u0041",
        "0",
        " "
      })
  void areRefused(String part) {
    String start = part.startsWith("{\"version\"") ? part : "";
    String more = start.isEmpty() ? part : part.substring(part.lastIndexOf('{'));
    String json = start + more.repeat((PolicyFile.MAX_BYTES - start.length()) / more.length());
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    String id =
        assertTimeout(
            Duration.ofSeconds(5),
            () -> {
              try {
                PolicyFile.parse(bytes, EXAMPLES);
                return "none";
              } catch (CosignerException e) {
                return e.id();
              }
            });
    assertThat(id).isEqualTo("policy-malformed");
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MEMORY);
  }
}
