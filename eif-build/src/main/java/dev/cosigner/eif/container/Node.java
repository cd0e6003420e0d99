package dev.cosigner.eif.container;

import dev.cosigner.eif.source.Attributes;
import dev.cosigner.eif.source.FileContent;
import java.util.Map;
import java.util.TreeMap;

/** What a name in a {@link LayerTree} stands for, and which layer had a hand in it. */
final class Node {
  /** What a node is, and its attributes. */
  sealed interface Inode {
    /** A directory; it alone may change, and is then replaced. */
    record Directory(Attributes attributes) implements Inode {}

    /** A file; names that share it are hard links of each other. */
    final class RegularFile implements Inode {
      private final Attributes attributes;
      private final FileContent content;

      RegularFile(Attributes attributes, FileContent content) {
        this.attributes = attributes;
        this.content = content;
      }

      Attributes attributes() {
        return attributes;
      }

      FileContent content() {
        return content;
      }
    }

    /** A symbolic link. */
    record SymbolicLink(Attributes attributes, String target) implements Inode {}

    /** A device's node. */
    record Device(Attributes attributes, boolean block, int major, int minor) implements Inode {}

    /** A named pipe. */
    record Pipe(Attributes attributes) implements Inode {}
  }

  private final int layer;
  private final boolean implied;
  private final Inode inode;
  private final Map<String, Node> children;
  private int used;

  private Node(int layer, boolean implied, Inode inode, Map<String, Node> children) {
    this.layer = layer;
    this.implied = implied;
    this.inode = inode;
    this.children = children;
  }

  /** What an entry of a layer made. */
  static Node of(int layer, Inode inode) {
    return new Node(
        layer, false, inode, inode instanceof Inode.Directory ? new TreeMap<>() : Map.of());
  }

  /** A directory that no entry names, made because one lies in it. */
  static Node implied(int layer) {
    return new Node(layer, true, new Inode.Directory(Attributes.DIRECTORY), new TreeMap<>());
  }

  /** The same directory with what a later entry says of it. */
  Node with(int newLayer, Inode.Directory directory) {
    Node node = new Node(newLayer, false, directory, children);
    node.used = used;
    return node;
  }

  Inode inode() {
    return inode;
  }

  boolean isDirectory() {
    return inode instanceof Inode.Directory;
  }

  /** By name; empty and unchangeable for all but directories. */
  Map<String, Node> children() {
    return children;
  }

  /** Notes that an entry of this layer needs the node as it is. */
  void use(int byLayer) {
    used = byLayer;
  }

  /** Whether an entry of this layer needs the node as it is. */
  boolean usedBy(int byLayer) {
    return used == byLayer;
  }

  /** Whether an entry of this layer made it. */
  boolean namedBy(int byLayer) {
    return layer == byLayer && !implied;
  }

  /** Whether this layer made it, by an entry of its own or because one lies in it. */
  boolean madeBy(int byLayer) {
    return layer == byLayer;
  }
}
