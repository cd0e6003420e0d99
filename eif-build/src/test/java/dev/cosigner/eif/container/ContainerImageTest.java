package dev.cosigner.eif.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.source.ForeignSource;
import dev.cosigner.eif.source.SourceInput;
import dev.cosigner.protocol.image.ProcessConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images from folders and archives, and the processes that they ask for. */
class ContainerImageTest {
  private static final Path NO_CONFIGURATION = Path.of("absent.json");

  @TempDir Path folder;

  /** What an image comes to, with its files read before it is closed. */
  private record Read(
      List<String> files,
      ProcessConfiguration process,
      List<SourceInput> inputs,
      List<String> passedOver) {}

  private static Read read(ImageReference reference, Architecture architecture) throws IOException {
    try (ContainerImage image = ContainerImage.open(reference, architecture, NO_CONFIGURATION)) {
      ForeignSource source = image.source();
      return new Read(
          LayerTreeTest.lines(source.tree()),
          source.process(),
          source.inputs(),
          image.passedOver());
    }
  }

  private Read read(ForgedImage image) throws IOException {
    return read(new ImageReference.Layout(image.write(folder)), Architecture.X86_64);
  }

  private static Reason refusal(ForgedImage image, Path folder) {
    ContainerException e =
        catchThrowableOfType(
            ContainerException.class,
            () ->
                ContainerImage.open(
                        new ImageReference.Layout(image.write(folder)),
                        Architecture.X86_64,
                        NO_CONFIGURATION)
                    .close());
    assertThat(e).isNotNull();
    return e.reason();
  }

  @Test
  void anImageIsItsFilesAndItsProcess() throws IOException {
    Read read =
        read(
            ForgedImage.good()
                .config(
                    "'Entrypoint':['tool','-v'],'Cmd':['run'],'Env':['A=1','PATH=/sbin'],"
                        + "'WorkingDir':'/work','User':'user'"));
    assertThat(read.process())
        .isEqualTo(
            new ProcessConfiguration(
                List.of("/sbin/tool", "-v", "run"),
                List.of("A=1", "PATH=/sbin", "HOME=/home/user"),
                "/work",
                1000,
                1001,
                List.of(29, 44)));
    assertThat(read.files()).contains("sbin -> bin", "work/ 493 0:0").hasSize(8);
    assertThat(read.inputs())
        .extracting(SourceInput::name)
        .containsExactly("manifest", "configuration", "layer 1");
    assertThat(read.inputs().get(2).sha256())
        .isEqualTo(Sha256.hex(ForgedImage.gzipped(ForgedImage.goodLayer().end())));
  }

  @Test
  void everyCompressionAndPlaceGivesTheSame() throws IOException {
    byte[] tar = ForgedImage.goodLayer().end();
    byte[] second = new ForgedTar().file("second", "2").file(".wh.work", "").end();
    ForgedImage image =
        ForgedImage.good()
            .layer(
                "application/vnd.oci.image.layer.v1.tar+zstd",
                Zstd.compress(second),
                Sha256.hex(second))
            .layer("application/vnd.oci.image.layer.v1.tar", tar, Sha256.hex(tar));
    Read layout = read(image);
    Path archive = Files.write(folder.resolve("oci.tar"), image.archive());
    Read archived = read(new ImageReference.Archive(archive), Architecture.X86_64);
    assertThat(archived).isEqualTo(layout);
    Path docker =
        Files.write(
            folder.resolve("docker.tar"),
            image.dockerArchive(tar, ForgedImage.gzipped(second), tar));
    Read saved = read(new ImageReference.Archive(docker), Architecture.X86_64);
    assertThat(saved.files()).isEqualTo(layout.files()).contains("second 420 0:0 2");
    assertThat(saved.process()).isEqualTo(layout.process());
  }

  @Test
  void theFolderAndItsTimesMeanNothing() throws IOException {
    Path one = ForgedImage.good().write(Files.createDirectories(folder.resolve("one")));
    Path other = ForgedImage.good().write(Files.createDirectories(folder.resolve("some/other")));
    try (var files = Files.walk(other)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
      }
    }
    assertThat(read(new ImageReference.Layout(other), Architecture.X86_64))
        .isEqualTo(read(new ImageReference.Layout(one), Architecture.X86_64));
  }

  @Test
  void theImageForTheProcessorIsTaken() throws IOException {
    ForgedImage image = ForgedImage.good();
    ForgedImage arm = ForgedImage.good().config("'Cmd':['/arm']");
    arm.architecture = "arm64";
    byte[] nested =
        ForgedImage.index(
            ForgedImage.descriptor(ForgedImage.MANIFEST, image.manifest()),
            ForgedImage.descriptor(ForgedImage.MANIFEST, arm.manifest())
                .replace("}", ",'platform':{'os':'linux','architecture':'arm64','variant':'v8'}}"),
            "{'mediaType':'text/x-signature'}");
    image
        .blob(nested)
        .file("index.json", ForgedImage.index(ForgedImage.descriptor(ForgedImage.INDEX, nested)));
    image.blob(arm.manifest()).blob(arm.configuration());
    assertThat(read(image).process().arguments()).containsExactly("/init");
    ContainerException e =
        catchThrowableOfType(
            ContainerException.class,
            () -> read(new ImageReference.Layout(folder), Architecture.AARCH64));
    // The program in it is one for x86_64.
    assertThat(e.reason()).isEqualTo(Reason.COMMAND_NOT_FOUND);
  }

  @Test
  void whatMeansNothingInAnEnclaveIsSaid() throws IOException {
    Read read =
        read(
            ForgedImage.good()
                .config(
                    "'Cmd':['/init'],'ExposedPorts':{'80/tcp':{}},'Healthcheck':{'Test':['NONE']},"
                        + "'StopSignal':'SIGTERM','Volumes':{'/data':{}},'Labels':{'a':'b'},"
                        + "'Hostname':'','Tty':false,'ArgsEscaped':true"));
    assertThat(read.passedOver())
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactlyInAnyOrder("ExposedPorts", "Healthcheck", "StopSignal", "Volumes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; 0; 0; [29]; /root",
        "user; 1000; 1001; [29, 44]; /home/user",
        "1000; 1000; 1001; [29, 44]; /home/user",
        "user:audio; 1000; 29; []; /home/user",
        "1234; 1234; 0; []; /",
        "1234:5678; 1234; 5678; []; /",
        ":audio; 0; 29; []; /root"
      })
  void usersAreThoseOfTheImage(String user, int uid, int gid, String groups, String home)
      throws IOException {
    ProcessConfiguration process =
        read(ForgedImage.good().config("'Cmd':['/init'],'User':'%s'".formatted(user))).process();
    assertThat(process.userId()).isEqualTo(uid);
    assertThat(process.groupId()).isEqualTo(gid);
    assertThat(process.supplementaryGroups()).hasToString(groups);
    assertThat(process.environment()).contains("HOME=" + home);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'User':'nobody'; USER",
        "'User':'user:nobody'; USER",
        "'User':'2147483648'; USER",
        "'User':'-1'; USER",
        "'Env':['A=1','A=2']; ENVIRONMENT",
        "'Env':['=1']; ENVIRONMENT",
        "'Env':['A']; ENVIRONMENT",
        "'WorkingDir':'work'; WORKING_DIRECTORY",
        "'WorkingDir':'/absent'; WORKING_DIRECTORY",
        "'WorkingDir':'/init'; WORKING_DIRECTORY",
        "'Entrypoint':['absent']; COMMAND_NOT_FOUND",
        "'Entrypoint':['/absent']; COMMAND_NOT_FOUND",
        "'Entrypoint':['/work']; COMMAND_NOT_FOUND",
        "'Entrypoint':['/etc/passwd']; COMMAND_NOT_EXECUTABLE",
        "'Entrypoint':['']; NO_COMMAND",
        "'Memory':1; SETTING",
        "'Env':['A=\\u0000']; SETTING",
        "'Entrypoint':'/init'; JSON",
        "'Entrypoint':[1]; JSON",
        "'User':1; JSON"
      })
  void whatCannotBeHonouredIsRefused(String config, Reason reason) {
    String all = config.contains("Entrypoint") ? config : "'Cmd':['/init']," + config;
    assertThat(refusal(ForgedImage.good().config(all), folder)).isEqualTo(reason);
  }

  @Test
  void anImageWithoutCommandIsRefused() {
    assertThat(refusal(ForgedImage.good().config(""), folder)).isEqualTo(Reason.NO_COMMAND);
  }

  @Test
  void scriptsNeedTheirInterpreter() throws IOException {
    ForgedImage image =
        new ForgedImage()
            .gzip(
                ForgedImage.goodLayer()
                    .program("good", "#! /bin/tool -x\n")
                    .program("bad", "#!/bin/absent\n")
                    .program("self", "#!/self\n")
                    .program("text", "text")
                    .end());
    assertThat(read(image.config("'Cmd':['/good']")).process().arguments())
        .containsExactly("/good");
    assertThat(refusal(image.config("'Cmd':['/bad']").without("index.json"), folder))
        .isEqualTo(Reason.COMMAND_NOT_FOUND);
    assertThat(refusal(image.config("'Cmd':['/self']").without("index.json"), folder))
        .isEqualTo(Reason.COMMAND_NOT_EXECUTABLE);
    assertThat(refusal(image.config("'Cmd':['/text']").without("index.json"), folder))
        .isEqualTo(Reason.COMMAND_NOT_EXECUTABLE);
  }

  @Test
  void anArchiveOfARootIsReadAsOneLayer() throws IOException {
    byte[] tar = ForgedImage.goodLayer().end();
    byte[][] forms = {tar, ForgedImage.gzipped(tar), Zstd.compress(tar)};
    for (byte[] form : forms) {
      Path file = Files.write(folder.resolve("rootfs.tar"), form);
      try (RootfsArchive archive = RootfsArchive.open(file)) {
        assertThat(LayerTreeTest.lines(archive.tree()))
            .isEqualTo(LayerTreeTest.lines(Layers.apply(tar)));
        assertThat(archive.input().sha256()).isEqualTo(Sha256.hex(tar));
      }
    }
    Path cut = Files.write(folder.resolve("cut.tar"), Arrays.copyOf(tar, 700));
    ContainerException e =
        catchThrowableOfType(ContainerException.class, () -> RootfsArchive.open(cut));
    assertThat(e.reason()).isEqualTo(Reason.TRUNCATED);
  }

  @Test
  void nothingIsLeftOfWhatWasUnpacked() throws IOException {
    Path file;
    try (ContainerImage image =
        ContainerImage.open(
            new ImageReference.Layout(ForgedImage.good().write(folder)),
            Architecture.X86_64,
            NO_CONFIGURATION)) {
      file =
          ((UnpackedLayers.FilePart)
                  ((dev.cosigner.eif.source.TreeEntry.RegularFile)
                          image.source().tree().find("init").orElseThrow())
                      .content())
              .file();
      assertThat(file).exists();
    }
    assertThat(file.getParent()).doesNotExist();
  }
}
