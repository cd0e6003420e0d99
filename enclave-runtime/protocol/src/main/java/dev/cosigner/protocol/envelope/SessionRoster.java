package dev.cosigner.protocol.envelope;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.wallet.Enrolment;
import java.util.Map;
import java.util.Set;

/**
 * Who may send what in one session, as the receiver knows it.
 *
 * @param parties each party's enrolment: the identity and boot that plays it
 * @param ownParties the parties that this cosigner plays
 * @param verifier of the group's anchor and measurements
 */
public record SessionRoster(
    ByteString group,
    ByteString view,
    ByteString session,
    String protocol,
    Map<Integer, Enrolment> parties,
    Set<Integer> ownParties,
    AttestationVerifier verifier) {

  public SessionRoster {
    parties = Map.copyOf(parties);
    ownParties = Set.copyOf(ownParties);
  }
}
