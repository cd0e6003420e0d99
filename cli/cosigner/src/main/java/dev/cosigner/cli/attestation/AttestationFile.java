package dev.cosigner.cli.attestation;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.protocol.attestation.AttestationDocument;
import dev.cosigner.protocol.attestation.AttestationException;
import dev.cosigner.protocol.attestation.DocumentContents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;

/** A file with an attestation document: binary, Base64 or hexadecimal. */
public final class AttestationFile {
  private static final int MAX_TEXT = 4 * AttestationDocument.MAX_BYTES;

  private AttestationFile() {}

  /**
   * Reads a document without verifying it.
   *
   * @throws CosignerException {@code attestation-malformed} if the file holds none
   */
  public static DocumentContents read(Path file) throws CosignerException, IOException {
    byte[] bytes = BoundedFile.read(file, MAX_TEXT, "attestation document");
    try {
      return DocumentContents.read(binary(bytes));
    } catch (AttestationException | IllegalArgumentException e) {
      throw CosignerException.of(
              "attestation-malformed",
              ExitCode.BAD_INPUT,
              file + " does not hold an attestation document")
          .expected("a document of the Nitro Security Module: binary, Base64 or hexadecimal")
          .found(e.getMessage())
          .hint("fetch it anew, and check that no program changed it on the way")
          .cause(e)
          .build();
    }
  }

  /** A document begins with a byte that is no ASCII: a tag or an array. */
  private static byte[] binary(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] < 0) {
      return bytes;
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[ \t\r\n]", "");
    return text.matches("[0-9a-fA-F]*")
        ? HexFormat.of().parseHex(text)
        : Base64.getDecoder().decode(text);
  }
}
