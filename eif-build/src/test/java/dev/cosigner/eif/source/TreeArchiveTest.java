package dev.cosigner.eif.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.initramfs.InitramfsEntry;
import dev.cosigner.eif.initramfs.InitramfsReader;
import dev.cosigner.eif.initramfs.ListingLimits;
import dev.cosigner.eif.ramdisk.CpioWriter;
import dev.cosigner.eif.ramdisk.Ramdisk;
import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import dev.cosigner.eif.source.TreeEntry.Device;
import dev.cosigner.eif.source.TreeEntry.Directory;
import dev.cosigner.eif.source.TreeEntry.HardLink;
import dev.cosigner.eif.source.TreeEntry.Pipe;
import dev.cosigner.eif.source.TreeEntry.RegularFile;
import dev.cosigner.eif.source.TreeEntry.SymbolicLink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A tree as a ramdisk: everything that an inode says is kept, and nothing depends on the build. */
class TreeArchiveTest {
  private static final Attributes DIRECTORY = Attributes.DIRECTORY;
  private static final Attributes FILE = new Attributes(0644, 0, 0);

  private static FileContent text(String text) {
    return FileContent.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<TreeEntry> entries() {
    return List.of(
        new Directory("bin", DIRECTORY),
        new RegularFile("bin/su", new Attributes(04755, 0, 7), text("su\n")),
        new HardLink("bin/a", "bin/su"),
        new HardLink("bin/z", "bin/su"),
        new RegularFile("bin-x", FILE, text("")),
        new SymbolicLink("sh", new Attributes(0777, 5, 6), "bin/su"),
        new Directory("tmp", new Attributes(01777, 0, 0)),
        new Directory("dev", DIRECTORY),
        new Device("dev/null", new Attributes(0666, 0, 0), false, 1, 3),
        new Device("dev/disk", new Attributes(0600, 0, 6), true, 4095, 1048575),
        new Pipe("tmp/pipe", new Attributes(0600, Integer.MAX_VALUE, 1)));
  }

  private static byte[] archive(FileTree tree) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TreeArchive(new CpioWriter().file("app/a", new byte[] {'a'}, false), tree).writeTo(out);
    return out.toByteArray();
  }

  private static List<String> describe(byte[] ramdisk) throws IOException {
    List<String> lines = new ArrayList<>();
    ListingLimits limits = new ListingLimits(1 << 20, 100, 20_000);
    try (InitramfsReader reader = new InitramfsReader(new ByteArrayInputStream(ramdisk), limits)) {
      for (Optional<InitramfsEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        InitramfsEntry entry = next.get();
        String content = new String(reader.content().readAllBytes(), StandardCharsets.UTF_8);
        lines.add(
            "%s %d:%d t%d n%d i%x %s %s%s"
                .formatted(
                    entry.permissions(),
                    entry.owner(),
                    entry.group(),
                    entry.modified(),
                    entry.links(),
                    entry.inode(),
                    entry.name(),
                    entry.target().isEmpty() ? content.strip() : "-> " + entry.target(),
                    entry.device() == 0 ? "" : entry.deviceNumbers()));
      }
    }
    return lines;
  }

  @Test
  void keepsOwnersModesLinksAndDevices() throws IOException {
    assertThat(describe(archive(FileTree.of(entries()))))
        .containsExactly(
            "drwxr-xr-x 0:0 t0 n2 i1 app ",
            "-rw-r--r-- 0:0 t0 n1 i2 app/a a",
            "drwxr-xr-x 0:0 t0 n2 i10000 rootfs ",
            "drwxr-xr-x 0:0 t0 n2 i10001 rootfs/bin ",
            "-rw-r--r-- 0:0 t0 n1 i10002 rootfs/bin-x ",
            "-rwsr-xr-x 0:7 t0 n3 i10003 rootfs/bin/a su",
            "-rwsr-xr-x 0:7 t0 n3 i10003 rootfs/bin/su ",
            "-rwsr-xr-x 0:7 t0 n3 i10003 rootfs/bin/z ",
            "drwxr-xr-x 0:0 t0 n2 i10006 rootfs/dev ",
            "brw------- 0:6 t0 n1 i10007 rootfs/dev/disk 4095:1048575",
            "crw-rw-rw- 0:0 t0 n1 i10008 rootfs/dev/null 1:3",
            "lrwxrwxrwx 5:6 t0 n1 i10009 rootfs/sh -> bin/su",
            "drwxrwxrwt 0:0 t0 n2 i1000a rootfs/tmp ",
            "prw------- 2147483647:1 t0 n1 i1000b rootfs/tmp/pipe ");
  }

  @Test
  void theOrderOfTheSourceDoesNotMatter() throws IOException {
    byte[] archive = archive(FileTree.of(entries()));
    List<TreeEntry> shuffled = new ArrayList<>(entries());
    Collections.shuffle(shuffled, new Random(1));
    assertThat(archive(FileTree.of(shuffled))).isEqualTo(archive);
  }

  /** How a source cuts its bytes must not reach the frame; its digest is the archive's. */
  @Test
  void neitherDoesHowAFileIsRead() throws IOException {
    byte[] bytes = new byte[300_000];
    new Random(2).nextBytes(bytes);
    Arrays.fill(bytes, 1000, 200_000, (byte) 3);
    FileContent slowly =
        new FileContent() {
          @Override
          public long size() {
            return bytes.length;
          }

          @Override
          public InputStream open() {
            return new ByteArrayInputStream(bytes) {
              @Override
              public synchronized int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, 777));
              }
            };
          }
        };
    byte[] whole = archive(FileTree.of(List.of(new RegularFile("f", FILE, FileContent.of(bytes)))));
    assertThat(archive(FileTree.of(List.of(new RegularFile("f", FILE, slowly))))).isEqualTo(whole);

    byte[] unpacked = Ramdisk.open(new ByteArrayInputStream(whole), 1 << 20).readAllBytes();
    int start = new String(unpacked, StandardCharsets.ISO_8859_1).indexOf("rootfs") - 110;
    byte[] tree = Arrays.copyOfRange(unpacked, start, unpacked.length - 124);
    String digest =
        new TreeArchive(
                new CpioWriter(),
                FileTree.of(List.of(new RegularFile("f", FILE, FileContent.of(bytes)))))
            .writeTo(new ByteArrayOutputStream());
    assertThat(digest).isEqualTo(Sha256.hex(tree));
  }

  private static Reason refused(TreeEntry... entries) {
    return catchThrowableOfType(RamdiskException.class, () -> FileTree.of(List.of(entries)))
        .reason();
  }

  @Test
  void refusesWhatLeadsElsewhere() {
    RegularFile file = new RegularFile("a", FILE, text(""));
    assertThat(refused(new Directory("../a", DIRECTORY))).isEqualTo(Reason.NAME);
    assertThat(refused(new Directory("/a", DIRECTORY))).isEqualTo(Reason.NAME);
    assertThat(refused(new Directory("a/", DIRECTORY))).isEqualTo(Reason.NAME);
    assertThat(refused(new Directory("", DIRECTORY))).isEqualTo(Reason.NAME);
    assertThat(refused(new Directory("a".repeat(1017), DIRECTORY))).isEqualTo(Reason.NAME);
    assertThat(refused(file, file)).isEqualTo(Reason.DUPLICATE);
    assertThat(refused(new RegularFile("b/c", FILE, text("")))).isEqualTo(Reason.PARENT);
    assertThat(refused(file, new RegularFile("a/c", FILE, text("")))).isEqualTo(Reason.PARENT);
    // The kernel would follow the link, and write over the image's own files.
    assertThat(refused(new SymbolicLink("b", FILE, "/"), new RegularFile("b/init", FILE, text(""))))
        .isEqualTo(Reason.PARENT);
    assertThat(refused(new HardLink("b", "../init"))).isEqualTo(Reason.HARD_LINK);
    assertThat(refused(new Directory("a", DIRECTORY), new HardLink("b", "a")))
        .isEqualTo(Reason.HARD_LINK);
    assertThat(refused(new SymbolicLink("b", FILE, ""))).isEqualTo(Reason.LINK_TARGET);
    assertThat(refused(new SymbolicLink("b", FILE, "a\0b"))).isEqualTo(Reason.LINK_TARGET);
    assertThat(refused(new SymbolicLink("b", FILE, "a".repeat(4096))))
        .isEqualTo(Reason.LINK_TARGET);
  }

  @Test
  void refusesWhatTheFormatCannotHold() {
    FileContent large =
        new FileContent() {
          @Override
          public long size() {
            return 1L << 32;
          }

          @Override
          public InputStream open() {
            throw new AssertionError("a file too large is not opened");
          }
        };
    assertThat(refused(new RegularFile("a", FILE, large))).isEqualTo(Reason.TOO_LARGE);
    RamdiskException many =
        catchThrowableOfType(
            RamdiskException.class,
            () ->
                FileTree.of(
                    Collections.nCopies(FileTree.MAX_ENTRIES + 1, new Directory("a", DIRECTORY))));
    assertThat(many.reason()).isEqualTo(Reason.TOO_MANY_ENTRIES);
    for (int[] wrong : new int[][] {{010000, 0, 0}, {-1, 0, 0}, {0, -1, 0}, {0, 0, -1}}) {
      assertThat(
              catchThrowableOfType(
                  IllegalArgumentException.class,
                  () -> new Attributes(wrong[0], wrong[1], wrong[2])))
          .isNotNull();
    }
    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class, () -> new Device("a", FILE, false, 4096, 0)))
        .hasMessageContaining("4096:0");
  }

  @Test
  void noticesAFileThatChangesWhileItIsRead() {
    for (int size : new int[] {1, 3}) {
      FileContent content =
          new FileContent() {
            @Override
            public long size() {
              return size;
            }

            @Override
            public InputStream open() {
              return new ByteArrayInputStream(new byte[2]);
            }
          };
      RamdiskException e =
          catchThrowableOfType(
              RamdiskException.class,
              () -> archive(FileTree.of(List.of(new RegularFile("a", FILE, content)))));
      assertThat(e.reason()).isEqualTo(Reason.CONTENT);
      assertThat(e).hasMessageContaining("changed while it was read: expected " + size);
    }
  }
}
