package dev.cosigner.protocol.attestation;

import static dev.cosigner.protocol.attestation.TestModule.NOW;
import static dev.cosigner.protocol.attestation.TestModule.filled;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborTag;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.cose.CoseAlgorithm;
import java.util.Arrays;
import java.util.stream.Stream;

/** Attacks on the COSE envelope of a document. */
final class EnvelopeAttacks {
  private static final byte[] ES384_HEADER = CoseAlgorithm.ES384.protectedHeader();
  private static final CborMap NO_HEADER = CborValue.map();

  private EnvelopeAttacks() {}

  static Stream<Attack> envelopes() {
    return Stream.of(
        Attack.of(Reason.TOO_LARGE, "more than 16 KiB", m -> Arrays.copyOf(m.sign(), 16_385)),
        Attack.of(Reason.MALFORMED_CBOR, "trailing byte", m -> Arrays.copyOf(m.sign(), 5_000)),
        Attack.of(Reason.MALFORMED_CBOR, "empty", m -> new byte[0]),
        Attack.of(Reason.COSE_TAG, "tag 17", m -> new CborTag(17, array(m)).encode()),
        Attack.of(
            Reason.COSE_TAG, "tag 2^32 + 18", m -> new CborTag(4_294_967_314L, array(m)).encode()),
        Attack.of(
            Reason.COSE_STRUCTURE,
            "tagged twice",
            m -> new CborTag(18, new CborTag(18, array(m))).encode()),
        Attack.of(
            Reason.COSE_STRUCTURE,
            "detached payload",
            m -> envelope(CborValue.of(ES384_HEADER), NO_HEADER, CborNull.NULL, filled(96, 1))),
        header("no algorithm", CborValue.map().encode()),
        header("ES256", CborValue.map(CborMap.entry(1, CborValue.of(-7))).encode()),
        header(
            "-35 - 2^32", CborValue.map(CborMap.entry(1, CborValue.of(-4_294_967_331L))).encode()),
        header(
            "a content type",
            CborValue.map(CborMap.entry(1, CborValue.of(-35)), CborMap.entry(3, CborValue.of(0)))
                .encode()),
        Attack.of(
            Reason.PROTECTED_HEADER,
            "a valid form of ES512",
            m ->
                envelope(
                    CborValue.of(CoseAlgorithm.ES512.protectedHeader()),
                    NO_HEADER,
                    CborValue.of(m.payload().encode()),
                    filled(132, 1))),
        Attack.of(
            Reason.UNPROTECTED_HEADER,
            "a key id",
            m -> {
              byte[] payload = m.payload().encode();
              return envelope(
                  CborValue.of(ES384_HEADER),
                  CborValue.map(CborMap.entry(4, CborValue.of(new byte[1]))),
                  CborValue.of(payload),
                  m.signature(payload));
            }),
        Attack.of(
            Reason.SIGNATURE_LENGTH,
            "one byte less",
            m -> {
              byte[] payload = m.payload().encode();
              return envelope(
                  CborValue.of(ES384_HEADER),
                  NO_HEADER,
                  CborValue.of(payload),
                  Arrays.copyOf(m.signature(payload), 95));
            }),
        signature(Reason.SIGNATURE_RANGE, "blank signature", filled(96, 0)),
        signature(Reason.SIGNATURE_RANGE, "r and s above n", filled(96, 0xff)),
        signature(Reason.DOCUMENT_SIGNATURE, "any scalars", filled(96, 1)),
        Attack.of(
            Reason.DOCUMENT_SIGNATURE,
            "a signature of another document",
            m -> {
              byte[] other = m.signature(m.payload().encode());
              byte[] payload = m.field("timestamp", CborValue.of(NOW + 1)).payload().encode();
              return envelope(CborValue.of(ES384_HEADER), NO_HEADER, CborValue.of(payload), other);
            }));
  }

  private static Attack header(String name, byte[] header) {
    return Attack.of(
        Reason.PROTECTED_HEADER,
        name,
        m -> {
          byte[] payload = m.payload().encode();
          return envelope(
              CborValue.of(header), NO_HEADER, CborValue.of(payload), m.signature(payload));
        });
  }

  private static Attack signature(Reason reason, String name, byte[] signature) {
    return Attack.of(
        reason,
        name,
        m ->
            envelope(
                CborValue.of(ES384_HEADER),
                NO_HEADER,
                CborValue.of(m.payload().encode()),
                signature));
  }

  private static byte[] envelope(
      CborValue header, CborValue unprotected, CborValue payload, byte[] signature) {
    return CborValue.array(header, unprotected, payload, CborValue.of(signature)).encode();
  }

  private static CborValue array(TestModule module) throws Exception {
    byte[] payload = module.payload().encode();
    return CborValue.array(
        CborValue.of(ES384_HEADER),
        NO_HEADER,
        CborValue.of(payload),
        CborValue.of(module.signature(payload)));
  }
}
