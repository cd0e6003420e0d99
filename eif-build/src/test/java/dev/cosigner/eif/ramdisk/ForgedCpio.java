package dev.cosigner.eif.ramdisk;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds archives field by field, right ones and wrong ones, without the code under test. */
public final class ForgedCpio {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public ForgedCpio entry(String name, int mode, String content) {
    return entry(name, mode, 1, content);
  }

  public ForgedCpio entry(String name, int mode, int links, String content) {
    return entry(name, 1, mode, links, content);
  }

  /** A file of which there are so many names. */
  public ForgedCpio linked(String name, int inode, int links, String content) {
    return entry(name, inode, 0100644, links, content);
  }

  private ForgedCpio entry(String name, int inode, int mode, int links, String content) {
    raw(
        "070701"
            + "%08x%08x".formatted(inode, mode)
            + "0".repeat(16)
            + "%08x".formatted(links)
            + "0".repeat(8)
            + "%08x".formatted(content.length())
            + "0".repeat(32)
            + "%08x".formatted(name.getBytes(StandardCharsets.UTF_8).length + 1)
            + "0".repeat(8));
    raw(name + "\0").pad().raw(content);
    return pad();
  }

  public ForgedCpio file(String name, String content) {
    return entry(name, 0100644, content);
  }

  public ForgedCpio directory(String name) {
    return entry(name, 040755, 2, "");
  }

  public ForgedCpio link(String name, String target) {
    return entry(name, 0120777, target);
  }

  public ForgedCpio raw(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  public ForgedCpio bytes(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public ForgedCpio pad() {
    while (out.size() % 4 != 0) {
      out.write(0);
    }
    return this;
  }

  public byte[] end() {
    return entry("TRAILER!!!", 0, "").unended();
  }

  public byte[] unended() {
    return out.toByteArray();
  }
}
