package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.paillier.RingPedersenParameters;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.transcript.Transcript;
import java.math.BigInteger;
import java.util.List;

/** What the transcripts of several proofs have in common. */
final class Items {
  private Items() {}

  /** Begins the part of a proof: its name and its sizes. */
  static Transcript begin(Transcript transcript, String proof, SecurityParameters parameters) {
    return transcript
        .item("proof", proof)
        .integers(
            "sizes",
            List.of(
                parameters.modulusBits(),
                parameters.l(),
                parameters.lPrime(),
                parameters.epsilon(),
                parameters.rounds()));
  }

  /** Ends the part of a proof whose challenges are bits: 0 or 1 for each round. */
  static List<BigInteger> challengeBits(Transcript transcript, SecurityParameters parameters) {
    return transcript.challengeBits(parameters.rounds()).stream()
        .map(bit -> bit ? BigInteger.ONE : BigInteger.ZERO)
        .toList();
  }

  /** The parameters of commitments, the verifier's. */
  static Transcript pedersen(Transcript transcript, RingPedersenParameters pedersen) {
    return transcript
        .item("N^", pedersen.modulus().value())
        .item("s", pedersen.s())
        .item("t", pedersen.t());
  }
}
