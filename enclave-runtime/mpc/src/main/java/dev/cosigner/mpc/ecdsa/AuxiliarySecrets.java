package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.paillier.PaillierPrivateKey;
import dev.cosigner.mpc.paillier.RingPedersenTrapdoor;

/**
 * One member's secrets of its auxiliary set-up: fresh for one group and one set-up. The two moduli
 * are different ones.
 *
 * @param paillier the factors of N
 * @param pedersen the factors of N^ and the logarithm of s
 */
public record AuxiliarySecrets(PaillierPrivateKey paillier, RingPedersenTrapdoor pedersen)
    implements AutoCloseable {

  /** Wipes both. */
  @Override
  public void close() {
    try {
      paillier.close();
    } finally {
      pedersen.close();
    }
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "AuxiliarySecrets[hidden]";
  }
}
