package dev.cosigner.cli.ceremony;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.cli.CosignerException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TransactionFileTest {
  private static final byte[] MESSAGE = new byte[200];

  static {
    MESSAGE[0] = 1;
  }

  @Test
  void rawBytesAreTakenAsTheyAre() throws Exception {
    assertThat(TransactionFile.decode("tx", MESSAGE)).isEqualTo(MESSAGE);
  }

  @Test
  void base64IsDecodedWithOrWithoutLines() throws Exception {
    for (Base64.Encoder encoder :
        new Base64.Encoder[] {Base64.getEncoder(), Base64.getMimeEncoder()}) {
      byte[] text = (" " + encoder.encodeToString(MESSAGE) + "\r\n").getBytes(US_ASCII);
      assertThat(TransactionFile.decode("tx", text)).isEqualTo(MESSAGE);
    }
  }

  @Test
  void emptyAndCutTextIsRefused() {
    requireRefused("", "transaction-file-empty");
    requireRefused(" \n\t", "transaction-file-empty");
    requireRefused("AAAAA", "transaction-file-malformed");
    requireRefused("A=AA", "transaction-file-malformed");
  }

  private static void requireRefused(String text, String id) {
    assertThatThrownBy(() -> TransactionFile.decode("tx", text.getBytes(US_ASCII)))
        .isInstanceOfSatisfying(CosignerException.class, e -> assertThat(e.id()).isEqualTo(id));
  }
}
