package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.frost.PublicKeyPackage;
import dev.cosigner.mpc.paillier.Randomiser;
import dev.cosigner.mpc.transcript.Transcript;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The keys of a group's auxiliary set-up as one member has them: its own secrets, and everybody's
 * public keys, which were proven to it. Sessions use them and leave them open; their owner closes
 * them.
 */
public final class AuxiliaryKeys implements AutoCloseable {
  private final int identifier;
  private final PublicKeyPackage shares;
  private final AuxiliarySecrets secrets;
  private final SortedMap<Integer, AuxiliaryPublicKeys> publicKeys;

  /**
   * Takes the secrets over.
   *
   * @param shares the public keys of the shares that these keys were made for
   */
  AuxiliaryKeys(
      int identifier,
      PublicKeyPackage shares,
      AuxiliarySecrets secrets,
      SortedMap<Integer, AuxiliaryPublicKeys> publicKeys) {
    this.identifier = identifier;
    this.shares = shares;
    this.secrets = secrets;
    this.publicKeys = new TreeMap<>(publicKeys);
  }

  /** The member's number. */
  public int identifier() {
    return identifier;
  }

  /** All members, in ascending order. */
  public List<Integer> members() {
    return List.copyOf(publicKeys.keySet());
  }

  /** The public keys of the shares that these keys serve, and no others. */
  public PublicKeyPackage shares() {
    return shares;
  }

  /** Every member's N and N^, for later set-ups: none of them may come again. */
  public List<BigInteger> moduli() {
    return publicKeys.values().stream().flatMap(keys -> keys.moduli().stream()).toList();
  }

  /**
   * A fresh randomiser under a member's Paillier key, by the factors where it is one's own. May be
   * called by several threads at once.
   *
   * @throws IllegalArgumentException if there is no such member
   */
  public Randomiser randomiser(int member, SecureRandom random) {
    if (!publicKeys.containsKey(member)) {
      throw new IllegalArgumentException(
          "expected one of the members " + members() + ", found " + member);
    }
    return member == identifier
        ? secrets.paillier().randomiser(random)
        : publicKeys.get(member).paillier().randomiser(random);
  }

  AuxiliarySecrets secrets() {
    return secrets;
  }

  AuxiliaryPublicKeys publicKeys(int member) {
    return publicKeys.get(member);
  }

  /** Adds everybody's public keys to a transcript. */
  Transcript addTo(Transcript transcript) {
    publicKeys.forEach((member, keys) -> keys.addTo(transcript.item("member", member)));
    return transcript;
  }

  /**
   * Refuses a session of another scheme, of others than all members, or of another of them; and
   * shares that these keys were not made for, such as those of the same group after a refresh.
   */
  void requireShares(SessionContext context, PublicKeyPackage inUse) {
    AuxiliarySetup.requireScheme(context);
    if (!context.parties().equals(members()) || context.self() != identifier) {
      throw new IllegalArgumentException(
          "expected the auxiliary keys of member "
              + context.self()
              + " of "
              + context.parties()
              + ", found "
              + this);
    }
    if (!shares.equals(inUse)) {
      throw new IllegalArgumentException(
          "expected auxiliary keys made for the shares in use, found those of other shares: after a"
              + " refresh the auxiliary set-up is run again");
    }
  }

  /** Wipes the secrets. */
  @Override
  public void close() {
    secrets.close();
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "AuxiliaryKeys[member " + identifier + " of " + members() + "]";
  }
}
