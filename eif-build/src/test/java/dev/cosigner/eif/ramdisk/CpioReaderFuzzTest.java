package dev.cosigner.eif.ramdisk;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Whatever the bytes, an archive is read or refused as one. */
class CpioReaderFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void readArchive(byte[] bytes) throws IOException {
    try {
      HostileCpioTest.read(bytes);
    } catch (RamdiskException expected) {
      // Refused: the other good outcome.
    }
  }
}
