package dev.cosigner.eif;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Where the data of a section to be written comes from. */
public sealed interface SectionSource {
  /** What the section holds. */
  SectionType type();

  /** Bytes of data. */
  long size() throws IOException;

  /** The data, from its start. */
  InputStream open() throws IOException;

  /** A section held in memory; the array is not copied and must not change. */
  static SectionSource of(SectionType type, byte[] bytes) {
    return new InMemory(type, bytes);
  }

  /** A section streamed from a file. */
  static SectionSource of(SectionType type, Path file) {
    return new InFile(type, file);
  }

  /** The data of a section of another image. */
  static SectionSource of(Path image, EifSection section) {
    return new InImage(image, section);
  }

  /** A section of a file whose digest is known once it was written. */
  static Digested digested(SectionType type, Path file) {
    return new Digested(of(type, file));
  }

  /** {@link SectionSource#of(SectionType, byte[])}. */
  final class InMemory implements SectionSource {
    private final SectionType type;
    private final byte[] bytes;

    private InMemory(SectionType type, byte[] bytes) {
      this.type = type;
      this.bytes = bytes;
    }

    @Override
    public SectionType type() {
      return type;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }

  /** {@link SectionSource#of(SectionType, Path)}. */
  record InFile(SectionType type, Path file) implements SectionSource {
    @Override
    public long size() throws IOException {
      return Files.size(file);
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }

  /** {@link SectionSource#of(Path, EifSection)}. */
  record InImage(Path image, EifSection section) implements SectionSource {
    @Override
    public SectionType type() {
      return section.type();
    }

    @Override
    public long size() {
      return section.size();
    }

    @Override
    public InputStream open() throws IOException {
      InputStream in = Files.newInputStream(image);
      try {
        in.skipNBytes(section.offset() + EifSection.HEADER_SIZE);
        return new FileRange(in, section.size());
      } catch (IOException | RuntimeException e) {
        in.close();
        throw e;
      }
    }
  }

  /** {@link SectionSource#digested}. */
  final class Digested implements SectionSource {
    private final SectionSource source;
    private MessageDigest digest;

    private Digested(SectionSource source) {
      this.source = source;
    }

    @Override
    public SectionType type() {
      return source.type();
    }

    @Override
    public long size() throws IOException {
      return source.size();
    }

    @Override
    public InputStream open() throws IOException {
      digest = Sha256.newDigest();
      return new DigestInputStream(source.open(), digest);
    }

    /** SHA-256 of what was read since it was opened last, in lower-case hexadecimal; once. */
    public String sha256() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
