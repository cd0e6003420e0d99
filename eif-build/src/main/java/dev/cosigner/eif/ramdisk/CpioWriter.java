package dev.cosigner.eif.ramdisk;

import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects a tree and writes it as a cpio archive in the "newc" format (070701) that the kernel
 * takes ({@code Documentation/driver-api/early-userspace/buffer-format.rst}).
 *
 * <p>What would differ between two builds is fixed: entries are sorted by the bytes of their names
 * (so that a directory precedes what it holds), owner, group, time and devices are 0, modes are
 * 0755 or 0644 (links 0777), and inodes count from 1.
 */
public final class CpioWriter {
  private static final int DIRECTORY = CpioHeader.TYPE_DIRECTORY | 0755;
  private static final int EXECUTABLE = CpioHeader.TYPE_FILE | 0755;
  private static final int FILE = CpioHeader.TYPE_FILE | 0644;
  private static final int LINK = CpioHeader.TYPE_LINK | 0777;

  private static final class Node {
    private final int mode;
    private final byte[] content;

    private Node(int mode, byte[] content) {
      this.mode = mode;
      this.content = content;
    }

    private boolean isDirectory() {
      return mode == DIRECTORY;
    }
  }

  private final Map<String, Node> nodes = new TreeMap<>(EntryName.ORDER);

  /** Adds a directory, and those above it; one that is there already stays. */
  public CpioWriter directory(String name) throws RamdiskException {
    EntryName.require(name);
    addParents(name);
    Node before = nodes.putIfAbsent(name, new Node(DIRECTORY, new byte[0]));
    if (before != null && !before.isDirectory()) {
      throw duplicate(name);
    }
    return this;
  }

  /** Adds a file and the directories above it. The bytes are not copied and must not change. */
  public CpioWriter file(String name, byte[] content, boolean executable) throws RamdiskException {
    return add(name, new Node(executable ? EXECUTABLE : FILE, content));
  }

  /** Adds a symbolic link and the directories above it. */
  public CpioWriter symbolicLink(String name, String target) throws RamdiskException {
    return add(name, new Node(LINK, target.getBytes(StandardCharsets.UTF_8)));
  }

  private CpioWriter add(String name, Node node) throws RamdiskException {
    EntryName.require(name);
    addParents(name);
    if (nodes.putIfAbsent(name, node) != null) {
      throw duplicate(name);
    }
    return this;
  }

  private void addParents(String name) throws RamdiskException {
    String parent = EntryName.parent(name);
    if (!parent.isEmpty()) {
      directory(parent);
    }
  }

  private static RamdiskException duplicate(String name) {
    return new RamdiskException(Reason.DUPLICATE, "expected one '%s', found two".formatted(name));
  }

  /** Writes the archive. */
  public void writeTo(OutputStream out) throws IOException {
    CpioOutput archive = new CpioOutput(out);
    writeTo(archive);
    archive.finish();
  }

  /** Writes the entries, without the end of the archive. */
  public void writeTo(CpioOutput archive) throws IOException {
    int inode = 0;
    for (Map.Entry<String, Node> entry : nodes.entrySet()) {
      Node node = entry.getValue();
      // Two names for a directory, as everywhere: its own and its "." inside.
      int links = node.isDirectory() ? 2 : 1;
      archive.write(
          entry.getKey(),
          new CpioOutput.Inode(++inode, node.mode, 0, 0, links),
          node.content.length,
          new ByteArrayInputStream(node.content));
    }
  }
}
