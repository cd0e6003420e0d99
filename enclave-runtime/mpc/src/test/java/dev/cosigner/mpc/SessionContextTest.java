package dev.cosigner.mpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.protocol.wallet.Scheme;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionContextTest {
  @Test
  void partiesAreSorted() {
    assertThat(context(32, 2, List.of(9, 2, 4)).parties()).containsExactly(2, 4, 9);
  }

  @Test
  void idsAreCopied() {
    var session = new byte[32];
    var context =
        new SessionContext(
            Scheme.FROST_ED25519, session, new byte[32], new byte[32], 1, List.of(1, 2));
    session[0] = 1;
    context.sessionId()[1] = 1;
    context.group()[1] = 1;
    context.view()[1] = 1;
    assertThat(context.sessionId()).isEqualTo(new byte[32]);
    assertThat(context.group()).isEqualTo(new byte[32]);
    assertThat(context.view()).isEqualTo(new byte[32]);
  }

  @Test
  void wrongContextsAreRefused() {
    refused(31, 1, List.of(1, 2), "32 bytes");
    refused(32, 3, List.of(1, 2), "self");
    refused(32, 1, List.of(1), "2 to 32 parties");
    refused(32, 1, IntStream.rangeClosed(1, 33).boxed().toList(), "2 to 32 parties");
    refused(32, 1, List.of(1, 2, 2), "different");
    refused(32, 1, List.of(0, 1), "numbered");
    refused(32, 1, List.of(1, 0x10000), "numbered");
  }

  private static void refused(int idBytes, int self, List<Integer> parties, String why) {
    assertThatThrownBy(() -> context(idBytes, self, parties))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static SessionContext context(int idBytes, int self, List<Integer> parties) {
    return new SessionContext(
        Scheme.FROST_ED25519, new byte[idBytes], new byte[32], new byte[32], self, parties);
  }
}
