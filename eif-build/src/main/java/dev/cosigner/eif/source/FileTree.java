package dev.cosigner.eif.source;

import dev.cosigner.eif.ramdisk.EntryName;
import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import dev.cosigner.eif.source.TreeEntry.Directory;
import dev.cosigner.eif.source.TreeEntry.HardLink;
import dev.cosigner.eif.source.TreeEntry.RegularFile;
import dev.cosigner.eif.source.TreeEntry.SymbolicLink;
import dev.cosigner.protocol.image.ProcessConfiguration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A file tree that a ramdisk can hold: names are plain and unique, everything lies in directories
 * that are there, and nothing lies beneath a link, so no name leads to another place than it says.
 */
public final class FileTree {
  /** Most entries. */
  public static final int MAX_ENTRIES = 300_000;

  /** Most bytes of one file: what the archive's format can say. */
  public static final long MAX_FILE = 0xffff_ffffL;

  /** What the kernel takes as a link's target. */
  private static final int MAX_TARGET = 4095;

  private final Map<String, TreeEntry> entries;

  private FileTree(Map<String, TreeEntry> entries) {
    this.entries = entries;
  }

  /**
   * Checks and sorts a tree.
   *
   * @param entries in any order; the root itself is none of them, and is root's with mode 0755
   * @throws RamdiskException if the tree is not one that a ramdisk can hold; its reason says why
   */
  public static FileTree of(Collection<? extends TreeEntry> entries) throws RamdiskException {
    if (entries.size() > MAX_ENTRIES) {
      throw new RamdiskException(
          Reason.TOO_MANY_ENTRIES,
          "expected at most %d files, found %d".formatted(MAX_ENTRIES, entries.size()));
    }
    Map<String, TreeEntry> sorted = new TreeMap<>(EntryName.ORDER);
    for (TreeEntry entry : entries) {
      EntryName.require(entry.path());
      // Where the name lies in the ramdisk must be a name as well.
      EntryName.require(ProcessConfiguration.ROOT + "/" + entry.path());
      if (sorted.putIfAbsent(entry.path(), entry) != null) {
        throw new RamdiskException(
            Reason.DUPLICATE, "expected one '%s', found two".formatted(entry.path()));
      }
    }
    FileTree tree = new FileTree(sorted);
    for (TreeEntry entry : sorted.values()) {
      tree.requireParent(entry.path());
      tree.requireContent(entry);
    }
    return tree;
  }

  /**
   * This tree with directories at its root that it may lack, root's with mode 0755; {@code tmp} is
   * for everyone, 01777.
   *
   * @throws RamdiskException if something else has one of the names
   */
  public FileTree withDirectories(List<String> names) throws RamdiskException {
    Map<String, TreeEntry> all = new TreeMap<>(entries);
    for (String name : names) {
      Attributes attributes = name.equals("tmp") ? Attributes.SCRATCH : Attributes.DIRECTORY;
      TreeEntry there = all.putIfAbsent(name, new Directory(name, attributes));
      if (there != null && !(there instanceof Directory)) {
        throw new RamdiskException(
            Reason.REPLACED_TYPE,
            "'%s': expected a directory, where the enclave mounts a file system, or nothing"
                .formatted(name));
      }
    }
    return new FileTree(all);
  }

  /** All entries, sorted by the bytes of their paths: a directory precedes what it holds. */
  public List<TreeEntry> entries() {
    return new ArrayList<>(entries.values());
  }

  /** The entry with exactly this path; links are not followed. */
  public Optional<TreeEntry> find(String path) {
    return Optional.ofNullable(entries.get(path));
  }

  private void requireParent(String path) throws RamdiskException {
    String parent = EntryName.parent(path);
    if (!parent.isEmpty() && !(entries.get(parent) instanceof Directory)) {
      throw new RamdiskException(
          Reason.PARENT, "'%s': expected '%s' to be a directory".formatted(path, parent));
    }
  }

  private void requireContent(TreeEntry entry) throws RamdiskException {
    switch (entry) {
      case RegularFile(String path, Attributes attributes, FileContent content) -> {
        if (content.size() < 0 || content.size() > MAX_FILE) {
          throw new RamdiskException(
              Reason.TOO_LARGE,
              "'%s': expected at most %d bytes, found %d"
                  .formatted(path, MAX_FILE, content.size()));
        }
      }
      case HardLink(String path, String target) -> {
        if (!(entries.get(target) instanceof RegularFile)) {
          throw new RamdiskException(
              Reason.HARD_LINK,
              "'%s': expected a link to a file, found one to '%s'"
                  .formatted(path, EntryName.printable(target)));
        }
      }
      case SymbolicLink(String path, Attributes attributes, String target) ->
          requireTarget(path, target);
      default -> {}
    }
  }

  private static void requireTarget(String path, String target) throws RamdiskException {
    int length = EntryName.length(target);
    if (length < 1 || length > MAX_TARGET || target.chars().anyMatch(Character::isISOControl)) {
      throw new RamdiskException(
          Reason.LINK_TARGET,
          "'%s': expected a plain link target of 1 to 4095 bytes, found %d"
              .formatted(path, length));
    }
  }
}
