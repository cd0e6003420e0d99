package dev.cosigner.mpc.derivation;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.transcript.Bytes32;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A public key with what its children are derived from: BIP-32, "extended keys".
 *
 * @param publicKey a point of secp256k1
 * @param chainCode who knows it and the public key can link all children
 */
public record ExtendedPublicKey(Point publicKey, Bytes32 chainCode) {

  /**
   * A child of a key.
   *
   * @param key the child
   * @param tweak what its private key is greater by than the ancestor's: public
   */
  public record Child(ExtendedPublicKey key, Scalar tweak) {}

  /**
   * The child at a path: {@code CKDpub} of BIP-32 for each of its steps.
   *
   * @throws ArithmeticException if there is none, which is so for one index in 2^127
   */
  public Child derive(Curve curve, DerivationPath path) {
    var child = new Child(this, curve.scalar(0));
    for (int index : path.indices()) {
      var step = child.key().step(curve, index);
      child = new Child(step.key(), curve.add(child.tweak(), step.tweak()));
    }
    return child;
  }

  private Child step(Curve curve, int index) {
    var hash = hmacSha512(index);
    try {
      var tweak = curve.decodeScalar(Arrays.copyOf(hash, Bytes32.LENGTH));
      var key = curve.add(publicKey, curve.multiplyGenerator(tweak));
      if (key.isIdentity()) {
        throw new ArithmeticException("expected a child at " + index + ", found infinity");
      }
      var code = Bytes32.of(Arrays.copyOfRange(hash, Bytes32.LENGTH, hash.length));
      return new Child(new ExtendedPublicKey(key, code), tweak);
    } catch (CurveException e) {
      throw new ArithmeticException("expected a child at " + index + ", found none: take the next");
    }
  }

  private byte[] hmacSha512(int index) {
    try {
      var mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(chainCode.bytes(), "HmacSHA512"));
      mac.update(publicKey.encoding());
      return mac.doFinal(ByteBuffer.allocate(Integer.BYTES).putInt(index).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("expected HmacSHA512 in every Java runtime", e);
    }
  }
}
