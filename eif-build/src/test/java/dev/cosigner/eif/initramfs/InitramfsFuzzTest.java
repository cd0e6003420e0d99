package dev.cosigner.eif.initramfs;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.eif.ramdisk.RamdiskException;
import java.io.IOException;

/** Whatever the bytes, a ramdisk is listed or refused as one. */
class InitramfsFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void listRamdisk(byte[] bytes) throws IOException {
    try {
      InitramfsReaderTest.read(bytes);
    } catch (RamdiskException expected) {
      // Refused: the other good outcome.
    }
  }
}
