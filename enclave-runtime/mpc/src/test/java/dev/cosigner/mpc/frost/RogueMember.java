package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.proof.SchnorrProof;
import dev.cosigner.mpc.rounds.RoundSession;
import dev.cosigner.mpc.transcript.Step;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;

/**
 * A member of key generation that commits, consistently, to an opening of its own making, and sends
 * shares of its honest polynomial.
 */
final class RogueMember extends RoundSession<KeyGenerationMessage, KeyShare> {
  /** Makes an opening from an honest one. */
  interface Forgery {
    KeyGenerationMessage.Opening forge(KeyGenerationMessage.Opening honest);
  }

  private final SecureRandom random;
  private final Forgery forgery;
  private SecretPolynomial polynomial;
  private KeyGenerationMessage.Opening opening;

  RogueMember(SessionContext context, SecureRandom random, Forgery forgery) {
    super(
        Groups.CURVE,
        context,
        KeyGeneration.PROTOCOL,
        inputs(context, KeyGeneration.PROTOCOL).hash());
    this.random = random;
    this.forgery = forgery;
  }

  /** A proof for another public key than the sender's. */
  SchnorrProof.Proof prove(SecretScalar secret, int asIf, Point publicKey) {
    return SchnorrProof.prove(
        Groups.CURVE,
        transcript("proof of possession", 3, asIf, Step.ALL),
        new SchnorrProof.Statement(publicKey),
        new SchnorrProof.Witness(secret),
        random);
  }

  SecretScalar constantTerm() {
    return polynomial.constantTerm();
  }

  @Override
  protected void begin() {
    polynomial = SecretPolynomial.random(Groups.CURVE, parties().size(), random);
    var coefficients = polynomial.commitment();
    var proof = prove(polynomial.constantTerm(), self(), coefficients.getFirst());
    opening =
        forgery.forge(
            new KeyGenerationMessage.Opening(
                coefficients, proof, dev.cosigner.mpc.transcript.Bytes32.of(Groups.id(5))));
    broadcast(new Commitment(opening.addTo(transcript("commitment", 1, self(), Step.ALL)).hash()));
  }

  @Override
  protected void complete(int round) {
    switch (round) {
      case 1 -> broadcast(new Echo(echo(1)));
      case 2 -> broadcast(opening);
      case 3 -> parties().stream().filter(p -> p != self()).forEach(this::sendShare);
      default -> {}
    }
  }

  private void sendShare(int receiver) {
    send(receiver, new KeyGenerationMessage.Share(polynomial.evaluate(receiver)));
  }

  @Override
  protected Collection<Integer> senders(int round) {
    return round == 4 ? List.of() : parties();
  }

  @Override
  protected boolean confidential(int round) {
    return round == 4;
  }

  @Override
  protected KeyGenerationMessage decode(int round, int sender, CborValue fields)
      throws CborException, CurveException {
    return KeyGenerationMessage.decode(Groups.CURVE, round, parties().size(), fields);
  }

  @Override
  protected KeyGenerationMessage confidentialMessage(int round, SecretScalar secret) {
    return new KeyGenerationMessage.Share(secret);
  }

  @Override
  protected void wipe() {}
}
