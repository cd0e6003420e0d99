package dev.cosigner.eif.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.eif.EifImage;
import dev.cosigner.eif.EifMetadata;
import dev.cosigner.eif.EifSection;
import dev.cosigner.eif.SectionType;
import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.assembly.ImageBuild.BuiltImage;
import dev.cosigner.eif.ramdisk.ImageUnpacker;
import dev.cosigner.protocol.attestation.AnchorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image from a distribution: the same one everywhere, and from locked inputs only. */
class ImageBuildTest {
  @TempDir private Path directory;

  private static BuiltImage build(Path distribution, AnchorKind anchor, Path image)
      throws IOException, InputsLockException {
    return new ImageBuild(distribution).build(ImageOptions.of(anchor), image);
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void anImageHoldsKernelPlatformAndApplication() throws Exception {
    Path distribution = Distribution.at(directory.resolve("distribution"));
    Path file = directory.resolve("cosigner.eif");

    BuiltImage built = build(distribution, AnchorKind.AWS, file);

    EifImage image = EifImage.read(file);
    assertThat(image.measurements()).isEqualTo(built.measurements());
    assertThat(image.sections())
        .extracting(EifSection::type)
        .containsExactly(
            SectionType.KERNEL,
            SectionType.COMMAND_LINE,
            SectionType.METADATA,
            SectionType.RAMDISK,
            SectionType.RAMDISK);
    assertThat(built.size()).isEqualTo(Files.size(file));
    Path unpacked = directory.resolve("unpacked");
    new ImageUnpacker().unpack(file, unpacked);
    assertThat(files(unpacked)).containsExactly("app", "init");
    assertThat(files(unpacked.resolve("app")))
        .containsExactly(
            "configuration.cbor", "enclave.jar", "mpc.jar", "protocol.jar", "transaction.jar");
    assertThat(
            HexFormat.of()
                .formatHex(Files.readAllBytes(unpacked.resolve("app/configuration.cbor"))))
        .isEqualTo("820163617773");
  }

  @Test
  void theCommandLineIsTheOneThatTheKernelIsBuiltFor() throws Exception {
    Path file = directory.resolve("cosigner.eif");
    build(Distribution.at(directory.resolve("distribution")), AnchorKind.AWS, file);

    assertThat(Path.of("kernel/README.md"))
        .content(StandardCharsets.UTF_8)
        .contains("| EIF | `" + EifImage.read(file).commandLine() + "` |");
  }

  @Test
  void aDevelopmentImageHoldsTheSimulatedModuleAndAnotherAnchor() throws Exception {
    Path distribution = Distribution.at(directory.resolve("distribution"));
    BuiltImage production = build(distribution, AnchorKind.AWS, directory.resolve("aws.eif"));

    BuiltImage development =
        build(distribution, AnchorKind.DEVELOPMENT, directory.resolve("development.eif"));

    Path unpacked = directory.resolve("unpacked");
    new ImageUnpacker().unpack(development.image(), unpacked);
    assertThat(files(unpacked.resolve("app"))).contains("simulated-nsm.jar");
    assertThat(
            HexFormat.of()
                .formatHex(Files.readAllBytes(unpacked.resolve("app/configuration.cbor"))))
        .isEqualTo("82016b646576656c6f706d656e74");
    assertThat(development.measurements().pcr1()).isEqualTo(production.measurements().pcr1());
    assertThat(development.measurements().pcr2()).isNotEqualTo(production.measurements().pcr2());
  }

  @Test
  void theSameInputsGiveTheSameFilesWhereverTheyAre() throws Exception {
    Path here = Distribution.at(directory.resolve("here"), Deflater.BEST_COMPRESSION);
    Path there = Distribution.at(directory.resolve("there/in/another/place"), Deflater.BEST_SPEED);
    Path first = directory.resolve("first.eif");
    Path second = directory.resolve("second.eif");
    build(here, AnchorKind.AWS, first);
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      build(there, AnchorKind.AWS, second);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }

    assertThat(second).hasSameBinaryContentAs(first);
    assertThat(ImageBuild.provenanceOf(second))
        .hasSameBinaryContentAs(ImageBuild.provenanceOf(first));
  }

  @Test
  void nameAndVersionAreLabelsThatNothingMeasures() throws Exception {
    Path distribution = Distribution.at(directory.resolve("distribution"));
    BuiltImage plain = build(distribution, AnchorKind.AWS, directory.resolve("plain.eif"));

    BuiltImage named =
        new ImageBuild(distribution)
            .build(
                new ImageOptions(
                    AnchorKind.AWS, new ImageLabels("treasury", "2026.1", Optional.empty())),
                directory.resolve("named.eif"));

    assertThat(named.measurements()).isEqualTo(plain.measurements());
    assertThat(EifImage.read(named.image()).metadata())
        .isEqualTo(
            new EifMetadata(
                "treasury",
                "2026.1",
                "2026-01-01T00:00:00Z",
                "cosigner",
                BuildProperties.VERSION,
                "Linux",
                "6.12.1"));
    assertThatThrownBy(() -> new ImageLabels("two\nlines", "1", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ImageLabels("a", "", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void provenanceNamesEveryInput() throws Exception {
    Path distribution = Distribution.at(directory.resolve("distribution"));
    BuiltImage built = build(distribution, AnchorKind.DEVELOPMENT, directory.resolve("i.eif"));

    String provenance = Files.readString(built.provenance(), StandardCharsets.UTF_8);

    assertThat(provenance)
        .startsWith("{\n  \"format\": 1,\n  \"image\": {\n    \"name\": \"cosigner\",\n")
        .contains("\"anchor\": \"development\"")
        .contains("\"PCR2\": \"" + built.measurements().pcr2() + "\"")
        .contains("\"name\": \"kernel\"", "\"name\": \"linux-source\"", "\"name\": \"platform\"")
        .contains("\"name\": \"app/enclave.jar\"", "\"name\": \"app/simulated-nsm.jar\"")
        .contains("\"name\": \"app/configuration.cbor\"")
        .contains(
            "\"sha256\": \""
                + Sha256.hex(JarRepacker.repack(distribution.resolve("runtime/mpc.jar"))))
        .endsWith("}\n");
  }

  @Test
  void anotherKernelOrPlatformIsRefused() throws Exception {
    for (String input : List.of("kernel/bzImage", "platform/platform.cpio.zst")) {
      Path distribution = Distribution.at(directory.resolve("distribution"));
      String locked = Sha256.hex(Files.readAllBytes(distribution.resolve(input)));
      Files.writeString(distribution.resolve(input), "another");

      assertThatThrownBy(() -> build(distribution, AnchorKind.AWS, directory.resolve("image.eif")))
          .isInstanceOfSatisfying(
              InputsLockException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(InputsLockException.Reason.DIFFERS);
                assertThat(e).hasMessage(input + " is not the locked input");
                assertThat(e.expected()).isEqualTo("SHA-256 " + locked);
                assertThat(e.found())
                    .isEqualTo("SHA-256 " + Sha256.hex("another".getBytes(StandardCharsets.UTF_8)));
              });
      assertThat(files(directory)).containsExactly("distribution");
    }
  }

  @Test
  void aMissingJarIsNamedAndNothingIsWritten() throws Exception {
    Path distribution = Distribution.at(directory.resolve("distribution"));
    Files.delete(distribution.resolve("runtime/mpc.jar"));

    assertThatThrownBy(() -> build(distribution, AnchorKind.AWS, directory.resolve("image.eif")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("mpc.jar");
    assertThat(files(directory)).containsExactly("distribution");
  }

  @Test
  void aStrayJarIsNotMeasured() throws Exception {
    Path distribution = Distribution.at(directory.resolve("distribution"));
    BuiltImage before = build(distribution, AnchorKind.AWS, directory.resolve("before.eif"));
    Files.copy(distribution.resolve("runtime/mpc.jar"), distribution.resolve("runtime/stray.jar"));

    BuiltImage after = build(distribution, AnchorKind.AWS, directory.resolve("after.eif"));

    assertThat(after.measurements()).isEqualTo(before.measurements());
  }

  @Test
  void anEarlierImageIsReplacedAndADirectoryIsNot() throws Exception {
    Path distribution = Distribution.at(directory.resolve("distribution"));
    Path image = directory.resolve("image.eif");
    Files.writeString(image, "an earlier one");

    build(distribution, AnchorKind.AWS, image);

    assertThat(EifImage.read(image).metadata().imageName()).isEqualTo("cosigner");
    assertThatThrownBy(() -> build(distribution, AnchorKind.AWS, distribution))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("found a directory");
    assertThatThrownBy(
            () -> build(distribution, AnchorKind.AWS, directory.resolve("missing/image.eif")))
        .isInstanceOf(FileSystemException.class);
    assertThat(files(directory))
        .containsExactly("distribution", "image.eif", "image.eif.provenance.json");
  }
}
