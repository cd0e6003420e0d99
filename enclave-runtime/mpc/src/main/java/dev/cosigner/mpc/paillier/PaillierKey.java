package dev.cosigner.mpc.paillier;

import dev.cosigner.mpc.arithmetic.SecretInteger;
import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * A key to encrypt under. The owner's is the faster one: it computes modulo the factors.
 * Ciphertexts are public integers in [0, N^2). May be used by several threads at once.
 */
public sealed interface PaillierKey permits PaillierPublicKey, PaillierPrivateKey {

  /** The key for everybody. */
  PaillierPublicKey publicKey();

  /** The modulus N. */
  default BigInteger n() {
    return publicKey().n();
  }

  /** Fresh secret randomness for one encryption. */
  Randomiser randomiser(SecureRandom random);

  /** {@code (1 + N)^m r^N mod N^2} for a signed secret m of any width. */
  BigInteger encrypt(SecretInteger m, Randomiser r);

  /** {@code c^x (1 + N)^y r^N mod N^2} for signed secrets x and y of any width and a unit c. */
  BigInteger affine(BigInteger c, SecretInteger x, SecretInteger y, Randomiser r);

  /**
   * {@code r rho^e mod N}: the answer of a proof about a ciphertext whose randomness is rho.
   *
   * @param e the public challenge, which may be negative
   */
  BigInteger respond(Randomiser r, BigInteger e, Randomiser rho, SecureRandom random);
}
