package dev.cosigner.eif.container;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.eif.container.ForgedTar.Header;
import dev.cosigner.eif.ramdisk.RamdiskException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whatever the entries of layers, they make a tree or are refused. */
class LayerTreeFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void applyLayers(FuzzedDataProvider data) throws IOException {
    List<byte[]> layers = new ArrayList<>();
    int count = data.consumeInt(1, 3);
    for (int i = 0; i < count; i++) {
      ForgedTar layer = new ForgedTar();
      int entries = data.consumeInt(0, 12);
      for (int j = 0; j < entries; j++) {
        Header header =
            new Header(data.consumeAsciiString(40), data.pickValue("0123456".toCharArray()), 0);
        layer.entry(header.link(data.consumeAsciiString(20)));
      }
      layers.add(layer.end());
    }
    try {
      Layers.apply(layers.toArray(byte[][]::new));
    } catch (ContainerException | RamdiskException expected) {
      // Refused: the other good outcome.
    }
  }
}
