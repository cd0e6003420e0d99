package dev.cosigner.mpc;

/**
 * A message to one party. A broadcast is one of these for each receiver, with the same body.
 *
 * @param receiver the party it is for
 * @param confidential whether it holds a secret: then the channel encrypts the body to the
 *     receiver, and wipes its own copy
 * @param body the bytes for the receiver's {@link Session#accept}
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not shared: the session keeps no reference
public record Outgoing(int receiver, boolean confidential, byte[] body) {

  /** Does not show the body. */
  @Override
  public String toString() {
    return "Outgoing[receiver="
        + receiver
        + ", confidential="
        + confidential
        + ", "
        + body.length
        + " bytes]";
  }
}
