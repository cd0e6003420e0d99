package dev.cosigner.enclave.server;

/**
 * What a server grants to whoever connects.
 *
 * @param connections how many at once; a further one is closed
 * @param idleMillis how long one may be silent between requests
 * @param requestMillis how long one may take to send a request, and as long again to take the
 *     response
 */
public record ServerLimits(int connections, long idleMillis, long requestMillis) {
  /** For an enclave: 64 connections, 10 minutes of silence, 30 seconds for a request. */
  public static final ServerLimits STANDARD = new ServerLimits(64, 600_000, 30_000);
}
