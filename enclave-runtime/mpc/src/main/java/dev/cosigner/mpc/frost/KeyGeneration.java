package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.proof.ProofException;
import dev.cosigner.mpc.proof.SchnorrProof;
import dev.cosigner.mpc.rounds.AbortException;
import dev.cosigner.mpc.rounds.Protocol;
import dev.cosigner.mpc.rounds.RoundSession;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.mpc.transcript.Step;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.wallet.Scheme;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Key generation without a dealer: PedPoP (eprint 2020/852, figure 1; named and proven in eprint
 * 2021/1375), with as many shares needed as there are members. Three steps are added: polynomials
 * and proofs are committed to by hashes before they are shown, the hashes are echoed, and all
 * confirm the same result at the end.
 *
 * <ol>
 *   <li>everybody commits to its polynomial and its proof of possession
 *   <li>everybody echoes all commitments
 *   <li>everybody opens its commitment
 *   <li>everybody sends each other member its share, confidentially
 *   <li>everybody checks its shares and confirms the group's public keys
 * </ol>
 */
public final class KeyGeneration extends RoundSession<KeyGenerationMessage, KeyShare> {
  static final Protocol PROTOCOL = new Protocol("frost/key-generation", 5, 4096);

  private final SessionContext context;
  private final ConstantTimeCurve curve;
  private final SecureRandom random;
  private SecretPolynomial polynomial;
  private KeyGenerationMessage.Opening opening;
  private PublicKeyPackage publicKeys;
  private SecretScalar secret;

  /** A session of which every party becomes a member under its number. */
  public KeyGeneration(ConstantTimeCurve curve, SessionContext context, SecureRandom random) {
    super(curve, context, PROTOCOL, inputs(context, PROTOCOL).hash());
    Schemes.requireCurve(context, curve);
    this.context = context;
    this.curve = curve;
    this.random = random;
  }

  @Override
  protected void begin() {
    polynomial = SecretPolynomial.random(curve, parties().size(), random);
    var coefficients = polynomial.commitment();
    var proof =
        SchnorrProof.prove(
            curve,
            transcript("proof of possession", KeyGenerationMessage.Opening.ROUND, self(), Step.ALL),
            new SchnorrProof.Statement(coefficients.getFirst()),
            new SchnorrProof.Witness(polynomial.constantTerm()),
            random);
    var nonce = new byte[Bytes32.LENGTH];
    random.nextBytes(nonce);
    opening = new KeyGenerationMessage.Opening(coefficients, proof, Bytes32.of(nonce));
    broadcast(new Commitment(commitment(self(), opening)));
  }

  @Override
  protected void complete(int round) throws AbortException {
    switch (round) {
      case Commitment.ROUND -> broadcast(new Echo(echo(Commitment.ROUND)));
      case Echo.ROUND -> open();
      case KeyGenerationMessage.Opening.ROUND -> sendShares();
      case KeyGenerationMessage.Share.ROUND -> combineShares();
      default -> agree();
    }
  }

  private void open() throws AbortException {
    for (var echo : peers(Echo.class).entrySet()) {
      requireSameEcho(Commitment.ROUND, echo.getKey(), echo.getValue().hashes());
    }
    broadcast(opening);
  }

  private void sendShares() throws AbortException {
    var commitments = received(Commitment.class);
    for (var entry : peers(KeyGenerationMessage.Opening.class).entrySet()) {
      int sender = entry.getKey();
      requireOpens(sender, commitments.get(sender), entry.getValue());
      requirePossession(sender, entry.getValue());
    }
    publicKeys = publicKeys();
    secret = polynomial.evaluate(self());
    for (int receiver : parties()) {
      if (receiver != self()) {
        send(receiver, new KeyGenerationMessage.Share(polynomial.evaluate(receiver)));
      }
    }
    polynomial.close();
  }

  private void requireOpens(int sender, Commitment commitment, KeyGenerationMessage.Opening opened)
      throws AbortException {
    if (!commitment.hash().equals(commitment(sender, opened))) {
      throw AbortException.by(
          sender,
          AbortReason.COMMITMENT_MISMATCH,
          "expected the polynomial of its commitment, found another");
    }
  }

  private void requirePossession(int sender, KeyGenerationMessage.Opening opened)
      throws AbortException {
    try {
      SchnorrProof.verify(
          curve,
          transcript("proof of possession", KeyGenerationMessage.Opening.ROUND, sender, Step.ALL),
          new SchnorrProof.Statement(opened.coefficients().getFirst()),
          opened.proof());
    } catch (ProofException e) {
      throw AbortException.by(sender, AbortReason.INVALID_PROOF, e.getMessage());
    }
  }

  /** Every member's public share is the value, at its number, of the sum of all polynomials. */
  private PublicKeyPackage publicKeys() throws AbortException {
    var sum = opening.coefficients();
    for (var entry : peers(KeyGenerationMessage.Opening.class).entrySet()) {
      sum = SecretPolynomial.add(curve, sum, entry.getValue().coefficients());
    }
    var verificationShares = new TreeMap<Integer, Point>();
    for (int member : parties()) {
      verificationShares.put(member, SecretPolynomial.evaluate(curve, sum, member));
    }
    return Results.require(curve, verificationShares, chainCode());
  }

  /**
   * A hash of the random openings of all commitments: everybody had committed to its own before it
   * saw another one. Edwards25519 has no derivation, and so no chain code.
   */
  private Optional<Bytes32> chainCode() {
    if (context.scheme() == Scheme.FROST_ED25519) {
      return Optional.empty();
    }
    var nonces =
        received(KeyGenerationMessage.Opening.class).values().stream()
            .map(opened -> opened.nonce().bytes())
            .toList();
    return Optional.of(
        transcript("chain code", KeyGenerationMessage.Opening.ROUND, Step.ALL, Step.ALL)
            .list("nonces", nonces)
            .hash());
  }

  private void combineShares() throws AbortException {
    var openings = received(KeyGenerationMessage.Opening.class);
    for (var entry : peers(KeyGenerationMessage.Share.class).entrySet()) {
      int sender = entry.getKey();
      var share = entry.getValue().secret();
      if (share.isZero()) {
        throw AbortException.by(sender, AbortReason.ZERO_SHARE, "expected a share, found zero");
      }
      var expected = SecretPolynomial.evaluate(curve, openings.get(sender).coefficients(), self());
      if (!share.timesGenerator().equals(expected)) {
        throw AbortException.by(
            sender,
            AbortReason.WRONG_SHARE,
            "expected its polynomial's value at " + self() + ", found another");
      }
      try (var previous = secret) {
        secret = previous.plus(share);
      }
    }
    broadcast(new Confirmation(result()));
  }

  private void agree() throws AbortException {
    Results.requireSame(peers(Confirmation.class), result());
    finish(new KeyShare(context.scheme(), self(), secret, publicKeys));
    secret = null;
  }

  private Bytes32 result() {
    return publicKeys.addTo(transcript("result", Confirmation.ROUND, Step.ALL, Step.ALL)).hash();
  }

  private Bytes32 commitment(int sender, KeyGenerationMessage.Opening opened) {
    return opened.addTo(transcript("commitment", Commitment.ROUND, sender, Step.ALL)).hash();
  }

  @Override
  protected Collection<Integer> senders(int round) {
    return confidential(round)
        ? parties().stream().filter(party -> party != self()).toList()
        : parties();
  }

  @Override
  protected boolean confidential(int round) {
    return round == KeyGenerationMessage.Share.ROUND;
  }

  @Override
  protected KeyGenerationMessage decode(int round, int sender, CborValue fields)
      throws CborException, CurveException {
    return KeyGenerationMessage.decode(curve, round, parties().size(), fields);
  }

  @Override
  protected KeyGenerationMessage confidentialMessage(int round, SecretScalar secret) {
    return new KeyGenerationMessage.Share(secret);
  }

  @Override
  protected void wipe() {
    if (polynomial != null) {
      polynomial.close();
    }
    if (secret != null) {
      secret.close();
    }
  }
}
