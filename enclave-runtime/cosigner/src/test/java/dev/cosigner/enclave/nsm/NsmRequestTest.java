package dev.cosigner.enclave.nsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The requests are those that AWS's {@code nsm-api} sends, byte for byte. */
class NsmRequestTest {
  @Test
  void describeNsm() {
    assertThat(hex(NsmRequest.describeNsm())).isEqualTo("6b44657363726962654e534d");
  }

  @Test
  void getRandom() {
    assertThat(hex(NsmRequest.getRandom())).isEqualTo("6947657452616e646f6d");
  }

  @Test
  void describePcr() {
    assertThat(hex(NsmRequest.describePcr(0)))
        .isEqualTo("a16b4465736372696265504352a165696e64657800");
  }

  @Test
  void extendPcr() {
    assertThat(hex(NsmRequest.extendPcr(16, new byte[] {1})))
        .isEqualTo("a169457874656e64504352a265696e6465781064646174614101");
  }

  @Test
  void lockPcr() {
    assertThat(hex(NsmRequest.lockPcr(16))).isEqualTo("a1674c6f636b504352a165696e64657810");
  }

  @Test
  void lockPcrs() {
    assertThat(hex(NsmRequest.lockPcrs(32))).isEqualTo("a1684c6f636b50435273a16572616e67651820");
  }

  @Test
  void attestationWithNothing() {
    assertThat(hex(NsmRequest.attestation(null, null, null)))
        .isEqualTo(
            "a16b4174746573746174696f6ea369757365725f64617461f6656e6f6e6365f66a7075626c69635f6b6579f6");
  }

  @Test
  void attestationWithEverything() {
    assertThat(hex(NsmRequest.attestation(new byte[] {1}, new byte[] {2}, new byte[] {3})))
        .isEqualTo(
            "a16b4174746573746174696f6ea369757365725f646174614101656e6f6e636541026a7075626c69635f6b65794103");
  }

  @Test
  void theLargestRequestFitsTheDriversBuffer() {
    byte[] request =
        NsmRequest.attestation(
            new byte[Nsm.MAX_USER_DATA], new byte[Nsm.MAX_NONCE], new byte[Nsm.MAX_PUBLIC_KEY]);
    assertThat(request).hasSizeLessThan(DeviceNsm.REQUEST_BYTES);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
