package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.paillier.Randomiser;
import java.math.BigInteger;

/**
 * One number of a member in presigning, k or gamma: encrypted under its own Paillier key and
 * committed to under its ElGamal key. Wiped when closed.
 */
final class SecretNonce implements AutoCloseable {
  private final SecretScalar value;
  private final SecretInteger integer;
  private final SecretScalar logarithm;
  private final Randomiser randomiser;
  private final BigInteger ciphertext;
  private final PresigningMessage.ElGamal commitment;

  SecretNonce(PresigningMember member) {
    var prover = member.prover();
    var curve = prover.curve();
    try (var unfinished = new SecretScope()) {
      value = unfinished.add(curve.randomSecret(prover.random()));
      integer = unfinished.add(SecretConversion.integer(prover, value));
      logarithm = unfinished.add(curve.randomSecret(prover.random()));
      randomiser = unfinished.add(member.randomiser());
      ciphertext = member.paillier().encrypt(integer, randomiser);
      commitment =
          new PresigningMessage.ElGamal(
              logarithm.timesGenerator(),
              curve.add(
                  logarithm.times(member.keys(member.self()).elGamal()), value.timesGenerator()));
      unfinished.keep();
    }
  }

  SecretScalar value() {
    return value;
  }

  SecretInteger integer() {
    return integer;
  }

  /** Of the commitment. */
  SecretScalar logarithm() {
    return logarithm;
  }

  /** Of the ciphertext. */
  Randomiser randomiser() {
    return randomiser;
  }

  BigInteger ciphertext() {
    return ciphertext;
  }

  PresigningMessage.ElGamal commitment() {
    return commitment;
  }

  @Override
  public void close() {
    value.close();
    integer.close();
    logarithm.close();
    randomiser.close();
  }
}
