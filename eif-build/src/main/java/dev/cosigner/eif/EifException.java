package dev.cosigner.eif;

import java.io.IOException;

/**
 * A file that is not a well-formed enclave image. The message tells what was expected and what was
 * found; {@link #reason()} names the rule that was broken.
 */
public final class EifException extends IOException {
  private static final long serialVersionUID = 1;

  /** The rules of the format, one constant each. */
  public enum Reason {
    /** The file ends before the header or a section does. */
    TRUNCATED,
    /** The first four bytes are not {@code .eif}. */
    MAGIC,
    /** Another version than 4. */
    VERSION,
    /** Flag bits that are not defined. */
    FLAGS,
    /** A reserved field of the header is not zero. */
    RESERVED,
    /** Fewer than 2 or more than 32 sections. */
    SECTION_COUNT,
    /** An offset or size is set for a section that the count does not cover. */
    UNUSED_SLOT,
    /** An offset or size that does not fit into the file, or above 2^63. */
    SECTION_BOUNDS,
    /** A section starts before the one in front of it ends, or inside the header. */
    OVERLAP,
    /** Bytes between two sections, which nothing measures. */
    GAP,
    /** Bytes after the last section. */
    TRAILING_BYTES,
    /** A section type that is not defined. */
    SECTION_TYPE,
    /** Flags of a section header that are not zero. */
    SECTION_FLAGS,
    /** The size in a section's own header is not the one in the file's header. */
    SECTION_SIZE,
    /** A section of no bytes where the type needs some. */
    EMPTY_SECTION,
    /** A section larger than its type allows. */
    SECTION_TOO_LARGE,
    /** Sections in an order other than kernel, command line, ramdisks, signature. */
    SECTION_ORDER,
    /** A second section of a type of which there is one. */
    DUPLICATE_SECTION,
    /** No kernel. */
    NO_KERNEL,
    /** No command line. */
    NO_COMMAND_LINE,
    /** No metadata, which version 4 requires. */
    NO_METADATA,
    /** The metadata is not one JSON object within its bounds. */
    METADATA,
    /** The CRC-32 of the header is not that of the file. */
    CRC,
    /** The registers are not the expected ones. */
    MEASUREMENTS
  }

  private final Reason reason;

  public EifException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public EifException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The rule that was broken. */
  public Reason reason() {
    return reason;
  }
}
