package dev.cosigner.eif.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.lang.reflect.AccessFlag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same content gives the same jar, however it was packed before. */
class JarRepackerTest {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  @TempDir private Path directory;

  private static Map<String, byte[]> content() {
    Map<String, byte[]> content = new LinkedHashMap<>();
    content.put("b/", new byte[0]);
    content.put("b/second.txt", "second\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
    content.put("a/first.txt", "first".getBytes(StandardCharsets.UTF_8));
    content.put("a/\u00fc.txt", new byte[0]);
    content.put(MANIFEST, "Manifest-Version: 1.0\n\n".getBytes(StandardCharsets.UTF_8));
    return content;
  }

  private Path jar(String name, Map<String, byte[]> content, int level, long time)
      throws IOException {
    Path jar = directory.resolve(name);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.setLevel(level);
      zip.setComment(name);
      for (Map.Entry<String, byte[]> entry : content.entrySet()) {
        ZipEntry header = new ZipEntry(entry.getKey());
        header.setLastModifiedTime(FileTime.from(time, TimeUnit.DAYS));
        header.setLastAccessTime(FileTime.from(time, TimeUnit.DAYS));
        zip.putNextEntry(header);
        zip.write(entry.getValue());
      }
    }
    return jar;
  }

  private static <K, V> Map<K, V> reversed(Map<K, V> map) {
    Map<K, V> reversed = new LinkedHashMap<>();
    new ArrayList<>(map.entrySet())
        .reversed()
        .forEach(entry -> reversed.put(entry.getKey(), entry.getValue()));
    return reversed;
  }

  @Test
  void packingDoesNotShow() throws IOException {
    Path best = jar("best.jar", content(), Deflater.BEST_COMPRESSION, 20_000);
    Path fast = jar("fast.jar", reversed(content()), Deflater.BEST_SPEED, 19_000);

    assertThat(Files.readAllBytes(best)).isNotEqualTo(Files.readAllBytes(fast));
    assertThat(JarRepacker.repack(best)).isEqualTo(JarRepacker.repack(fast));
  }

  @Test
  void repackingAgainChangesNothing() throws IOException {
    byte[] once = JarRepacker.repack(jar("a.jar", content(), Deflater.BEST_COMPRESSION, 20_000));
    Path again = directory.resolve("again.jar");
    Files.write(again, once);

    assertThat(JarRepacker.repack(again)).isEqualTo(once);
  }

  @Test
  void neitherLocaleNorTimeZoneShows() throws IOException {
    Path jar = jar("a.jar", content(), Deflater.BEST_COMPRESSION, 20_000);
    byte[] here = JarRepacker.repack(jar);
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      assertThat(JarRepacker.repack(jar)).isEqualTo(here);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void theContentIsKeptStoredAndSortedBehindTheManifest() throws IOException {
    Path repacked = directory.resolve("repacked.jar");
    Files.write(repacked, JarRepacker.repack(jar("a.jar", content(), 9, 20_000)));

    try (JarFile jar = new JarFile(repacked.toFile())) {
      assertThat(jar.stream().map(ZipEntry::getName))
          .containsExactly(MANIFEST, "a/first.txt", "a/\u00fc.txt", "b/second.txt");
      for (ZipEntry entry : jar.stream().toList()) {
        assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
        assertThat(entry.getExtra()).isNull();
        assertThat(jar.getInputStream(entry).readAllBytes())
            .isEqualTo(content().get(entry.getName()));
      }
    }
    // The other way to read one: front to back, as some tools do.
    try (JarInputStream jar = new JarInputStream(Files.newInputStream(repacked))) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Manifest-Version"))
          .isEqualTo("1.0");
      assertThat(jar.getNextEntry().getName()).isEqualTo("a/first.txt");
      assertThat(jar.readAllBytes()).isEqualTo(content().get("a/first.txt"));
    }
  }

  @Test
  void anEntryThatIsDamagedIsRefused() throws IOException {
    Path jar = jar("a.jar", content(), Deflater.NO_COMPRESSION, 20_000);
    byte[] bytes = Files.readAllBytes(jar);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("first", text.indexOf("a/first.txt") + 12)] = 'F';
    Files.write(jar, bytes);

    assertThatThrownBy(() -> JarRepacker.repack(jar))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("a/first.txt is damaged");
  }

  @Test
  void whatIsNotAJarIsRefused() throws IOException {
    Path jar = directory.resolve("text.jar");
    Files.writeString(jar, "no jar");

    assertThatThrownBy(() -> JarRepacker.repack(jar)).isInstanceOf(ZipException.class);
  }

  @Test
  void anEntryThatIsThereTwiceIsRefused() throws IOException {
    byte[] once =
        JarRepacker.repack(jar("a.jar", Map.of("aa", new byte[1], "ab", new byte[2]), 9, 20_000));
    String text = new String(once, StandardCharsets.ISO_8859_1).replace("ab", "aa");
    Path jar = directory.resolve("twice.jar");
    Files.write(jar, text.getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> JarRepacker.repack(jar))
        .isInstanceOf(ZipException.class)
        .hasMessageContaining("expected one entry aa, found two");
  }

  @Test
  void aVirtualMachineRunsAModuleFromIt() throws IOException, InterruptedException {
    Map<String, byte[]> content = new LinkedHashMap<>();
    content.put("example/", new byte[0]);
    content.put("example/Main.class", mainClass());
    content.put("module-info.class", moduleInfo());
    Path modules = Files.createDirectory(directory.resolve("modules"));
    Files.write(
        modules.resolve("example.jar"), JarRepacker.repack(jar("m.jar", content, 9, 20_000)));

    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                modules.toString(),
                "-m",
                "example/example.Main")
            .redirectErrorStream(true)
            .start();

    assertThat(new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
        .isEqualTo("hello from module example");
    assertThat(java.waitFor()).isZero();
  }

  /** {@code System.out.println("hello from " + Main.class.getModule())}, without a compiler. */
  private static byte[] mainClass() {
    ClassDesc main = ClassDesc.of("example.Main");
    ClassDesc printStream = ClassDesc.of("java.io.PrintStream");
    ClassDesc module = ClassDesc.of("java.lang.Module");
    return ClassFile.of()
        .build(
            main,
            type ->
                type.withFlags(AccessFlag.PUBLIC)
                    .withMethodBody(
                        "main",
                        MethodTypeDesc.of(
                            ConstantDescs.CD_void, ConstantDescs.CD_String.arrayType()),
                        ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                        code ->
                            code.getstatic(ClassDesc.of("java.lang.System"), "out", printStream)
                                .ldc("hello from ")
                                .ldc(main)
                                .invokevirtual(
                                    ConstantDescs.CD_Class, "getModule", MethodTypeDesc.of(module))
                                .invokevirtual(
                                    module, "toString", MethodTypeDesc.of(ConstantDescs.CD_String))
                                .invokevirtual(
                                    ConstantDescs.CD_String,
                                    "concat",
                                    MethodTypeDesc.of(
                                        ConstantDescs.CD_String, ConstantDescs.CD_String))
                                .invokevirtual(
                                    printStream,
                                    "println",
                                    MethodTypeDesc.of(
                                        ConstantDescs.CD_void, ConstantDescs.CD_String))
                                .return_()));
  }

  private static byte[] moduleInfo() {
    return ClassFile.of()
        .buildModule(
            ModuleAttribute.of(
                ModuleDesc.of("example"),
                module ->
                    module
                        .requires(ModuleDesc.of("java.base"), ClassFile.ACC_MANDATED, "25")
                        .exports(PackageDesc.of("example"), 0)));
  }
}
