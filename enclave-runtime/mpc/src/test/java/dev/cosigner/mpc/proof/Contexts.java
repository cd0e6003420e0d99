package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.transcript.Step;
import dev.cosigner.mpc.transcript.Transcript;
import dev.cosigner.protocol.wallet.Scheme;
import java.util.Arrays;
import java.util.List;

/** The transcripts that proofs of tests are made in. */
final class Contexts {
  private static final Step STEP = new Step("test", "proof", 2, 1, 3);

  private Contexts() {}

  /** The one that everybody uses who is honest. */
  static Transcript honest() {
    return transcript(1, 2, 3, STEP);
  }

  /** Another session, group, view, protocol, purpose, round, sender and receiver, one at a time. */
  static List<Transcript> others() {
    return List.of(
        transcript(9, 2, 3, STEP),
        transcript(1, 9, 3, STEP),
        transcript(1, 2, 9, STEP),
        transcript(1, 2, 3, new Step("other", "proof", 2, 1, 3)),
        transcript(1, 2, 3, new Step("test", "other", 2, 1, 3)),
        transcript(1, 2, 3, new Step("test", "proof", 1, 1, 3)),
        transcript(1, 2, 3, new Step("test", "proof", 2, 2, 3)),
        transcript(1, 2, 3, new Step("test", "proof", 2, 1, 2)),
        honest().item("more", 1));
  }

  private static Transcript transcript(int session, int group, int view, Step step) {
    var context =
        new SessionContext(
            Scheme.FROST_ED25519, id(session), id(group), id(view), 1, List.of(1, 2, 3));
    return Transcript.of(context, step);
  }

  private static byte[] id(int fill) {
    var id = new byte[SessionContext.ID_BYTES];
    Arrays.fill(id, (byte) fill);
    return id;
  }
}
