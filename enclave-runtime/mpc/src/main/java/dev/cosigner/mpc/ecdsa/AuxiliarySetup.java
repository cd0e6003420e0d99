package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.frost.PublicKeyPackage;
import dev.cosigner.mpc.paillier.PaillierException;
import dev.cosigner.mpc.paillier.PaillierPublicKey;
import dev.cosigner.mpc.paillier.RingPedersenParameters;
import dev.cosigner.mpc.proof.FacProof;
import dev.cosigner.mpc.proof.ModProof;
import dev.cosigner.mpc.proof.PrmProof;
import dev.cosigner.mpc.proof.ProofException;
import dev.cosigner.mpc.proof.Prover;
import dev.cosigner.mpc.proof.SchnorrProof;
import dev.cosigner.mpc.proof.Verifier;
import dev.cosigner.mpc.proof.Workers;
import dev.cosigner.mpc.rounds.AbortException;
import dev.cosigner.mpc.rounds.Protocol;
import dev.cosigner.mpc.rounds.RoundSession;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.mpc.transcript.Step;
import dev.cosigner.mpc.transcript.Transcript;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.wallet.Scheme;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The auxiliary set-up of a group: every member's Paillier key, ring-Pedersen parameters and
 * ElGamal key, proven to all (CGGMP, eprint 2021/060, revision of October 2024, figures 6 and 7
 * without their refresh of shares).
 *
 * <ol>
 *   <li>everybody commits to its public keys and to a part of the joint randomness
 *   <li>everybody echoes all commitments
 *   <li>everybody opens its commitment, with Pi-prm
 *   <li>everybody proves its Paillier modulus: Pi-mod, and Pi-fac to each other party under
 *       parameters that it has verified; and that it knows the logarithm of its ElGamal key
 *   <li>everybody confirms, and echoes all proofs
 * </ol>
 */
public final class AuxiliarySetup extends RoundSession<AuxiliaryMessage, AuxiliaryKeys> {
  static final Protocol PROTOCOL = new Protocol("ecdsa/auxiliary-setup", 5, 1 << 19, 1 << 12, 8);

  private final Prover prover;
  private final Verifier verifier;
  private final PublicKeyPackage shares;
  private final List<BigInteger> otherModuli;
  private final Workers workers;
  private final SortedMap<Integer, AuxiliaryPublicKeys> publicKeys = new TreeMap<>();
  private AuxiliarySecrets secrets;
  private SecretScalar elGamal;
  private AuxiliaryMessage.Opening opening;
  private Bytes32 jointRandomness;

  /**
   * A session of the whole group.
   *
   * @param shares the public keys of the shares that these keys will serve
   * @param secrets fresh ones, which the session takes over
   * @param otherModuli all moduli of other groups and of earlier set-ups that this party knows
   */
  public AuxiliarySetup(
      Prover prover,
      SessionContext context,
      PublicKeyPackage shares,
      AuxiliarySecrets secrets,
      Collection<BigInteger> otherModuli) {
    this(prover, context, shares, secrets, otherModuli, Workers.NONE);
  }

  /**
   * A session of the whole group.
   *
   * @param shares the public keys of the shares that these keys will serve
   * @param secrets fresh ones, which the session takes over
   * @param otherModuli all moduli of other groups and of earlier set-ups that this party knows
   * @param workers who makes and checks independent proofs
   */
  public AuxiliarySetup(
      Prover prover,
      SessionContext context,
      PublicKeyPackage shares,
      AuxiliarySecrets secrets,
      Collection<BigInteger> otherModuli,
      Workers workers) {
    super(prover.curve(), context, PROTOCOL, shares.addTo(inputs(context, PROTOCOL)).hash());
    requireScheme(context);
    if (!context.parties().equals(shares.members())) {
      throw new IllegalArgumentException(
          "expected all members " + shares.members() + " as parties, found " + context.parties());
    }
    this.prover = prover;
    this.shares = shares;
    this.secrets = secrets;
    this.otherModuli = List.copyOf(otherModuli);
    this.workers = workers;
    verifier = new Verifier(prover.parameters(), prover.arithmetic(), prover.curve());
  }

  /** Refuses a session of another scheme: these keys serve ECDSA only. */
  static void requireScheme(SessionContext context) {
    if (context.scheme() != Scheme.ECDSA_SECP256K1) {
      throw new IllegalArgumentException(
          "expected a session of "
              + Scheme.ECDSA_SECP256K1.label()
              + ", found one of "
              + context.scheme().label());
    }
  }

  @Override
  protected void begin() {
    elGamal = prover.curve().randomSecret(prover.random());
    var pedersen = secrets.pedersen().parameters();
    var statement = new PrmProof.Statement(pedersen.modulus().value(), pedersen.s(), pedersen.t());
    var proof =
        PrmProof.prove(
            prover,
            transcript("Pi-prm", AuxiliaryMessage.Opening.ROUND, self(), Step.ALL),
            statement,
            new PrmProof.Witness(secrets.pedersen()),
            workers);
    opening =
        new AuxiliaryMessage.Opening(
            prover.parameters(),
            secrets.paillier().publicKey().n(),
            statement,
            proof,
            elGamal.timesGenerator(),
            randomBytes(),
            randomBytes());
    broadcast(new Commitment(commitment(self(), opening)));
  }

  @Override
  protected void complete(int round) throws AbortException {
    switch (round) {
      case Commitment.ROUND -> broadcast(new AuxiliaryMessage.Echo(echo(Commitment.ROUND)));
      case AuxiliaryMessage.Echo.ROUND -> {
        for (var echo : peers(AuxiliaryMessage.Echo.class).entrySet()) {
          requireSameEcho(Commitment.ROUND, echo.getKey(), echo.getValue().hashes());
        }
        broadcast(opening);
      }
      case AuxiliaryMessage.Opening.ROUND -> {
        verifyOpenings();
        broadcast(proofs());
      }
      case AuxiliaryMessage.Proofs.ROUND -> {
        verifyProofs();
        broadcast(new AuxiliaryMessage.Confirmation(echo(AuxiliaryMessage.Proofs.ROUND), result()));
      }
      default -> {
        requireSameResult();
        finish(new AuxiliaryKeys(self(), shares, secrets, publicKeys));
        secrets = null;
      }
    }
  }

  /** Everything that is checked before this party proves anything under a peer's parameters. */
  private void verifyOpenings() throws AbortException {
    var commitments = received(Commitment.class);
    var openings = received(AuxiliaryMessage.Opening.class);
    for (var entry : openings.entrySet()) {
      int sender = entry.getKey();
      if (!commitments.get(sender).hash().equals(commitment(sender, entry.getValue()))) {
        throw AbortException.by(
            sender,
            AbortReason.COMMITMENT_MISMATCH,
            "expected the keys of its commitment, found others");
      }
      publicKeys.put(sender, publicKeys(sender, entry.getValue()));
    }
    requireCoprime();
    var checks = new IndependentChecks();
    peers(AuxiliaryMessage.Opening.class)
        .forEach((sender, opened) -> checks.add(() -> verifyPedersen(sender, opened)));
    checks.run(workers);
    var joint =
        transcript("joint randomness", AuxiliaryMessage.Opening.ROUND, Step.ALL, Step.ALL)
            .list(
                "randomness",
                openings.values().stream().map(opened -> opened.randomness().bytes()).toList());
    publicKeys.forEach((member, keys) -> keys.addTo(joint.item("member", member)));
    jointRandomness = joint.hash();
  }

  private AuxiliaryPublicKeys publicKeys(int sender, AuxiliaryMessage.Opening opened)
      throws AbortException {
    if (sender == self()) {
      // With the factors, arithmetic under one's own keys is cheaper.
      return new AuxiliaryPublicKeys(
          secrets.paillier().publicKey(), secrets.pedersen().parameters(), opened.elGamal());
    }
    try {
      var statement = opened.pedersen();
      return new AuxiliaryPublicKeys(
          PaillierPublicKey.of(prover.arithmetic(), prover.parameters(), opened.n()),
          RingPedersenParameters.of(
              prover.arithmetic(),
              prover.parameters(),
              statement.n(),
              statement.s(),
              statement.t()),
          opened.elGamal());
    } catch (PaillierException e) {
      throw AbortException.by(sender, AbortReason.INVALID_KEY, e.getMessage());
    }
  }

  /** No two moduli of this group, and of all that this party knows, have a factor in common. */
  private void requireCoprime() throws AbortException {
    for (var entry : publicKeys.entrySet()) {
      var ours = entry.getValue().moduli();
      requireCoprime(entry.getKey(), entry.getKey(), ours.get(0), ours.get(1));
      for (var modulus : ours) {
        for (var known : otherModuli) {
          requireCoprime(entry.getKey(), entry.getKey(), modulus, known);
        }
        for (var other : publicKeys.headMap(entry.getKey()).entrySet()) {
          for (var otherModulus : other.getValue().moduli()) {
            requireCoprime(other.getKey(), entry.getKey(), modulus, otherModulus);
          }
        }
      }
    }
  }

  private void requireCoprime(int one, int other, BigInteger modulus, BigInteger otherModulus)
      throws AbortException {
    if (!modulus.gcd(otherModulus).equals(BigInteger.ONE)) {
      var detail = "expected moduli without a common factor, found two with one";
      // Whose modulus is the copy, nobody can tell, but that it is not this party's.
      if (one != other && one != self() && other != self()) {
        throw AbortException.byNobody(
            AbortReason.SHARED_FACTOR, detail + ": those of party " + one + " and party " + other);
      }
      throw AbortException.by(one == self() ? other : one, AbortReason.SHARED_FACTOR, detail);
    }
  }

  private void verifyPedersen(int sender, AuxiliaryMessage.Opening opened) throws AbortException {
    try {
      PrmProof.verify(
          verifier,
          transcript("Pi-prm", AuxiliaryMessage.Opening.ROUND, sender, Step.ALL),
          opened.pedersen(),
          opened.proof(),
          publicKeys.get(self()).moduli());
    } catch (ProofException e) {
      throw ProofChecks.refused(sender, "Pi-prm", e);
    }
  }

  private AuxiliaryMessage.Proofs proofs() {
    var n = publicKeys.get(self()).paillier().n();
    var mod =
        ModProof.prove(
            prover,
            proofTranscript("Pi-mod", self(), Step.ALL),
            new ModProof.Statement(n),
            new ModProof.Witness(secrets.paillier()),
            workers);
    var schnorr =
        SchnorrProof.prove(
            prover.curve(),
            proofTranscript("Pi-sch", self(), Step.ALL),
            new SchnorrProof.Statement(publicKeys.get(self()).elGamal()),
            new SchnorrProof.Witness(elGamal),
            prover.random());
    elGamal.close();
    var fac = new ArrayList<Supplier<FacProof.Proof>>();
    for (int receiver : othersThan(self())) {
      fac.add(() ->
          FacProof.prove(
              prover,
              proofTranscript("Pi-fac", self(), receiver),
              new FacProof.Statement(n, publicKeys.get(receiver).pedersen()),
              new FacProof.Witness(secrets.paillier())));
    }
    return new AuxiliaryMessage.Proofs(prover.parameters(), mod, schnorr, workers.all(fac));
  }

  private void verifyProofs() throws AbortException {
    var checks = new IndependentChecks();
    peers(AuxiliaryMessage.Proofs.class)
        .forEach((sender, proofs) ->
            checks.add(() -> verifyProofs(sender, publicKeys.get(sender), proofs)));
    checks.run(workers);
  }

  private void verifyProofs(int sender, AuxiliaryPublicKeys keys, AuxiliaryMessage.Proofs proofs)
      throws AbortException {
    var n = keys.paillier().n();
    try {
      ModProof.verify(
          verifier,
          proofTranscript("Pi-mod", sender, Step.ALL),
          new ModProof.Statement(n),
          proofs.mod(),
          publicKeys.get(self()).moduli());
    } catch (ProofException e) {
      throw ProofChecks.refused(sender, "Pi-mod", e);
    }
    try {
      SchnorrProof.verify(
          prover.curve(),
          proofTranscript("Pi-sch", sender, Step.ALL),
          new SchnorrProof.Statement(keys.elGamal()),
          proofs.elGamal());
    } catch (ProofException e) {
      throw ProofChecks.refused(sender, "Pi-sch", e);
    }
    // The factors of the own N^ make its check quick; no other party's Pi-fac is checked.
    var checks = new ProofChecks(secrets);
    checks.add(
        sender,
        "Pi-fac",
        () ->
            FacProof.check(
                verifier,
                proofTranscript("Pi-fac", sender, self()),
                new FacProof.Statement(n, secrets.pedersen().parameters()),
                proofs.fac().get(othersThan(sender).indexOf(self()))));
    checks.verify(prover.random(), Workers.NONE);
  }

  private void requireSameResult() throws AbortException {
    for (var entry : peers(AuxiliaryMessage.Confirmation.class).entrySet()) {
      requireSameEcho(AuxiliaryMessage.Proofs.ROUND, entry.getKey(), entry.getValue().proofs());
      if (!entry.getValue().result().equals(result())) {
        throw AbortException.by(
            entry.getKey(),
            AbortReason.RESULT_MISMATCH,
            "expected result " + result() + ", found " + entry.getValue().result());
      }
    }
  }

  private List<Integer> othersThan(int party) {
    return parties().stream().filter(other -> other != party).toList();
  }

  private Transcript proofTranscript(String proof, int sender, int receiver) {
    return transcript(proof, AuxiliaryMessage.Proofs.ROUND, sender, receiver)
        .item("joint randomness", jointRandomness);
  }

  private Bytes32 result() {
    var transcript = transcript("result", AuxiliaryMessage.Confirmation.ROUND, Step.ALL, Step.ALL);
    publicKeys.forEach((member, keys) -> keys.addTo(transcript.item("member", member)));
    return transcript.hash();
  }

  private Bytes32 commitment(int sender, AuxiliaryMessage.Opening opened) {
    return opened.addTo(transcript("commitment", Commitment.ROUND, sender, Step.ALL)).hash();
  }

  private Bytes32 randomBytes() {
    var bytes = new byte[Bytes32.LENGTH];
    prover.random().nextBytes(bytes);
    return Bytes32.of(bytes);
  }

  @Override
  protected Collection<Integer> senders(int round) {
    return parties();
  }

  @Override
  protected boolean confidential(int round) {
    return false;
  }

  @Override
  protected AuxiliaryMessage decode(int round, int sender, CborValue fields)
      throws CborException, CurveException {
    return AuxiliaryMessage.decode(
        prover.parameters(), prover.curve(), round, parties().size(), fields);
  }

  @Override
  protected AuxiliaryMessage confidentialMessage(int round, SecretScalar secret) {
    throw new IllegalStateException("expected no confidential message in the auxiliary set-up");
  }

  @Override
  protected void wipe() {
    if (elGamal != null) {
      elGamal.close();
    }
    if (secrets != null) {
      secrets.close();
    }
  }
}
