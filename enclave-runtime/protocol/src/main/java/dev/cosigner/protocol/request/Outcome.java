package dev.cosigner.protocol.request;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;

/** How a ceremony stands at one cosigner. */
public sealed interface Outcome {
  /** Waiting for other members; {@code phase} names the protocol that runs. */
  record Pending(String phase) implements Outcome {}

  /**
   * Done. {@code result} depends on the ceremony: for a wallet or an onboarding [statement,
   * signature, document] of this member, for a signature the 64 bytes.
   */
  record Done(ByteString result) implements Outcome {}

  /**
   * Given up. {@code culprit} is the identity key of the member that is to blame, 32 bytes, or
   * empty where none can be named.
   */
  record Aborted(String reason, ByteString culprit, String detail) implements Outcome {
    /**
     * Keeps what a screen can show: the texts may quote another member. Characters that are not
     * printable ASCII become question marks, and what is too long is cut.
     */
    public Aborted {
      reason = printable(reason, MAX_REASON);
      detail = printable(detail, MAX_DETAIL);
    }

    private static String printable(String text, int most) {
      String ascii = text.replaceAll("[^ -~]", "?");
      return ascii.substring(0, Math.min(most, ascii.length()));
    }
  }

  /** Longest reason of an abort, in characters. */
  int MAX_REASON = 64;

  /** Longest detail of an abort, in characters. */
  int MAX_DETAIL = 1024;

  /** Largest result, in bytes. */
  int MAX_RESULT = 512 * 1024;

  /** [0, phase], [1, result] or [2, reason, culprit, detail]. */
  default CborValue toCbor() {
    return switch (this) {
      case Pending pending -> CborValue.array(CborValue.of(0), CborValue.of(pending.phase()));
      case Done done -> CborValue.array(CborValue.of(1), CborValue.of(done.result().toByteArray()));
      case Aborted aborted ->
          CborValue.array(
              CborValue.of(2),
              CborValue.of(aborted.reason()),
              CborValue.of(aborted.culprit().toByteArray()),
              CborValue.of(aborted.detail()));
    };
  }

  /** Reads {@link #toCbor}'s form. */
  static Outcome fromCbor(CborValue value) throws CborException {
    List<CborValue> fields = value.asArray("outcome", 2, 4);
    long kind = fields.get(0).asInteger("outcome", 0, 2);
    if (kind == 0) {
      return new Pending(value.asArrayOf("pending", 2).get(1).asText("phase", 64));
    }
    if (kind == 1) {
      return new Done(
          ByteString.copyOf(value.asArrayOf("done", 2).get(1).asBytes("result", 0, MAX_RESULT)));
    }
    fields = value.asArrayOf("aborted", 4);
    ByteString culprit = ByteString.copyOf(fields.get(2).asBytes("culprit", 0, 32));
    if (!culprit.isEmpty() && culprit.size() != 32) {
      throw CborException.unexpectedValue("culprit", "32 bytes or none", culprit.size() + " bytes");
    }
    return new Aborted(
        fields.get(1).asText("reason", MAX_REASON),
        culprit,
        fields.get(3).asText("detail", MAX_DETAIL));
  }
}
