package dev.cosigner.eif.container;

import dev.cosigner.eif.container.ContainerException.Reason;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Walks to the directory of an entry. A symbolic link on the way that a lower layer made leads
 * where it says, with the image's root as {@code /} and as its own parent: no path leaves it. One
 * that the same layer made is refused, since the outcome would hang on the order of its entries.
 */
final class TreePath {
  /** As many as Linux follows: MAXSYMLINKS. */
  private static final int MAX_LINKS = 40;

  /** What is done about directories that are not there. */
  @FunctionalInterface
  interface Missing {
    /** The directory to put there; empty to end the walk. */
    Optional<Node> create(Node parent, String name) throws ContainerException;
  }

  private final Node root;
  private final int layer;
  private final Deque<Node> above = new ArrayDeque<>();
  private final Deque<String> ahead = new ArrayDeque<>();
  private int links;

  private TreePath(Node root, int layer) {
    this.root = root;
    this.layer = layer;
  }

  /**
   * The directory that holds an entry.
   *
   * @param path of the entry, from the root, not empty
   * @param layer whose entry it is
   * @return empty if {@code missing} ended the walk
   */
  static Optional<Node> parent(Node root, int layer, String path, Missing missing)
      throws ContainerException {
    TreePath walk = new TreePath(root, layer);
    List<String> components = Arrays.asList(path.split("/", -1));
    walk.ahead.addAll(components.subList(0, components.size() - 1));
    return walk.walk(path, missing);
  }

  private Optional<Node> walk(String path, Missing missing) throws ContainerException {
    Node directory = root;
    directory.use(layer);
    while (!ahead.isEmpty()) {
      String name = ahead.pop();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        directory = above.isEmpty() ? root : above.pop();
        continue;
      }
      Node child = directory.children().get(name);
      if (child == null) {
        Optional<Node> created = missing.create(directory, name);
        if (created.isEmpty()) {
          return Optional.empty();
        }
        child = created.get();
      }
      child.use(layer);
      switch (child.inode()) {
        case Node.Inode.Directory made -> {
          above.push(directory);
          if (above.size() > ContainerLimits.MAX_DEPTH) {
            throw new ContainerException(
                Reason.TOO_DEEP,
                "'%s': expected at most %d directories, found more"
                    .formatted(path, ContainerLimits.MAX_DEPTH));
          }
          directory = child;
        }
        case Node.Inode.SymbolicLink link -> directory = follow(path, name, child, link, directory);
        default ->
            throw new ContainerException(
                Reason.NOT_A_DIRECTORY,
                "'%s': expected '%s' to be a directory".formatted(path, name));
      }
    }
    return Optional.of(directory);
  }

  private Node follow(
      String path, String name, Node node, Node.Inode.SymbolicLink link, Node directory)
      throws ContainerException {
    if (node.madeBy(layer)) {
      throw new ContainerException(
          Reason.THROUGH_LINK,
          "'%s': expected '%s' to be a directory, found a link of the same layer"
              .formatted(path, name));
    }
    links++;
    if (links > MAX_LINKS) {
      throw new ContainerException(
          Reason.LINK_LOOP,
          "'%s': expected at most %d links on the way, found more".formatted(path, MAX_LINKS));
    }
    List<String> components = Arrays.asList(link.target().split("/", -1));
    Collections.reverse(components);
    components.forEach(ahead::push);
    if (link.target().startsWith("/")) {
      above.clear();
      return root;
    }
    return directory;
  }
}
