package dev.cosigner.enclave.server;

import dev.cosigner.enclave.nsm.NsmException;

/** What is told to the sender of a request that the NSM did not serve. */
final class NsmRefusal {
  private NsmRefusal() {}

  static RequestException of(NsmException e) {
    return new RequestException("nsm-failed", e.getMessage(), null, null, "start the enclave anew");
  }
}
