package dev.cosigner.enclave.server;

import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;

/** What answers one method. Several threads call it at once. */
@FunctionalInterface
public interface RequestHandler {
  /**
   * Answers a request.
   *
   * @param body the request's body: well-formed, but otherwise whatever its sender likes
   * @return the response's body
   * @throws RequestException if the request is refused; its sender is told
   * @throws CborException if the body is not of the method's form; its sender is told
   */
  CborValue handle(CborValue body) throws RequestException, CborException;
}
