package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.paillier.PaillierPublicKey;
import dev.cosigner.mpc.paillier.RingPedersenParameters;
import dev.cosigner.mpc.transcript.Transcript;
import java.math.BigInteger;
import java.util.List;

/**
 * What a member's auxiliary set-up makes public.
 *
 * @param paillier N
 * @param pedersen N^, s and t
 * @param elGamal Y, under which the member commits to its nonces
 */
public record AuxiliaryPublicKeys(
    PaillierPublicKey paillier, RingPedersenParameters pedersen, Point elGamal) {

  /** N and N^. */
  List<BigInteger> moduli() {
    return List.of(paillier.n(), pedersen.modulus().value());
  }

  /** Adds all of it to a transcript. */
  Transcript addTo(Transcript transcript) {
    return transcript
        .item("N", paillier.n())
        .item("N^", pedersen.modulus().value())
        .item("s", pedersen.s())
        .item("t", pedersen.t())
        .item("Y", elGamal);
  }
}
