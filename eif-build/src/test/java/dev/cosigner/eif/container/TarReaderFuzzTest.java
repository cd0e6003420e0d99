package dev.cosigner.eif.container;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Whatever the bytes, an archive is read or refused as one. */
class TarReaderFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void readArchive(byte[] bytes) throws IOException {
    try {
      TarReaderTest.read(bytes);
    } catch (ContainerException expected) {
      // Refused: the other good outcome.
    }
  }
}
