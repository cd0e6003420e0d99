package dev.cosigner.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any text can be shown, and is Base58 in one way or refused. */
class VisibleTextFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    assertThat(VisibleText.isVisible(VisibleText.quote(text))).isTrue();
    try {
      assertThat(Base58.encode(Base58.decodeAtMost("text", text, 1232))).isEqualTo(text);
    } catch (TransactionException e) {
      assertThat(e.reason()).isEqualTo(TransactionException.Reason.INVALID_BASE58);
    }
  }
}
