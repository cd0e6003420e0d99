package dev.cosigner.enclave.nsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.enclave.nsm.EnclaveClock.State;
import dev.cosigner.enclave.nsm.NsmException.Reason;
import dev.cosigner.protocol.cbor.CborNull;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The time is the NSM's, carried on by the monotonic clock, and nobody else's. */
class EnclaveClockTest {
  private static final long START = 1_800_000_000_000L;

  private final TestNsm nsm = new TestNsm();
  private long nanos = -5_000_000_000L;
  private EnclaveClock clock;

  @BeforeEach
  void boot() throws NsmException {
    nsm.millis = START;
    clock = new EnclaveClock(nsm, () -> nanos);
  }

  @Test
  void theMonotonicClockCarriesTheTimeOn() throws Exception {
    pass(1_234);
    assertThat(clock.millis()).isEqualTo(START + 1_234);
  }

  @Test
  void aReadingCorrectsSmallDrift() throws Exception {
    pass(60_000);
    nsm.millis = START + 60_700;
    clock.read();
    assertThat(clock.state()).isEqualTo(State.TRUSTED);
    assertThat(clock.millis()).isEqualTo(START + 60_700);
  }

  @Test
  void fiveSecondsAreNoJump() throws Exception {
    pass(60_000);
    nsm.millis = START + 65_000;
    clock.read();
    pass(60_000);
    nsm.millis = START + 120_000;
    clock.read();
    assertThat(clock.state()).isEqualTo(State.TRUSTED);
  }

  @Test
  void aJumpForwardEndsTheTrust() {
    pass(60_000);
    nsm.millis = START + 65_001;
    clock.read();
    untrusted(
        "expected the NSM's time within 5000 ms of the monotonic clock's, found it 5001 ms away");
  }

  @Test
  void aJumpBackwardEndsTheTrust() {
    pass(60_000);
    nsm.millis = START + 54_999;
    clock.read();
    untrusted(
        "expected the NSM's time within 5000 ms of the monotonic clock's, found it -5001 ms away");
  }

  @Test
  void aMonotonicClockThatStoodStillEndsTheTrust() {
    // The machine was paused: the NSM's time went on.
    nsm.millis = START + 3_600_000;
    clock.read();
    assertThat(clock.state()).isEqualTo(State.CLOCK_UNTRUSTED);
  }

  @Test
  void anNsmThatGivesNoTimeEndsTheTrust() {
    nsm.failure = Reason.INTERNAL_ERROR;
    clock.read();
    untrusted("expected the time of an attestation document: failed as told");
  }

  @Test
  void trustDoesNotComeBack() {
    nsm.failure = Reason.INTERNAL_ERROR;
    clock.read();
    nsm.failure = null;
    clock.read();
    assertThat(clock.state()).isEqualTo(State.CLOCK_UNTRUSTED);
  }

  @Test
  void withoutAFirstReadingThereIsNoClock() {
    nsm.failure = Reason.UNREACHABLE;
    assertThatThrownBy(() -> EnclaveClock.start(nsm)).isInstanceOf(NsmException.class);
  }

  @Test
  void theDocumentsFieldsAreEmpty() {
    assertThat(nsm.attested.getFirst()).containsOnly(CborNull.NULL);
  }

  private void pass(long millis) {
    nanos += millis * 1_000_000;
  }

  private void untrusted(String reason) {
    assertThat(clock.state()).isEqualTo(State.CLOCK_UNTRUSTED);
    assertThatThrownBy(clock::millis)
        .isInstanceOf(ClockUntrustedException.class)
        .hasMessage(reason);
  }
}
