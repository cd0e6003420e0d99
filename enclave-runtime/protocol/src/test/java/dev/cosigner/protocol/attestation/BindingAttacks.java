package dev.cosigner.protocol.attestation;

import static dev.cosigner.protocol.attestation.TestModule.MINUTE;
import static dev.cosigner.protocol.attestation.TestModule.NONCE;
import static dev.cosigner.protocol.attestation.TestModule.NOW;
import static dev.cosigner.protocol.attestation.TestModule.filled;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.Arrays;
import java.util.stream.Stream;

/** Attacks with authentic documents of another time, purpose or image. */
final class BindingAttacks {
  private BindingAttacks() {}

  static Stream<Attack> bindings() {
    return Stream.of(
        Attack.onField(Reason.STALE, "timestamp", CborValue.of(NOW - 5 * MINUTE - 1)),
        Attack.onField(Reason.FROM_THE_FUTURE, "timestamp", CborValue.of(NOW + 31_000)),
        Attack.onField(Reason.NONCE, "nonce", CborValue.of(filled(32, 0))),
        Attack.onField(Reason.NONCE, "nonce", CborValue.of(Arrays.copyOf(NONCE, 31))),
        Attack.onField(Reason.NONCE, "nonce", CborNull.NULL),
        Attack.onField(Reason.USER_DATA, "user_data", CborValue.of(filled(32, 0))),
        Attack.onField(Reason.USER_DATA, "user_data", CborValue.of(new byte[0])),
        Attack.onField(Reason.PUBLIC_KEY, "public_key", CborValue.of(filled(32, 0))),
        Attack.onField(Reason.PUBLIC_KEY, "public_key", CborValue.of(new byte[0])),
        Attack.of(Reason.PCR_ABSENT, "no PCR0", m -> m.withoutPcr(0).sign()),
        Attack.of(Reason.PCR_ABSENT, "no PCR1", m -> m.withoutPcr(1).sign()),
        Attack.of(Reason.PCR_ABSENT, "no PCR2", m -> m.withoutPcr(2).sign()),
        Attack.onRegister(Reason.DEBUG_MODE, CborMap.entry(0, CborValue.of(new byte[48]))),
        Attack.onRegister(Reason.DEBUG_MODE, CborMap.entry(1, CborValue.of(new byte[48]))),
        Attack.onRegister(Reason.DEBUG_MODE, CborMap.entry(2, CborValue.of(new byte[48]))),
        Attack.onRegister(Reason.MEASUREMENTS, CborMap.entry(0, CborValue.of(filled(48, 1)))),
        Attack.onRegister(Reason.MEASUREMENTS, CborMap.entry(1, CborValue.of(filled(48, 1)))),
        Attack.onRegister(Reason.MEASUREMENTS, CborMap.entry(2, CborValue.of(filled(48, 1)))));
  }
}
