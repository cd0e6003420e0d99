package dev.cosigner.protocol.attestation;

import static dev.cosigner.protocol.attestation.TestModule.IMAGE;
import static dev.cosigner.protocol.attestation.TestModule.MINUTE;
import static dev.cosigner.protocol.attestation.TestModule.NONCE;
import static dev.cosigner.protocol.attestation.TestModule.NOW;
import static dev.cosigner.protocol.attestation.TestModule.USER_DATA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.protocol.cose.CoseAlgorithm;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A document with any single bit changed is refused. */
class SingleBitTest {
  private static final Expectation EXPECTATION =
      Expectation.nothing().withNonce(NONCE).withUserData(USER_DATA);

  /**
   * Every bit, with ideal signatures: one is valid if and only if it was valid in the unchanged
   * document, for the same key and the same message. What is left to ECDSA itself, the other two
   * tests sample.
   */
  @Test
  void ofAllBits() throws Exception {
    TestModule module = new TestModule();
    byte[] document = module.sign();
    Set<List<ByteBuffer>> genuine = ConcurrentHashMap.newKeySet();
    MeasurementPolicy policy = MeasurementPolicy.of(IMAGE);
    AttestationVerifier recording =
        new AttestationVerifier(
            module.anchor(),
            policy,
            (key, message, signature) -> {
              CoseAlgorithm.ES384.verify(key, message, signature);
              genuine.add(triple(key.getEncoded(), message, signature));
            });
    AttestationVerifier ideal =
        new AttestationVerifier(
            module.anchor(),
            policy,
            (key, message, signature) -> {
              if (!genuine.contains(triple(key.getEncoded(), message, signature))) {
                CoseAlgorithm.ES384.verify(key, message, new byte[96]);
              }
            });

    recording.verify(document, EXPECTATION, NOW, MINUTE);
    assertThat(genuine).hasSize(5);
    ideal.verify(document, EXPECTATION, NOW, MINUTE);
    assertThat(acceptedChanges(ideal, document, 0, 1)).isEmpty();
  }

  @Test
  void ofSampledBitsWithEcdsa() throws Exception {
    TestModule module = new TestModule();
    AttestationVerifier verifier =
        new AttestationVerifier(module.anchor(), MeasurementPolicy.of(IMAGE));
    assertThat(acceptedChanges(verifier, module.sign(), 3, 211)).isEmpty();
  }

  @Test
  @Tag("thorough")
  void ofAllBitsWithEcdsa() throws Exception {
    TestModule module = new TestModule();
    AttestationVerifier verifier =
        new AttestationVerifier(module.anchor(), MeasurementPolicy.of(IMAGE));
    assertThat(acceptedChanges(verifier, module.sign(), 0, 1)).isEmpty();
  }

  private static List<Integer> acceptedChanges(
      AttestationVerifier verifier, byte[] document, int first, int step) {
    return IntStream.iterate(first, bit -> bit < 8 * document.length, bit -> bit + step)
        .parallel()
        .filter(bit -> isAccepted(verifier, document, bit))
        .boxed()
        .toList();
  }

  private static boolean isAccepted(AttestationVerifier verifier, byte[] document, int bit) {
    byte[] changed = document.clone();
    changed[bit / 8] ^= (byte) (1 << (bit % 8));
    try {
      verifier.verify(changed, EXPECTATION, NOW, MINUTE);
      return true;
    } catch (AttestationException refused) {
      return false;
    }
  }

  private static List<ByteBuffer> triple(byte[] key, byte[] message, byte[] signature) {
    return List.of(
        ByteBuffer.wrap(key), ByteBuffer.wrap(message.clone()), ByteBuffer.wrap(signature.clone()));
  }
}
