package dev.cosigner.transaction.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;
import java.nio.charset.StandardCharsets;

/** Any text: an address that is written in one way, or refused; never another exception. */
class BitcoinAddressFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void address(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (AddressFormat format : AddressFormat.values()) {
      try {
        OutputScript script = OutputScript.parse(text, format);
        if (script.kind() != OutputScript.Kind.OTHER) {
          assertThat(script.address(format).orElseThrow()).isEqualToIgnoringCase(text);
        }
      } catch (TransactionException e) {
        assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
      }
    }
  }
}
