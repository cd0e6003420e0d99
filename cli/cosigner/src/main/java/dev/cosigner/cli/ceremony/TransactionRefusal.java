package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.transaction.TransactionException;
import java.util.Locale;

/** The decoder's refusals as an operator sees them. */
public final class TransactionRefusal {
  private TransactionRefusal() {}

  /** {@code transaction-...} with the decoder's reason. */
  public static CosignerException of(TransactionException e) {
    String id = "transaction-" + e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return CosignerException.of(
            id, ExitCode.BAD_INPUT, "the transaction is refused: " + e.getMessage())
        .expected(e.expected())
        .found(e.found())
        .hint("a wallet signs only what it understands in full")
        .cause(e)
        .build();
  }
}
