package dev.cosigner.mpc.transcript;

/**
 * The place in a protocol that a transcript is for.
 *
 * @param protocol the protocol's name, for instance {@code frost/key-generation}
 * @param purpose what the hash is for, for instance {@code commitment}
 * @param round the round of the message that carries it, from 1; 0 for none
 * @param sender the party that computes it first; {@link #ALL} when all compute the same
 * @param receiver the one party it is for, or {@link #ALL}
 */
public record Step(String protocol, String purpose, int round, int sender, int receiver) {
  /** Stands for every party. Numbers of parties begin with 1. */
  public static final int ALL = 0;
}
