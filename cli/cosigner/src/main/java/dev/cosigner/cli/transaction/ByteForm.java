package dev.cosigner.cli.transaction;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.transaction.Base58;
import dev.cosigner.transaction.TransactionException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A form in which tools write bytes. */
public enum ByteForm {
  /** Hexadecimal digits, with or without 0x before them. */
  HEX,
  /** Base64 of RFC 4648, with padding. */
  BASE64,
  /** Base58 with Bitcoin's alphabet; at most 4 KiB, since its cost grows with the square. */
  BASE58,
  /** The bytes themselves. */
  BINARY;

  private static final int MAX_BASE58_BYTES = 4 * 1024;

  /** The name on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The bytes of {@code content}, in the form given or the only one that fits. Content that begins
   * with 0x is hexadecimal; content with characters outside ASCII is binary.
   *
   * @param name what to call the content in errors
   * @throws CosignerException {@code bytes-empty}, {@code bytes-malformed} or {@code
   *     bytes-ambiguous}
   */
  public static byte[] read(String name, byte[] content, Optional<ByteForm> form)
      throws CosignerException {
    String text = new String(content, StandardCharsets.ISO_8859_1).replaceAll("[ \\t\\r\\n]", "");
    if (text.isEmpty()) {
      throw CosignerException.of("bytes-empty", ExitCode.BAD_INPUT, name + " holds nothing")
          .expected("bytes in hexadecimal, base64, base58 or binary")
          .found(content.length == 0 ? "nothing" : "white space")
          .hint("check the path")
          .build();
    }
    if (form.isPresent()) {
      return form.get().decode(name, text, content);
    }
    if (text.chars().anyMatch(c -> c < 0x21 || c > 0x7e)) {
      return content.clone();
    }
    if (text.startsWith("0x")) {
      return HEX.decode(name, text, content);
    }
    List<ByteForm> fitting = new ArrayList<>();
    for (ByteForm candidate : List.of(HEX, BASE64, BASE58)) {
      if (candidate.fits(name, text)) {
        fitting.add(candidate);
      }
    }
    if (fitting.size() > 1) {
      throw CosignerException.of(
              "bytes-ambiguous", ExitCode.BAD_INPUT, name + " can be read in several forms")
          .expected("a form that is told")
          .found("text that is " + join(fitting))
          .hint("say which with --from, or write 0x before hexadecimal digits")
          .build();
    }
    if (fitting.isEmpty()) {
      throw CosignerException.of(
              "bytes-malformed", ExitCode.BAD_INPUT, name + " is in no known form")
          .expected("bytes in hexadecimal, base64, base58 or binary")
          .found("text that is none of them")
          .hint("the content may be cut off: write it again")
          .build();
    }
    return fitting.getFirst().decode(name, text, content);
  }

  private static String join(List<ByteForm> forms) {
    return String.join(" and ", forms.stream().map(ByteForm::id).toList());
  }

  /** The text of {@code bytes}; not of {@link #BINARY}, which is none. */
  public String encode(byte[] bytes) throws CosignerException {
    return switch (this) {
      case HEX -> "0x" + HexFormat.of().formatHex(bytes);
      case BASE64 -> Base64.getEncoder().encodeToString(bytes);
      case BASE58 -> {
        if (bytes.length > MAX_BASE58_BYTES) {
          throw CosignerException.of(
                  "bytes-too-many", ExitCode.BAD_INPUT, "too many bytes for base58")
              .expected("at most " + MAX_BASE58_BYTES + " bytes")
              .found(bytes.length + " bytes")
              .hint("convert to base64 or hexadecimal")
              .build();
        }
        yield Base58.encode(bytes);
      }
      case BINARY -> throw new IllegalArgumentException("bytes are no text");
    };
  }

  private boolean fits(String name, String text) {
    try {
      decode(name, text, new byte[0]);
      return true;
    } catch (CosignerException e) {
      return false;
    }
  }

  private byte[] decode(String name, String text, byte[] content) throws CosignerException {
    try {
      return switch (this) {
        case HEX -> HexFormat.of().parseHex(text.startsWith("0x") ? text.substring(2) : text);
        case BASE64 -> Base64.getDecoder().decode(text);
        case BASE58 -> Base58.decodeAtMost(name, text, MAX_BASE58_BYTES);
        case BINARY -> content.clone();
      };
    } catch (IllegalArgumentException | TransactionException e) {
      throw CosignerException.of("bytes-malformed", ExitCode.BAD_INPUT, name + " is not " + id())
          .expected("bytes in " + id())
          .found(e.getMessage())
          .hint("check the form that --from tells")
          .cause(e)
          .build();
    }
  }
}
