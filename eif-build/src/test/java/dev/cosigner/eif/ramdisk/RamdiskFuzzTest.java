package dev.cosigner.eif.ramdisk;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Whatever the bytes, a ramdisk is opened and read or refused as one. */
class RamdiskFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void openRamdisk(byte[] bytes) throws IOException {
    try {
      HostileCpioTest.read(Ramdisk.open(new ByteArrayInputStream(bytes), 1 << 20).readAllBytes());
    } catch (RamdiskException expected) {
      // Refused: the other good outcome.
    }
  }
}
