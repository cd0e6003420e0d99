package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.mpc.transcript.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What everybody may know of a group: the public key of each member's share, and the group public
 * key that follows from them. All members sign, so the group public key is the interpolation of all
 * verification shares.
 */
public final class PublicKeyPackage {
  private final Point groupPublicKey;
  private final SortedMap<Integer, Point> verificationShares;
  private final Optional<Bytes32> chainCode;

  private PublicKeyPackage(
      Point groupPublicKey,
      SortedMap<Integer, Point> verificationShares,
      Optional<Bytes32> chainCode) {
    this.groupPublicKey = groupPublicKey;
    this.verificationShares = verificationShares;
    this.chainCode = chainCode;
  }

  /**
   * Computes the group public key of a group without chain code.
   *
   * @param verificationShares by member, two or more
   * @throws IllegalArgumentException if a share or the group public key is the neutral element
   */
  public static PublicKeyPackage of(Curve curve, Map<Integer, Point> verificationShares) {
    return of(curve, verificationShares, Optional.empty());
  }

  /**
   * Computes the group public key.
   *
   * @param verificationShares by member, two or more
   * @param chainCode what children of the key are derived from; none on edwards25519
   * @throws IllegalArgumentException if a share or the group public key is the neutral element
   */
  public static PublicKeyPackage of(
      Curve curve, Map<Integer, Point> verificationShares, Optional<Bytes32> chainCode) {
    var sorted = new TreeMap<>(verificationShares);
    if (sorted.size() < 2 || sorted.firstKey() < 1) {
      throw new IllegalArgumentException(
          "expected shares of two or more members numbered from 1, found those of "
              + sorted.keySet());
    }
    var sum = curve.identity();
    for (var entry : sorted.entrySet()) {
      if (entry.getValue().isIdentity()) {
        throw new IllegalArgumentException(
            "expected a verification share, found the neutral element for member "
                + entry.getKey());
      }
      var lambda = Frost.deriveInterpolatingValue(curve, sorted.keySet(), entry.getKey());
      sum = curve.add(sum, curve.multiply(lambda, entry.getValue()));
    }
    if (sum.isIdentity()) {
      throw new IllegalArgumentException("expected a group public key, found the neutral element");
    }
    return new PublicKeyPackage(sum, sorted, chainCode);
  }

  /** The key under which the group's signatures verify. */
  public Point groupPublicKey() {
    return groupPublicKey;
  }

  /** What children of the key are derived from, if the scheme has them. */
  public Optional<Bytes32> chainCode() {
    return chainCode;
  }

  /** The members, in ascending order. */
  public List<Integer> members() {
    return new ArrayList<>(verificationShares.keySet());
  }

  /**
   * The public key of a member's share.
   *
   * @throws IllegalArgumentException if there is no such member
   */
  public Point verificationShare(int member) {
    var share = verificationShares.get(member);
    if (share == null) {
      throw new IllegalArgumentException(
          "expected one of the members " + members() + ", found " + member);
    }
    return share;
  }

  /**
   * The public key of what a member's share adds to the sum that is the group's secret key.
   *
   * @throws IllegalArgumentException if there is no such member
   */
  public Point additiveShare(Curve curve, int member) {
    return curve.multiply(
        Frost.deriveInterpolatingValue(curve, members(), member), verificationShare(member));
  }

  /** Adds all of it to a transcript. */
  public Transcript addTo(Transcript transcript) {
    return transcript
        .item("group public key", groupPublicKey)
        .integers("members", members())
        .points("verification shares", List.copyOf(verificationShares.values()))
        .list("chain code", chainCode.stream().map(Bytes32::bytes).toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKeyPackage that
        && verificationShares.equals(that.verificationShares)
        && chainCode.equals(that.chainCode);
  }

  @Override
  public int hashCode() {
    return verificationShares.hashCode();
  }

  @Override
  public String toString() {
    return "PublicKeyPackage[" + groupPublicKey + ", members " + members() + "]";
  }
}
