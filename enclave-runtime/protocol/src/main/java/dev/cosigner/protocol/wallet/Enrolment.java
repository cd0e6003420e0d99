package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;

/**
 * What a cosigner says of itself when it enrols: the keys that it drew at this boot. The statement
 * is signed by the identity key and hashed into the user data of an attestation document under
 * {@link #DOMAIN}, so that both keys are known to live in an enclave of a known image.
 *
 * @param anchorKind the kind of evidence that this cosigner gives, fixed for its life in a group
 * @param identityKey Ed25519 public key that signs its envelopes, 32 bytes
 * @param hpkeKey X25519 public key that envelopes to it are sealed to, 32 bytes
 * @param instance drawn at boot, 16 bytes: names this boot and no other
 */
public record Enrolment(
    AnchorKind anchorKind, ByteString identityKey, ByteString hpkeKey, ByteString instance) {

  /** Domain of the hash that is signed and attested. */
  public static final String DOMAIN = "cosigner/enrol/v1";

  /** The one encoding: [1, anchor kind, identity key, HPKE key, instance]. */
  public CborValue toCbor() {
    return CborValue.array(
        CborValue.of(1),
        Fields.of(anchorKind),
        Fields.of(identityKey),
        Fields.of(hpkeKey),
        Fields.of(instance));
  }

  /** Reads {@link #toCbor()}'s form. */
  public static Enrolment fromCbor(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("enrolment", 5);
    Fields.version(fields.get(0), "enrolment");
    return new Enrolment(
        Fields.anchorKind(fields.get(1)),
        Fields.bytes(fields.get(2), "identity key", 32),
        Fields.bytes(fields.get(3), "HPKE key", 32),
        Fields.bytes(fields.get(4), "instance", 16));
  }
}
