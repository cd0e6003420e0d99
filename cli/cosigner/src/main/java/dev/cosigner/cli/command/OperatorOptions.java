package dev.cosigner.cli.command;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.ceremony.OperatorKey;
import dev.cosigner.cli.context.Setting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** For commands that operators approve: {@code @Mixin OperatorOptions operators}. */
final class OperatorOptions {
  private static final int MAX_PASSPHRASE_BYTES = 1024;

  @Option(
      names = "--operator-key",
      paramLabel = "FILE",
      description =
          "An operator's key that approves; give it once per operator (default: the context's).")
  private List<Path> keys = new ArrayList<>();

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Where the pass-phrase is read from, instead of a prompt; /dev/fd/3 works too.")
  private Path passphraseFile;

  /** Opens the keys, asking for pass-phrases where no file has them. */
  List<OperatorKey> open(Invocation invocation)
      throws CosignerException, IOException, InterruptedException {
    List<OperatorKey> opened = new ArrayList<>();
    for (Path file : keys.isEmpty() ? List.of(key(invocation, null)) : keys) {
      byte[] pem = BoundedFile.read(file, OperatorKey.MAX_FILE_BYTES, "operator key");
      char[] passphrase =
          passphrase(invocation, passphraseFile, "Pass-phrase of the operator key " + file + ":");
      try {
        opened.add(OperatorKey.open(file.toString(), pem, passphrase));
      } finally {
        Arrays.fill(passphrase, '\0');
      }
    }
    return opened;
  }

  /**
   * The file of an operator's key: an option's, or else what the settings say.
   *
   * @throws CosignerException {@code missing-argument} if neither says one
   */
  static Path key(Invocation invocation, Path option) throws CosignerException {
    String text = option == null ? null : option.toString();
    return Path.of(
        invocation
            .settings()
            .orElse(text, Setting.OPERATOR_KEY)
            .orElseThrow(() ->
                CosignerException.of(
                        "missing-argument", ExitCode.USAGE, "no operator's key was given")
                    .expected("--operator-key, or one in the context in use")
                    .found("neither")
                    .hint("'cosigner operator create' makes a key")
                    .build()));
  }

  /** Reads a pass-phrase from a file, without its newline, or asks for it. */
  static char[] passphrase(Invocation invocation, Path file, String question)
      throws CosignerException, IOException, InterruptedException {
    if (file == null) {
      return invocation.prompts().secret(question, "give --passphrase-file");
    }
    byte[] bytes = BoundedFile.read(file, MAX_PASSPHRASE_BYTES, "pass-phrase");
    CharBuffer chars = decode(file, bytes);
    int length = chars.limit();
    while (length > 0 && (chars.get(length - 1) == '\n' || chars.get(length - 1) == '\r')) {
      length--;
    }
    char[] passphrase = new char[length];
    chars.get(0, passphrase);
    Arrays.fill(chars.array(), '\0');
    if (length == 0) {
      throw CosignerException.of(
              "passphrase-empty", ExitCode.BAD_INPUT, "the pass-phrase file " + file + " is empty")
          .expected("a pass-phrase in its first line")
          .found("nothing, or newlines alone")
          .hint("write the pass-phrase of the operator key into it")
          .build();
    }
    return passphrase;
  }

  /**
   * The characters of a file, which is wiped. Replacing what is none would weaken the pass-phrase.
   */
  private static CharBuffer decode(Path file, byte[] utf8) throws CosignerException {
    CharBuffer chars = CharBuffer.allocate(utf8.length);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    boolean malformed = decoder.decode(ByteBuffer.wrap(utf8), chars, true).isError();
    Arrays.fill(utf8, (byte) 0);
    if (malformed) {
      Arrays.fill(chars.array(), '\0');
      throw CosignerException.of(
              "passphrase-not-text", ExitCode.BAD_INPUT, "the pass-phrase file is no text: " + file)
          .expected("a pass-phrase in UTF-8")
          .found("bytes that are not UTF-8")
          .hint("name the file that the pass-phrase was written to, or write it in UTF-8")
          .build();
    }
    return chars.flip();
  }
}
