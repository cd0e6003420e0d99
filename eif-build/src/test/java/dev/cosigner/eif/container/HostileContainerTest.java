package dev.cosigner.eif.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.ramdisk.RamdiskException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Archives of images with one attack each: {@code corpus/verdicts.tsv} names the reason for which
 * each is refused. {@code -Dcosigner.corpus.write=true} writes them anew.
 */
class HostileContainerTest {
  private static final Path CORPUS =
      Path.of("src", "test", "resources", "dev", "cosigner", "eif", "container", "corpus");

  private static final int LARGEST = 16 * 1024;

  private static String verdict(Path file) throws IOException {
    try (ContainerImage image =
        ContainerImage.open(
            new ImageReference.Archive(file), Architecture.X86_64, file, Layers.LIMITS)) {
      return image.source().process().arguments().toString();
    } catch (ContainerException e) {
      return e.reason().name();
    } catch (RamdiskException e) {
      return "RAMDISK " + e.reason();
    }
  }

  @TestFactory
  List<DynamicTest> everyFileHasItsVerdict() throws IOException {
    Map<String, String> verdicts = new LinkedHashMap<>();
    for (String line : Files.readAllLines(CORPUS.resolve("verdicts.tsv"))) {
      verdicts.put(line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1));
    }
    try (var files = Files.list(CORPUS)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".tar"))
          .containsExactlyInAnyOrderElementsOf(verdicts.keySet());
    }
    return verdicts.entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                () ->
                    assertThat(verdict(CORPUS.resolve(entry.getKey())))
                        .isEqualTo(entry.getValue())))
        .toList();
  }

  /** An archive and its verdict: the reason of its refusal, or the process that it starts. */
  private static final class Expected {
    private final String verdict;
    private final byte[] archive;

    private Expected(String verdict, byte[] archive) {
      this.verdict = verdict;
      this.archive = archive;
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "cosigner.corpus.write", matches = "true")
  void write() throws IOException {
    Map<String, Expected> corpus = new TreeMap<>();
    corpus.put("good", new Expected("[/init]", ForgedImage.good().archive()));
    TarReaderTest.hostileArchives()
        .forEach(hostile ->
            corpus.put("tar-" + hostile.get()[0], ofLayers(hostile, (byte[]) hostile.get()[2])));
    LayerTreeTest.hostileLayers()
        .forEach(hostile ->
            corpus.put(
                "layer-" + hostile.get()[0], ofLayers(hostile, (byte[][]) hostile.get()[2])));
    images(corpus);
    Files.createDirectories(CORPUS);
    StringBuilder verdicts = new StringBuilder();
    for (Map.Entry<String, Expected> image : corpus.entrySet()) {
      byte[] archive = image.getValue().archive;
      if (archive.length <= LARGEST) {
        String name = image.getKey() + ".tar";
        Path file = Files.write(CORPUS.resolve(name), archive);
        assertThat(verdict(file)).as(name).isEqualTo(image.getValue().verdict);
        verdicts.append(name).append('\t').append(image.getValue().verdict).append('\n');
      }
    }
    Files.writeString(CORPUS.resolve("verdicts.tsv"), verdicts);
  }

  private static Expected ofLayers(Arguments hostile, byte[]... layers) {
    ForgedImage image = ForgedImage.good();
    for (byte[] layer : layers) {
      image.gzip(layer);
    }
    return new Expected(hostile.get()[1].toString(), image.archive());
  }

  private static void add(
      Map<String, Expected> corpus, String name, Reason reason, ForgedImage image) {
    corpus.put("image-" + name, new Expected(reason.name(), image.archive()));
  }

  private static ForgedImage good() {
    return ForgedImage.good();
  }

  private static ForgedImage indexed(String... descriptors) {
    return good().file("index.json", ForgedImage.index(descriptors));
  }

  /** An image whose manifest is another document. */
  private static ForgedImage manifest(ForgedImage image, String from, String to) {
    byte[] manifest =
        new String(image.manifest(), StandardCharsets.UTF_8)
            .replace(from.replace('\'', '"'), to.replace('\'', '"'))
            .getBytes(StandardCharsets.UTF_8);
    return image
        .blob(manifest)
        .file(
            "index.json",
            ForgedImage.index(ForgedImage.descriptor(ForgedImage.MANIFEST, manifest)));
  }

  private static void images(Map<String, Expected> corpus) {
    Map<String, byte[]> unmarked = new TreeMap<>(good().complete().files());
    unmarked.remove("oci-layout");
    corpus.put(
        "image-no-marker", new Expected(Reason.LAYOUT.name(), ForgedImage.archive(unmarked)));
    add(
        corpus,
        "other-layout-version",
        Reason.LAYOUT,
        good().file("oci-layout", ForgedImage.json("{'imageLayoutVersion':'2.0.0'}")));
    add(corpus, "index-not-json", Reason.JSON, good().file("index.json", ForgedImage.json("{")));
    add(corpus, "index-array", Reason.JSON, good().file("index.json", ForgedImage.json("[]")));
    add(
        corpus,
        "index-deep",
        Reason.JSON,
        good().file("index.json", ForgedImage.json("{'a':" + "[".repeat(100_000 / 20))));
    add(
        corpus,
        "index-field-twice",
        Reason.JSON,
        good()
            .file(
                "index.json",
                ForgedImage.json("{'schemaVersion':2,'manifests':[],'manifests':[]}")));
    add(
        corpus,
        "index-schema-1",
        Reason.SCHEMA_VERSION,
        good().file("index.json", ForgedImage.json("{'schemaVersion':1,'manifests':[]}")));
    add(
        corpus,
        "index-of-another-type",
        Reason.MEDIA_TYPE,
        good()
            .file(
                "index.json",
                ForgedImage.json(
                    "{'schemaVersion':2,'mediaType':'%s','manifests':[]}"
                        .formatted(ForgedImage.MANIFEST))));
    add(
        corpus,
        "index-that-is-a-manifest",
        Reason.MEDIA_TYPE,
        good()
            .file(
                "index.json", ForgedImage.json("{'schemaVersion':2,'manifests':[],'layers':[]}")));
    add(corpus, "index-empty", Reason.NO_PLATFORM, indexed());
    ForgedImage arm = good();
    arm.architecture = "arm64";
    add(corpus, "other-processor", Reason.NO_PLATFORM, arm);
    ForgedImage windows = good();
    windows.operatingSystem = "windows";
    add(corpus, "other-system", Reason.NO_PLATFORM, windows);
    add(
        corpus,
        "index-says-another-processor-than-the-configuration",
        Reason.ARCHITECTURE,
        lying(arm));
    add(
        corpus,
        "index-says-another-system-than-the-configuration",
        Reason.OPERATING_SYSTEM,
        lying(windows));
    ForgedImage second = good().config("'Cmd':['/bin/tool']");
    add(
        corpus,
        "two-images",
        Reason.AMBIGUOUS,
        good()
            .blob(second.manifest())
            .blob(second.configuration())
            .file(
                "index.json",
                ForgedImage.index(
                    ForgedImage.descriptor(ForgedImage.MANIFEST, good().manifest()),
                    ForgedImage.descriptor(ForgedImage.MANIFEST, second.manifest()))));
    ForgedImage nested = good();
    byte[] index = ForgedImage.index();
    for (int i = 0; i < 4; i++) {
      nested.blob(index);
      index = ForgedImage.index(ForgedImage.descriptor(ForgedImage.INDEX, index));
    }
    add(corpus, "indexes-in-a-row", Reason.INDEX_DEPTH, nested.file("index.json", index));
    byte[] wide =
        ForgedImage.index(
            Collections.nCopies(16, ForgedImage.descriptor(ForgedImage.INDEX, ForgedImage.index()))
                .toArray(String[]::new));
    byte[] wider =
        ForgedImage.index(
            Collections.nCopies(17, ForgedImage.descriptor(ForgedImage.INDEX, wide))
                .toArray(String[]::new));
    add(
        corpus,
        "indexes-that-multiply",
        Reason.TOO_LARGE,
        good().blob(ForgedImage.index()).blob(wide).file("index.json", wider));
    descriptors(corpus);
    layers(corpus);
    archives(corpus);
  }

  private static ForgedImage lying(ForgedImage image) {
    return image.file(
        "index.json",
        ForgedImage.index(
            ForgedImage.descriptor(ForgedImage.MANIFEST, image.manifest())
                .replace("}", ",'platform':{'os':'linux','architecture':'amd64'}}")));
  }

  private static void descriptors(Map<String, Expected> corpus) {
    String good = ForgedImage.descriptor(ForgedImage.MANIFEST, good().manifest());
    add(
        corpus,
        "digest-of-traversal",
        Reason.DIGEST_ALGORITHM,
        indexed(good.replaceAll("sha256:[0-9a-f]*", "sha256:../../../../etc/passwd")));
    add(
        corpus,
        "digest-of-another-algorithm",
        Reason.DIGEST_ALGORITHM,
        indexed(good.replace("sha256:", "sha512:")));
    add(
        corpus,
        "digest-in-upper-case",
        Reason.DIGEST_ALGORITHM,
        indexed(good.replaceAll("sha256:[0-9a-f]*", "sha256:" + "A".repeat(64))));
    add(
        corpus,
        "manifest-absent",
        Reason.MISSING,
        indexed(good.replaceAll("sha256:[0-9a-f]*", "sha256:" + "a".repeat(64))));
    add(corpus, "manifest-size", Reason.SIZE, indexed(good.replaceAll("'size':.*}", "'size':1}")));
    add(
        corpus,
        "manifest-size-negative",
        Reason.JSON,
        indexed(good.replaceAll("'size':.*}", "'size':-1}")));
    add(
        corpus,
        "manifest-size-of-2-to-the-64",
        Reason.JSON,
        indexed(good.replaceAll("'size':.*}", "'size':18446744073709551616}")));
    add(
        corpus,
        "manifest-changed",
        Reason.DIGEST,
        good()
            .file(
                "blobs/sha256/" + Sha256.hex(good().manifest()),
                replaced(good().manifest(), "schemaVersion\":2", "schemaVersion\":3")));
    add(
        corpus,
        "configuration-changed",
        Reason.DIGEST,
        good()
            .complete()
            .file(
                "blobs/sha256/" + Sha256.hex(good().configuration()),
                replaced(good().configuration(), "/init", "/evil")));
    add(
        corpus,
        "manifest-of-schema-1",
        Reason.SCHEMA_VERSION,
        manifest(good(), "'schemaVersion':2", "'schemaVersion':1"));
    add(
        corpus,
        "manifest-that-is-an-index",
        Reason.MEDIA_TYPE,
        manifest(good(), "'schemaVersion':2", "'schemaVersion':2,'manifests':[]"));
    add(
        corpus,
        "manifest-of-another-type",
        Reason.MEDIA_TYPE,
        manifest(good(), "'mediaType':'" + ForgedImage.MANIFEST, "'mediaType':'text/plain"));
    add(
        corpus,
        "artifact",
        Reason.MEDIA_TYPE,
        manifest(good(), ForgedImage.CONFIG, "application/vnd.oci.empty.v1+json"));
  }

  private static byte[] replaced(byte[] bytes, String from, String to) {
    return new String(bytes, StandardCharsets.UTF_8)
        .replace(from, to)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void layers(Map<String, Expected> corpus) {
    byte[] tar = new ForgedTar().file("x", "x").end();
    byte[] gzip = ForgedImage.gzipped(tar);
    String diffId = Sha256.hex(tar);
    add(
        corpus,
        "layer-elsewhere",
        Reason.MEDIA_TYPE,
        good().layer("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", gzip, diffId));
    add(
        corpus,
        "layer-encrypted",
        Reason.MEDIA_TYPE,
        good().layer(ForgedImage.LAYER + "+encrypted", gzip, diffId));
    add(
        corpus,
        "layer-absent",
        Reason.MISSING,
        good().layer(ForgedImage.LAYER, gzip, diffId).without("blobs/sha256/" + Sha256.hex(gzip)));
    byte[] changed = gzip.clone();
    changed[4] ^= 1;
    add(
        corpus,
        "layer-changed",
        Reason.DIGEST,
        good()
            .layer(ForgedImage.LAYER, gzip, diffId)
            .file("blobs/sha256/" + Sha256.hex(gzip), changed));
    add(
        corpus,
        "layer-longer",
        Reason.SIZE,
        good()
            .layer(ForgedImage.LAYER, gzip, diffId)
            .file("blobs/sha256/" + Sha256.hex(gzip), Arrays.copyOf(gzip, gzip.length + 1)));
    add(
        corpus,
        "layer-of-another-diff-id",
        Reason.DIFF_ID,
        good().layer(ForgedImage.LAYER, gzip, "0".repeat(64)));
    byte[] cut = Arrays.copyOf(gzip, gzip.length / 2);
    add(
        corpus,
        "layer-with-gzip-cut",
        Reason.DAMAGED,
        good().layer(ForgedImage.LAYER, cut, diffId));
    byte[] zstd = Zstd.compress(tar);
    String zstdType = "application/vnd.oci.image.layer.v1.tar+zstd";
    add(
        corpus,
        "layer-with-zstd-cut",
        Reason.DAMAGED,
        good().layer(zstdType, Arrays.copyOf(zstd, zstd.length / 2), diffId));
    add(
        corpus,
        "layer-of-another-compression",
        Reason.DAMAGED,
        good().layer(zstdType, gzip, diffId));
    byte[] bomb = Zstd.compress(new byte[8 << 20]);
    add(
        corpus,
        "layer-that-unpacks-to-too-much",
        Reason.TOO_LARGE,
        good().layer(zstdType, bomb, diffId));
    add(
        corpus,
        "more-layers-than-diff-ids",
        Reason.LAYER_COUNT,
        manifest(
            good().blob(gzip),
            "'layers':[",
            "'layers':[" + ForgedImage.descriptor(ForgedImage.LAYER, gzip) + ","));
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 128; i++) {
      many.append("{'mediaType':'a','digest':'sha256:")
          .append("0".repeat(64))
          .append("','size':0},");
    }
    add(
        corpus,
        "too-many-layers",
        Reason.LAYER_COUNT,
        manifest(good(), "'layers':[", "'layers':[" + many));
  }

  private static void archives(Map<String, Expected> corpus) {
    byte[] layer = ForgedImage.goodLayer().end();
    byte[] good = ForgedImage.good().dockerArchive(layer);
    corpus.put("archive-good", new Expected("[/init]", good));
    ForgedTar other = ForgedImage.goodLayer().file("other", "");
    corpus.put(
        "archive-with-another-layer",
        new Expected(Reason.DIFF_ID.name(), ForgedImage.good().dockerArchive(other.end())));
    corpus.put(
        "archive-with-another-configuration",
        new Expected(Reason.DIGEST.name(), changedContent(good, "/init\"", "/evil\"")));
    corpus.put(
        "archive-of-nothing",
        new Expected(Reason.LAYOUT.name(), new ForgedTar().file("x", "").end()));
    corpus.put(
        "archive-of-two-images",
        new Expected(
            Reason.AMBIGUOUS.name(), new ForgedTar().file("manifest.json", "[{},{}]").end()));
    corpus.put(
        "archive-with-traversal",
        new Expected(
            Reason.MISSING.name(),
            new ForgedTar()
                .file("manifest.json", "[{\"Config\":\"../../etc/passwd\",\"Layers\":[]}]")
                .end()));
    corpus.put(
        "archive-with-link-out",
        new Expected(
            Reason.MISSING.name(),
            new ForgedTar()
                .file("manifest.json", "[{\"Config\":\"a.json\",\"Layers\":[]}]")
                .link("a.json", "/etc/passwd")
                .end()));
    corpus.put(
        "archive-with-a-file-twice",
        new Expected(
            Reason.CONFLICT.name(),
            new ForgedTar().file("manifest.json", "[]").file("manifest.json", "[]").end()));
    corpus.put(
        "archive-compressed", new Expected(Reason.COMPRESSION.name(), ForgedImage.gzipped(good)));
    corpus.put("archive-cut", new Expected(Reason.TRUNCATED.name(), Arrays.copyOf(good, 2000)));
  }

  private static byte[] changedContent(byte[] archive, String from, String to) {
    byte[] changed = archive.clone();
    String text = new String(archive, StandardCharsets.ISO_8859_1);
    byte[] bytes = to.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, changed, text.indexOf(from), bytes.length);
    return changed;
  }
}
