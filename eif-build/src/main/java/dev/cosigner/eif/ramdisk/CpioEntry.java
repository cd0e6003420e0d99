package dev.cosigner.eif.ramdisk;

/** One entry of a ramdisk. Owner, group and time are not kept: they are zero in what is written. */
public sealed interface CpioEntry {
  /** The path from the root, without a leading slash. */
  String name();

  /** A directory. */
  record Directory(String name) implements CpioEntry {}

  /**
   * A file.
   *
   * @param executable whether it may be run
   * @param size bytes of content
   */
  record RegularFile(String name, boolean executable, long size) implements CpioEntry {}

  /**
   * A symbolic link.
   *
   * @param target as it is written, relative to the link's own directory or absolute
   */
  record SymbolicLink(String name, String target) implements CpioEntry {}
}
