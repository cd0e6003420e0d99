package dev.cosigner.eif.source;

import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.ramdisk.CpioOutput;
import dev.cosigner.eif.ramdisk.CpioOutput.Inode;
import dev.cosigner.eif.ramdisk.CpioWriter;
import dev.cosigner.eif.ramdisk.Ramdisk;
import dev.cosigner.eif.source.TreeEntry.Device;
import dev.cosigner.eif.source.TreeEntry.Directory;
import dev.cosigner.eif.source.TreeEntry.HardLink;
import dev.cosigner.eif.source.TreeEntry.Pipe;
import dev.cosigner.eif.source.TreeEntry.RegularFile;
import dev.cosigner.eif.source.TreeEntry.SymbolicLink;
import dev.cosigner.protocol.image.ProcessConfiguration;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * A ramdisk with a file tree under {@code rootfs/}, behind files of the image itself: the same
 * bytes for the same tree. Owners and modes are kept, times are 0, files stream.
 *
 * <p>A file with several names has its content with the first of them, and an inode that the others
 * repeat; the kernel makes links of those ({@code init/initramfs.c}).
 */
public final class TreeArchive {
  private static final String ROOT = ProcessConfiguration.ROOT;

  // Types of stat(2).
  private static final int PIPE = 0010000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int DIRECTORY = 0040000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final int FILE = 0100000;
  private static final int LINK = 0120000 | 0777;

  /** Above those of the image's own files, so that a tree's bytes do not depend on these. */
  private static final long FIRST_INODE = 1 << 16;

  private final byte[] before;
  private final FileTree tree;

  /** Of each file with several names, by the path of its {@link RegularFile}. */
  private final Map<String, SharedFile> shared = new HashMap<>();

  private static final class SharedFile {
    private int names = 1;

    /** 0 until the content is written. */
    private long inode;
  }

  /**
   * @param before the image's own files, with names that sort before {@code rootfs}
   * @param tree what lies under {@code rootfs/}
   */
  public TreeArchive(CpioWriter before, FileTree tree) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    before.writeTo(new CpioOutput(bytes));
    this.before = bytes.toByteArray();
    this.tree = tree;
    for (TreeEntry entry : tree.entries()) {
      if (entry instanceof HardLink(String path, String target)) {
        shared.computeIfAbsent(target, ignored -> new SharedFile()).names++;
      }
    }
  }

  /**
   * Writes the ramdisk, compressed with Zstandard.
   *
   * @param out where it goes; it is not closed
   * @return the SHA-256 of the tree's entries as they are archived, in lower-case hexadecimal
   */
  public String writeTo(OutputStream out) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    Ramdisk.compress(frame -> writeArchive(frame, digest), size(), out);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Writes the ramdisk as {@link #writeTo}, but as a plain archive, which every kernel takes. */
  public String writePlainTo(OutputStream out) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    writeArchive(out, digest);
    return HexFormat.of().formatHex(digest.digest());
  }

  private void writeArchive(OutputStream out, MessageDigest digest) throws IOException {
    shared.values().forEach(file -> file.inode = 0);
    out.write(before);
    writeTree(new CpioOutput(new DigestOutputStream(out, digest)));
    new CpioOutput(out).finish();
  }

  private long size() {
    long size = before.length + CpioOutput.sizeOf(ROOT, 0) + CpioOutput.sizeOfEnd();
    for (TreeEntry entry : tree.entries()) {
      size += CpioOutput.sizeOf(name(entry.path()), contentSize(entry));
    }
    return size;
  }

  /** A shared file's content counts with its own entry, wherever it is written. */
  private static long contentSize(TreeEntry entry) {
    return switch (entry) {
      case RegularFile file -> file.content().size();
      case SymbolicLink link -> link.target().getBytes(StandardCharsets.UTF_8).length;
      default -> 0;
    };
  }

  private void writeTree(CpioOutput archive) throws IOException {
    long inode = FIRST_INODE;
    writeEmpty(archive, ROOT, inode(inode, DIRECTORY, Attributes.DIRECTORY, 2));
    for (TreeEntry entry : tree.entries()) {
      inode++;
      String name = name(entry.path());
      switch (entry) {
        case Directory(String path, Attributes attributes) ->
            writeEmpty(archive, name, inode(inode, DIRECTORY, attributes, 2));
        case RegularFile file -> writeFile(archive, name, inode, file);
        case HardLink(String path, String target) ->
            writeFile(archive, name, inode, (RegularFile) tree.find(target).orElseThrow());
        case SymbolicLink(String path, Attributes attributes, String target) -> {
          Inode link = new Inode(inode, LINK, attributes.userId(), attributes.groupId(), 1);
          byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
          write(archive, name, link, FileContent.of(bytes));
        }
        case Device device -> writeEmpty(archive, name, inode(inode, device));
        case Pipe(String path, Attributes attributes) ->
            writeEmpty(archive, name, inode(inode, PIPE, attributes, 1));
      }
    }
  }

  private void writeFile(CpioOutput archive, String name, long inode, RegularFile file)
      throws IOException {
    SharedFile names = shared.get(file.path());
    if (names == null) {
      write(archive, name, inode(inode, FILE, file.attributes(), 1), file.content());
    } else if (names.inode == 0) {
      names.inode = inode;
      write(archive, name, inode(inode, FILE, file.attributes(), names.names), file.content());
    } else {
      writeEmpty(archive, name, inode(names.inode, FILE, file.attributes(), names.names));
    }
  }

  private static Inode inode(long number, int type, Attributes attributes, int links) {
    return new Inode(
        number, type | attributes.mode(), attributes.userId(), attributes.groupId(), links);
  }

  private static Inode inode(long number, Device device) {
    Attributes attributes = device.attributes();
    return new Inode(
        number,
        (device.block() ? BLOCK_DEVICE : CHARACTER_DEVICE) | attributes.mode(),
        attributes.userId(),
        attributes.groupId(),
        1,
        device.major(),
        device.minor());
  }

  private static void write(CpioOutput archive, String name, Inode inode, FileContent content)
      throws IOException {
    try (InputStream in = content.open()) {
      archive.write(name, inode, content.size(), in);
    }
  }

  private static void writeEmpty(CpioOutput archive, String name, Inode inode) throws IOException {
    archive.write(name, inode, 0, InputStream.nullInputStream());
  }

  private static String name(String path) {
    return ROOT + "/" + path;
  }
}
