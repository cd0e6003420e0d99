package dev.cosigner.mpc.paillier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.mpc.SeededRandom;
import dev.cosigner.mpc.arithmetic.BackEnds;
import dev.cosigner.mpc.arithmetic.BigIntegerArithmetic;
import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PaillierTest {
  private static final SecurityParameters SMALL = SmallParameters.of(512, 64, 320, 128, 8);
  private static final LibcryptoArithmetic ARITHMETIC = BackEnds.libcrypto();
  private static final SeededRandom RANDOM = new SeededRandom(6);
  private static final PaillierPrivateKey KEY =
      PaillierPrivateKey.generate(ARITHMETIC, SMALL, RANDOM);

  private final PaillierPublicKey publicKey = KEY.publicKey();
  private final BigInteger n = KEY.n();

  @AfterAll
  static void close() {
    KEY.close();
  }

  /** The plaintexts at the ends of the range, and beyond them. */
  private List<BigInteger> plaintexts() {
    var half = n.shiftRight(1);
    return List.of(
        BigInteger.ZERO,
        BigInteger.ONE,
        BigInteger.ONE.negate(),
        half,
        half.negate(),
        new BigInteger(100, RANDOM).negate());
  }

  @Test
  void nthPowersAreRecognised() {
    var r = BigInteger.valueOf(77);
    var power = publicKey.encrypt(BigInteger.ZERO, r);
    assertThat(KEY.isNthPower(power, r)).isTrue();
    assertThat(KEY.isNthPower(power, r.add(n))).isTrue();
    assertThat(KEY.isNthPower(power, BigInteger.ONE)).isFalse();
    assertThat(KEY.isNthPower(publicKey.encrypt(BigInteger.ONE, r), r)).isFalse();
  }

  @Test
  void whatIsEncryptedIsDecrypted() {
    for (PaillierKey key : List.of(KEY, publicKey)) {
      for (var m : plaintexts()) {
        try (var secret = ARITHMETIC.fromPublic(m);
            var wide = ARITHMETIC.fromPublic(m.add(n.shiftLeft(300)));
            var r = key.randomiser(RANDOM);
            var r2 = key.randomiser(RANDOM);
            var decrypted = KEY.decrypt(key.encrypt(secret, r));
            var decryptedWide = KEY.decrypt(key.encrypt(wide, r2))) {
          assertThat(decrypted.publish()).isEqualTo(m);
          assertThat(decryptedWide.publish()).isEqualTo(m);
        }
      }
    }
  }

  @Test
  void aPlaintextBeyondHalfTheModulusWrapsRound() {
    var m = n.shiftRight(1).add(BigInteger.ONE);
    try (var secret = ARITHMETIC.fromPublic(m);
        var r = KEY.randomiser(RANDOM);
        var decrypted = KEY.decrypt(KEY.encrypt(secret, r))) {
      assertThat(decrypted.publish()).isEqualTo(m.subtract(n));
    }
  }

  @Test
  void theHomomorphismHolds() {
    var c1 = publicKey.encrypt(BigInteger.valueOf(1000), BigInteger.valueOf(17));
    var c2 = publicKey.encrypt(BigInteger.valueOf(-300), BigInteger.valueOf(23));
    try (var sum = KEY.decrypt(publicKey.add(c1, c2));
        var multiple = KEY.decrypt(publicKey.times(c1, BigInteger.valueOf(-7)))) {
      assertThat(sum.publish()).isEqualTo(BigInteger.valueOf(700));
      assertThat(multiple.publish()).isEqualTo(BigInteger.valueOf(-7000));
    }
  }

  @Test
  void anAffineOperationIsMultiplicationAndAddition() {
    var m = BigInteger.valueOf(123456789);
    var c = publicKey.encrypt(m, BigInteger.valueOf(5));
    var comb = publicKey.comb(c, 100, 4);
    for (var x : List.of(BigInteger.ZERO, BigInteger.valueOf(-77), new BigInteger(100, RANDOM))) {
      for (var y : List.of(BigInteger.ZERO, new BigInteger(150, RANDOM).negate())) {
        var expected = m.multiply(x).add(y);
        try (var secretX = ARITHMETIC.fromPublic(x);
            var secretY = ARITHMETIC.fromPublic(y);
            var r1 = publicKey.randomiser(RANDOM);
            var r2 = KEY.randomiser(RANDOM);
            var r3 = publicKey.randomiser(RANDOM);
            var plain = KEY.decrypt(publicKey.affine(c, secretX, secretY, r1));
            var owner = KEY.decrypt(KEY.affine(c, secretX, secretY, r2));
            var combed = KEY.decrypt(publicKey.affine(comb, secretX, secretY, r3))) {
          assertThat(plain.publish()).isEqualTo(expected);
          assertThat(owner.publish()).isEqualTo(expected);
          assertThat(combed.publish()).isEqualTo(expected);
        }
      }
    }
  }

  /** {@code z^N = A C^e} for A and C of plaintext 0: what proofs check. */
  @Test
  void answersOfProofsVerify() {
    try (var zero = ARITHMETIC.fromPublic(BigInteger.ZERO)) {
      for (PaillierKey key : List.of(KEY, publicKey)) {
        for (int e : new int[] {-5, -1, 0, 1, 1 << 20}) {
          try (var mask = key.randomiser(RANDOM);
              var rho = key.randomiser(RANDOM)) {
            var a = key.encrypt(zero, mask);
            var c = key.encrypt(zero, rho);
            var z = key.respond(mask, BigInteger.valueOf(e), rho, RANDOM);
            assertThat(publicKey.encrypt(BigInteger.ZERO, z))
                .isEqualTo(
                    publicKey
                        .squared()
                        .multiply(a, publicKey.squared().power(c, BigInteger.valueOf(e))));
          }
        }
      }
    }
  }

  @Test
  void aRandomiserServesOnce() {
    var r = KEY.randomiser(RANDOM);
    try (r;
        var m = ARITHMETIC.fromPublic(BigInteger.TEN);
        var otherKey = PaillierPrivateKey.generate(ARITHMETIC, SMALL, RANDOM)) {
      assertThatThrownBy(() -> otherKey.encrypt(m, r))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("another key's");
      KEY.encrypt(m, r);
      assertThatThrownBy(() -> KEY.encrypt(m, r))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("one that was used");
      assertThat(r).hasToString("Randomiser[hidden]").isNotInstanceOf(Serializable.class);
    }
    assertThatThrownBy(() -> KEY.respond(r, BigInteger.ONE, r, RANDOM))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void ciphertextsThatAreNoneAreRefused() {
    try (var p = KEY.p()) {
      assertThat(reason(BigInteger.ZERO)).isEqualTo(PaillierException.Reason.ZERO);
      assertThat(reason(n)).isEqualTo(PaillierException.Reason.NOT_A_UNIT);
      assertThat(reason(p.publish())).isEqualTo(PaillierException.Reason.NOT_A_UNIT);
      assertThat(reason(n.multiply(n))).isEqualTo(PaillierException.Reason.NOT_BELOW_N_SQUARED);
      assertThat(reason(n.multiply(n).add(BigInteger.ONE)))
          .isEqualTo(PaillierException.Reason.NOT_BELOW_N_SQUARED);
      assertThat(reason(BigInteger.ONE.negate())).isEqualTo(PaillierException.Reason.NEGATIVE);
    }
  }

  private PaillierException.Reason reason(BigInteger c) {
    return catchThrowableOfType(PaillierException.class, () -> publicKey.requireCiphertext(c))
        .reason();
  }

  @Test
  void anEncodedCiphertextHasOneLength() throws Exception {
    var bytes = new byte[publicKey.ciphertextBytes()];
    bytes[bytes.length - 1] = 1;
    assertThat(publicKey.decodeCiphertext(bytes)).isEqualTo(BigInteger.ONE);
    for (int length : new int[] {0, bytes.length - 1, bytes.length + 1, 1_000_000}) {
      assertThat(
              catchThrowableOfType(
                      PaillierException.class, () -> publicKey.decodeCiphertext(new byte[length]))
                  .reason())
          .isEqualTo(PaillierException.Reason.LENGTH);
    }
    Arrays.fill(bytes, (byte) 0xff);
    assertThat(
            catchThrowableOfType(PaillierException.class, () -> publicKey.decodeCiphertext(bytes))
                .reason())
        .isEqualTo(PaillierException.Reason.NOT_BELOW_N_SQUARED);
  }

  @Test
  void aPeersModulusHasTheExactSizeAndIsOdd() throws Exception {
    for (var modulus :
        List.of(
            BigInteger.ONE.shiftLeft(512).add(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(511).subtract(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(1_000_000).add(BigInteger.ONE),
            BigInteger.ZERO,
            n.negate())) {
      assertThat(modulusReason(modulus)).isEqualTo(PaillierException.Reason.MODULUS_SIZE);
    }
    assertThat(modulusReason(n.subtract(BigInteger.ONE)))
        .isEqualTo(PaillierException.Reason.MODULUS_EVEN);
    assertThat(PaillierPublicKey.of(ARITHMETIC, SMALL, n).n()).isEqualTo(n);
  }

  private static PaillierException.Reason modulusReason(BigInteger modulus) {
    return catchThrowableOfType(
            PaillierException.class, () -> PaillierPublicKey.of(ARITHMETIC, SMALL, modulus))
        .reason();
  }

  /** Production code has the two sets of sizes, and no way to another. */
  @Test
  void thereAreTwoSetsOfParameters() {
    assertThat(SecurityParameters.class.getConstructors()).isEmpty();
    assertThat(
            Arrays.stream(SecurityParameters.class.getMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers())))
        .isEmpty();
    assertThat(SecurityParameters.STANDARD.modulusBits()).isEqualTo(2048);
    assertThat(SecurityParameters.STRICT.modulusBits()).isEqualTo(3072);
    for (var set : List.of(SecurityParameters.STANDARD, SecurityParameters.STRICT)) {
      assertThat(List.of(set.l(), set.lPrime(), set.epsilon(), set.rounds()))
          .containsExactly(256, 1280, 512, 128);
    }
  }

  @Test
  void aKeyOverTheOtherBackEndTakesNoSecrets() throws Exception {
    var key = PaillierPublicKey.of(new BigIntegerArithmetic(), SMALL, n);
    try (var m = ARITHMETIC.fromPublic(BigInteger.TEN);
        var r = KEY.randomiser(RANDOM)) {
      assertThatThrownBy(() -> key.randomiser(RANDOM))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("constant-time");
      assertThatThrownBy(() -> key.encrypt(m, r))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("found BigInteger");
    }
    assertThat(key.encrypt(BigInteger.TEN, BigInteger.TWO))
        .isEqualTo(publicKey.encrypt(BigInteger.TEN, BigInteger.TWO));
  }

  @Test
  void aKeyIsRestoredFromItsPrimes() {
    var c = publicKey.encrypt(BigInteger.valueOf(99), BigInteger.TWO);
    try (var p = KEY.p();
        var q = KEY.q();
        var restored = PaillierPrivateKey.ofPrimes(ARITHMETIC, SMALL, p.reveal(32), q.reveal(32));
        var m = restored.decrypt(c)) {
      assertThat(m.publish()).isEqualTo(BigInteger.valueOf(99));
      assertThat(restored).hasToString("PaillierPrivateKey[hidden]");
      assertThatThrownBy(
              () -> PaillierPrivateKey.ofPrimes(ARITHMETIC, SMALL, p.reveal(33), q.reveal(32)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void fullSize() {
    try (var key = PaillierPrivateKey.generate(ARITHMETIC, SecurityParameters.STANDARD, RANDOM);
        var m = ARITHMETIC.uniform(RANDOM, BigInteger.ONE.shiftLeft(1280));
        var r1 = key.randomiser(RANDOM);
        var r2 = key.publicKey().randomiser(RANDOM);
        var own = key.decrypt(key.encrypt(m, r1));
        var peers = key.decrypt(key.publicKey().encrypt(m, r2))) {
      assertThat(key.n().bitLength()).isEqualTo(2048);
      assertThat(own.publish()).isEqualTo(m.publish());
      assertThat(peers.publish()).isEqualTo(m.publish());
    }
  }
}
