package dev.cosigner.mpc.frost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The ROS attack of eprint 2020/945: member 2 opens 256 sessions with member 1, chooses one of two
 * messages in each, and combines member 1's answers to a signature of a message that member 1 never
 * saw. It works when the nonces do not depend on message and commitments; binding factors are what
 * stops it.
 */
class RosAttackTest {
  private static final Curve CURVE = Groups.CURVE;
  private static final int SESSIONS = 256;
  private static final byte[] FORGED = "all of it to the attacker".getBytes(UTF_8);

  private static final SortedMap<Integer, KeyShare> KEYS = Groups.generate(2, 1);
  private static final Point GROUP = KEYS.get(1).groupPublicKey();
  private static final Scalar LAMBDA_1 = Frost.deriveInterpolatingValue(CURVE, List.of(1, 2), 1);
  private static final Scalar LAMBDA_2 = Frost.deriveInterpolatingValue(CURVE, List.of(1, 2), 2);

  /** How a scheme binds nonces to what is signed. */
  private interface Binding {
    SortedMap<Integer, Scalar> factors(
        SortedMap<Integer, SigningCommitment> commitments, byte[] message);
  }

  /**
   * One open session as member 2 sees it: for either message member 1's effective nonce and the
   * challenge.
   */
  private record Open(
      SortedMap<Integer, SigningCommitment> commitments,
      List<byte[]> messages,
      List<Point> nonces,
      List<Scalar> challenges) {}

  @Test
  void bindingFactorsStopIt() {
    assertThat(
            attack((commitments, message) ->
                Frost.computeBindingFactors(
                    FrostEd25519.SUITE, CURVE, GROUP, commitments, message)))
        .isFalse();
  }

  @Test
  void withoutBindingFactorsItWorks() {
    assertThat(
            attack((commitments, message) ->
                new TreeMap<>(Map.of(1, CURVE.scalar(1), 2, CURVE.scalar(1)))))
        .isTrue();
  }

  private static boolean attack(Binding binding) {
    var nonces = new ArrayList<SigningNonces.Pair>();
    var sessions = new ArrayList<Open>();
    for (int k = 0; k < SESSIONS; k++) {
      var honest =
          Frost.commit(FrostEd25519.SUITE, Groups.CURVE, KEYS.get(1).secret(), Groups.random(k, 1));
      sessions.add(open(binding, honest.commitment(), k));
      nonces.add(honest.consume());
    }

    // c* = sum of weight_k * c_k, where weight_k * (c_k^1 - c_k^0) = 2^k: the bits of c* - sum of
    // weight_k * c_k^0 say which message to choose.
    var weights = new ArrayList<Scalar>();
    var forgedNonce = CURVE.identity();
    var offset = CURVE.scalar(0);
    for (int k = 0; k < SESSIONS; k++) {
      var challenges = sessions.get(k).challenges();
      var weight =
          CURVE.multiply(
              powerOfTwo(k), CURVE.invert(CURVE.subtract(challenges.get(1), challenges.get(0))));
      weights.add(weight);
      forgedNonce = CURVE.add(forgedNonce, CURVE.multiply(weight, sessions.get(k).nonces().get(0)));
      offset = CURVE.add(offset, CURVE.multiply(weight, challenges.get(0)));
    }
    var challenge = FrostEd25519.SUITE.challenge(CURVE, forgedNonce, GROUP, FORGED);
    var bits = number(CURVE.subtract(challenge, offset));

    var response =
        CURVE.multiply(CURVE.multiply(challenge, LAMBDA_2), KEYS.get(2).secret().publish());
    for (int k = 0; k < SESSIONS; k++) {
      var answer = answer(binding, sessions.get(k), nonces.get(k), bits.testBit(k) ? 1 : 0);
      response = CURVE.add(response, CURVE.multiply(weights.get(k), answer));
    }
    return new Signature(forgedNonce, response).verifies(CURVE, GROUP, FORGED);
  }

  private static Open open(Binding binding, SigningCommitment honest, int k) {
    var attacker = new SigningCommitment(CURVE.generator(), CURVE.generator());
    var commitments = new TreeMap<>(Map.of(1, honest, 2, attacker));
    var messages = List.of(("invoice a" + k).getBytes(UTF_8), ("invoice b" + k).getBytes(UTF_8));
    var nonces = new ArrayList<Point>();
    var challenges = new ArrayList<Scalar>();
    for (var message : messages) {
      var factors = binding.factors(commitments, message);
      nonces.add(CURVE.add(honest.hiding(), CURVE.multiply(factors.get(1), honest.binding())));
      var groupCommitment = Frost.computeGroupCommitment(CURVE, commitments, factors);
      challenges.add(FrostEd25519.SUITE.challenge(CURVE, groupCommitment, GROUP, message));
    }
    return new Open(commitments, messages, nonces, challenges);
  }

  /** Member 1's signature share: nonce + binding factor * nonce + lambda * challenge * secret. */
  private static Scalar answer(
      Binding binding, Open session, SigningNonces.Pair nonces, int choice) {
    var factor = binding.factors(session.commitments(), session.messages().get(choice)).get(1);
    var nonce =
        CURVE.add(nonces.hiding().publish(), CURVE.multiply(factor, nonces.binding().publish()));
    var keyed =
        CURVE.multiply(
            CURVE.multiply(LAMBDA_1, session.challenges().get(choice)),
            KEYS.get(1).secret().publish());
    return CURVE.add(nonce, keyed);
  }

  private static Scalar powerOfTwo(int exponent) {
    var wide = new byte[64];
    wide[exponent / 8] = (byte) (1 << (exponent % 8));
    return CURVE.reduce(wide);
  }

  private static BigInteger number(Scalar scalar) {
    var littleEndian = scalar.encoding();
    var bigEndian = new byte[littleEndian.length];
    for (int i = 0; i < bigEndian.length; i++) {
      bigEndian[i] = littleEndian[bigEndian.length - 1 - i];
    }
    return new BigInteger(1, bigEndian);
  }
}
