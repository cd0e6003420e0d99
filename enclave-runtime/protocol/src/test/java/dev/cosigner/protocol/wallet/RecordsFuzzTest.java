package dev.cosigner.protocol.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.protocol.cbor.CborException;
import java.util.function.Function;

/** What decodes is what encodes to the same bytes; the rest is refused. */
class RecordsFuzzTest {
  private interface Decoder<T> {
    T decode(byte[] bytes) throws CborException;
  }

  private static <T> void oneEncoding(
      byte[] bytes, Decoder<T> decoder, Function<T, byte[]> encoder) {
    try {
      assertThat(encoder.apply(decoder.decode(bytes))).isEqualTo(bytes);
    } catch (CborException refused) {
      assertThat(refused.reason()).isNotNull();
    }
  }

  /** All in one: Jazzer fuzzes one test of a class. */
  @FuzzTest(maxDuration = "30s")
  void recordsHaveOneEncoding(byte[] bytes) {
    oneEncoding(bytes, GenesisPlan::decode, GenesisPlan::encode);
    oneEncoding(bytes, Genesis::decode, Genesis::encode);
    oneEncoding(bytes, Certificate::decode, Certificate::encode);
    oneEncoding(bytes, EnrolmentRequest::decode, EnrolmentRequest::encode);
    oneEncoding(bytes, OnboardPlan::decode, OnboardPlan::encode);
    oneEncoding(bytes, OnboardTranscript::decode, OnboardTranscript::encode);
    oneEncoding(bytes, SignRequest::decode, SignRequest::encode);
  }
}
