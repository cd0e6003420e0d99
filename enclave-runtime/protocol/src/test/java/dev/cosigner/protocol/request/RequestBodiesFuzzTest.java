package dev.cosigner.protocol.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.function.Function;

/** A body is read as it was written, or refused. */
class RequestBodiesFuzzTest {
  private static final CborLimits LIMITS = CborLimits.of(1 << 20, 16, 1 << 16);

  private interface Reader<T> {
    T read(CborValue value) throws CborException;
  }

  private static <T> void oneEncoding(
      CborValue body, Reader<T> reader, Function<T, CborValue> writer) {
    try {
      assertThat(writer.apply(reader.read(body))).isEqualTo(body);
    } catch (CborException refused) {
      assertThat(refused.reason()).isNotNull();
    }
  }

  @FuzzTest(maxDuration = "30s")
  void bodiesHaveOneEncoding(byte[] bytes) {
    CborValue body;
    try {
      body = CborDecoder.decode(bytes, LIMITS);
    } catch (CborException refused) {
      return;
    }
    oneEncoding(body, BeginWallet::fromCbor, BeginWallet::toCbor);
    oneEncoding(body, BeginOnboard::fromCbor, BeginOnboard::toCbor);
    oneEncoding(body, BeginSign::fromCbor, BeginSign::toCbor);
    oneEncoding(body, Begun::fromCbor, Begun::toCbor);
    oneEncoding(body, Delivery::fromCbor, Delivery::toCbor);
    oneEncoding(body, DeliveryResult::fromCbor, DeliveryResult::toCbor);
    oneEncoding(body, Review::fromCbor, Review::toCbor);
    oneEncoding(body, ReviewResult::fromCbor, ReviewResult::toCbor);
    try {
      // An abort's texts lose what a screen cannot show.
      Outcome outcome = Outcome.fromCbor(body);
      assertThat(Outcome.fromCbor(outcome.toCbor())).isEqualTo(outcome);
    } catch (CborException refused) {
      assertThat(refused.reason()).isNotNull();
    }
  }
}
