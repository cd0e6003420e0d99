package dev.cosigner.eif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.eif.Images.Forged;
import dev.cosigner.eif.inspection.InspectedImage;
import dev.cosigner.eif.inspection.InspectedImage.Depth;
import dev.cosigner.eif.inspection.InspectedRamdisk;
import dev.cosigner.eif.ramdisk.ForgedCpio;
import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.signature.ImageSignature;
import dev.cosigner.eif.signature.ImageSignatureException;
import dev.cosigner.eif.signature.TestSigner;
import dev.cosigner.protocol.attestation.PcrValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Small images, most of them hostile, and what every reader of ours says of each: {@code
 * corpus/verdicts.tsv} names the exit code of {@code describe-eif --files} and the reason. {@code
 * -Dcosigner.corpus.write=true} writes them anew.
 */
class CorpusTest {
  private static final Path CORPUS =
      Path.of("src", "test", "resources", "dev", "cosigner", "eif", "corpus");

  private static final int LARGEST = 16 * 1024;
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

  /** Exit code and reason, such as {@code 3 SECTION_BOUNDS}. */
  private static String verdict(Path file) throws IOException {
    InspectedImage image;
    try {
      image = InspectedImage.read(file, Depth.FILES);
    } catch (EifException e) {
      return "3\tEIF " + e.reason();
    }
    Optional<RamdiskException> refusal =
        image.ramdisks().stream()
            .map(InspectedRamdisk::refusal)
            .flatMap(Optional::stream)
            .findFirst();
    if (refusal.isPresent()) {
      return "3\tRAMDISK " + refusal.get().reason();
    }
    if (image.signature().isPresent()) {
      try {
        ImageSignature signature = ImageSignature.parse(image.signature().get());
        signature.verify(image.measurements().pcr0());
        signature.certificate().requireValid(NOW);
      } catch (ImageSignatureException e) {
        return "1\tSIGNATURE " + e.reason();
      }
    }
    return image.crc() ? "0\tACCEPTED" : "1\tCRC";
  }

  @TestFactory
  List<DynamicTest> everyFileHasItsVerdict() throws IOException {
    Map<String, String> verdicts = new LinkedHashMap<>();
    for (String line : Files.readAllLines(CORPUS.resolve("verdicts.tsv"))) {
      verdicts.put(line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1));
    }
    try (var files = Files.list(CORPUS)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".eif"))
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

  @Test
  @EnabledIfSystemProperty(named = "cosigner.corpus.write", matches = "true")
  void write() throws Exception {
    Map<String, byte[]> images = new TreeMap<>();
    for (HostileImageTest.Hostile hostile : HostileImageTest.corpus()) {
      images.put("eif " + hostile.name(), hostile.image());
    }
    addRamdisks(images);
    addSignatures(images);
    Files.createDirectories(CORPUS);
    StringBuilder verdicts = new StringBuilder();
    for (Map.Entry<String, byte[]> image : images.entrySet()) {
      if (image.getValue().length <= LARGEST) {
        String name =
            image.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".eif";
        Path file = CORPUS.resolve(name);
        Files.write(file, image.getValue());
        verdicts.append(name).append('\t').append(verdict(file)).append('\n');
      }
    }
    Files.writeString(CORPUS.resolve("verdicts.tsv"), verdicts);
  }

  private static byte[] withRamdisk(byte[] ramdisk) {
    return Forged.withArchives().without(4).with(3, ramdisk).build();
  }

  private static void addRamdisks(Map<String, byte[]> images) throws IOException {
    for (String name :
        List.of("plain", "gzip", "zstd", "xz", "lz4", "lz4-frame", "bzip2", "concatenated")) {
      byte[] ramdisk = resource("initramfs/" + name + ".img");
      images.put("ramdisk " + name, withRamdisk(ramdisk));
      images.put(
          "ramdisk " + name + " cut", withRamdisk(Images.truncated(ramdisk, ramdisk.length / 2)));
    }
    images.put("ramdisk of junk", withRamdisk(Images.ascii("hello")));
    images.put("ramdisk of zeros", withRamdisk(new byte[512]));
    add(images, "traversal", new ForgedCpio().file("../../etc/shadow", "x"));
    add(images, "traversal inside", new ForgedCpio().file("a/../../b", "x"));
    add(images, "through a link", new ForgedCpio().link("a", "/etc").file("a/shadow", "x"));
    add(images, "link without target", new ForgedCpio().link("a", ""));
    add(images, "absolute link", new ForgedCpio().link("a", "/etc/shadow"));
    add(images, "link to itself", new ForgedCpio().link("a", "a"));
    add(images, "file twice", new ForgedCpio().file("a", "x").file("a", "y"));
    add(images, "zero in a name", new ForgedCpio().file("a\0b", "x"));
    add(images, "escape in a name", new ForgedCpio().file("a\u001b[2Jb", "x"));
    add(images, "type that does not exist", new ForgedCpio().entry("a", 0070644, ""));
    add(images, "set-ID file", new ForgedCpio().entry("a", 0104755, "x"));
    images.put("ramdisk without trailer", withRamdisk(new ForgedCpio().file("a", "x").unended()));
    byte[] size = new ForgedCpio().file("a", "x").end();
    System.arraycopy(Images.ascii("ffffffff"), 0, size, 54, 8);
    images.put("ramdisk with a file of 4 GiB", withRamdisk(size));
  }

  private static void add(Map<String, byte[]> images, String name, ForgedCpio cpio) {
    images.put("ramdisk " + name, withRamdisk(cpio.end()));
  }

  private static void addSignatures(Map<String, byte[]> images) throws Exception {
    for (String curve : List.of("p256", "p384", "p521")) {
      images.put("signature by " + curve, signed(curve, curve, 0));
    }
    images.put("signature over another pcr0", signed("p384", "p384", 1));
    images.put("signature by an expired certificate", signed("expired", "p384", 0));
    byte[] forged = signed("p384", "p384", 0);
    Forged reSealed = Forged.withArchives();
    byte[] section = java.util.Arrays.copyOfRange(forged, signatureOffset() + 12, forged.length);
    section[section.length - 1] ^= 1;
    images.put("signature forged", reSealed.with(4, section).build());
    images.put("signature of junk", Forged.withArchives().with(4, Images.ascii("junk")).build());
    images.put(
        "signature empty array", Forged.withArchives().with(4, new byte[] {(byte) 0x80}).build());
  }

  private static int signatureOffset() {
    return Forged.withArchives().build().length;
  }

  private static byte[] signed(String certificate, String key, int change) throws Exception {
    byte[] pcr0 = Images.read(Forged.withArchives().build()).measurements().pcr0().bytes();
    pcr0[0] ^= (byte) change;
    byte[] section = TestSigner.sign(certificate, key, PcrValue.of(pcr0)).encode();
    return Forged.withArchives().with(4, section).build();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = CorpusTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
