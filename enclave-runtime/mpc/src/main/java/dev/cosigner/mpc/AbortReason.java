package dev.cosigner.mpc;

/** Why a session ended without a result. */
public enum AbortReason {
  /** A message longer than any of the protocol, refused before it was parsed. */
  MESSAGE_TOO_LONG,
  /** Not the one encoding of a message of the protocol. */
  MALFORMED_MESSAGE,
  /** A message of another version of the protocols. */
  UNSUPPORTED_VERSION,
  /** A message of another protocol. */
  OTHER_PROTOCOL,
  /** A message of another session, group, view, scheme or set of parties. */
  OTHER_SESSION,
  /**
   * Two parties were given different things to work on: another message to sign, another key,
   * another plan.
   */
  OTHER_INPUT,
  /** The sender that a message names is not the one that the channel names. */
  WRONG_SENDER,
  /** A message for another party, or a broadcast for one party, or the other way round. */
  WRONG_RECEIVER,
  /** A message of a round in which this party sends none, or that the protocol has not. */
  WRONG_ROUND,
  /** Two different messages of one round, to one party or to two. */
  EQUIVOCATION,

  /** A point with another encoding than its one. */
  NON_CANONICAL_POINT,
  /** Coordinates of no point of the curve. */
  POINT_NOT_ON_CURVE,
  /** A point that is not of prime order. */
  POINT_NOT_IN_SUBGROUP,
  /** The neutral element where it has no place. */
  IDENTITY_POINT,
  /** A scalar that is not below the group's order. */
  NON_CANONICAL_SCALAR,
  /** A share, or a piece of one, that is zero. */
  ZERO_SHARE,

  /** A Paillier modulus of another size or even, or ring-Pedersen bases that are none. */
  INVALID_KEY,
  /** Two moduli with a common factor, of one group or of two. */
  SHARED_FACTOR,

  /** What was opened is not what was committed to. */
  COMMITMENT_MISMATCH,
  /** A proof of knowledge that does not verify. */
  INVALID_PROOF,
  /** A share of a key that does not match the sender's public polynomial. */
  WRONG_SHARE,
  /** A piece of a share that does not match its public point. */
  WRONG_PIECE,
  /** Points of pieces whose sum is not the sender's public share. */
  WRONG_SUM_OF_PIECES,
  /** A signature share that does not verify. */
  WRONG_SIGNATURE_SHARE,
  /** The peer confirms another result than this party has. */
  RESULT_MISMATCH,
  /** A sum came out as zero or the neutral element, which happens by chance once in 2^250 runs. */
  DEGENERATE_RESULT,
}
