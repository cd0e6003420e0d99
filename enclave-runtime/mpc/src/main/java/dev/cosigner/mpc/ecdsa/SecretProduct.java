package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.arithmetic.Comb;
import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.paillier.PaillierPrivateKey;
import dev.cosigner.mpc.paillier.Randomiser;
import dev.cosigner.mpc.proof.AffGProof;
import java.math.BigInteger;

/**
 * A product of a factor of this member with a peer's k, under the peer's key, plus a random summand
 * that this member keeps: {@code D = factor (.) K (+) enc(summand)}, {@code F = enc(summand)} under
 * its own key. The figures of eprint 2021/060 call the summand minus beta. Wiped when closed.
 */
final class SecretProduct implements AutoCloseable {
  private final SecretInteger factor;
  private final SecretInteger summand;
  private final Randomiser randomiserOfD;
  private final Randomiser randomiserOfF;
  private final PaillierPrivateKey paillier;
  private final BigInteger d;
  private final BigInteger f;

  /**
   * Makes the product.
   *
   * @param factor stays open, the caller closes it after this
   * @param powersOfK of the peer's K
   */
  SecretProduct(PresigningMember member, int peer, Comb powersOfK, SecretInteger factor) {
    this.factor = factor;
    paillier = member.paillier();
    var prover = member.prover();
    var bound = BigInteger.TWO.pow(prover.parameters().lPrime());
    try (var unfinished = new SecretScope()) {
      summand = unfinished.add(prover.arithmetic().uniform(prover.random(), bound));
      randomiserOfD = unfinished.add(member.randomiser(peer));
      randomiserOfF = unfinished.add(member.randomiser());
      d = member.keys(peer).paillier().affine(powersOfK, factor, summand, randomiserOfD);
      f = paillier.encrypt(summand, randomiserOfF);
      unfinished.keep();
    }
  }

  SecretInteger summand() {
    return summand;
  }

  BigInteger d() {
    return d;
  }

  BigInteger f() {
    return f;
  }

  AffGProof.Witness witness() {
    return new AffGProof.Witness(paillier, factor, summand, randomiserOfD, randomiserOfF);
  }

  @Override
  public void close() {
    summand.close();
    randomiserOfD.close();
    randomiserOfF.close();
  }
}
