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

  @FuzzTest
  void genesisPlans(byte[] bytes) {
    oneEncoding(bytes, GenesisPlan::decode, GenesisPlan::encode);
  }

  @FuzzTest
  void geneses(byte[] bytes) {
    oneEncoding(bytes, Genesis::decode, Genesis::encode);
  }

  @FuzzTest
  void certificates(byte[] bytes) {
    oneEncoding(bytes, Certificate::decode, Certificate::encode);
  }

  @FuzzTest
  void enrolmentRequests(byte[] bytes) {
    oneEncoding(bytes, EnrolmentRequest::decode, EnrolmentRequest::encode);
  }

  @FuzzTest
  void onboardPlans(byte[] bytes) {
    oneEncoding(bytes, OnboardPlan::decode, OnboardPlan::encode);
  }

  @FuzzTest
  void transcripts(byte[] bytes) {
    oneEncoding(bytes, OnboardTranscript::decode, OnboardTranscript::encode);
  }

  @FuzzTest
  void signRequests(byte[] bytes) {
    oneEncoding(bytes, SignRequest::decode, SignRequest::encode);
  }
}
