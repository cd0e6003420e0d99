package dev.cosigner.cli.bench;

import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.protocol.wallet.Scheme;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A group of a benchmark: runs sessions of its members, each under a fresh session id. */
final class Members {
  private final Scheme scheme;
  private final SecureRandom random;
  private final byte[] group;
  private final byte[] view;

  Members(Scheme scheme, SecureRandom random) {
    this.scheme = scheme;
    this.random = random;
    group = bytes();
    view = bytes();
  }

  /** Makes one party's session. */
  interface Maker {
    Session<?> make(SessionContext context);
  }

  LocalNetwork.Run run(List<Integer> parties, Maker maker) {
    byte[] sessionId = bytes();
    Map<Integer, Session<?>> sessions = new TreeMap<>();
    for (int self : parties) {
      sessions.put(
          self, maker.make(new SessionContext(scheme, sessionId, group, view, self, parties)));
    }
    return LocalNetwork.run(sessions);
  }

  /** 32 random bytes. */
  byte[] bytes() {
    byte[] bytes = new byte[SessionContext.ID_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  static List<Integer> range(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }
}
