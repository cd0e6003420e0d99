package dev.cosigner.protocol.envelope;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.wallet.Enrolment;
import java.util.Objects;

/**
 * A message that is about to leave: where it belongs, for whom it is, and its payload, which may be
 * secret and therefore is never printed.
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

  @Override
  public String toString() {
    return "Draft[" + protocol + ", party " + fromParty + " to " + toParty + "]";
  }
}
