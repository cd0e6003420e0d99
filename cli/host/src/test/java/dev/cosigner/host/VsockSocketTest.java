package dev.cosigner.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.host.EnclaveUnavailableException.Reason;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The socket's reads, writes and waits, over a pair of connected sockets, which the kernel makes
 * everywhere; and connecting to enclaves that are not there.
 */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class VsockSocketTest {
  private static final int AF_UNIX = 1;
  private static final int STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;

  private StreamChannel one;
  private StreamChannel other;

  @BeforeEach
  @SuppressWarnings("restricted") // the pair comes from the C library
  void connectThem() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(8, 4);
      int failed =
          (int)
              Linker.nativeLinker()
                  .downcallHandle(
                      Linker.nativeLinker().defaultLookup().findOrThrow("socketpair"),
                      FunctionDescriptor.of(
                          ValueLayout.JAVA_INT,
                          ValueLayout.JAVA_INT,
                          ValueLayout.JAVA_INT,
                          ValueLayout.JAVA_INT,
                          ValueLayout.ADDRESS))
                  .invokeExact(AF_UNIX, STREAM_NONBLOCK_CLOEXEC, 0, pair);
      assertThat(failed).isZero();
      one = new StreamChannel(new VsockSocket(pair.get(ValueLayout.JAVA_INT, 0)));
      other = new StreamChannel(new VsockSocket(pair.get(ValueLayout.JAVA_INT, 4)));
    }
  }

  @AfterEach
  void closeThem() {
    one.close();
    other.close();
    // Closing twice closes nobody else's descriptor.
    one.close();
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }

  @Test
  void framesOfAnySizePass() throws Exception {
    byte[] large = new byte[3 << 20];
    new java.util.Random(1).nextBytes(large);
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              try {
                one.writeFrame(new byte[] {7}, soon());
                one.writeFrame(large, soon());
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    assertThat(other.readFrame(large.length, soon())).isEqualTo(new byte[] {7});
    assertThat(other.readFrame(large.length, soon())).isEqualTo(large);
    writer.join();
  }

  @Test
  void whatIsNotThereInTimeIsSaid() {
    var silent =
        catchThrowableOfType(
            EnclaveUnavailableException.class,
            () -> one.readExactly(1, Deadline.in(Duration.ofMillis(250))));
    assertThat(silent.reason()).isEqualTo(Reason.TIMED_OUT);
  }

  @Test
  void theEndOfTheStreamIsSaid() throws Exception {
    one.writeAscii("a", soon());
    one.close();
    assertThat(other.readExactly(1, soon())).isEqualTo(new byte[] {'a'});
    var ended =
        catchThrowableOfType(EnclaveUnavailableException.class, () -> other.readExactly(1, soon()));
    assertThat(ended.reason()).isEqualTo(Reason.CLOSED);
    // The peer being gone is an error here and no signal to this process.
    var refused =
        catchThrowableOfType(
            EnclaveUnavailableException.class, () -> other.writeAscii("b", soon()));
    assertThat(refused.reason()).isEqualTo(Reason.CLOSED);
  }

  @Test
  void anInterruptionEndsTheWait() {
    Thread.currentThread().interrupt();
    try {
      assertThat(
              catchThrowableOfType(InterruptedIOException.class, () -> one.readExactly(1, soon())))
          .isNotNull();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void anEnclaveThatIsNotThereIsNamed() {
    var missing =
        catchThrowableOfType(
            EnclaveUnavailableException.class,
            () -> EnclaveConnection.open(4_000_000_000L, 5005, Duration.ofSeconds(2)));
    assertThat(missing.reason()).isIn(Reason.NOT_THERE, Reason.TIMED_OUT, Reason.PORT_CLOSED);
    assertThat(missing).hasMessageMatching(".*(4000000000|vsock|time allowed).*");
  }
}
