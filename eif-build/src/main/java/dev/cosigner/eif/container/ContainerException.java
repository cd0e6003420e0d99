package dev.cosigner.eif.container;

import java.io.IOException;
import java.io.Serial;

/**
 * A container image that is damaged, or asks for what no enclave can give it. The message tells
 * what was expected and what was found; {@link #reason()} names the rule that was broken.
 */
public final class ContainerException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** What can be wrong with a container image, one constant each. */
  public enum Reason {
    /** The archive ends inside an entry, or without the two blocks of zeros that end it. */
    TRUNCATED,
    /** An entry's header is none of POSIX's (ustar) or GNU's. */
    MAGIC,
    /** An entry's header does not add up to its checksum. */
    CHECKSUM,
    /** A field of a header that is no number, or one too large. */
    FIELD,
    /** Bytes other than zero behind the end of the archive. */
    TRAILING_BYTES,
    /** A name that is empty, absolute, not UTF-8, or has a {@code ..} or a control character. */
    NAME,
    /** A name or a link target with more bytes than the limit. */
    PATH_TOO_LONG,
    /** A path of more directories than the limit. */
    TOO_DEEP,
    /** An entry of a type that no image needs, such as a part of a volume. */
    TYPE,
    /** An extended header (PAX or GNU) that is malformed, repeated or not known. */
    EXTENDED_HEADER,
    /** An extended attribute, such as file capabilities or an access list: a ramdisk has none. */
    EXTENDED_ATTRIBUTE,
    /** A sparse file. */
    SPARSE,
    /** A directory, link or device with content. */
    CONTENT,
    /** A symbolic link with an empty target, or one that is not UTF-8. */
    LINK_TARGET,

    /** A whiteout that is no empty file, or whose name says nothing that it could remove. */
    WHITEOUT,
    /** Two entries of one layer of which only one can be. */
    CONFLICT,
    /** A hard link to what is not there, or is a directory. */
    HARD_LINK,
    /** A path through a symbolic link of the same layer, or a whiteout through any. */
    THROUGH_LINK,
    /** A path through more symbolic links than Linux follows. */
    LINK_LOOP,
    /** A path through a file. */
    NOT_A_DIRECTORY,
    /** More entries than the limit. */
    TOO_MANY_ENTRIES,
    /** All names together are longer than the limit. */
    NAMES_TOO_LONG,
    /** The layers, or the files that they make, have more bytes than the limit. */
    TOO_LARGE,
    /** A layer that is compressed more than real ones are. */
    COMPRESSION_RATIO,
    /** A compression that is not taken. */
    COMPRESSION,
    /** What is compressed is damaged, or ends too soon. */
    DAMAGED,

    /** A folder or archive that is no image, or of a version that is not known. */
    LAYOUT,
    /** A document of the image that is not JSON, or lacks what it must have. */
    JSON,
    /** A document that is of another schema than 2. */
    SCHEMA_VERSION,
    /** A kind of content that is not taken. */
    MEDIA_TYPE,
    /** A digest that is not SHA-256 in lower-case hexadecimal. */
    DIGEST_ALGORITHM,
    /** A part of the image that is not there. */
    MISSING,
    /** A part of the image that has another size than announced. */
    SIZE,
    /** A part of the image that has another digest than announced. */
    DIGEST,
    /** A layer whose uncompressed bytes are not those that the configuration names. */
    DIFF_ID,
    /** More or fewer layers than the configuration names, or more than the limit. */
    LAYER_COUNT,
    /** Indexes within indexes, deeper than the limit. */
    INDEX_DEPTH,
    /** No image for the processor. */
    NO_PLATFORM,
    /** More than one image for the processor. */
    AMBIGUOUS,

    /** A program for another operating system than Linux. */
    OPERATING_SYSTEM,
    /** A configuration that names another processor than the index does. */
    ARCHITECTURE,
    /** Neither an entry point nor a command. */
    NO_COMMAND,
    /** The program is not in the image, or is a directory. */
    COMMAND_NOT_FOUND,
    /** The program may not be run, or is for another processor. */
    COMMAND_NOT_EXECUTABLE,
    /** A variable without a name, or two of one name. */
    ENVIRONMENT,
    /** A working directory that is no absolute path, or a file. */
    WORKING_DIRECTORY,
    /** A user or group that the image does not have. */
    USER,
    /** A setting that has a meaning in an enclave and cannot be honoured. */
    SETTING,

    /** A name that is not REGISTRY/NAME@sha256:DIGEST. */
    REFERENCE,
    /** A registry that cannot be reached, or ended the connection too soon. */
    CONNECTION,
    /** A registry that does not speak HTTPS, or leads to one that does not. */
    INSECURE,
    /** More redirections than the limit. */
    REDIRECTS,
    /** A registry that wants credentials, or refuses those of the Docker configuration. */
    UNAUTHORIZED,
    /** Any other answer than the one that was asked for. */
    STATUS
  }

  private final Reason reason;

  public ContainerException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public ContainerException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The rule that was broken. */
  public Reason reason() {
    return reason;
  }
}
