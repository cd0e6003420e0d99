package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.frost.PublicKeyPackage;
import dev.cosigner.mpc.transcript.Bytes32;
import java.util.SortedMap;

/**
 * All of a signature that one member can compute before the message is known. It can be taken once,
 * by {@link Signing}: two signatures with one presignature give the key away. It lives in memory
 * only and is never stored: only memory cannot be rolled back. There is no way to copy it. It does
 * not outlive the share that it was made with: a refresh wipes that, and then this signs nothing.
 */
public final class Presignature implements AutoCloseable {
  private final Bytes32 id;
  private final KeyShare keyShare;
  private final Point nonce;
  private final SortedMap<Integer, Parts> parts;
  private Shares shares;

  /**
   * A member's parts in public, for the nonce gamma and its inverse's shares: {@code k / delta} and
   * {@code chi / delta} times the nonce's point.
   */
  record Parts(Point k, Point chi) {}

  /** The member's secrets, in the hands of the one who signs and who closes them. */
  record Shares(SecretScalar k, SecretScalar chi) implements AutoCloseable {
    @Override
    public void close() {
      k.close();
      chi.close();
    }
  }

  /**
   * Takes the shares over.
   *
   * @param keyShare what it was made with: when that is wiped, this serves no more
   */
  Presignature(
      Bytes32 id, KeyShare keyShare, Point nonce, SortedMap<Integer, Parts> parts, Shares shares) {
    this.id = id;
    this.keyShare = keyShare;
    this.nonce = nonce;
    this.parts = parts;
    this.shares = shares;
  }

  /** The same at all members. */
  public Bytes32 id() {
    return id;
  }

  /** The group's public keys when it was made. */
  public PublicKeyPackage publicKeys() {
    return keyShare.publicKeys();
  }

  /** Whether nobody has taken or wiped it, and the share it was made with is in use. */
  public synchronized boolean isFresh() {
    return shares != null && keyShare.isOpen();
  }

  KeyShare keyShare() {
    return keyShare;
  }

  Point nonce() {
    return nonce;
  }

  Parts parts(int member) {
    return parts.get(member);
  }

  /**
   * Gives the secrets away for good, to one of however many threads that ask at once.
   *
   * @throws IllegalStateException if they are gone, or if the share that they were made with is:
   *     then they are wiped
   */
  synchronized Shares consume() {
    if (!keyShare.isOpen()) {
      close();
      throw new IllegalStateException(
          "expected a presignature made with the share in use, found one made before a refresh");
    }
    if (shares == null) {
      throw new IllegalStateException(
          "expected a fresh presignature, found one that was used or wiped");
    }
    var consumed = shares;
    shares = null;
    return consumed;
  }

  /** Wipes what has not been used. */
  @Override
  public synchronized void close() {
    if (shares != null) {
      shares.close();
      shares = null;
    }
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "Presignature[" + id + (isFresh() ? "]" : ", used]");
  }
}
