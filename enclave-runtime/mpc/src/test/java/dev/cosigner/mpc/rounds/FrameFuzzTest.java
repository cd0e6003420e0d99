package dev.cosigner.mpc.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A frame is refused with its sender's name, or has one encoding: the bytes that it was read from,
 * but for a secret.
 */
class FrameFuzzTest {
  private static final int MAX_BYTES = 4096;

  static List<byte[]> frames() {
    var hash = Bytes32.of(new byte[32]);
    var fields =
        CborValue.array(CborValue.of(new byte[32]), CborValue.array(CborValue.of(new byte[32])));
    return List.of(
        new Frame("frost/signing", hash, hash, 1, 2, 0, false, fields).encode(),
        new Frame("frost/add-user", hash, hash, 4, 2, 1, true, CborValue.array()).encode());
  }

  @MethodSource("frames")
  @FuzzTest(maxDuration = "30s")
  void aFrameHasOneEncoding(byte[] body) {
    var before = body.clone();
    Frame frame;
    try {
      frame = Frame.decode(body, 2, new Protocol("fuzz", 5, MAX_BYTES));
    } catch (AbortException e) {
      assertThat(e.culprit()).hasValue(2);
      return;
    }
    assertThat(body).isEqualTo(before);
    var encoded = frame.encode();
    assertThat(encoded).hasSameSizeAs(body);
    if (frame.confidential()) {
      Arrays.fill(body, body.length - Frame.SECRET_BYTES, body.length, (byte) 0);
    }
    assertThat(encoded).isEqualTo(body);
  }
}
