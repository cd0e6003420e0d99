/** What crosses the enclave's border: encodings, attestation, envelopes, requests. JDK only. */
module dev.cosigner.protocol {}
