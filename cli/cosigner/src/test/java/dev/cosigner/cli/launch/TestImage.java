package dev.cosigner.cli.launch;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.EifMetadata;
import dev.cosigner.eif.EifWriter;
import dev.cosigner.eif.SectionSource;
import dev.cosigner.eif.SectionType;
import dev.cosigner.eif.ramdisk.CpioWriter;
import dev.cosigner.eif.ramdisk.Ramdisk;
import dev.cosigner.protocol.cbor.CborValue;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Well-formed images for tests, whose platform is a script in the place of the dynamic loader and
 * whose application is nothing but a configuration.
 */
public final class TestImage {
  private static final EifMetadata METADATA =
      new EifMetadata(
          "test", "1", "2026-01-01T00:00:00Z", "cosigner", "0.1.0", "Debian 13", "6.12.1");

  private TestImage() {}

  /** An image of the kind {@code development} or {@code aws}. */
  public static Path write(Path file, String anchor, String script) throws IOException {
    return configured(
        file, script, CborValue.array(CborValue.of(1), CborValue.of(anchor)).encode());
  }

  /** An image with any bytes as its configuration, or without one. */
  static Path configured(Path file, String script, byte[] configuration) throws IOException {
    CpioWriter platform =
        new CpioWriter()
            .directory("jre")
            .directory("jre/bin")
            .file("jre/bin/java", ascii("#!/bin/sh\nexit 99\n"), true)
            .directory("lib64")
            .file("lib64/ld-linux-x86-64.so.2", ascii("#!/bin/sh\n" + script + "\n"), true)
            .directory("run");
    CpioWriter application = new CpioWriter().directory("app");
    if (configuration != null) {
      application.file("app/configuration.cbor", configuration, false);
    }
    List<SectionSource> sections = new ArrayList<>();
    sections.add(SectionSource.of(SectionType.KERNEL, ascii("kernel")));
    sections.add(SectionSource.of(SectionType.COMMAND_LINE, ascii("console=ttyS0")));
    sections.add(SectionSource.of(SectionType.METADATA, METADATA.toJson()));
    sections.add(SectionSource.of(SectionType.RAMDISK, Ramdisk.compress(platform)));
    sections.add(SectionSource.of(SectionType.RAMDISK, Ramdisk.compress(application)));
    try (SeekableByteChannel out =
        Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      new EifWriter(Architecture.X86_64, 1L << 30, 2).write(sections, out);
    }
    return file;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
