package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.rounds.Protocol;
import dev.cosigner.mpc.rounds.RoundMessage;
import dev.cosigner.mpc.rounds.RoundSession;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.Collection;
import java.util.List;

/**
 * The second phase of a refresh: every member acknowledges that it holds the new share, and stores
 * it if it stores shares at all. When all have, the old share is wiped and the new one given out.
 * When the session ends in any other way, the old share is as it was and the new one is still
 * pending.
 */
public final class RefreshCommit extends RoundSession<RefreshCommit.Acknowledgement, KeyShare> {
  static final Protocol PROTOCOL = new Protocol("frost/refresh-commit", 1, 1024);

  private final KeyShare old;
  private final PendingShare pending;

  /** The one message: the sender holds the new share. The session's input says which. */
  record Acknowledgement() implements RoundMessage {
    static final int ROUND = 1;

    @Override
    public int round() {
      return ROUND;
    }

    @Override
    public List<CborValue> fields() {
      return List.of();
    }
  }

  /**
   * A session of the whole group.
   *
   * @param old is wiped when the session ends well
   * @param pending becomes the result then
   * @throws IllegalArgumentException unless both shares are self's of the group of all parties, of
   *     one key
   */
  public RefreshCommit(
      ConstantTimeCurve curve, SessionContext context, KeyShare old, PendingShare pending) {
    super(curve, context, PROTOCOL, input(context, old, pending));
    old.requireMembers(context);
    pending.keyShare().requireMembers(context);
    if (!old.groupPublicKey().equals(pending.publicKeys().groupPublicKey())) {
      throw new IllegalArgumentException(
          "expected a new share of the key of " + old + ", found " + pending);
    }
    this.old = old;
    this.pending = pending;
  }

  private static Bytes32 input(SessionContext context, KeyShare old, PendingShare pending) {
    var transcript = old.publicKeys().addTo(inputs(context, PROTOCOL));
    return pending.publicKeys().addTo(transcript).hash();
  }

  @Override
  protected void begin() {
    broadcast(new Acknowledgement());
  }

  @Override
  protected void complete(int round) {
    old.close();
    finish(pending.keyShare());
  }

  @Override
  protected Collection<Integer> senders(int round) {
    return parties();
  }

  @Override
  protected boolean confidential(int round) {
    return false;
  }

  @Override
  protected Acknowledgement decode(int round, int sender, CborValue fields) throws CborException {
    fields.asArrayOf("acknowledgement", 0);
    return new Acknowledgement();
  }

  @Override
  protected Acknowledgement confidentialMessage(int round, SecretScalar secret) {
    throw new IllegalStateException("expected no confidential message in a commit");
  }

  @Override
  protected void wipe() {
    // Both shares are the owner's, but for the old one after the commit.
  }
}
