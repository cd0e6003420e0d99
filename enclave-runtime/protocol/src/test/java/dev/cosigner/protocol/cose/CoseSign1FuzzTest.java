package dev.cosigner.protocol.cose;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.EnumSet;
import java.util.Set;

/** What parses has one encoding: the bytes it was parsed from. */
class CoseSign1FuzzTest {
  private static final Set<CoseAlgorithm> ALL = EnumSet.allOf(CoseAlgorithm.class);

  @FuzzTest(maxDuration = "30s")
  void parsedStructuresEncodeToTheSameBytes(byte[] bytes) {
    try {
      assertThat(CoseSign1.parse(bytes, 4096, ALL).encode()).isEqualTo(bytes);
    } catch (CoseException refused) {
      assertThat(refused.reason()).isNotNull();
    }
  }
}
