package dev.cosigner.eif.ramdisk;

import java.io.IOException;

/**
 * A ramdisk that is damaged, or holds what is refused. The message tells what was expected and what
 * was found; {@link #reason()} names the rule that was broken.
 */
public final class RamdiskException extends IOException {
  private static final long serialVersionUID = 1;

  /** What can be wrong with a ramdisk, one constant each. */
  public enum Reason {
    /** A compression that is not taken. */
    COMPRESSION,
    /** What is compressed is damaged, or ends too soon. */
    DAMAGED,
    /** The archive, unpacked, is larger than the limit. */
    TOO_LARGE,
    /** More entries than the limit. */
    TOO_MANY_ENTRIES,
    /** The archive ends inside an entry or without its trailer. */
    TRUNCATED,
    /** An entry does not start with {@code 070701}. */
    MAGIC,
    /** A field of an entry is not eight hexadecimal digits. */
    FIELD,
    /** A checksum in a format that has none. */
    CHECKSUM,
    /** Bytes other than zero where an entry is padded. */
    PADDING,
    /** Bytes other than zero behind the trailer. */
    TRAILING_BYTES,
    /** A name that is empty, too long, not UTF-8, or not a plain relative path. */
    NAME,
    /** Two entries of one name. */
    DUPLICATE,
    /** A device, a socket, a pipe, or a type that does not exist. */
    FILE_TYPE,
    /** A set-user-ID or set-group-ID file. */
    SET_ID,
    /** A file with more than one name. */
    HARD_LINK,
    /** A directory with content, or a symbolic link without a plain target. */
    CONTENT,
    /** A symbolic link that leads out of the tree. */
    LINK_TARGET,
    /** An entry whose directory is not there, or is a file or a symbolic link. */
    PARENT,
    /** A directory in the place of a file, or the other way round. */
    REPLACED_TYPE
  }

  private final Reason reason;

  public RamdiskException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public RamdiskException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The rule that was broken. */
  public Reason reason() {
    return reason;
  }
}
