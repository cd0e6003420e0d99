package dev.cosigner.transaction.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Warm, decoding and judging one transaction costs under a millisecond: the median, which other
 * work on the machine hardly moves.
 */
@Tag("bench")
class DecodeAndJudgeTest {
  private static final double MICROSECONDS = 1_000;

  @Test
  void costsUnderAMillisecond() throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(DecodeAndJudge.class.getName())
                    .forks(0)
                    .warmupIterations(5)
                    .warmupTime(TimeValue.seconds(3))
                    .measurementIterations(5)
                    .measurementTime(TimeValue.seconds(2))
                    .build())
            .run();
    assertThat(results)
        .isNotEmpty()
        .allSatisfy(result ->
            assertThat(result.getPrimaryResult().getStatistics().getPercentile(50))
                .isLessThan(MICROSECONDS));
  }
}
