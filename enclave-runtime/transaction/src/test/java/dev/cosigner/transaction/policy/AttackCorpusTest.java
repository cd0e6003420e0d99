package dev.cosigner.transaction.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every attack of the corpus is refused, for the reason that its file states. */
class AttackCorpusTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("attacks")
  void isRefused(Attack attack) {
    assertThat(attack.refusal()).isEqualTo(attack.refused());
  }

  /** What decides is the ledger: as the first transaction each would be allowed. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("replays")
  void isRefusedForWhatWasSignedBefore(Attack attack) {
    Attack first = attack.withoutLedger();
    assertThat(first.refusal()).isEqualTo("nobody");
  }

  static List<Attack> replays() throws IOException, URISyntaxException {
    List<Attack> replays = attacks().stream().filter(Attack::hasLedger).toList();
    assertThat(replays).hasSizeGreaterThanOrEqualTo(7);
    return replays;
  }

  static List<Attack> attacks() throws IOException, URISyntaxException {
    Path folder = Path.of(AttackCorpusTest.class.getResource("attacks").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(Attack::read).toList();
    }
  }
}
