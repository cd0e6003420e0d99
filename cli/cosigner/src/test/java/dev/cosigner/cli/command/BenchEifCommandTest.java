package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import org.junit.jupiter.api.Test;

/** That the benchmark of images runs and tells what it should; its numbers are no test's matter. */
class BenchEifCommandTest {
  @Test
  void everySpeedIsToldBesideHashingOnce() {
    Ended ended = CommandRun.bare().run("bench", "eif", "--size", "1", "--rounds", "1", "--json");
    assertThat(ended.exit()).isEqualTo(ExitCode.DONE);
    JsonNode speeds = ended.json().get("speeds");
    assertThat(speeds.get(0).get("what").asText()).isEqualTo("SHA-384 once, JDK");
    assertThat(speeds.get(0).get("shareOfHashingOnce").asDouble()).isEqualTo(1);
    assertThat(speeds.findValuesAsText("what"))
        .contains(
            "build, first ramdisk large",
            "measure, first ramdisk large",
            "build, second ramdisk large",
            "measure, second ramdisk large");
    assertThat(CommandRun.bare().run("bench", "eif", "--size", "1", "--rounds", "1").out())
        .containsPattern("WHAT +MIB/S +OF HASHING ONCE");
  }

  @Test
  void sizesOutOfRangeAreRefused() {
    assertThat(CommandRun.bare().run("bench", "eif", "--size", "0").exit())
        .isEqualTo(ExitCode.USAGE);
    assertThat(CommandRun.bare().run("bench", "eif", "--rounds", "21").exit())
        .isEqualTo(ExitCode.USAGE);
  }
}
