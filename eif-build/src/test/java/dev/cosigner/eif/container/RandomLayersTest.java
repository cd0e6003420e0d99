package dev.cosigner.eif.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.eif.source.TreeEntry;
import dev.cosigner.eif.source.TreeEntry.Directory;
import dev.cosigner.eif.source.TreeEntry.HardLink;
import dev.cosigner.eif.source.TreeEntry.RegularFile;
import dev.cosigner.eif.source.TreeEntry.SymbolicLink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random layers make the tree that applying them the plain way makes, in any order of entries. */
class RandomLayersTest {
  private static final int IMAGES = 4_000;
  private static final String[] NAMES = {"a", "b", "c"};
  private static final String[] TARGETS = {"a", "b", "/c", "..", "../a/b", "/a/b/../c"};

  private static List<NaiveLayers.Entry> randomLayer(Random random) {
    List<NaiveLayers.Entry> layer = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      StringBuilder path = new StringBuilder();
      for (int depth = random.nextInt(3); depth > 0; depth--) {
        path.append(NAMES[random.nextInt(NAMES.length)]).append('/');
      }
      String name = NAMES[random.nextInt(NAMES.length)];
      layer.add(
          switch (random.nextInt(8)) {
            case 0 -> new NaiveLayers.Entry('f', path + ".wh." + name, "");
            case 1 -> new NaiveLayers.Entry('f', path + ".wh..wh..opq", "");
            case 2, 3 ->
                new NaiveLayers.Entry('l', path + name, TARGETS[random.nextInt(TARGETS.length)]);
            case 4 -> new NaiveLayers.Entry('d', path + name, "");
            default -> new NaiveLayers.Entry('f', path + name, "" + random.nextInt(100));
          });
    }
    return layer;
  }

  private static byte[] tar(List<NaiveLayers.Entry> layer) {
    ForgedTar tar = new ForgedTar();
    for (NaiveLayers.Entry entry : layer) {
      switch (entry.type()) {
        case 'd' -> tar.directory(entry.path());
        case 'f' -> tar.file(entry.path(), entry.text());
        default -> tar.link(entry.path(), entry.text());
      }
    }
    return tar.end();
  }

  private static Map<String, String> apply(List<List<NaiveLayers.Entry>> layers)
      throws IOException {
    Map<String, String> tree = new TreeMap<>();
    byte[][] archives = layers.stream().map(RandomLayersTest::tar).toArray(byte[][]::new);
    for (TreeEntry entry : Layers.apply(archives).entries()) {
      tree.put(
          entry.path(),
          switch (entry) {
            case Directory directory -> "/";
            case RegularFile file ->
                " " + new String(file.content().open().readAllBytes(), StandardCharsets.UTF_8);
            case SymbolicLink link -> " -> " + link.target();
            case HardLink link -> throw new AssertionError("no hard link was made");
            default -> throw new AssertionError("no device was made");
          });
    }
    return tree;
  }

  @Test
  void makeTheSameTree() throws IOException {
    Random random = new Random(20261124);
    int applied = 0;
    for (int i = 0; i < IMAGES; i++) {
      List<List<NaiveLayers.Entry>> layers = new ArrayList<>();
      for (int count = 1 + random.nextInt(4); count > 0; count--) {
        layers.add(randomLayer(random));
      }
      Map<String, String> tree;
      try {
        tree = apply(layers);
      } catch (ContainerException refused) {
        // Its order would matter, or it leads through what is no directory.
        continue;
      }
      applied++;
      NaiveLayers naive = new NaiveLayers();
      layers.forEach(naive::apply);
      assertThat(tree).as("%s", layers).isEqualTo(naive.tree());
      shuffleAndCompare(layers, tree, random);
    }
    assertThat(applied).isGreaterThan(IMAGES / 5);
  }

  /** Another order may be refused, but never understood differently. */
  private static void shuffleAndCompare(
      List<List<NaiveLayers.Entry>> layers, Map<String, String> tree, Random random)
      throws IOException {
    List<List<NaiveLayers.Entry>> shuffled = new ArrayList<>();
    for (List<NaiveLayers.Entry> layer : layers) {
      List<NaiveLayers.Entry> other = new ArrayList<>(layer);
      Collections.shuffle(other, random);
      shuffled.add(other);
    }
    try {
      assertThat(apply(shuffled)).as("%s", layers).isEqualTo(tree);
    } catch (ContainerException refused) {
      assertThat(refused.reason())
          .isIn(
              ContainerException.Reason.CONFLICT,
              ContainerException.Reason.THROUGH_LINK,
              ContainerException.Reason.NOT_A_DIRECTORY,
              ContainerException.Reason.LINK_LOOP);
    }
  }
}
