package dev.cosigner.eif;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Whatever the bytes, a measurements file is read or refused as one. */
class MeasurementsFileFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void parse(byte[] bytes) throws IOException {
    try {
      MeasurementsFile.parse(bytes);
    } catch (MeasurementsFileException expected) {
      // Refused: the other good outcome.
    }
  }
}
