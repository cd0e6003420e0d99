package dev.cosigner.protocol.attestation;

import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.cose.CoseAlgorithm;
import dev.cosigner.protocol.cose.CoseSign1;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A module for tests of what is built on attestation: signs documents of AWS's form under one root
 * that all instances share, with P-384 or, where thousands of documents are needed, with ideal
 * signatures: such a one is valid if and only if a module made it.
 */
public final class AttestingModule {
  /** When the module's certificates begin; they last for three hours. */
  public static final long NOW = TestModule.NOW;

  /** The image of the enclaves that tests expect. */
  public static final Measurements IMAGE = TestModule.IMAGE;

  /** Another image: its application differs. */
  public static final Measurements OTHER_IMAGE =
      Measurements.of(
          TestModule.filled(48, 0xb0), TestModule.filled(48, 0xa1), TestModule.filled(48, 0xb2));

  /** What an enclave in debug mode attests. */
  public static final Measurements DEBUG =
      Measurements.of(new byte[48], new byte[48], new byte[48]);

  private static final List<byte[]> CHAIN = chain();
  private static final byte[] IDEAL_KEY = TestModule.filled(32, 0x1d);
  private static final Set<List<ByteBuffer>> GENUINE = ConcurrentHashMap.newKeySet();

  private final TestModule module = new TestModule();
  private final boolean ideal;

  /** A module of an enclave of {@code image}. */
  public AttestingModule(Measurements image, boolean ideal) {
    this.ideal = ideal;
    module.certificates(CHAIN);
    for (int index = 0; index < 3; index++) {
      byte[] value = image.registers().get(index).bytes();
      module.pcr(CborMap.entry(index, CborValue.of(value)));
    }
  }

  /** A document. */
  public byte[] attest(byte[] userData, byte[] nonce, byte[] publicKey, long millis) {
    module
        .field("timestamp", CborValue.of(millis))
        .field("user_data", orNull(userData))
        .field("nonce", orNull(nonce))
        .field("public_key", orNull(publicKey));
    try {
      byte[] payload = TestModule.indefinite(module.payload());
      byte[] input = CoseSign1.signatureInput(CoseAlgorithm.ES384, payload);
      byte[] signature = ideal ? idealSignature(input) : module.signature(payload);
      return CoseSign1.of(CoseAlgorithm.ES384, payload, signature).encode();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The root of all modules' certificates. */
  public static TrustAnchor anchor() {
    return TrustAnchor.development(sha256(CHAIN.getFirst()));
  }

  /** A verifier of the documents of ideal modules. */
  public static AttestationVerifier idealVerifier(MeasurementPolicy policy) {
    return new AttestationVerifier(
        anchor(),
        policy,
        (key, message, signature) -> {
          if (Arrays.equals(signature, idealSignature(message))) {
            return;
          }
          List<ByteBuffer> triple =
              List.of(
                  ByteBuffer.wrap(key.getEncoded()),
                  ByteBuffer.wrap(message.clone()),
                  ByteBuffer.wrap(signature.clone()));
          if (!GENUINE.contains(triple)) {
            // The certificates' own; and what is no module's signature fails here.
            CoseAlgorithm.ES384.verify(key, message, signature);
            GENUINE.add(triple);
          }
        });
  }

  private static byte[] idealSignature(byte[] input) {
    byte[] half = sha256(IDEAL_KEY, input);
    byte[] signature = new byte[96];
    // Two numbers in range, neither of which is zero: the verifier looks at that.
    System.arraycopy(half, 0, signature, 16, 32);
    System.arraycopy(half, 0, signature, 64, 32);
    return signature;
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<byte[]> chain() {
    try {
      return List.copyOf(new TestModule().certificates());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static CborValue orNull(byte[] bytes) {
    return bytes == null ? CborNull.NULL : CborValue.of(bytes);
  }
}
