package dev.cosigner.cli.command;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A pass-phrase that something is about to be sealed by. */
final class NewPassphrase {
  private static final int MIN_LENGTH = 8;

  private NewPassphrase() {}

  /**
   * Reads it from a file, or asks for it twice. The caller wipes it.
   *
   * @param file may be null
   * @throws CosignerException {@code passphrase-short} or {@code passphrase-differs}
   */
  static char[] ask(Invocation invocation, Path file, String question)
      throws CosignerException, IOException, InterruptedException {
    char[] passphrase = OperatorOptions.passphrase(invocation, file, question);
    boolean good = false;
    try {
      requireStrong(passphrase);
      if (file == null) {
        requireRepeated(invocation, passphrase);
      }
      good = true;
      return passphrase;
    } finally {
      if (!good) {
        Arrays.fill(passphrase, '\0');
      }
    }
  }

  private static void requireStrong(char[] passphrase) throws CosignerException {
    if (passphrase.length < MIN_LENGTH) {
      throw CosignerException.of(
              "passphrase-short", ExitCode.BAD_INPUT, "the pass-phrase is too short")
          .expected("at least " + MIN_LENGTH + " characters")
          .found(passphrase.length + " characters")
          .hint("nothing was written; choose a longer one")
          .build();
    }
  }

  private static void requireRepeated(Invocation invocation, char[] passphrase)
      throws CosignerException, InterruptedException {
    char[] again =
        invocation.prompts().secret("The same pass-phrase again:", "give --passphrase-file");
    boolean same = Arrays.equals(passphrase, again);
    Arrays.fill(again, '\0');
    if (!same) {
      throw CosignerException.of(
              "passphrase-differs", ExitCode.BAD_INPUT, "the two pass-phrases differ")
          .expected("the same twice")
          .found("two")
          .hint("nothing was written; begin again")
          .build();
    }
  }
}
