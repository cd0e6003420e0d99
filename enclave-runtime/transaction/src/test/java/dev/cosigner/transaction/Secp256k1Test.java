package dev.cosigner.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.transaction.Secp256k1.Point;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

/** The curve for public values, compared with Bouncy Castle. */
class Secp256k1Test {
  private static final X9ECParameters CURVE = SECNamedCurves.getByName("secp256k1");
  private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
  private final Random random = new Random(1);

  @Test
  void agreesWithBouncyCastleOnSignatures() {
    for (int i = 0; i < 100; i++) {
      BigInteger secret = scalar();
      Point key = point(CURVE.getG().multiply(secret));
      byte[] hash = new byte[32];
      random.nextBytes(hash);
      ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
      signer.init(true, new ECPrivateKeyParameters(secret, DOMAIN));
      BigInteger[] signature = signer.generateSignature(hash);
      BigInteger r = signature[0];
      BigInteger s = signature[1];

      assertThat(Secp256k1.verify(hash, r, s, key)).isTrue();
      assertThat(Secp256k1.verify(hash, r, Secp256k1.N.subtract(s), key)).isTrue();
      assertThat(
              Secp256k1.recover(hash, r, s, false)
                  .filter(key::equals)
                  .or(() -> Secp256k1.recover(hash, r, s, true)))
          .contains(key);

      hash[i % 32] ^= 1;
      assertThat(Secp256k1.verify(hash, r, s, key)).isFalse();
      ECDSASigner verifier = new ECDSASigner();
      verifier.init(false, new ECPublicKeyParameters(CURVE.getG().multiply(secret), DOMAIN));
      assertThat(verifier.verifySignature(hash, r, s)).isFalse();
    }
  }

  @Test
  void agreesWithBouncyCastleOnPoints() {
    for (int i = 0; i < 100; i++) {
      BigInteger a = scalar();
      BigInteger b = scalar();
      ECPoint other = CURVE.getG().multiply(scalar());
      ECPoint sum = CURVE.getG().multiply(a).add(other.multiply(b));
      assertThat(Secp256k1.combine(a, b, point(other))).contains(point(sum));
      assertThat(point(sum).compressed()).isEqualTo(sum.getEncoded(true));
      assertThat(point(sum).uncompressed()).isEqualTo(sum.getEncoded(false));
      assertThat(Secp256k1.parsePublicKey(sum.getEncoded(true))).contains(point(sum));
      assertThat(Secp256k1.parsePublicKey(sum.getEncoded(false))).contains(point(sum));
    }
  }

  @Test
  void combinesEqualAndOppositePoints() {
    BigInteger two = BigInteger.TWO;
    Point twice = point(CURVE.getG().multiply(two));
    assertThat(Secp256k1.combine(BigInteger.ONE, BigInteger.ONE, Secp256k1.G)).contains(twice);
    assertThat(Secp256k1.combine(two, BigInteger.ZERO, Secp256k1.G)).contains(twice);
    assertThat(Secp256k1.combine(BigInteger.ONE, BigInteger.ONE.negate(), Secp256k1.G)).isEmpty();
    assertThat(Secp256k1.combine(BigInteger.ZERO, BigInteger.ZERO, Secp256k1.G)).isEmpty();
  }

  @Test
  void refusesNumbersThatAreNoScalars() {
    byte[] hash = new byte[32];
    BigInteger one = BigInteger.ONE;
    for (BigInteger wrong :
        new BigInteger[] {BigInteger.ZERO, one.negate(), Secp256k1.N, Secp256k1.N.add(one)}) {
      assertThat(Secp256k1.verify(hash, wrong, one, Secp256k1.G)).isFalse();
      assertThat(Secp256k1.verify(hash, one, wrong, Secp256k1.G)).isFalse();
      assertThat(Secp256k1.recover(hash, wrong, one, false)).isEmpty();
      assertThat(Secp256k1.recover(hash, one, wrong, false)).isEmpty();
    }
  }

  @Test
  void refusesBytesThatAreNoKey() {
    byte[] key = Secp256k1.G.uncompressed();
    key[64] ^= 1;
    assertThat(Secp256k1.parsePublicKey(key)).isEmpty();
    key[64] ^= 1;
    key[0] = 6;
    assertThat(Secp256k1.parsePublicKey(key)).isEmpty();
    assertThat(Secp256k1.parsePublicKey(new byte[33])).isEmpty();
    assertThat(Secp256k1.parsePublicKey(new byte[0])).isEmpty();
    byte[] noPoint = new byte[33];
    noPoint[0] = 2;
    noPoint[32] = 5;
    assertThat(Secp256k1.parsePublicKey(noPoint)).isEmpty();
    byte[] beyondField = new byte[33];
    Arrays.fill(beyondField, (byte) 0xff);
    beyondField[0] = 2;
    assertThat(Secp256k1.parsePublicKey(beyondField)).isEmpty();
    assertThatThrownBy(() -> new Point(BigInteger.ONE, BigInteger.ONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private BigInteger scalar() {
    return new BigInteger(255, random).add(BigInteger.ONE);
  }

  private static Point point(ECPoint point) {
    ECPoint affine = point.normalize();
    return new Point(
        affine.getAffineXCoord().toBigInteger(), affine.getAffineYCoord().toBigInteger());
  }
}
