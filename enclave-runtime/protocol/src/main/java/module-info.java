/** What crosses the enclave's border: encodings, attestation, envelopes, requests. JDK only. */
module dev.cosigner.protocol {
  exports dev.cosigner.protocol;
  exports dev.cosigner.protocol.attestation;
  exports dev.cosigner.protocol.cbor;
  exports dev.cosigner.protocol.cose;
  exports dev.cosigner.protocol.envelope;
  exports dev.cosigner.protocol.hpke;
  exports dev.cosigner.protocol.identity;
  exports dev.cosigner.protocol.image;
  exports dev.cosigner.protocol.request;
  exports dev.cosigner.protocol.wallet;
}
