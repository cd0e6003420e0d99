package dev.cosigner.eif.signature;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever the bytes, a signature section is read or refused as one. */
class ImageSignatureFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void parse(byte[] bytes) {
    try {
      ImageSignature.parse(bytes);
    } catch (ImageSignatureException expected) {
      // Refused: the other good outcome.
    }
  }
}
