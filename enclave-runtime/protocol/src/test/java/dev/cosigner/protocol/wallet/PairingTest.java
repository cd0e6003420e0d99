package dev.cosigner.protocol.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.protocol.ByteString;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The words that two people compare depend on everything that they stand for. */
class PairingTest {
  private static final OnboardPlan PLAN = Plans.fixedOnboardPlan();
  private static final byte[] NEW = Plans.filled(32, 0x31).toByteArray();
  private static final byte[] EXISTING = Plans.filled(32, 0x32).toByteArray();

  /** Computed from the definition by a program of its own. */
  @Test
  void knownAnswer() {
    byte[] commitment = Pairing.commitment(PLAN, NEW);
    assertThat(ByteString.copyOf(commitment).hex())
        .isEqualTo("9d5c6051fc3cad7d5c0905e29f2c63293948afd93144aae4bf81c9161424e5a9");
    assertThat(Pairing.words(PLAN, commitment, EXISTING, NEW))
        .containsExactly("there", "fantasy", "can", "window", "short", "walnut");
  }

  @Test
  void anyInputChangesTheWords() {
    byte[] commitment = Pairing.commitment(PLAN, NEW);
    Set<List<String>> all = new HashSet<>();
    all.add(Pairing.words(PLAN, commitment, EXISTING, NEW));
    int inputs = 1;
    for (byte[] input : List.of(commitment, EXISTING, NEW)) {
      for (int bit = 0; bit < 256; bit++) {
        input[bit / 8] ^= (byte) (1 << (bit % 8));
        all.add(Pairing.words(PLAN, commitment, EXISTING, NEW));
        input[bit / 8] ^= (byte) (1 << (bit % 8));
        inputs++;
      }
    }
    OnboardPlan other =
        new OnboardPlan(
            PLAN.walletId(),
            PLAN.fromGroup(),
            PLAN.members().reversed(),
            PLAN.measurements(),
            0,
            PLAN.nonce(),
            PLAN.expiryMillis());
    all.add(Pairing.words(other, commitment, EXISTING, NEW));
    assertThat(Pairing.commitment(other, NEW)).isNotEqualTo(commitment);
    assertThat(all).hasSize(inputs + 1);
  }

  /** As BIP-39 publishes it. */
  @Test
  void theListIsBip39s() throws Exception {
    try (InputStream list = Pairing.class.getResourceAsStream("bip39-english.txt")) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(list.readAllBytes());
      assertThat(ByteString.copyOf(digest).hex())
          .isEqualTo("2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
    }
  }
}
