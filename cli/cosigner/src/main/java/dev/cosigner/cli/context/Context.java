package dev.cosigner.cli.context;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.protocol.attestation.AnchorKind;
import java.util.EnumMap;
import java.util.Map;

/**
 * One installation that an operator works with.
 *
 * @param name what people call it
 * @param kind whose attestations are believed there: the kinds never mix
 * @param values what it says, of any settings; copied
 */
public record Context(String name, AnchorKind kind, Map<Setting, String> values) {
  /** 1 to 64 letters, digits, dots, dashes and underscores; begins with a letter or digit. */
  static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  public Context {
    values = values.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(values));
  }

  /**
   * Refuses to mix kinds: a production context has nothing to do with development roots, and the
   * other way round.
   *
   * @param found the kind of what is to be used with this context
   * @param what it is, for the message
   * @throws CosignerException {@code context-kind}, exit code 5
   */
  public void requireKind(AnchorKind found, String what) throws CosignerException {
    if (found != kind) {
      throw CosignerException.of(
              "context-kind",
              ExitCode.REFUSED,
              "%s is for %s, and the context %s is not"
                  .formatted(what, ContextFile.kind(found), name))
          .expected("what is for " + ContextFile.kind(kind))
          .found("what is for " + ContextFile.kind(found))
          .hint("'cosigner context use' chooses another context, or none by --none")
          .build();
    }
  }
}
