package dev.cosigner.eif.container;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.source.FileContent;
import java.io.IOException;
import java.util.Optional;

/** Whatever the bytes, as each document of an image they are read or refused. */
class ImageDocumentsFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void readDocuments(byte[] bytes) throws IOException {
    try {
      new OciLayout(path ->
          Optional.of(
              FileContent.of(
                  path.equals(OciLayout.MARKER)
                      ? ForgedImage.json("{'imageLayoutVersion':'1.0.0'}")
                      : bytes)))
          .find(Architecture.X86_64);
    } catch (ContainerException expected) {
      // Refused: the other good outcome.
    }
    try {
      ImageManifest.of(JsonDocument.parse("a manifest", bytes));
    } catch (ContainerException expected) {
      // Refused.
    }
    try {
      ImageConfiguration.of(JsonDocument.parse("a configuration", bytes), Architecture.X86_64);
    } catch (ContainerException expected) {
      // Refused.
    }
    try {
      for (JsonDocument image : JsonDocument.parseArray("a list of images", bytes)) {
        image.text("Config");
      }
    } catch (ContainerException expected) {
      // Refused.
    }
  }
}
