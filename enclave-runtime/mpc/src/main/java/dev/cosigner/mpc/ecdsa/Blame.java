package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Identification;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Multiplication;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Nonce;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Opening;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Product;
import dev.cosigner.mpc.proof.AffGStarProof;
import dev.cosigner.mpc.proof.DecProof;
import dev.cosigner.mpc.rounds.AbortException;
import dev.cosigner.mpc.transcript.Step;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * The identification of the culprit when the parts of one product do not add up, although all
 * proofs to this member held: every member shows to everybody that its products were right
 * (Pi-aff-g*) and that its part is what the ciphertexts to it hold (Pi-dec). Eprint 2021/060
 * (October 2024), figure 9 for k gamma and section 4.3.1 for k x, with figures 27 and 28.
 *
 * <p>There are (n - 1)^2 proofs of products to verify, each of as many rounds as the parameters
 * have. So that one liar cannot make all others compute for long, the one proof of each member's
 * part comes first, the equations of each proof are verified together, and the first proof that
 * fails ends it.
 */
final class Blame {
  private final PresigningMember member;
  private final int index;
  private final String factor;
  private final SortedMap<Integer, Nonce> nonces;
  private final SortedMap<Integer, Multiplication> multiplications;
  private final SortedMap<Integer, Opening> openings;
  private final Point nonce;
  private final SortedMap<Integer, SecretProduct> ownProducts;
  private final SecretInteger ownSum;
  private final SecretInteger ownFactor;

  /**
   * For one product, of k with gamma or with the shares of the key.
   *
   * @param factor {@code gamma} or {@code x}
   * @param nonce Gamma, which the parts of k x are multiples of; null for k gamma, whose parts are
   *     known
   */
  Blame(
      PresigningMember member,
      int index,
      String factor,
      SortedMap<Integer, Nonce> nonces,
      SortedMap<Integer, Multiplication> multiplications,
      SortedMap<Integer, Opening> openings,
      Point nonce,
      SortedMap<Integer, SecretProduct> ownProducts,
      SecretInteger ownSum,
      SecretInteger ownFactor) {
    this.member = member;
    this.index = index;
    this.factor = factor;
    this.nonces = nonces;
    this.multiplications = multiplications;
    this.openings = openings;
    this.nonce = nonce;
    this.ownProducts = ownProducts;
    this.ownSum = ownSum;
    this.ownFactor = ownFactor;
  }

  /** This member's proofs. */
  Identification identification() {
    int self = member.self();
    var decryption =
        DecProof.prove(
            member.prover(),
            member.transcript(
                "Pi-dec " + factor, index, PresigningMessage.Confirmation.ROUND, self, Step.ALL),
            decryption(self),
            new DecProof.Witness(member.paillier(), ownFactor, ownSum));
    var products = new ArrayList<AffGStarProof.Proof>();
    for (int receiver : member.receivers(self)) {
      products.add(
          AffGStarProof.prove(
              member.prover(),
              member.transcript(
                  "Pi-aff-g* " + factor,
                  index,
                  PresigningMessage.Confirmation.ROUND,
                  self,
                  receiver),
              product(self, receiver),
              ownProducts.get(receiver).witness()));
    }
    return new Identification(decryption, products);
  }

  /** Throws, with the name of a sender whose proofs do not hold, if there is one. */
  void verify(SortedMap<Integer, Identification> identifications) throws AbortException {
    for (var entry : identifications.entrySet()) {
      verifyDecryption(entry.getKey(), entry.getValue().decryption());
    }
    for (var entry : identifications.entrySet()) {
      int sender = entry.getKey();
      var receivers = member.receivers(sender);
      for (int i = 0; i < receivers.size(); i++) {
        verifyProduct(sender, receivers.get(i), entry.getValue().products().get(i));
      }
    }
  }

  private void verifyDecryption(int sender, DecProof.Proof proof) throws AbortException {
    var checks = new ProofChecks(member.secrets());
    checks.add(
        sender,
        "Pi-dec " + factor,
        () ->
            DecProof.check(
                member.verifier(),
                member.transcript(
                    "Pi-dec " + factor,
                    index,
                    PresigningMessage.Confirmation.ROUND,
                    sender,
                    Step.ALL),
                decryption(sender),
                proof));
    checks.verify(member.prover().random(), member.workers());
  }

  private void verifyProduct(int sender, int receiver, AffGStarProof.Proof proof)
      throws AbortException {
    var checks = new ProofChecks(member.secrets());
    checks.add(
        sender,
        "Pi-aff-g* " + factor,
        () ->
            AffGStarProof.check(
                member.verifier(),
                member.transcript(
                    "Pi-aff-g* " + factor,
                    index,
                    PresigningMessage.Confirmation.ROUND,
                    sender,
                    receiver),
                product(sender, receiver),
                proof));
    checks.verify(member.prover().random(), member.workers());
  }

  private AffGStarProof.Statement product(int sender, int receiver) {
    var product = sent(sender, receiver);
    return new AffGStarProof.Statement(
        member.keys(receiver).paillier(),
        member.keys(sender).paillier(),
        nonces.get(receiver).k(),
        product.d(),
        product.f(),
        factorPoint(sender));
  }

  /** All D to a member times the inverses of all its F: its part of the sum, encrypted. */
  private DecProof.Statement decryption(int sender) {
    var key = member.keys(sender).paillier();
    var ciphertext = BigInteger.ONE;
    for (int peer : member.receivers(sender)) {
      var kept = key.squared().invert(sent(sender, peer).f());
      ciphertext = key.add(key.add(ciphertext, sent(peer, sender).d()), kept);
    }
    var curve = member.curve();
    var opened = openings.get(sender);
    boolean ofShares = nonce != null;
    return new DecProof.Statement(
        key,
        nonces.get(sender).k(),
        ciphertext,
        factorPoint(sender),
        ofShares ? nonce : curve.generator(),
        ofShares ? opened.s() : curve.multiplyGenerator(opened.delta()));
  }

  private Point factorPoint(int sender) {
    return nonce != null ? member.publicShare(sender) : multiplications.get(sender).gamma();
  }

  private Product sent(int sender, int receiver) {
    var multiplication = multiplications.get(sender);
    List<Product> products = nonce != null ? multiplication.ofShare() : multiplication.ofGamma();
    return products.get(member.receivers(sender).indexOf(receiver));
  }
}
