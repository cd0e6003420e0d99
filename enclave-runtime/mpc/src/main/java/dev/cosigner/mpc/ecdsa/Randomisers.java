package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.paillier.Randomiser;
import java.security.SecureRandom;

/**
 * Where presigning takes its randomisers from: fresh ones, or a bounded stock for each member's key
 * that was filled ahead by {@link AuxiliaryKeys#randomiser}. Each is given out once. Asked by
 * several threads at once if the session's workers are several.
 */
public interface Randomisers {

  /** A randomiser under a member's Paillier key, which the session closes. */
  Randomiser under(int member);

  /** Makes each when it is asked for. */
  static Randomisers fresh(AuxiliaryKeys keys, SecureRandom random) {
    return member -> keys.randomiser(member, random);
  }
}
