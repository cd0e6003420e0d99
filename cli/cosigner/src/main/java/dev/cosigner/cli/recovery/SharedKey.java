package dev.cosigner.cli.recovery;

import dev.cosigner.mpc.curve.BigIntegerEd25519;
import dev.cosigner.mpc.curve.BigIntegerSecp256k1;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.frost.PublicKeyPackage;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.wallet.Scheme;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A private key as a group's members have it: each share is the value, at the member's number, of a
 * polynomial of degree n - 1 whose value at 0 is the key. All n shares make the key; n - 1 of them
 * say nothing of it.
 *
 * <p>The private numbers are plain scalars, computed with {@link BigInteger}: for a machine that
 * nobody else uses while they are on it.
 *
 * @param publicKeys everybody's verification shares, the key's public key and its chain code
 */
public record SharedKey(Scheme scheme, PublicKeyPackage publicKeys) {
  /** Most members of a group. */
  public static final int MAX_MEMBERS = 32;

  /** The curve of a scheme. */
  public static Curve curve(Scheme scheme) {
    return scheme == Scheme.FROST_ED25519 ? new BigIntegerEd25519() : new BigIntegerSecp256k1();
  }

  /** A key and its shares, all of them secret. */
  public record Split(SharedKey key, SortedMap<Integer, Scalar> shares) {
    /** Says nothing of the shares. */
    @Override
    public String toString() {
      return "Split[" + key + "]";
    }
  }

  /**
   * Deals a private key to the members of a group.
   *
   * @param privateKey not 0
   * @param members two to {@value #MAX_MEMBERS} different numbers from 1 to 65535
   * @param chainCode what children of the key are derived from; none for Ed25519
   * @throws IllegalArgumentException unless the members and the chain code are as they should be
   */
  public static Split split(
      Scheme scheme,
      Scalar privateKey,
      Collection<Integer> members,
      Optional<Bytes32> chainCode,
      SecureRandom random) {
    requireMembers(members);
    if (privateKey.isZero() || chainCode.isPresent() != (scheme != Scheme.FROST_ED25519)) {
      throw new IllegalArgumentException(
          "expected a private key other than 0, with a chain code if and only if it has children");
    }
    Curve curve = curve(scheme);
    while (true) {
      List<Scalar> polynomial = new ArrayList<>(List.of(privateKey));
      while (polynomial.size() < members.size()) {
        polynomial.add(random(curve, random));
      }
      SortedMap<Integer, Scalar> shares = new TreeMap<>();
      members.forEach(member -> shares.put(member, value(curve, polynomial, member)));
      // A share of 0 has no point.
      if (shares.values().stream().noneMatch(Scalar::isZero)) {
        return new Split(new SharedKey(scheme, publicKeys(curve, shares, chainCode)), shares);
      }
    }
  }

  private static void requireMembers(Collection<Integer> members) {
    if (members.size() < 2
        || members.size() > MAX_MEMBERS
        || new HashSet<>(members).size() != members.size()
        || members.stream().anyMatch(member -> member < 1 || member > 0xffff)) {
      throw new IllegalArgumentException(
          "expected 2 to " + MAX_MEMBERS + " different members from 1 to 65535, found " + members);
    }
  }

  private static PublicKeyPackage publicKeys(
      Curve curve, Map<Integer, Scalar> shares, Optional<Bytes32> chainCode) {
    var points = new TreeMap<Integer, Point>();
    shares.forEach((member, share) -> points.put(member, curve.multiplyGenerator(share)));
    return PublicKeyPackage.of(curve, points, chainCode);
  }

  private static Scalar random(Curve curve, SecureRandom random) {
    while (true) {
      BigInteger candidate = new BigInteger(curve.order().bitLength(), random);
      if (candidate.signum() > 0 && candidate.compareTo(curve.order()) < 0) {
        return curve.scalar(candidate);
      }
    }
  }

  private static Scalar value(Curve curve, List<Scalar> polynomial, int at) {
    Scalar value = curve.scalar(0);
    for (Scalar coefficient : polynomial.reversed()) {
      value = curve.add(curve.multiply(value, curve.scalar(at)), coefficient);
    }
    return value;
  }

  /**
   * Whether a number is a member's share.
   *
   * @throws IllegalArgumentException if there is no such member
   */
  public boolean isShare(int member, Scalar share) {
    return curve(scheme).multiplyGenerator(share).equals(publicKeys.verificationShare(member));
  }

  /**
   * The private key.
   *
   * @param shares of all members
   * @throws IllegalArgumentException unless they are all shares of this key
   */
  public Scalar privateKey(Map<Integer, Scalar> shares) {
    if (!shares.keySet().equals(new HashSet<>(publicKeys.members()))
        || !shares.entrySet().stream().allMatch(e -> isShare(e.getKey(), e.getValue()))) {
      throw new IllegalArgumentException("expected the shares of all members");
    }
    Curve curve = curve(scheme);
    Scalar sum = curve.scalar(0);
    for (int member : publicKeys.members()) {
      sum = curve.add(sum, curve.multiply(lambda(curve, member), shares.get(member)));
    }
    // Follows from the shares' points, unless the arithmetic is at fault.
    if (!curve.multiplyGenerator(sum).equals(publicKeys.groupPublicKey())) {
      throw new IllegalStateException("expected the private key of " + publicKeys);
    }
    return sum;
  }

  /** Lagrange's coefficient at 0. */
  private Scalar lambda(Curve curve, int member) {
    Scalar numerator = curve.scalar(1);
    Scalar denominator = curve.scalar(1);
    for (int other : publicKeys.members()) {
      if (other != member) {
        numerator = curve.multiply(numerator, curve.scalar(other));
        denominator =
            curve.multiply(denominator, curve.subtract(curve.scalar(other), curve.scalar(member)));
      }
    }
    return curve.multiply(numerator, curve.invert(denominator));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SharedKey(Scheme otherScheme, PublicKeyPackage others)
        && scheme == otherScheme
        && publicKeys.equals(others);
  }

  @Override
  public int hashCode() {
    return publicKeys.hashCode();
  }
}
