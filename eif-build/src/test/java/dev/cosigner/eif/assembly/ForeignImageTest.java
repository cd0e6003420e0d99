package dev.cosigner.eif.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.EifImage;
import dev.cosigner.eif.EifSection;
import dev.cosigner.eif.SectionSource;
import dev.cosigner.eif.SectionType;
import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.StrictJson;
import dev.cosigner.eif.assembly.ImageBuild.BuiltImage;
import dev.cosigner.eif.initramfs.InitramfsEntry;
import dev.cosigner.eif.initramfs.InitramfsReader;
import dev.cosigner.eif.initramfs.ListingLimits;
import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.source.Attributes;
import dev.cosigner.eif.source.FileContent;
import dev.cosigner.eif.source.FileTree;
import dev.cosigner.eif.source.ForeignSource;
import dev.cosigner.eif.source.ForeignSourceException;
import dev.cosigner.eif.source.ForeignSourceException.Reason;
import dev.cosigner.eif.source.SourceInput;
import dev.cosigner.eif.source.TreeEntry;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.image.ProcessConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images around programs of others: on the own platform, with AWS's files, and of raw parts. */
class ForeignImageTest {
  private static final ImageLabels LABELS = new ImageLabels("shop", "7", Optional.empty());
  private static final ProcessConfiguration PROCESS = process("/", 0, 0);

  @TempDir private Path directory;

  private static ProcessConfiguration process(String workingDirectory, int user, int group) {
    return new ProcessConfiguration(
        List.of("/bin/run", "a b", ""),
        List.of("PATH=/bin", "A=1"),
        workingDirectory,
        user,
        group,
        List.of());
  }

  private static ForeignSource source(ProcessConfiguration process) throws IOException {
    Attributes program = new Attributes(0755, 3, 4);
    byte[] content = "program".getBytes(StandardCharsets.US_ASCII);
    FileTree tree =
        FileTree.of(
            List.of(
                new TreeEntry.Directory("bin", Attributes.DIRECTORY),
                new TreeEntry.RegularFile("bin/run", program, FileContent.of(content))));
    SourceInput input = new SourceInput("layer 1", "tar", "a test", Sha256.hex(content));
    return new ForeignSource(tree, process, List.of(input));
  }

  /** Of each name that the kernel finds in a ramdisk, its permissions, owner and content. */
  private static Map<String, String> list(Path image, int ramdisk) throws IOException {
    EifSection section =
        EifImage.read(image).sections().stream()
            .filter(candidate -> candidate.type() == SectionType.RAMDISK)
            .toList()
            .get(ramdisk);
    Map<String, String> files = new LinkedHashMap<>();
    try (InputStream in = SectionSource.of(image, section).open();
        InitramfsReader reader =
            new InitramfsReader(in, new ListingLimits(1 << 24, 1000, 100_000))) {
      for (Optional<InitramfsEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        InitramfsEntry entry = next.get();
        String content = new String(reader.content().readAllBytes(), StandardCharsets.UTF_8);
        files.put(
            entry.name(),
            "%s %d:%d %s"
                .formatted(entry.permissions(), entry.owner(), entry.group(), content)
                .strip());
      }
    }
    return files;
  }

  private List<String> inputs(BuiltImage built) throws IOException {
    List<String> names = new ArrayList<>();
    StrictJson.parse(Files.readAllBytes(built.provenance()))
        .get("inputs")
        .forEach(input -> names.add(input.get("name").textValue()));
    return names;
  }

  @Test
  void theApplicationIsTheRuntimeTheProcessAndTheTree() throws Exception {
    Path distribution = Distribution.at(directory.resolve("distribution"));
    Path image = directory.resolve("shop.eif");
    BuiltImage built = new ImageBuild(distribution).build(source(PROCESS), LABELS, image);

    Map<String, String> files = list(image, 1);
    assertThat(files.keySet())
        .containsExactly(
            "app",
            "app/enclave.jar",
            "app/mpc.jar",
            "app/process.cbor",
            "app/protocol.jar",
            "app/transaction.jar",
            "rootfs",
            "rootfs/bin",
            "rootfs/bin/run",
            "rootfs/dev",
            "rootfs/proc",
            "rootfs/sys",
            "rootfs/tmp");
    assertThat(files)
        .containsEntry("rootfs/bin/run", "-rwxr-xr-x 3:4 program")
        .containsEntry("rootfs/tmp", "drwxrwxrwt 0:0");
    assertThat(EifImage.read(image).measurements()).isEqualTo(built.measurements());
    assertThat(inputs(built))
        .containsExactly(
            "kernel",
            "platform",
            "app/enclave.jar",
            "app/mpc.jar",
            "app/protocol.jar",
            "app/transaction.jar",
            "app/process.cbor",
            "rootfs",
            "layer 1");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("distribution", "shop.eif", "shop.eif.provenance.json");
    }
    BuiltImage again =
        new ImageBuild(distribution).build(source(PROCESS), LABELS, directory.resolve("again.eif"));
    assertThat(again.image()).hasSameBinaryContentAs(image);
    assertThat(again.provenance()).hasSameBinaryContentAs(built.provenance());
  }

  /** The platform is measured by itself: a program of others changes PCR2 and not PCR1. */
  @Test
  void thePlatformsRegisterIsACosigners() throws Exception {
    Path distribution = Distribution.at(directory.resolve("distribution"));
    BuiltImage foreign =
        new ImageBuild(distribution).build(source(PROCESS), LABELS, directory.resolve("a.eif"));
    BuiltImage cosigner =
        new ImageBuild(distribution)
            .build(ImageOptions.of(AnchorKind.AWS), directory.resolve("b.eif"));
    BuiltImage other =
        new ImageBuild(distribution)
            .build(source(process("/", 0, 1)), LABELS, directory.resolve("c.eif"));
    assertThat(foreign.measurements().pcr1()).isEqualTo(cosigner.measurements().pcr1());
    assertThat(foreign.measurements().pcr2())
        .isNotEqualTo(cosigner.measurements().pcr2())
        .isNotEqualTo(other.measurements().pcr2());
  }

  @Test
  void itsProvenanceAloneDoesNotRebuildIt() throws Exception {
    Path distribution = Distribution.at(directory.resolve("distribution"));
    BuiltImage built =
        new ImageBuild(distribution).build(source(PROCESS), LABELS, directory.resolve("a.eif"));
    assertThatThrownBy(() -> Rebuild.of(built.provenance(), distribution))
        .isInstanceOf(ProvenanceException.class)
        .hasMessageStartingWith(
            "expected the image of a cosigner, found one of the kind 'foreign'");
  }

  @Test
  void aTreeWithoutRoomForTheKernelsFilesIsRefused() throws Exception {
    Path distribution = Distribution.at(directory.resolve("distribution"));
    FileTree tree =
        FileTree.of(
            List.of(new TreeEntry.SymbolicLink("proc", new Attributes(0777, 0, 0), "/etc")));
    Path image = directory.resolve("a.eif");
    RamdiskException refused =
        catchThrowableOfType(
            RamdiskException.class,
            () ->
                new ImageBuild(distribution)
                    .build(new ForeignSource(tree, PROCESS, List.of()), LABELS, image));
    assertThat(refused.reason()).isEqualTo(RamdiskException.Reason.REPLACED_TYPE);
    assertThat(image).doesNotExist();
  }

  private Path blobs() throws IOException {
    Path blobs = Files.createDirectories(directory.resolve("blobs"));
    for (String file : List.of("bzImage", "Image", "init", "nsm.ko")) {
      Files.writeString(blobs.resolve(file), "AWS's " + file);
    }
    Files.writeString(blobs.resolve("cmdline"), "reboot=k panic=30\n");
    return blobs;
  }

  private BuiltImage withBlobs(Architecture architecture, ProcessConfiguration process)
      throws IOException {
    return new BlobsImageBuild(directory.resolve("blobs"), architecture, LABELS)
        .build(source(process), directory.resolve("aws.eif"));
  }

  @Test
  void awsFilesAreLaidOutAsAwsDoes() throws Exception {
    blobs();
    BuiltImage built = withBlobs(Architecture.X86_64, PROCESS);

    assertThat(list(built.image(), 0))
        .containsExactly(
            Map.entry("dev", "drwxr-xr-x 0:0"),
            Map.entry("init", "-rwxr-xr-x 0:0 AWS's init"),
            Map.entry("nsm.ko", "-rwxr-xr-x 0:0 AWS's nsm.ko"));
    Map<String, String> second = list(built.image(), 1);
    assertThat(second)
        .containsEntry("cmd", "-rw-r--r-- 0:0 /bin/run\na b")
        .containsEntry("env", "-rw-r--r-- 0:0 PATH=/bin\nA=1")
        .containsEntry("rootfs/bin/run", "-rwxr-xr-x 3:4 program")
        .containsKeys("rootfs/dev", "rootfs/proc", "rootfs/run", "rootfs/sys", "rootfs/var");
    assertThat(inputs(built))
        .containsExactly("kernel", "init", "nsm.ko", "cmdline", "cmd", "env", "rootfs", "layer 1");
    assertThat(Files.readString(built.provenance())).contains("\"reboot=k panic=30\"");
    assertThat(EifImage.read(built.image()).architecture()).isEqualTo(Architecture.X86_64);

    BuiltImage arm = withBlobs(Architecture.AARCH64, PROCESS);
    assertThat(EifImage.read(arm.image()).architecture()).isEqualTo(Architecture.AARCH64);
    assertThat(arm.measurements().pcr0()).isNotEqualTo(built.measurements().pcr0());
    Files.delete(directory.resolve("blobs/nsm.ko"));
    assertThat(list(withBlobs(Architecture.X86_64, PROCESS).image(), 0)).hasSize(2);
  }

  private Reason refused(ProcessConfiguration process) {
    return catchThrowableOfType(
            ForeignSourceException.class, () -> withBlobs(Architecture.X86_64, process))
        .reason();
  }

  @Test
  void whatAwsInitDoesNotDoIsRefused() throws Exception {
    Path blobs = blobs();
    assertThat(refused(process("/", 1, 0))).isEqualTo(Reason.USER);
    assertThat(refused(process("/", 0, 1))).isEqualTo(Reason.USER);
    assertThat(refused(process("/srv", 0, 0))).isEqualTo(Reason.WORKING_DIRECTORY);
    ProcessConfiguration lines =
        new ProcessConfiguration(List.of("/a", "b\nc"), List.of(), "/", 0, 0, List.of());
    assertThat(refused(lines)).isEqualTo(Reason.LINE);
    Files.writeString(blobs.resolve("virtio.ko"), "");
    assertThat(refused(PROCESS)).isEqualTo(Reason.BLOBS);
    Files.delete(blobs.resolve("virtio.ko"));
    Files.writeString(blobs.resolve("cmdline"), "two\nlines");
    assertThat(refused(PROCESS)).isEqualTo(Reason.COMMAND_LINE);
    for (String missing : List.of("bzImage", "init", "cmdline")) {
      blobs();
      Files.delete(blobs.resolve(missing));
      assertThat(refused(PROCESS)).as(missing).isEqualTo(Reason.BLOBS);
    }
    assertThat(directory.resolve("aws.eif")).doesNotExist();
  }

  @Test
  void rawPartsAreTakenAsTheyAre() throws Exception {
    Path parts = Files.createDirectories(directory.resolve("parts"));
    Path kernel = Files.writeString(parts.resolve("kernel"), "kernel");
    Path first = Files.writeString(parts.resolve("first"), "rd0");
    Path second = Files.writeString(parts.resolve("second"), "rd1");
    Path image = directory.resolve("raw.eif");
    ImageLabels labels =
        new ImageLabels("raw", "1", Optional.of(StrictJson.object().put("team", "blue")));
    RawImageBuild build = new RawImageBuild(Architecture.AARCH64, labels);

    BuiltImage built = build.build(kernel, "cmdline", List.of(first, second), image);

    // The vector of AWS's own tools for these four sections.
    assertThat(built.measurements().pcr0().hex())
        .isEqualTo(
            "cfc385ad49306161345129a3b3ac9db45e823e3187596aee5851246cd13bb70e"
                + "1385309bad2d170c9b146658244e98c1");
    assertThat(Files.readString(image, StandardCharsets.ISO_8859_1))
        .contains("\"CustomMetadata\":{\"team\":\"blue\"}");
    assertThat(EifImage.read(image).architecture()).isEqualTo(Architecture.AARCH64);
    assertThat(inputs(built)).containsExactly("kernel", "ramdisk 1", "ramdisk 2");
    assertThat(Files.readString(built.provenance()))
        .contains(Sha256.hex("rd1".getBytes(StandardCharsets.US_ASCII)))
        .contains("\"the file second\"")
        .doesNotContain(directory.toString());

    assertThat(
            catchThrowableOfType(
                    ForeignSourceException.class,
                    () -> build.build(kernel, "a\tb", List.of(first), image))
                .reason())
        .isEqualTo(Reason.COMMAND_LINE);
    assertThatThrownBy(() -> build.build(parts.resolve("none"), "c", List.of(first), image))
        .isInstanceOf(NoSuchFileException.class);
  }
}
