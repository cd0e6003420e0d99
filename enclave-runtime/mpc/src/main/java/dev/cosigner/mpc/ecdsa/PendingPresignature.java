package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.arithmetic.Comb;
import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Multiplication;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Nonce;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Opening;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Product;
import dev.cosigner.mpc.proof.AffGProof;
import dev.cosigner.mpc.proof.ElogProof;
import dev.cosigner.mpc.proof.EncElgProof;
import dev.cosigner.mpc.rounds.AbortException;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.mpc.transcript.Step;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * One presignature in the making, at one member: what it sends in each round of figure 8 of eprint
 * 2021/060 (October 2024). Wiped when closed.
 */
final class PendingPresignature implements AutoCloseable {
  /** The powers of one K: two products and two proofs about them. */
  private static final int POWERS_OF_K = 4;

  private final PresigningMember member;
  private final int index;
  private final SecretNonce k;
  private final SecretNonce gamma;
  private final SortedMap<Integer, SecretProduct> ofGamma = new ConcurrentSkipListMap<>();
  private final SortedMap<Integer, SecretProduct> ofShare = new ConcurrentSkipListMap<>();
  private SortedMap<Integer, Nonce> nonces;
  private SortedMap<Integer, Multiplication> multiplications;
  private SortedMap<Integer, Opening> openings;
  private Point nonce;
  private SecretInteger delta;
  private SecretInteger chi;

  PendingPresignature(PresigningMember member, int index) {
    this.member = member;
    this.index = index;
    k = new SecretNonce(member);
    try (var unfinished = new SecretScope()) {
      unfinished.add(k);
      gamma = new SecretNonce(member);
      unfinished.keep();
    }
  }

  int index() {
    return index;
  }

  /** Round 1. */
  Nonce nonce() {
    var tasks = new ArrayList<>(proofs("Pi-enc-elg k", k));
    int receivers = tasks.size();
    tasks.addAll(proofs("Pi-enc-elg gamma", gamma));
    var proofs = member.workers().all(tasks);
    return new Nonce(
        k.ciphertext(),
        gamma.ciphertext(),
        k.commitment(),
        gamma.commitment(),
        proofs.subList(0, receivers),
        proofs.subList(receivers, 2 * receivers));
  }

  private List<Supplier<EncElgProof.Proof>> proofs(String name, SecretNonce secret) {
    var proofs = new ArrayList<Supplier<EncElgProof.Proof>>();
    for (int receiver : member.receivers(member.self())) {
      proofs.add(() ->
          EncElgProof.prove(
              member.prover(),
              member.transcript(
                  name, index, PresigningMessage.Nonces.ROUND, member.self(), receiver),
              statement(member.self(), receiver, secret.ciphertext(), secret.commitment()),
              new EncElgProof.Witness(
                  member.paillier(), secret.integer(), secret.randomiser(), secret.logarithm()),
              member.randomiser()));
    }
    return proofs;
  }

  private EncElgProof.Statement statement(
      int sender, int receiver, BigInteger ciphertext, PresigningMessage.ElGamal commitment) {
    var keys = member.keys(sender);
    return new EncElgProof.Statement(
        keys.paillier(),
        member.keys(receiver).pedersen(),
        ciphertext,
        keys.elGamal(),
        commitment.commitment(),
        commitment.masked());
  }

  /** Checks everybody's nonces. */
  void receiveNonces(SortedMap<Integer, Nonce> received, ProofChecks checks) throws AbortException {
    nonces = received;
    for (var entry : received.entrySet()) {
      int sender = entry.getKey();
      if (sender != member.self()) {
        var sent = entry.getValue();
        int place = member.receivers(sender).indexOf(member.self());
        checkNonce(checks, sender, "Pi-enc-elg k", sent.k(), sent.a(), sent.proofsOfK().get(place));
        checkNonce(
            checks,
            sender,
            "Pi-enc-elg gamma",
            sent.g(),
            sent.b(),
            sent.proofsOfGamma().get(place));
      }
    }
  }

  private void checkNonce(
      ProofChecks checks,
      int sender,
      String name,
      BigInteger ciphertext,
      PresigningMessage.ElGamal commitment,
      EncElgProof.Proof proof)
      throws AbortException {
    checks.add(
        sender,
        name,
        () ->
            EncElgProof.check(
                member.verifier(),
                member.transcript(
                    name, index, PresigningMessage.Nonces.ROUND, sender, member.self()),
                statement(sender, member.self(), ciphertext, commitment),
                proof));
  }

  /** Round 2. */
  Multiplication multiplication() {
    var publicGamma = gamma.value().timesGenerator();
    var receivers = member.receivers(member.self());
    var powersOfK = member.workers().all(receivers.stream().map(this::powersOfK).toList());
    var tasks = new ArrayList<Supplier<Product>>();
    for (int i = 0; i < receivers.size(); i++) {
      int receiver = receivers.get(i);
      var powers = powersOfK.get(i);
      tasks.add(
          () -> product("Pi-aff-g gamma", receiver, ofGamma, gamma.integer(), publicGamma, powers));
      tasks.add(() ->
          product(
              "Pi-aff-g x",
              receiver,
              ofShare,
              member.share(),
              member.publicShare(member.self()),
              powers));
    }
    var products = member.workers().all(tasks);
    var productsOfGamma = new ArrayList<Product>();
    var productsOfShare = new ArrayList<Product>();
    for (int i = 0; i < receivers.size(); i++) {
      productsOfGamma.add(products.get(2 * i));
      productsOfShare.add(products.get(2 * i + 1));
    }
    var proof =
        ElogProof.prove(
            member.prover(),
            member.transcript(
                "Pi-elog Gamma", index, PresigningMessage.Products.ROUND, member.self(), Step.ALL),
            statementOfGamma(member.self(), publicGamma),
            new ElogProof.Witness(gamma.value(), gamma.logarithm()));
    return new Multiplication(publicGamma, proof, productsOfGamma, productsOfShare);
  }

  private Supplier<Comb> powersOfK(int receiver) {
    var parameters = member.prover().parameters();
    // A mask may be 2^(l + epsilon) itself.
    int bits = parameters.l() + parameters.epsilon() + 1;
    return () -> member.keys(receiver).paillier().comb(nonces.get(receiver).k(), bits, POWERS_OF_K);
  }

  private Product product(
      String name,
      int receiver,
      SortedMap<Integer, SecretProduct> own,
      SecretInteger factor,
      Point publicFactor,
      Comb powersOfK) {
    var product = new SecretProduct(member, receiver, powersOfK, factor);
    own.put(receiver, product);
    try (var masks = new SecretScope()) {
      var proof =
          AffGProof.prove(
              member.prover(),
              member.transcript(
                  name, index, PresigningMessage.Products.ROUND, member.self(), receiver),
              statement(member.self(), receiver, product.d(), product.f(), publicFactor),
              product.witness(),
              powersOfK,
              masks.add(member.randomiser(receiver)),
              masks.add(member.randomiser()));
      return new Product(product.d(), product.f(), proof);
    }
  }

  private AffGProof.Statement statement(
      int sender, int receiver, BigInteger d, BigInteger f, Point factor) {
    var keys = member.keys(receiver);
    return new AffGProof.Statement(
        keys.paillier(),
        member.keys(sender).paillier(),
        keys.pedersen(),
        nonces.get(receiver).k(),
        d,
        f,
        factor);
  }

  private ElogProof.Statement statementOfGamma(int sender, Point publicGamma) {
    var commitment = nonces.get(sender).b();
    return new ElogProof.Statement(
        commitment.commitment(),
        commitment.masked(),
        member.keys(sender).elGamal(),
        publicGamma,
        member.curve().generator());
  }

  /** Checks everybody's products. */
  void receiveMultiplications(SortedMap<Integer, Multiplication> received, ProofChecks checks)
      throws AbortException {
    multiplications = received;
    nonce = member.curve().identity();
    for (var entry : received.entrySet()) {
      int sender = entry.getKey();
      var sent = entry.getValue();
      nonce = member.curve().add(nonce, sent.gamma());
      if (sender != member.self()) {
        checks.add(
            sender,
            "Pi-elog Gamma",
            () ->
                ElogProof.check(
                    member.verifier(),
                    member.transcript(
                        "Pi-elog Gamma", index, PresigningMessage.Products.ROUND, sender, Step.ALL),
                    statementOfGamma(sender, sent.gamma()),
                    sent.proof()));
        int place = member.receivers(sender).indexOf(member.self());
        checkProduct(checks, sender, "Pi-aff-g gamma", sent.ofGamma().get(place), sent.gamma());
        checkProduct(
            checks, sender, "Pi-aff-g x", sent.ofShare().get(place), member.publicShare(sender));
      }
    }
  }

  private void checkProduct(
      ProofChecks checks, int sender, String name, Product product, Point factor)
      throws AbortException {
    checks.add(
        sender,
        name,
        () ->
            AffGProof.check(
                member.verifier(),
                member.transcript(
                    name, index, PresigningMessage.Products.ROUND, sender, member.self()),
                statement(sender, member.self(), product.d(), product.f(), factor),
                product.proof()));
  }

  /** Round 3. */
  Opening opening() {
    try (var scope = new SecretScope()) {
      var alphas = alphas(scope);
      int half = alphas.size() / 2;
      delta = sum(gamma.integer(), ofGamma, alphas.subList(0, half));
      chi = sum(member.share(), ofShare, alphas.subList(half, alphas.size()));
    }
    var bigDelta = k.value().times(nonce);
    var proof =
        ElogProof.prove(
            member.prover(),
            member.transcript(
                "Pi-elog Delta", index, PresigningMessage.Openings.ROUND, member.self(), Step.ALL),
            statementOfDelta(member.self(), bigDelta),
            new ElogProof.Witness(k.value(), k.logarithm()));
    try (var part = member.prover().scalar(delta);
        var partOfKey = member.prover().scalar(chi)) {
      return new Opening(part.publish(), partOfKey.times(nonce), bigDelta, proof);
    }
  }

  /** The decrypted products that peers sent: first those with gamma, then those with the shares. */
  private List<SecretInteger> alphas(SecretScope scope) {
    var tasks = new ArrayList<Supplier<SecretInteger>>();
    for (boolean ofShares : List.of(false, true)) {
      for (int peer : member.receivers(member.self())) {
        int place = member.receivers(peer).indexOf(member.self());
        var sent = multiplications.get(peer);
        var product = (ofShares ? sent.ofShare() : sent.ofGamma()).get(place);
        tasks.add(() -> scope.add(member.paillier().decrypt(product.d())));
      }
    }
    return member.workers().all(tasks);
  }

  /** {@code k factor + sum of (alpha - summand)} over all peers, as an integer. */
  private SecretInteger sum(
      SecretInteger factor, SortedMap<Integer, SecretProduct> own, List<SecretInteger> alphas) {
    var sum = k.integer().times(factor);
    var peers = member.receivers(member.self());
    for (int i = 0; i < peers.size(); i++) {
      try (var previous = sum;
          var more = previous.plus(alphas.get(i))) {
        sum = more.minus(own.get(peers.get(i)).summand());
      }
    }
    return sum;
  }

  private ElogProof.Statement statementOfDelta(int sender, Point bigDelta) {
    var commitment = nonces.get(sender).a();
    return new ElogProof.Statement(
        commitment.commitment(),
        commitment.masked(),
        member.keys(sender).elGamal(),
        bigDelta,
        nonce);
  }

  /** Checks everybody's openings but for their sums. */
  void receiveOpenings(SortedMap<Integer, Opening> received, ProofChecks checks)
      throws AbortException {
    openings = received;
    for (var entry : received.entrySet()) {
      int sender = entry.getKey();
      if (sender != member.self()) {
        checks.add(
            sender,
            "Pi-elog Delta",
            () ->
                ElogProof.check(
                    member.verifier(),
                    member.transcript(
                        "Pi-elog Delta", index, PresigningMessage.Openings.ROUND, sender, Step.ALL),
                    statementOfDelta(sender, entry.getValue().bigDelta()),
                    entry.getValue().proof()));
      }
    }
  }

  /** Gamma: the nonce's point. */
  Point noncePoint() {
    return nonce;
  }

  /** The sum of all delta: k gamma. */
  Scalar productOfNonces() {
    var sum = member.curve().scalar(0);
    for (var opened : openings.values()) {
      sum = member.curve().add(sum, opened.delta());
    }
    return sum;
  }

  /** Whether all delta add up to what all Delta stand for. */
  boolean deltasAddUp() {
    var curve = member.curve();
    var sum = curve.identity();
    for (var opened : openings.values()) {
      sum = curve.add(sum, opened.bigDelta());
    }
    return curve.multiplyGenerator(productOfNonces()).equals(sum);
  }

  /** Whether all S add up to k gamma times the public key. */
  boolean sharesAddUp() {
    var curve = member.curve();
    var sum = curve.identity();
    for (var opened : openings.values()) {
      sum = curve.add(sum, opened.s());
    }
    return curve.multiply(productOfNonces(), member.publicKeys().groupPublicKey()).equals(sum);
  }

  /** What identifies the culprit when a sum is wrong. */
  Blame blame(boolean ofShares) {
    return ofShares
        ? new Blame(
            member,
            index,
            "x",
            nonces,
            multiplications,
            openings,
            nonce,
            ofShare,
            chi,
            member.share())
        : new Blame(
            member,
            index,
            "gamma",
            nonces,
            multiplications,
            openings,
            null,
            ofGamma,
            delta,
            gamma.integer());
  }

  /** The presignature, which takes nothing of this over. */
  Presignature presignature(Bytes32 id) {
    var curve = member.curve();
    var inverse = curve.invert(productOfNonces());
    var parts = new TreeMap<Integer, Presignature.Parts>();
    openings.forEach((sender, opened) ->
        parts.put(
            sender,
            new Presignature.Parts(
                curve.multiply(inverse, opened.bigDelta()), curve.multiply(inverse, opened.s()))));
    try (var partOfKey = member.prover().scalar(chi);
        var unfinished = new SecretScope()) {
      var shares =
          new Presignature.Shares(
              unfinished.add(k.value().times(inverse)), unfinished.add(partOfKey.times(inverse)));
      unfinished.keep();
      return new Presignature(id, member.keyShare(), nonce, parts, shares);
    }
  }

  @Override
  public void close() {
    k.close();
    gamma.close();
    ofGamma.values().forEach(SecretProduct::close);
    ofShare.values().forEach(SecretProduct::close);
    if (delta != null) {
      delta.close();
    }
    if (chi != null) {
      chi.close();
    }
  }
}
