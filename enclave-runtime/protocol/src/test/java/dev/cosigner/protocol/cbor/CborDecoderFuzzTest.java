package dev.cosigner.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** What decodes has one encoding: the bytes it was decoded from. */
class CborDecoderFuzzTest {
  private static final CborLimits STRICT = CborLimits.of(4096, 16, 512);
  private static final CborLimits INDEFINITE_MAP = new CborLimits(4096, 16, 512, true);

  @FuzzTest(maxDuration = "30s")
  void decodedValuesEncodeToTheSameBytes(byte[] bytes) throws Exception {
    try {
      assertThat(CborDecoder.decode(bytes, STRICT).encode()).isEqualTo(bytes);
    } catch (CborException refused) {
      assertThat(refused.reason()).isNotNull();
    }
    CborValue value;
    try {
      value = CborDecoder.decode(bytes, INDEFINITE_MAP);
    } catch (CborException refused) {
      return;
    }
    byte[] definite = value.encode();
    assertThat(CborDecoder.decode(definite, CborLimits.of(8192, 16, 512))).isEqualTo(value);
  }
}
