package dev.cosigner.mpc.rounds;

import dev.cosigner.mpc.AbortReason;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The body of a message: the CBOR array {@code [version, protocol, session, input, round, sender,
 * receiver, [fields]]}, in a confidential message with the 32 bytes of its secret as a ninth item.
 * {@code session} is a hash of the whole session context, {@code input} one of the protocol's
 * public inputs, so that a message says all that it belongs to. {@code receiver} is 0 for a
 * broadcast.
 *
 * <p>The secret is the end of the body and is cut off before parsing and hashing, because the
 * values of a parser and the buffers of a hash function cannot be wiped.
 */
record Frame(
    String protocol,
    Bytes32 session,
    Bytes32 input,
    int round,
    int sender,
    int receiver,
    boolean confidential,
    CborValue fields) {
  static final int VERSION = 1;
  static final int SECRET_BYTES = 32;

  /** The first byte of an array of nine. */
  private static final byte CONFIDENTIAL = (byte) 0x89;

  private static final int MAX_ITEMS = 9;
  private static final int MAX_NAME = 64;
  private static final int MAX_INTEGER = 0xffff;

  /**
   * The encoding, with zeros for a secret that is then written to its last {@value #SECRET_BYTES}
   * bytes.
   */
  byte[] encode() {
    var values = new ArrayList<CborValue>();
    values.add(CborValue.of(VERSION));
    values.add(CborValue.of(protocol));
    values.add(Fields.of(session));
    values.add(Fields.of(input));
    values.add(CborValue.of(round));
    values.add(CborValue.of(sender));
    values.add(CborValue.of(receiver));
    values.add(fields);
    if (confidential) {
      values.add(CborValue.of(new byte[SECRET_BYTES]));
    }
    return CborValue.array(values).encode();
  }

  /** The secret of a confidential body, a copy. */
  static byte[] secret(byte[] body) {
    return Arrays.copyOfRange(body, body.length - SECRET_BYTES, body.length);
  }

  /**
   * A copy of a body with zeros in place of its secret: what parsers and hashes are given, because
   * what they keep cannot be wiped.
   */
  static byte[] withoutSecret(byte[] body) {
    var open = new byte[body.length];
    System.arraycopy(
        body, 0, open, 0, isConfidential(body) ? body.length - SECRET_BYTES : body.length);
    return open;
  }

  private static boolean isConfidential(byte[] body) {
    return body.length > SECRET_BYTES && body[0] == CONFIDENTIAL;
  }

  /**
   * Reads a body that came from {@code sender}, to whom everything wrong with it is laid. Does not
   * read its secret.
   */
  static Frame decode(byte[] body, int sender, Protocol protocol) throws AbortException {
    int maxBytes = protocol.maxBytes();
    if (body.length > maxBytes) {
      throw AbortException.by(
          sender,
          AbortReason.MESSAGE_TOO_LONG,
          "expected a message of at most " + maxBytes + " bytes, found " + body.length + " bytes");
    }
    try {
      var array =
          CborDecoder.decode(
                  withoutSecret(body),
                  CborLimits.of(maxBytes, protocol.maxDepth(), protocol.maxItems()))
              .asArray("message", 1, MAX_ITEMS);
      long version = array.getFirst().asInteger("version", 0, Integer.MAX_VALUE);
      if (version != VERSION) {
        throw AbortException.by(
            sender,
            AbortReason.UNSUPPORTED_VERSION,
            "expected version " + VERSION + ", found " + version);
      }
      return decodeVersion1(array, isConfidential(body));
    } catch (CborException e) {
      throw AbortException.by(sender, AbortReason.MALFORMED_MESSAGE, e.getMessage());
    }
  }

  private static Frame decodeVersion1(List<CborValue> array, boolean confidential)
      throws CborException {
    var values = CborValue.array(array).asArrayOf("message", confidential ? 9 : 8);
    if (confidential) {
      // With exactly this length, the zeros are where the secret was.
      values.get(8).asBytes("secret", SECRET_BYTES, SECRET_BYTES);
    }
    return new Frame(
        values.get(1).asText("protocol", MAX_NAME),
        bytes32(values.get(2), "session"),
        bytes32(values.get(3), "input"),
        integer(values.get(4), "round"),
        integer(values.get(5), "sender"),
        integer(values.get(6), "receiver"),
        confidential,
        values.get(7));
  }

  /**
   * Checks that this belongs to a session and is from the one who sent it.
   *
   * @param from the party that the channel names
   */
  void requireOf(String expectedProtocol, Bytes32 expectedSession, Bytes32 expectedInput, int from)
      throws AbortException {
    // The text that was found is its sender's, who must not write on an operator's terminal.
    AbortException.require(
        protocol.equals(expectedProtocol),
        from,
        AbortReason.OTHER_PROTOCOL,
        "protocol " + expectedProtocol,
        "another");
    AbortException.require(
        session.equals(expectedSession),
        from,
        AbortReason.OTHER_SESSION,
        "session " + expectedSession,
        session);
    if (!input.equals(expectedInput)) {
      // Nobody is named: either of the two may have been given the wrong input.
      throw AbortException.byNobody(
          AbortReason.OTHER_INPUT,
          "expected input " + expectedInput + ", found that party " + from + " works on " + input);
    }
    AbortException.require(
        sender == from, from, AbortReason.WRONG_SENDER, "sender " + from, sender);
  }

  private static Bytes32 bytes32(CborValue value, String what) throws CborException {
    return Bytes32.of(value.asBytes(what, Bytes32.LENGTH, Bytes32.LENGTH));
  }

  private static int integer(CborValue value, String what) throws CborException {
    return (int) value.asInteger(what, 0, MAX_INTEGER);
  }
}
