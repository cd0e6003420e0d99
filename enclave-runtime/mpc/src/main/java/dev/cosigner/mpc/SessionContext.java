package dev.cosigner.mpc;

import dev.cosigner.protocol.wallet.Scheme;
import java.util.Collection;
import java.util.List;

/**
 * What a session belongs to, the same for all its parties but for {@code self}. All of it is hashed
 * into every proof, commitment and message of the session, so that nothing from another one is
 * accepted.
 *
 * @param scheme the group's scheme
 * @param sessionId 32 bytes that never repeat: a hash over one fresh nonce of every member
 * @param group 32 bytes that name the group of cosigners
 * @param view 32 bytes that name the view: which boot of each member the group works with
 * @param self this party's number
 * @param parties the numbers of all parties, in ascending order, each from 1 to {@value
 *     #MAX_PARTY}; 2 to {@value #MAX_PARTIES} of them
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out; contexts are not compared
public record SessionContext(
    Scheme scheme, byte[] sessionId, byte[] group, byte[] view, int self, List<Integer> parties) {
  /** Length of the three names in bytes. */
  public static final int ID_BYTES = 32;

  public static final int MAX_PARTIES = 32;
  public static final int MAX_PARTY = 0xffff;

  public SessionContext {
    sessionId = requireId("session id", sessionId);
    group = requireId("group", group);
    view = requireId("view", view);
    parties = requireParties(parties);
    if (!parties.contains(self)) {
      throw new IllegalArgumentException(
          "expected self to be one of the parties " + parties + ", found " + self);
    }
  }

  @Override
  public byte[] sessionId() {
    return sessionId.clone();
  }

  @Override
  public byte[] group() {
    return group.clone();
  }

  @Override
  public byte[] view() {
    return view.clone();
  }

  private static byte[] requireId(String what, byte[] id) {
    if (id.length != ID_BYTES) {
      throw new IllegalArgumentException(
          "expected a " + what + " of " + ID_BYTES + " bytes, found " + id.length + " bytes");
    }
    return id.clone();
  }

  private static List<Integer> requireParties(Collection<Integer> parties) {
    var sorted = parties.stream().sorted().distinct().toList();
    if (sorted.size() != parties.size()) {
      throw new IllegalArgumentException("expected different parties, found " + parties);
    }
    if (sorted.size() < 2 || sorted.size() > MAX_PARTIES) {
      throw new IllegalArgumentException(
          "expected 2 to " + MAX_PARTIES + " parties, found " + sorted.size());
    }
    if (sorted.getFirst() < 1 || sorted.getLast() > MAX_PARTY) {
      throw new IllegalArgumentException(
          "expected parties numbered 1 to " + MAX_PARTY + ", found " + sorted);
    }
    return sorted;
  }
}
