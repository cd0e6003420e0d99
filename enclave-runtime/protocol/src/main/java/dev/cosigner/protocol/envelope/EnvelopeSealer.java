package dev.cosigner.protocol.envelope;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.hpke.Hpke;
import dev.cosigner.protocol.hpke.HpkeException;
import dev.cosigner.protocol.identity.IdentityKey;
import dev.cosigner.protocol.wallet.Enrolment;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the envelopes of one boot of one cosigner: numbers them, seals each payload to its
 * receiver, signs, and has one attestation document cover all that leave together. Not safe for use
 * by several threads.
 */
public final class EnvelopeSealer {
  static final byte[] HPKE_INFO = "cosigner/envelope/v1".getBytes(StandardCharsets.US_ASCII);

  private final Enrolment self;
  private final IdentityKey identity;
  private final Attestor attestor;
  private final SecureRandom random;
  private long sequence;

  /** Gets an attestation document with the given user data, no nonce and no public key. */
  @FunctionalInterface
  public interface Attestor {
    byte[] attest(byte[] userData);
  }

  public EnvelopeSealer(
      Enrolment self, IdentityKey identity, Attestor attestor, SecureRandom random) {
    this.self = self;
    this.identity = identity;
    this.attestor = attestor;
    this.random = random;
  }

  /** An envelope and the boot that it is for. */
  public record Addressed(ByteString receiverInstance, Envelope envelope) {}

  /**
   * Seals up to 64 drafts under one document per 64.
   *
   * @return one envelope per draft, in their order
   * @throws HpkeException where a receiver's key is none
   */
  public List<Addressed> seal(List<Draft> drafts) throws HpkeException {
    List<Addressed> sealed = new ArrayList<>();
    for (int from = 0; from < drafts.size(); from += Envelope.MAX_BATCH) {
      sealed.addAll(
          sealBatch(drafts.subList(from, Math.min(drafts.size(), from + Envelope.MAX_BATCH))));
    }
    return sealed;
  }

  private List<Addressed> sealBatch(List<Draft> drafts) throws HpkeException {
    List<Envelope> unattested = new ArrayList<>();
    for (Draft draft : drafts) {
      unattested.add(sign(draft));
    }
    List<ByteString> batch = unattested.stream().map(Envelope::digest).toList();
    ByteString document = ByteString.copyOf(attestor.attest(Envelope.batchHash(batch)));
    List<Addressed> sealed = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      Envelope envelope = unattested.get(i);
      sealed.add(
          new Addressed(
              drafts.get(i).receiver().instance(),
              new Envelope(
                  envelope.header(), envelope.sealed(), envelope.signature(), batch, document)));
    }
    return sealed;
  }

  private Envelope sign(Draft draft) throws HpkeException {
    byte[] header =
        new EnvelopeHeader(
                draft.group(),
                draft.view(),
                draft.session(),
                draft.protocol(),
                self.identityKey(),
                self.instance(),
                draft.receiver().instance(),
                draft.fromParty(),
                draft.toParty(),
                ++sequence)
            .encode();
    byte[] sealed =
        Hpke.seal(
            draft.receiver().hpkeKey().toByteArray(), HPKE_INFO, header, draft.payload(), random);
    byte[] signature = identity.sign(Envelope.signatureInput(header, sealed));
    return new Envelope(
        ByteString.copyOf(header),
        ByteString.copyOf(sealed),
        ByteString.copyOf(signature),
        List.of(),
        ByteString.EMPTY);
  }
}
