package dev.cosigner.enclave.nsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.enclave.nsm.NsmException.Reason;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

/** Randomness is the kernel's and the NSM's, or there is none. */
class RandomSourceTest {
  private final TestNsm nsm = new TestNsm();

  @Test
  void drawsBytesThatDiffer() throws Exception {
    RandomSource random = RandomSource.open(nsm);
    assertThat(random.bytes(16)).hasSize(16).isNotEqualTo(random.bytes(16));
    assertThat(random.secureRandom().getAlgorithm()).isEqualTo("NativePRNG");
  }

  @Test
  void theJdksOwnGeneratorIsRefused() throws Exception {
    SecureRandom own = SecureRandom.getInstance("DRBG");
    assertThatThrownBy(() -> RandomSource.open(nsm, own))
        .isInstanceOf(InsecureRandomnessException.class)
        .hasMessage("expected the JDK's randomness to be the kernel's (NativePRNG), found DRBG");
  }

  @Test
  void anNsmWithoutRandomnessIsRefused() {
    nsm.failure = Reason.INTERNAL_ERROR;
    assertThatThrownBy(() -> RandomSource.open(nsm)).hasMessage("failed as told");
  }

  @Test
  void anNsmThatGivesZeroesIsRefused() {
    nsm.random = new byte[256];
    assertThatThrownBy(() -> RandomSource.open(nsm))
        .isInstanceOf(NsmException.class)
        .hasMessage("expected at least 32 random bytes of the NSM, found 256 or one repeated");
  }

  @Test
  void anNsmThatGivesTooLittleIsRefused() {
    nsm.random = new byte[] {1, 2, 3};
    assertThatThrownBy(() -> RandomSource.open(nsm))
        .hasMessage("expected at least 32 random bytes of the NSM, found 3 or one repeated");
  }
}
