package dev.cosigner.protocol.envelope;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.wallet.Enrolment;
import java.util.Arrays;
import java.util.Objects;

/**
 * A message that is about to leave: where it belongs, for whom it is, and its payload, which may be
 * secret and therefore is never printed, and wiped once it is sealed.
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not shared; drafts are not compared
public record Draft(
    ByteString group,
    ByteString view,
    ByteString session,
    String protocol,
    Enrolment receiver,
    int fromParty,
    int toParty,
    byte[] payload) {

  public Draft {
    Objects.requireNonNull(payload, "payload");
  }

  /** A draft of a party of {@code roster}'s session to another. */
  public static Draft in(SessionRoster roster, int fromParty, int toParty, byte[] payload) {
    return new Draft(
        roster.group(),
        roster.view(),
        roster.session(),
        roster.protocol(),
        roster.parties().get(toParty),
        fromParty,
        toParty,
        payload);
  }

  /** Overwrites the payload: the draft has been sealed, or never will be. */
  public void wipe() {
    Arrays.fill(payload, (byte) 0);
  }

  @Override
  public String toString() {
    return "Draft[" + protocol + ", party " + fromParty + " to " + toParty + "]";
  }
}
