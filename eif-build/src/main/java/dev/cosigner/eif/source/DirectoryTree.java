package dev.cosigner.eif.source;

import dev.cosigner.eif.ramdisk.EntryName;
import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.source.ForeignSourceException.Reason;
import dev.cosigner.eif.source.TreeEntry.Device;
import dev.cosigner.eif.source.TreeEntry.Directory;
import dev.cosigner.eif.source.TreeEntry.HardLink;
import dev.cosigner.eif.source.TreeEntry.Pipe;
import dev.cosigner.eif.source.TreeEntry.RegularFile;
import dev.cosigner.eif.source.TreeEntry.SymbolicLink;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file tree as it lies in a directory. Modes, owners, links, devices and pipes are taken as they
 * are, times are not; extended attributes are not read.
 *
 * <p>The owner and the group of the directory itself stand for root: so it does not matter who
 * unpacked it.
 */
public final class DirectoryTree {
  private static final int TYPE_MASK = 0170000;
  private static final int PIPE = 0010000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int DIRECTORY = 0040000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final int FILE = 0100000;
  private static final int LINK = 0120000;

  /** Names in a ramdisk have no more levels. */
  private static final int MAX_DEPTH = 512;

  private final List<TreeEntry> entries = new ArrayList<>();

  /** The first path of each file that has several. */
  private final Map<FileKey, String> shared = new HashMap<>();

  private final int rootOwner;
  private final int rootGroup;

  private record FileKey(long device, long inode) {}

  /** What stat(2) tells. */
  private record Status(
      int mode, int owner, int group, long device, long inode, int links, long special, long size) {

    static Status of(Path path) throws IOException {
      Map<String, Object> values;
      try {
        values =
            Files.readAttributes(
                path, "unix:mode,uid,gid,dev,ino,nlink,rdev,size", LinkOption.NOFOLLOW_LINKS);
      } catch (UnsupportedOperationException | IllegalArgumentException e) {
        throw new ForeignSourceException(
            Reason.NO_ATTRIBUTES,
            "a file system with owners and modes, as on Linux and macOS",
            "none; give an archive instead of a directory");
      }
      return new Status(
          (Integer) values.get("mode"),
          (Integer) values.get("uid"),
          (Integer) values.get("gid"),
          (Long) values.get("dev"),
          (Long) values.get("ino"),
          (Integer) values.get("nlink"),
          (Long) values.get("rdev"),
          (Long) values.get("size"));
    }
  }

  private DirectoryTree(Status root) {
    this.rootOwner = root.owner();
    this.rootGroup = root.group();
  }

  /**
   * Reads what a directory holds; contents of files are read when the image is written.
   *
   * @throws RamdiskException if a ramdisk cannot hold it
   * @throws ForeignSourceException if it holds a socket, or a name that is not UTF-8
   */
  public static FileTree read(Path directory) throws IOException {
    DirectoryTree tree = new DirectoryTree(Status.of(directory.toRealPath()));
    tree.addAll(directory.toRealPath(), "", 0);
    return FileTree.of(tree.entries);
  }

  private void addAll(Path directory, String path, int depth) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      for (Path child : stream) {
        children.add(child);
        if (entries.size() + children.size() > FileTree.MAX_ENTRIES || depth > MAX_DEPTH) {
          throw new RamdiskException(
              RamdiskException.Reason.TOO_MANY_ENTRIES,
              "expected at most %d files in at most %d levels, found more"
                  .formatted(FileTree.MAX_ENTRIES, MAX_DEPTH));
        }
      }
    }
    // Which of several names of a file is its first must not depend on the file system.
    children.sort(
        (a, b) -> EntryName.ORDER.compare(a.getFileName().toString(), b.getFileName().toString()));
    for (Path child : children) {
      String name = child.getFileName().toString();
      if (name.indexOf('\ufffd') >= 0) {
        throw new ForeignSourceException(
            Reason.NAME, "names in UTF-8", "another in '%s'".formatted(EntryName.printable(path)));
      }
      add(child, path.isEmpty() ? name : path + "/" + name, depth);
    }
  }

  private void add(Path file, String path, int depth) throws IOException {
    Status status = Status.of(file);
    Attributes attributes =
        new Attributes(
            status.mode() & ~TYPE_MASK,
            status.owner() == rootOwner ? 0 : status.owner(),
            status.group() == rootGroup ? 0 : status.group());
    switch (status.mode() & TYPE_MASK) {
      case DIRECTORY -> {
        entries.add(new Directory(path, attributes));
        addAll(file, path, depth + 1);
      }
      case FILE -> addFile(file, path, status, attributes);
      case LINK ->
          entries.add(new SymbolicLink(path, attributes, Files.readSymbolicLink(file).toString()));
      case BLOCK_DEVICE -> entries.add(device(path, attributes, true, status.special()));
      case CHARACTER_DEVICE -> entries.add(device(path, attributes, false, status.special()));
      case PIPE -> entries.add(new Pipe(path, attributes));
      default ->
          throw new ForeignSourceException(
              Reason.FILE_TYPE,
              "files, directories, links, devices and pipes",
              "'%s' with mode 0%o".formatted(EntryName.printable(path), status.mode()));
    }
  }

  private void addFile(Path file, String path, Status status, Attributes attributes) {
    if (status.links() > 1) {
      String first = shared.putIfAbsent(new FileKey(status.device(), status.inode()), path);
      if (first != null) {
        entries.add(new HardLink(path, first));
        return;
      }
    }
    entries.add(new RegularFile(path, attributes, FileContent.of(file, status.size())));
  }

  /** Linux's encoding of a device's number ({@code makedev(3)}). */
  private static Device device(String path, Attributes attributes, boolean block, long number) {
    int major = (int) ((number >>> 8 & 0xfff) | (number >>> 32 & ~0xfffL));
    int minor = (int) ((number & 0xff) | (number >>> 12 & ~0xffL));
    return new Device(path, attributes, block, major, minor);
  }
}
