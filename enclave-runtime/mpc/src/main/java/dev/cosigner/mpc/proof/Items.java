package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.paillier.RingPedersenParameters;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.transcript.Transcript;
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

  /** The parameters of commitments, the verifier's. */
  static Transcript pedersen(Transcript transcript, RingPedersenParameters pedersen) {
    return transcript
        .item("N^", pedersen.modulus().value())
        .item("s", pedersen.s())
        .item("t", pedersen.t());
  }
}
