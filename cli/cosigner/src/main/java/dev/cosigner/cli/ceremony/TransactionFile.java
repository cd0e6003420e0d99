package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A transaction in a file: raw bytes, or base64 text as SDKs print it. Text is recognised by its
 * characters: a raw Solana message always has bytes that base64 has not.
 */
public final class TransactionFile {
  /** Largest file, in bytes. */
  public static final int MAX_BYTES = 64 * 1024;

  private TransactionFile() {}

  /**
   * The bytes of a transaction.
   *
   * @param name what to call the file in errors
   * @throws CosignerException {@code transaction-file-empty} or {@code transaction-file-malformed}
   */
  public static byte[] decode(String name, byte[] content) throws CosignerException {
    // Tools that print base64 break its lines.
    String text = new String(content, StandardCharsets.ISO_8859_1).replaceAll("[ \\t\\r\\n]", "");
    if (text.isEmpty()) {
      throw CosignerException.of(
              "transaction-file-empty", ExitCode.BAD_INPUT, name + " holds no transaction")
          .expected("a Solana message, raw or in base64")
          .found(content.length == 0 ? "an empty file" : "white space")
          .hint("write the message there that the wallet or SDK serialised")
          .build();
    }
    if (!text.chars().allMatch(TransactionFile::isBase64)) {
      return content;
    }
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw CosignerException.of(
              "transaction-file-malformed", ExitCode.BAD_INPUT, name + " is not base64")
          .expected("a Solana message, raw or in base64")
          .found(e.getMessage())
          .hint("the file may be cut off: write it again")
          .cause(e)
          .build();
    }
  }

  private static boolean isBase64(int c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/'
        || c == '=';
  }
}
