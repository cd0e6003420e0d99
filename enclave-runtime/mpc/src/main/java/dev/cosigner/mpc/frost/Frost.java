package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.curve.SecretScalar;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The functions of RFC 9591, sections 4 and 5, under their names. Identifiers are numbers of
 * parties; commitment lists are sorted maps by identifier.
 */
final class Frost {
  /** Length in bytes of the randomness in a nonce, RFC 9591, section 4.1. */
  private static final int RANDOM_BYTES = 32;

  private Frost() {}

  /**
   * {@code nonce_generate}, section 4.1: over fresh randomness and the secret share, so that who
   * knows the randomness does not know the nonce. It must still never repeat.
   */
  static SecretScalar nonceGenerate(
      Ciphersuite suite, ConstantTimeCurve curve, SecretScalar secret, SecureRandom random) {
    var randomBytes = new byte[RANDOM_BYTES];
    random.nextBytes(randomBytes);
    try {
      return suite.h3(curve, randomBytes, secret);
    } finally {
      Arrays.fill(randomBytes, (byte) 0);
    }
  }

  /** {@code commit}, section 5.1: round one. */
  static SigningNonces commit(
      Ciphersuite suite, ConstantTimeCurve curve, SecretScalar secretShare, SecureRandom random) {
    var hiding = nonceGenerate(suite, curve, secretShare, random);
    try {
      return new SigningNonces(hiding, nonceGenerate(suite, curve, secretShare, random));
    } catch (RuntimeException | Error e) {
      hiding.close();
      throw e;
    }
  }

  /**
   * {@code derive_interpolating_value}, section 4.2: Lagrange's coefficient at zero of {@code
   * identifier} among {@code identifiers}.
   */
  static Scalar deriveInterpolatingValue(
      Curve curve, Collection<Integer> identifiers, int identifier) {
    if (!identifiers.contains(identifier)) {
      throw new IllegalArgumentException(
          "expected one of " + identifiers + ", found " + identifier);
    }
    var x = curve.scalar(identifier);
    var numerator = curve.scalar(1);
    var denominator = curve.scalar(1);
    for (int other : identifiers) {
      if (other != identifier) {
        numerator = curve.multiply(numerator, curve.scalar(other));
        denominator = curve.multiply(denominator, curve.subtract(curve.scalar(other), x));
      }
    }
    return curve.multiply(numerator, curve.invert(denominator));
  }

  /** {@code encode_group_commitment_list}, section 4.3. */
  static byte[] encodeGroupCommitmentList(
      Curve curve, SortedMap<Integer, SigningCommitment> commitments) {
    var encoding = new ByteArrayOutputStream();
    commitments.forEach((identifier, commitment) -> {
      encoding.writeBytes(curve.scalar(identifier).encoding());
      encoding.writeBytes(commitment.hiding().encoding());
      encoding.writeBytes(commitment.binding().encoding());
    });
    return encoding.toByteArray();
  }

  /** {@code compute_binding_factors}, section 4.4. */
  static SortedMap<Integer, Scalar> computeBindingFactors(
      Ciphersuite suite,
      Curve curve,
      Point groupPublicKey,
      SortedMap<Integer, SigningCommitment> commitments,
      byte[] message) {
    var messageHash = suite.h4(message);
    var commitmentHash = suite.h5(encodeGroupCommitmentList(curve, commitments));
    var factors = new TreeMap<Integer, Scalar>();
    for (int identifier : commitments.keySet()) {
      factors.put(
          identifier,
          suite.h1(
              curve,
              groupPublicKey.encoding(),
              messageHash,
              commitmentHash,
              curve.scalar(identifier).encoding()));
    }
    return factors;
  }

  /** {@code compute_group_commitment}, section 4.5. */
  static Point computeGroupCommitment(
      Curve curve,
      SortedMap<Integer, SigningCommitment> commitments,
      SortedMap<Integer, Scalar> bindingFactors) {
    var sum = curve.identity();
    for (var entry : commitments.entrySet()) {
      sum =
          curve.add(
              sum, commitmentShare(curve, entry.getValue(), bindingFactors.get(entry.getKey())));
    }
    return sum;
  }

  /**
   * {@code sign}, section 5.2: round two. Consumes the nonces. Nonces and share change their sign
   * where the group commitment and the public key do.
   */
  static Scalar sign(
      ConstantTimeCurve curve,
      int identifier,
      SecretScalar secretShare,
      SigningNonces nonces,
      SigningPackage signingPackage) {
    try (var pair = nonces.consume()) {
      if (!nonces.commitment().equals(signingPackage.commitments().get(identifier))) {
        throw new IllegalArgumentException(
            "expected a commitment list with the commitment of these nonces, found another");
      }
      var lambda =
          deriveInterpolatingValue(curve, signingPackage.commitments().keySet(), identifier);
      try (var bound = pair.binding().times(signingPackage.bindingFactors().get(identifier));
          var sum = pair.hiding().plus(bound);
          var nonce = sum.times(signingPackage.nonceSign(curve));
          var keyed = secretShare.times(signingPackage.keyFactor(curve, lambda));
          var share = nonce.plus(keyed)) {
        return share.publish();
      }
    }
  }

  /**
   * {@code aggregate}, section 5.3, with the part of the key that is not the group's but the same
   * for all.
   */
  static Signature aggregate(
      Curve curve, SigningPackage signingPackage, Collection<Scalar> signatureShares) {
    var response = curve.multiply(signingPackage.challenge(), signingPackage.key().tweak());
    for (var share : signatureShares) {
      response = curve.add(response, share);
    }
    return new Signature(signingPackage.groupCommitment(), response);
  }

  /** {@code verify_signature_share}, section 5.4. */
  static boolean verifySignatureShare(
      Curve curve,
      int identifier,
      Point verificationShare,
      Scalar signatureShare,
      SigningPackage signingPackage) {
    var commitmentShare =
        curve.multiply(
            signingPackage.nonceSign(curve),
            commitmentShare(
                curve,
                signingPackage.commitments().get(identifier),
                signingPackage.bindingFactors().get(identifier)));
    var lambda = deriveInterpolatingValue(curve, signingPackage.commitments().keySet(), identifier);
    var keyed = curve.multiply(signingPackage.keyFactor(curve, lambda), verificationShare);
    return curve.multiplyGenerator(signatureShare).equals(curve.add(commitmentShare, keyed));
  }

  private static Point commitmentShare(
      Curve curve, SigningCommitment commitment, Scalar bindingFactor) {
    return curve.add(commitment.hiding(), curve.multiply(bindingFactor, commitment.binding()));
  }
}
