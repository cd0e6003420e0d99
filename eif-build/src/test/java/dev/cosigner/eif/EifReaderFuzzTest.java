package dev.cosigner.eif;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** Whatever the bytes, an image is read or refused as one: no other exception, no endless loop. */
class EifReaderFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void read(byte[] bytes) throws IOException {
    try {
      Images.read(bytes);
    } catch (EifException expected) {
      // Refused: the other good outcome.
    }
  }
}
