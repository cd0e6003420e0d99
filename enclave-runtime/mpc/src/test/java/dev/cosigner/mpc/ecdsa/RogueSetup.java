package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.ecdsa.AuxiliaryMessage.Opening;
import dev.cosigner.mpc.ecdsa.AuxiliaryMessage.Proofs;
import dev.cosigner.mpc.frost.PublicKeyPackage;
import dev.cosigner.mpc.paillier.PaillierException;
import dev.cosigner.mpc.paillier.PaillierPublicKey;
import dev.cosigner.mpc.paillier.RingPedersenParameters;
import dev.cosigner.mpc.proof.FacProof;
import dev.cosigner.mpc.proof.ModProof;
import dev.cosigner.mpc.proof.PrmProof;
import dev.cosigner.mpc.proof.Prover;
import dev.cosigner.mpc.proof.SchnorrProof;
import dev.cosigner.mpc.rounds.RoundSession;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.mpc.transcript.Step;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A member of the auxiliary set-up that commits, consistently, to keys of its own making, proves
 * what it can prove of its honest ones, and changes what it proves.
 */
final class RogueSetup extends RoundSession<AuxiliaryMessage, AuxiliaryKeys> {
  private final Prover prover;
  private final AuxiliarySecrets secrets;
  private final UnaryOperator<Opening> keys;
  private final UnaryOperator<Proofs> proofs;
  private SecretScalar elGamal;
  private Opening opening;

  RogueSetup(
      Prover prover,
      SessionContext context,
      PublicKeyPackage shares,
      AuxiliarySecrets secrets,
      UnaryOperator<Opening> keys,
      UnaryOperator<Proofs> proofs) {
    super(
        prover.curve(),
        context,
        AuxiliarySetup.PROTOCOL,
        shares.addTo(inputs(context, AuxiliarySetup.PROTOCOL)).hash());
    this.prover = prover;
    this.secrets = secrets;
    this.keys = keys;
    this.proofs = proofs;
  }

  @Override
  protected void begin() {
    elGamal = prover.curve().randomSecret(prover.random());
    var pedersen = secrets.pedersen().parameters();
    var statement = new PrmProof.Statement(pedersen.modulus().value(), pedersen.s(), pedersen.t());
    var proof =
        PrmProof.prove(
            prover,
            transcript("Pi-prm", 3, self(), Step.ALL),
            statement,
            new PrmProof.Witness(secrets.pedersen()));
    opening =
        keys.apply(
            new Opening(
                prover.parameters(),
                secrets.paillier().publicKey().n(),
                statement,
                proof,
                elGamal.timesGenerator(),
                Bytes32.of(EcdsaGroups.id(4)),
                Bytes32.of(EcdsaGroups.id(5))));
    broadcast(new Commitment(opening.addTo(transcript("commitment", 1, self(), Step.ALL)).hash()));
  }

  @Override
  protected void complete(int round) {
    switch (round) {
      case 1 -> broadcast(new AuxiliaryMessage.Echo(echo(1)));
      case 2 -> broadcast(opening);
      case 3 -> {
        // With keys that nobody takes there is nothing more to send.
        if (areKeys(opening)) {
          broadcast(proofs.apply(honestProofs()));
        }
      }
      default -> {}
    }
  }

  private Proofs honestProofs() {
    var n = secrets.paillier().publicKey().n();
    var openings = received(Opening.class);
    var joint = joint(openings);
    var mod =
        ModProof.prove(
            prover,
            transcript("Pi-mod", 4, self(), Step.ALL).item("joint randomness", joint),
            new ModProof.Statement(n),
            new ModProof.Witness(secrets.paillier()));
    var schnorr =
        SchnorrProof.prove(
            prover.curve(),
            transcript("Pi-sch", 4, self(), Step.ALL).item("joint randomness", joint),
            new SchnorrProof.Statement(opening.elGamal()),
            new SchnorrProof.Witness(elGamal),
            prover.random());
    var fac = new ArrayList<FacProof.Proof>();
    for (int receiver : parties()) {
      if (receiver != self()) {
        fac.add(
            FacProof.prove(
                prover,
                transcript("Pi-fac", 4, self(), receiver).item("joint randomness", joint),
                new FacProof.Statement(n, pedersen(openings.get(receiver))),
                new FacProof.Witness(secrets.paillier())));
      }
    }
    return new Proofs(prover.parameters(), mod, schnorr, fac);
  }

  private Bytes32 joint(SortedMap<Integer, Opening> openings) {
    var joint =
        transcript("joint randomness", 3, Step.ALL, Step.ALL)
            .list(
                "randomness",
                openings.values().stream().map(opened -> opened.randomness().bytes()).toList());
    var publicKeys = new TreeMap<Integer, AuxiliaryPublicKeys>();
    openings.forEach((member, opened) -> publicKeys.put(member, publicKeys(opened)));
    publicKeys.forEach((member, keys) -> keys.addTo(joint.item("member", member)));
    return joint.hash();
  }

  private boolean areKeys(Opening opened) {
    try {
      PaillierPublicKey.of(prover.arithmetic(), prover.parameters(), opened.n());
      RingPedersenParameters.of(
          prover.arithmetic(),
          prover.parameters(),
          opened.pedersen().n(),
          opened.pedersen().s(),
          opened.pedersen().t());
      return true;
    } catch (PaillierException e) {
      return false;
    }
  }

  private AuxiliaryPublicKeys publicKeys(Opening opened) {
    try {
      return new AuxiliaryPublicKeys(
          PaillierPublicKey.of(prover.arithmetic(), prover.parameters(), opened.n()),
          pedersen(opened),
          opened.elGamal());
    } catch (PaillierException e) {
      throw new AssertionError(e);
    }
  }

  private RingPedersenParameters pedersen(Opening opened) {
    try {
      return RingPedersenParameters.of(
          prover.arithmetic(),
          prover.parameters(),
          opened.pedersen().n(),
          opened.pedersen().s(),
          opened.pedersen().t());
    } catch (PaillierException e) {
      throw new AssertionError(e);
    }
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
    throw new AssertionError(round);
  }

  @Override
  protected void wipe() {
    secrets.close();
  }
}
