package dev.cosigner.protocol.hpke;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.SecureRandom;

/** Nobody seals to a key that was never published: whatever the bytes are, they are refused. */
class HpkeFuzzTest {
  private static final HpkePrivateKey KEY = HpkePrivateKey.generate(new SecureRandom());

  @FuzzTest(maxDuration = "30s")
  void arbitraryBytesAreRefused(byte[] sealed) {
    byte[] opened;
    try {
      opened = KEY.open(sealed, new byte[0], new byte[0]);
    } catch (HpkeException refused) {
      assertThat(refused.reason()).isNotNull();
      return;
    }
    throw new AssertionError("opened to " + opened.length + " bytes");
  }
}
