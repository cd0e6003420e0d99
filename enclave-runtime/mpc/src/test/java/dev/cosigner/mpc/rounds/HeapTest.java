package dev.cosigner.mpc.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.Outgoing;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.Curves;
import dev.cosigner.mpc.frost.KeyGeneration;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.protocol.wallet.Scheme;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What remains on the Java heap, garbage included, when a channel wiped what it carried. */
class HeapTest {
  private static final byte MASK = 0x5a;

  private final Map<Integer, Session<KeyShare>> sessions =
      Map.of(1, session(1), 2, session(2), 3, session(3));
  private final List<byte[]> maskedSecrets = new ArrayList<>();
  private final List<KeyShare> shares = new ArrayList<>();

  @Test
  void noSecretOfAConfidentialMessageStaysOnTheHeap(@TempDir Path folder) throws Exception {
    var control = new byte[Frame.SECRET_BYTES];
    new SecureRandom().nextBytes(control);
    generateKey();
    assertThat(maskedSecrets).hasSize(6);
    var heap = folder.resolve("heap.hprof");
    dumpHeap(heap);
    assertThat(contains(heap, control)).as("the search finds what is there").isTrue();
    for (var masked : maskedSecrets) {
      assertThat(contains(heap, masked(masked))).isFalse();
    }
    shares.forEach(KeyShare::close);
  }

  /** Delivers each message, the confidential ones twice, and wipes it. */
  private void generateKey() {
    var underWay = new ArrayDeque<Map.Entry<Integer, Outgoing>>();
    sessions.forEach((party, session) -> take(party, session.start(), underWay));
    while (!underWay.isEmpty()) {
      var message = underWay.remove();
      var body = message.getValue().body();
      int times = 1;
      if (message.getValue().confidential()) {
        maskedSecrets.add(
            masked(Arrays.copyOfRange(body, body.length - Frame.SECRET_BYTES, body.length)));
        times = 2;
      }
      for (int i = 0; i < times; i++) {
        take(
            message.getValue().receiver(),
            sessions.get(message.getValue().receiver()).accept(message.getKey(), body),
            underWay);
      }
      Arrays.fill(body, (byte) 0);
    }
    assertThat(shares).hasSize(3);
  }

  private void take(
      int party, Outcome<KeyShare> outcome, ArrayDeque<Map.Entry<Integer, Outgoing>> underWay) {
    switch (outcome) {
      case Outcome.Progress<KeyShare> progress ->
          progress.messages().forEach(message -> underWay.add(Map.entry(party, message)));
      case Outcome.Done<KeyShare> done -> {
        done.messages().forEach(message -> underWay.add(Map.entry(party, message)));
        shares.add(done.result());
      }
      case Outcome.Aborted<KeyShare> aborted -> throw new AssertionError(aborted);
    }
  }

  /** In place, so that no unmasked copy is made. */
  private static byte[] masked(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= MASK;
    }
    return bytes;
  }

  /** Garbage too: {@code -all}. */
  private static void dumpHeap(Path file) throws Exception {
    var jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(ProcessHandle.current().pid()),
                "GC.heap_dump",
                "-all",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(jcmd.waitFor()).as("exit of jcmd").isZero();
  }

  /** Whether either half is there: a hash function's block may end within a secret. */
  private static boolean contains(Path file, byte[] wanted) throws IOException {
    int half = wanted.length / 2;
    try (var channel = FileChannel.open(file)) {
      var bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      for (int i = 0; i <= bytes.limit() - half; i++) {
        if (matches(bytes, i, wanted, 0, half) || matches(bytes, i, wanted, half, half)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean matches(ByteBuffer bytes, int at, byte[] wanted, int from, int length) {
    int matching = 0;
    while (matching < length && bytes.get(at + matching) == wanted[from + matching]) {
      matching++;
    }
    return matching == length;
  }

  private static KeyGeneration session(int self) {
    var id = new byte[SessionContext.ID_BYTES];
    var context = new SessionContext(Scheme.FROST_ED25519, id, id, id, self, List.of(1, 2, 3));
    return new KeyGeneration(Curves.ed25519(), context, new SecureRandom());
  }
}
