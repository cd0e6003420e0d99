package dev.cosigner.enclave.server;

import dev.cosigner.enclave.nsm.NsmException;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;

/**
 * The method {@code attest}: [nonce] to [document], which attests the instance's hash under {@value
 * #DOMAIN}.
 */
public final class AttestHandler implements RequestHandler {
  private static final String DOMAIN = "cosigner/attest/v1";

  private final Enclave enclave;

  /** Attests this enclave. */
  public AttestHandler(Enclave enclave) {
    this.enclave = enclave;
  }

  @Override
  public CborValue handle(CborValue body) throws RequestException, CborException {
    byte[] nonce = Nonce.of(body);
    try {
      byte[] userData = DomainHash.of(DOMAIN, enclave.identity().instance());
      return CborValue.array(CborValue.of(enclave.nsm().attest(userData, nonce, null)));
    } catch (NsmException e) {
      throw NsmRefusal.of(e);
    }
  }
}
