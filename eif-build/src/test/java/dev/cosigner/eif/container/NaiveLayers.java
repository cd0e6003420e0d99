package dev.cosigner.eif.container;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Layers applied the plain way, to a map of whole paths, as the OCI specification tells it: first
 * what the whiteouts hide is taken away, then the entries are put one over the other.
 */
final class NaiveLayers {
  /** One entry: a directory, file or symbolic link, or a whiteout. */
  record Entry(char type, String path, String text) {}

  private static final String DIRECTORY = "/";
  private static final String FILE = " ";
  private static final String LINK = " -> ";

  private final TreeMap<String, String> tree = new TreeMap<>();

  void apply(List<Entry> layer) {
    for (Entry entry : layer) {
      String parent = parent(entry.path());
      String name = entry.path().substring(parent.isEmpty() ? 0 : parent.length() + 1);
      if (name.equals(".wh..wh..opq")) {
        remove(parent, false);
      } else if (name.startsWith(".wh.")) {
        remove(parent + (parent.isEmpty() ? "" : "/") + name.substring(4), true);
      }
    }
    for (Entry entry : layer) {
      if (!entry.path().contains(".wh.")) {
        put(entry);
      }
    }
  }

  private void remove(String path, boolean itself) {
    if (itself) {
      tree.remove(path);
    }
    String prefix = path.isEmpty() ? "" : path + "/";
    tree.keySet().removeIf(other -> other.startsWith(prefix) && !other.equals(path));
  }

  private void put(Entry entry) {
    String parent = real(parent(entry.path()));
    String name = entry.path().substring(entry.path().lastIndexOf('/') + 1);
    String path = parent.isEmpty() ? name : parent + "/" + name;
    if (entry.type() != 'd' || !DIRECTORY.equals(tree.get(path))) {
      remove(path, true);
    }
    tree.put(
        path,
        switch (entry.type()) {
          case 'd' -> DIRECTORY;
          case 'f' -> FILE + entry.text();
          default -> LINK + entry.text();
        });
  }

  /** Where a directory really is; it and those above it are made where they are not there. */
  private String real(String path) {
    List<String> done = new ArrayList<>();
    Deque<String> ahead = new ArrayDeque<>(Arrays.asList(path.split("/", -1)));
    while (!ahead.isEmpty()) {
      String name = ahead.pop();
      if (name.equals("..") && !done.isEmpty()) {
        done.removeLast();
      } else if (!name.isEmpty() && !name.equals("..")) {
        done.add(name);
        String here = tree.computeIfAbsent(String.join("/", done), absent -> DIRECTORY);
        if (here.startsWith(LINK)) {
          String target = here.substring(LINK.length());
          done.removeLast();
          if (target.startsWith("/")) {
            done.clear();
          }
          List<String> components = new ArrayList<>(Arrays.asList(target.split("/", -1)));
          components.addAll(ahead);
          ahead.clear();
          ahead.addAll(components);
        }
      }
    }
    return String.join("/", done);
  }

  private static String parent(String path) {
    return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
  }

  /** By path: {@code /} for a directory, a space and the content, or an arrow and the target. */
  Map<String, String> tree() {
    return tree;
  }
}
