package dev.cosigner.eif.container;

import dev.cosigner.eif.container.ContainerException.Reason;
import dev.cosigner.eif.source.FileTree;
import dev.cosigner.eif.source.TreeEntry;
import dev.cosigner.eif.source.TreeEntry.HardLink;
import dev.cosigner.eif.source.TreeEntry.RegularFile;
import dev.cosigner.eif.source.TreeEntry.SymbolicLink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Finds files of a tree as a process would whose root it is: symbolic links lead within it. */
final class RootPaths {
  private static final int MAX_LINKS = 40;

  private final FileTree tree;

  RootPaths(FileTree tree) {
    this.tree = tree;
  }

  /**
   * Where a path leads, with all links followed.
   *
   * @param path absolute
   * @return from the root without a leading slash; empty text for the root itself; nothing if a
   *     part of the path is not there
   * @throws ContainerException if it leads in a circle
   */
  Optional<String> resolve(String path) throws ContainerException {
    Deque<String> done = new ArrayDeque<>();
    Deque<String> ahead = new ArrayDeque<>(Arrays.asList(path.split("/", -1)));
    int links = 0;
    while (!ahead.isEmpty()) {
      String name = ahead.pop();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        done.pollLast();
        continue;
      }
      if (!done.isEmpty() && !(entry(done) instanceof TreeEntry.Directory)) {
        return Optional.empty();
      }
      done.addLast(name);
      TreeEntry entry = entry(done);
      if (entry == null) {
        return Optional.empty();
      }
      if (entry instanceof SymbolicLink link) {
        links++;
        if (links > MAX_LINKS) {
          throw new ContainerException(
              Reason.LINK_LOOP, "'%s': expected a path that ends".formatted(path));
        }
        done.removeLast();
        if (link.target().startsWith("/")) {
          done.clear();
        }
        List<String> components = Arrays.asList(link.target().split("/", -1));
        Collections.reverse(components);
        components.forEach(ahead::push);
      }
    }
    return Optional.of(String.join("/", done));
  }

  private TreeEntry entry(Deque<String> path) {
    return tree.find(String.join("/", path)).orElse(null);
  }

  /** The file at a path, links followed; nothing if there is none, or it is something else. */
  Optional<RegularFile> file(String path) throws ContainerException {
    TreeEntry entry = resolve(path).flatMap(tree::find).orElse(null);
    if (entry instanceof HardLink link) {
      entry = tree.find(link.target()).orElse(null);
    }
    return entry instanceof RegularFile file ? Optional.of(file) : Optional.empty();
  }

  /** Whether the path leads to a directory. */
  boolean isDirectory(String path) throws ContainerException {
    Optional<String> resolved = resolve(path);
    return resolved.isPresent()
        && (resolved.get().isEmpty()
            || tree.find(resolved.get()).orElse(null) instanceof TreeEntry.Directory);
  }

  /**
   * The lines of a small file; none if it is not there.
   *
   * @throws ContainerException if it has more than 1 MiB
   */
  List<String> lines(String path) throws IOException {
    Optional<RegularFile> file = file(path);
    if (file.isEmpty()) {
      return List.of();
    }
    if (file.get().content().size() > 1 << 20) {
      throw new ContainerException(
          Reason.TOO_LARGE, "expected '%s' to have at most 1 MiB".formatted(path));
    }
    try (InputStream in = file.get().content().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
