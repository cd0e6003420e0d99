package dev.cosigner.cli.transaction;

import java.util.Locale;

/** What bytes are that are asked to be signed. */
public enum SigningForm {
  /** A transaction of the network. */
  TRANSACTION,
  /** A message for people or programs: Ethereum's EIP-191, without its prefix. */
  MESSAGE,
  /** Typed data: the JSON document of EIP-712. */
  TYPED_DATA,
  /** 32 bytes of which nothing is known. */
  DIGEST;

  /** The name on the command line and in tests. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether files hold it as it is, and not in a form for bytes. */
  public boolean isText() {
    return this == MESSAGE || this == TYPED_DATA;
  }
}
