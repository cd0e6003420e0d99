package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.proof.FacProof;
import dev.cosigner.mpc.proof.ModProof;
import dev.cosigner.mpc.proof.PrmProof;
import dev.cosigner.mpc.proof.SchnorrProof;
import dev.cosigner.mpc.rounds.Fields;
import dev.cosigner.mpc.rounds.RoundMessage;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.mpc.transcript.Transcript;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The messages of {@link AuxiliarySetup}. */
sealed interface AuxiliaryMessage extends RoundMessage
    permits Commitment,
        AuxiliaryMessage.Echo,
        AuxiliaryMessage.Opening,
        AuxiliaryMessage.Proofs,
        AuxiliaryMessage.Confirmation {

  /**
   * Reads a broadcast.
   *
   * @param parties how many take part
   */
  static AuxiliaryMessage decode(
      SecurityParameters parameters, Curve curve, int round, int parties, CborValue fields)
      throws CborException, CurveException {
    return switch (round) {
      case Commitment.ROUND -> Commitment.decode(fields);
      case Echo.ROUND -> Echo.decode(parties, fields);
      case Opening.ROUND -> Opening.decode(parameters, curve, fields);
      case Proofs.ROUND -> Proofs.decode(parameters, curve, parties, fields);
      case Confirmation.ROUND -> Confirmation.decode(parties, fields);
      default ->
          throw new IllegalArgumentException("expected a round of broadcasts, found " + round);
    };
  }

  /** Round 2: a hash of each message of round 1, in the order of their senders. */
  record Echo(List<Bytes32> hashes) implements AuxiliaryMessage {
    static final int ROUND = 2;

    static Echo decode(int parties, CborValue fields) throws CborException {
      return new Echo(Fields.of(fields, 1).listOfBytes32("echo", parties));
    }

    @Override
    public int round() {
      return ROUND;
    }

    @Override
    public List<CborValue> fields() {
      return List.of(Fields.ofBytes32(hashes));
    }
  }

  /**
   * Round 3: what round 1 committed to.
   *
   * @param n the Paillier modulus
   * @param pedersen the ring-Pedersen parameters N^, s and t, with their proof
   * @param elGamal Y
   * @param randomness the sender's part of what later proofs depend on
   * @param nonce the commitment's randomness
   */
  record Opening(
      SecurityParameters parameters,
      BigInteger n,
      PrmProof.Statement pedersen,
      PrmProof.Proof proof,
      Point elGamal,
      Bytes32 randomness,
      Bytes32 nonce)
      implements AuxiliaryMessage {
    static final int ROUND = 3;

    static Opening decode(SecurityParameters parameters, Curve curve, CborValue encoded)
        throws CborException, CurveException {
      int size = parameters.modulusBits() / Byte.SIZE;
      var fields = Fields.of(encoded, 8);
      return new Opening(
          parameters,
          fields.natural("N", size),
          new PrmProof.Statement(
              fields.natural("N^", size), fields.natural("s", size), fields.natural("t", size)),
          PrmProof.decode(parameters, fields.next()),
          fields.point(curve, "Y"),
          fields.bytes32("randomness"),
          fields.bytes32("nonce"));
    }

    /** Adds all of it to the transcript of the commitment. */
    Transcript addTo(Transcript transcript) {
      return transcript.item("opening", CborValue.array(fields()).encode());
    }

    @Override
    public int round() {
      return ROUND;
    }

    @Override
    public List<CborValue> fields() {
      int size = parameters.modulusBits() / Byte.SIZE;
      return List.of(
          Fields.ofNatural(n, size),
          Fields.ofNatural(pedersen.n(), size),
          Fields.ofNatural(pedersen.s(), size),
          Fields.ofNatural(pedersen.t(), size),
          proof.encode(parameters),
          Fields.of(elGamal),
          Fields.of(randomness),
          Fields.of(nonce));
    }
  }

  /**
   * Round 4.
   *
   * @param mod that N is the product of two primes
   * @param elGamal that the sender knows the logarithm of Y
   * @param fac that N has no small factor, under the parameters of each other party in ascending
   *     order
   */
  record Proofs(
      SecurityParameters parameters,
      ModProof.Proof mod,
      SchnorrProof.Proof elGamal,
      List<FacProof.Proof> fac)
      implements AuxiliaryMessage {
    static final int ROUND = 4;

    static Proofs decode(SecurityParameters parameters, Curve curve, int parties, CborValue encoded)
        throws CborException, CurveException {
      var fields = Fields.of(encoded, 4);
      var mod = ModProof.decode(parameters, fields.next());
      var elGamal =
          new SchnorrProof.Proof(
              fields.point(curve, "proof commitment"), fields.scalar(curve, "proof response"));
      var fac = new ArrayList<FacProof.Proof>();
      for (var proof : fields.list("Pi-fac", parties - 1)) {
        fac.add(FacProof.decode(parameters, proof));
      }
      return new Proofs(parameters, mod, elGamal, fac);
    }

    @Override
    public int round() {
      return ROUND;
    }

    @Override
    public List<CborValue> fields() {
      return List.of(
          mod.encode(parameters),
          Fields.of(elGamal.commitment()),
          Fields.of(elGamal.response()),
          CborValue.array(fac.stream().map(proof -> proof.encode(parameters)).toList()));
    }
  }

  /**
   * Round 5: all proofs hold.
   *
   * @param proofs a hash of each message of round 4, in the order of their senders
   * @param result a hash of all public keys
   */
  record Confirmation(List<Bytes32> proofs, Bytes32 result) implements AuxiliaryMessage {
    static final int ROUND = 5;

    static Confirmation decode(int parties, CborValue encoded) throws CborException {
      var fields = Fields.of(encoded, 2);
      return new Confirmation(fields.listOfBytes32("echo", parties), fields.bytes32("result"));
    }

    @Override
    public int round() {
      return ROUND;
    }

    @Override
    public List<CborValue> fields() {
      return List.of(Fields.ofBytes32(proofs), Fields.of(result));
    }
  }
}
