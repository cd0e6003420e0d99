package dev.cosigner.eif.ramdisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** An archive as the kernel expects it, the same bytes for the same tree. */
class CpioTest {
  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] archive(CpioWriter tree) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    tree.writeTo(out);
    return out.toByteArray();
  }

  private static List<String> describe(byte[] archive) throws IOException {
    CpioReader reader = new CpioReader(new ByteArrayInputStream(archive), 1000);
    List<String> lines = new ArrayList<>();
    for (Optional<CpioEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
      lines.add(
          switch (next.get()) {
            case CpioEntry.Directory(String name) -> name + "/";
            case CpioEntry.SymbolicLink(String name, String target) -> name + " -> " + target;
            case CpioEntry.RegularFile(String name, boolean executable, long size) ->
                name
                    + (executable ? "* " : " ")
                    + size
                    + " "
                    + new String(reader.content().readAllBytes(), StandardCharsets.US_ASCII);
          });
    }
    assertThat(reader.next()).isEmpty();
    return lines;
  }

  @Test
  void aTreeReadsBackInOrder() throws IOException {
    CpioWriter tree = new CpioWriter();
    tree.file("init", ascii("#!/jre/bin/java\n"), true);
    tree.symbolicLink("lib64", "usr/lib64");
    tree.file("app/b.jar", ascii("b"), false).file("app/a.jar", ascii("a"), false);
    tree.directory("dev").directory("app");

    assertThat(describe(archive(tree)))
        .containsExactly(
            "app/",
            "app/a.jar 1 a",
            "app/b.jar 1 b",
            "dev/",
            "init* 16 #!/jre/bin/java\n",
            "lib64 -> usr/lib64");
  }

  /** Byte for byte: the format's fields, as they are told in the kernel's documentation. */
  @Test
  void oneFileByteForByte() throws IOException {
    assertThat(
            new String(
                archive(new CpioWriter().file("a", ascii("hello"), false)),
                StandardCharsets.US_ASCII))
        .isEqualTo(
            "070701"
                + "00000001" // inode
                + "000081a4" // mode 0100644
                + "00000000" // user
                + "00000000" // group
                + "00000001" // links
                + "00000000" // time
                + "00000005" // size
                + "0000000000000000" // device
                + "0000000000000000" // device of a device file
                + "00000002" // size of the name
                + "00000000" // checksum
                + "a\0"
                + "hello\0\0\0"
                + "070701"
                + "00000000".repeat(4)
                + "00000001"
                + "00000000".repeat(6)
                + "0000000b"
                + "00000000"
                + "TRAILER!!!\0"
                + "\0\0\0");
  }

  @Test
  void theOrderOfAddingDoesNotMatter() throws IOException {
    Random random = new Random(7);
    byte[] first = null;
    for (int round = 0; round < 20; round++) {
      List<String> names =
          new ArrayList<>(List.of("a", "a.b", "b/c", "b.c", "b/d/e", "\u00e4", "z"));
      Collections.shuffle(names, random);
      CpioWriter tree = new CpioWriter();
      for (String name : names) {
        tree.file(name, ascii(Integer.toString(name.hashCode())), name.length() > 2);
      }
      byte[] archive = archive(tree);
      first = first == null ? archive : first;
      assertThat(archive).isEqualTo(first);
    }
  }

  @Test
  void randomTreesReadBack() throws IOException {
    Random random = new Random(20260102);
    for (int round = 0; round < 100; round++) {
      TreeMap<String, String> expected = new TreeMap<>();
      CpioWriter tree = new CpioWriter();
      for (int i = random.nextInt(40); i >= 0; i--) {
        String name = "f" + random.nextInt(1000);
        String content = "x".repeat(random.nextInt(70));
        boolean executable = random.nextBoolean();
        if (expected.put(name, name + (executable ? "* " : " ") + content.length() + " " + content)
            == null) {
          tree.file(name, ascii(content), executable);
        } else {
          expected.remove(name);
          assertThat(
                  catchThrowableOfType(
                          RamdiskException.class, () -> tree.file(name, ascii(content), executable))
                      .reason())
              .isEqualTo(Reason.DUPLICATE);
          break;
        }
      }
      assertThat(describe(archive(tree))).containsAll(expected.values());
    }
  }

  @Test
  void theWriterRefusesNamesThatAReaderWould() {
    for (String name : List.of("", "/a", "a/", "a//b", ".", "./a", "a/../b", "..", "a\nb", "a\0")) {
      assertThat(
              catchThrowableOfType(
                      RamdiskException.class, () -> new CpioWriter().file(name, new byte[0], false))
                  .reason())
          .as(name)
          .isEqualTo(Reason.NAME);
    }
  }

  @Test
  void theWriterRefusesAFileInThePlaceOfADirectory() throws IOException {
    CpioWriter tree = new CpioWriter().file("a", new byte[0], false);

    assertThat(
            catchThrowableOfType(RamdiskException.class, () -> tree.file("a/b", new byte[0], false))
                .reason())
        .isEqualTo(Reason.DUPLICATE);
  }
}
