package dev.cosigner.eif.container;

import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.container.Node.Inode;
import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.source.Attributes;
import dev.cosigner.eif.source.FileContent;
import dev.cosigner.eif.source.FileTree;
import dev.cosigner.eif.source.TreeEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file tree that layers make, applied from the lowest to the highest (OCI image specification
 * 1.1, layer.md). Of each file only what its header says is held; contents stay where they lie.
 *
 * <ul>
 *   <li>A layer is understood whole: its whiteouts hide what lower layers made, wherever in the
 *       archive they stand, and never what the layer itself holds.
 *   <li>Two entries of one layer for one name are refused, but for a directory that is named twice,
 *       where the later entry tells its attributes. So is whatever else would make the order of
 *       entries matter: replacing what another entry of the layer lies in or links to.
 *   <li>A directory over a directory keeps what is in it; anything else replaces what was there.
 *       Directories that no entry names are root's, with mode 0755.
 *   <li>Paths lead through symbolic links as {@link TreePath} says, whiteouts through none.
 *   <li>Hard links stay hard links: the names share one file. Its name must come first.
 *   <li>The root's own attributes are passed over: an enclave's root is root's, with mode 0755.
 * </ul>
 */
final class LayerTree {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  private final ContainerLimits limits;
  private final Node root = Node.implied(0);
  private int layer;
  private int read;
  private int made;

  /** Links on the way to a whiteout, by their path: they must be replaced by directories. */
  private final Map<String, String> linksOnTheWay = new LinkedHashMap<>();

  LayerTree(ContainerLimits limits) {
    this.limits = limits;
  }

  /** A layer as it can be read again from its start. */
  interface Archive {
    /** Its entries, from the first on. */
    TarReader open() throws IOException;

    /** The bytes of a file in it. */
    FileContent content(TarEntry entry);
  }

  /**
   * Applies the next layer.
   *
   * @throws ContainerException if it is damaged or refused; the tree is then of no use
   */
  void apply(Archive archive) throws IOException {
    layer++;
    linksOnTheWay.clear();
    try (TarReader entries = archive.open()) {
      for (var next = entries.next(); next.isPresent(); next = entries.next()) {
        count();
        if (isWhiteout(next.get())) {
          hide(next.get());
        }
      }
    }
    try (TarReader entries = archive.open()) {
      for (var next = entries.next(); next.isPresent(); next = entries.next()) {
        if (!isWhiteout(next.get())) {
          add(next.get(), archive);
        }
      }
    }
    for (Map.Entry<String, String> link : linksOnTheWay.entrySet()) {
      requireReplaced(link.getKey(), link.getValue());
    }
  }

  private void count() throws ContainerException {
    read++;
    if (read > limits.maxEntries()) {
      throw tooMany();
    }
  }

  private ContainerException tooMany() {
    return new ContainerException(
        Reason.TOO_MANY_ENTRIES,
        "expected at most %d files in an image, found more; a larger heap takes more, up to 500000"
            .formatted(limits.maxEntries()));
  }

  private static boolean isWhiteout(TarEntry entry) {
    return entry.name().startsWith(WHITEOUT);
  }

  private void hide(TarEntry entry) throws ContainerException {
    if (entry.type() != TarEntry.Type.FILE || entry.size() != 0) {
      throw new ContainerException(
          Reason.WHITEOUT,
          "expected an empty file as whiteout, found '%s'".formatted(entry.path()));
    }
    String hidden = entry.name().substring(WHITEOUT.length());
    boolean opaque = entry.name().equals(OPAQUE);
    if (!opaque
        && (hidden.isEmpty()
            || hidden.equals(".")
            || hidden.equals("..")
            || hidden.startsWith(WHITEOUT))) {
      throw new ContainerException(
          Reason.WHITEOUT,
          "expected a whiteout that names a file, found '%s'".formatted(entry.path()));
    }
    Optional<Node> directory = whiteoutParent(entry.path());
    if (directory.isEmpty()) {
      return;
    }
    if (opaque) {
      directory.get().children().clear();
    } else {
      directory.get().children().remove(hidden);
    }
  }

  /** Empty where there is nothing that could be hidden. */
  private Optional<Node> whiteoutParent(String path) throws ContainerException {
    Node directory = root;
    int end = path.indexOf('/');
    for (int start = 0; end >= 0; start = end + 1, end = path.indexOf('/', start)) {
      Node child = directory.children().get(path.substring(start, end));
      if (path.startsWith(WHITEOUT, start)) {
        throw inWhiteout(path);
      }
      if (child != null && child.inode() instanceof Inode.SymbolicLink) {
        linksOnTheWay.put(path.substring(0, end), path);
      }
      if (child == null || !child.isDirectory()) {
        return Optional.empty();
      }
      directory = child;
    }
    return Optional.of(directory);
  }

  private static ContainerException inWhiteout(String path) {
    return new ContainerException(
        Reason.WHITEOUT, "expected nothing inside a whiteout, found '%s'".formatted(path));
  }

  private void requireReplaced(String link, String whiteout) throws ContainerException {
    Node node = root;
    for (String name : link.split("/", -1)) {
      node = node == null ? null : node.children().get(name);
    }
    if (node == null || !node.isDirectory() || !node.madeBy(layer)) {
      throw new ContainerException(
          Reason.THROUGH_LINK,
          "'%s': expected '%s' to be a directory, found a symbolic link".formatted(whiteout, link));
    }
  }

  private void add(TarEntry entry, Archive archive) throws ContainerException {
    String path = entry.path();
    if (path.startsWith(WHITEOUT) || path.contains("/" + WHITEOUT)) {
      throw inWhiteout(path);
    }
    if (path.isEmpty()) {
      return;
    }
    Node parent = TreePath.parent(root, layer, path, this::imply).orElseThrow();
    Inode inode = inode(entry, archive);
    Node before = parent.children().get(entry.name());
    if (before == null) {
      put(parent, entry.name(), Node.of(layer, inode));
    } else if (before.isDirectory() && inode instanceof Inode.Directory directory) {
      parent.children().put(entry.name(), before.with(layer, directory));
    } else if (before.namedBy(layer) || before.usedBy(layer)) {
      throw new ContainerException(
          Reason.CONFLICT,
          "'%s': expected one entry of this name in a layer, found another, or one that needs it"
              .formatted(path));
    } else {
      parent.children().put(entry.name(), Node.of(layer, inode));
    }
  }

  private Optional<Node> imply(Node parent, String name) throws ContainerException {
    Node directory = Node.implied(layer);
    put(parent, name, directory);
    return Optional.of(directory);
  }

  private void put(Node parent, String name, Node node) throws ContainerException {
    made++;
    // Each could have a hundred directories that no entry names.
    if (made > limits.maxEntries()) {
      throw tooMany();
    }
    parent.children().put(name, node);
  }

  private Inode inode(TarEntry entry, Archive archive) throws ContainerException {
    Attributes attributes = new Attributes(entry.mode(), entry.uid(), entry.gid());
    return switch (entry.type()) {
      case FILE -> new Inode.RegularFile(attributes, archive.content(entry));
      case HARD_LINK -> linked(entry);
      case SYMBOLIC_LINK -> new Inode.SymbolicLink(attributes, entry.target());
      case CHARACTER_DEVICE -> new Inode.Device(attributes, false, entry.major(), entry.minor());
      case BLOCK_DEVICE -> new Inode.Device(attributes, true, entry.major(), entry.minor());
      case DIRECTORY -> new Inode.Directory(attributes);
      case PIPE -> new Inode.Pipe(attributes);
    };
  }

  private Inode linked(TarEntry entry) throws ContainerException {
    String target = entry.target();
    Optional<Node> parent =
        target.isEmpty()
            ? Optional.empty()
            : TreePath.parent(root, layer, target, (directory, name) -> Optional.empty());
    Node node =
        parent
            .map(directory ->
                directory.children().get(target.substring(target.lastIndexOf('/') + 1)))
            .orElse(null);
    if (node == null || node.isDirectory()) {
      throw new ContainerException(
          Reason.HARD_LINK,
          "'%s': expected a link to a file that is there, found %s '%s'"
              .formatted(entry.path(), node == null ? "none at" : "the directory", target));
    }
    node.use(layer);
    return node.inode();
  }

  /**
   * The tree of all layers.
   *
   * @throws ContainerException if its files or names are more than the limits
   * @throws RamdiskException if a ramdisk could not hold it
   */
  FileTree toFileTree() throws ContainerException, RamdiskException {
    List<TreeEntry> entries = new ArrayList<>();
    collect(root, "", entries, new Totals());
    return FileTree.of(entries);
  }

  private final class Totals {
    private final IdentityHashMap<Inode, String> files = new IdentityHashMap<>();
    private long bytes;
    private long nameBytes;

    private void add(String path, Inode inode) throws ContainerException {
      Names.requireLength(path);
      nameBytes += path.getBytes(StandardCharsets.UTF_8).length;
      if (inode instanceof Inode.SymbolicLink link) {
        nameBytes += link.target().length();
      }
      if (nameBytes > limits.maxNameBytes()) {
        throw new ContainerException(
            Reason.NAMES_TOO_LONG,
            "expected at most %d bytes of names, found more".formatted(limits.maxNameBytes()));
      }
    }

    private void add(Inode.RegularFile file) throws ContainerException {
      if (file.content().size() > limits.maxBytes() - bytes) {
        throw new ContainerException(
            Reason.TOO_LARGE,
            "expected at most %d bytes of files, found more".formatted(limits.maxBytes()));
      }
      bytes += file.content().size();
    }
  }

  private void collect(Node directory, String above, List<TreeEntry> entries, Totals totals)
      throws ContainerException {
    for (Map.Entry<String, Node> child : directory.children().entrySet()) {
      String path = above + child.getKey();
      Node node = child.getValue();
      totals.add(path, node.inode());
      entries.add(
          switch (node.inode()) {
            case Inode.Directory(Attributes attributes) ->
                new TreeEntry.Directory(path, attributes);
            case Inode.RegularFile file -> {
              String first = totals.files.putIfAbsent(file, path);
              if (first != null) {
                yield new TreeEntry.HardLink(path, first);
              }
              totals.add(file);
              yield new TreeEntry.RegularFile(path, file.attributes(), file.content());
            }
            case Inode.SymbolicLink(Attributes attributes, String target) ->
                new TreeEntry.SymbolicLink(path, attributes, target);
            case Inode.Device(Attributes attributes, boolean block, int major, int minor) ->
                new TreeEntry.Device(path, attributes, block, major, minor);
            case Inode.Pipe(Attributes attributes) -> new TreeEntry.Pipe(path, attributes);
          });
      collect(node, path + "/", entries, totals);
    }
  }
}
