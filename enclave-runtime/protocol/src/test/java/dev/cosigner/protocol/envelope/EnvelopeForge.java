package dev.cosigner.protocol.envelope;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.hpke.Hpke;
import dev.cosigner.protocol.hpke.HpkeException;
import dev.cosigner.protocol.identity.IdentityKey;
import java.security.SecureRandom;
import java.util.List;

/** Makes envelopes as a member does that does not keep to the rules. */
public final class EnvelopeForge {
  private final IdentityKey identity;
  private final EnvelopeSealer.Attestor attestor;

  /** A forge with the keys of one member. */
  public EnvelopeForge(IdentityKey identity, EnvelopeSealer.Attestor attestor) {
    this.identity = identity;
    this.attestor = attestor;
  }

  /** An envelope with any header and payload, alone in its batch. */
  public Envelope seal(EnvelopeHeader header, byte[] payload, ByteString receiverKey) {
    byte[] encoded = header.encode();
    try {
      byte[] sealed =
          Hpke.seal(
              receiverKey.toByteArray(),
              EnvelopeSealer.HPKE_INFO,
              encoded,
              payload,
              new SecureRandom());
      return attest(sign(encoded, sealed));
    } catch (HpkeException e) {
      throw new IllegalStateException(e);
    }
  }

  Envelope sign(byte[] header, byte[] sealed) {
    byte[] signature = identity.sign(Envelope.signatureInput(header, sealed));
    return new Envelope(
        ByteString.copyOf(header),
        ByteString.copyOf(sealed),
        ByteString.copyOf(signature),
        List.of(),
        ByteString.EMPTY);
  }

  Envelope attest(Envelope signed) {
    return attest(signed, List.of(signed.digest()));
  }

  Envelope attest(Envelope signed, List<ByteString> batch) {
    return new Envelope(
        signed.header(),
        signed.sealed(),
        signed.signature(),
        batch,
        ByteString.copyOf(attestor.attest(Envelope.batchHash(batch))));
  }
}
