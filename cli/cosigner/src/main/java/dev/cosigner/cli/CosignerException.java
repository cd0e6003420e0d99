package dev.cosigner.cli;

import java.io.Serial;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A failure of a command as the operator sees it: what happened, what was expected, what was found
 * and what to do. Every failure that a command foresees is one of these; anything else that reaches
 * the top is reported as {@code internal-error}. None of the texts may hold a secret.
 */
public final class CosignerException extends Exception {
  @Serial private static final long serialVersionUID = 1L;
  private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private final String id;
  private final ExitCode exit;
  private final String expected;
  private final String found;
  private final String hint;

  private CosignerException(Builder builder) {
    super(builder.message, builder.cause);
    this.id = builder.id;
    this.exit = builder.exit;
    this.expected = builder.expected;
    this.found = builder.found;
    this.hint = builder.hint;
  }

  /**
   * Begins a failure.
   *
   * @param id stable name in kebab-case for scripts, such as {@code image-digest-differs}
   * @param exit any code but {@link ExitCode#DONE}
   * @param message one line, lower case, no full stop: what happened
   */
  public static Builder of(String id, ExitCode exit, String message) {
    return new Builder(id, exit, message);
  }

  public String id() {
    return id;
  }

  public ExitCode exit() {
    return exit;
  }

  public Optional<String> expected() {
    return Optional.ofNullable(expected);
  }

  public Optional<String> found() {
    return Optional.ofNullable(found);
  }

  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }

  /** Collects the parts of a failure; {@code throw ... .build()} ends it. */
  public static final class Builder {
    private final String id;
    private final ExitCode exit;
    private final String message;
    private String expected;
    private String found;
    private String hint;
    private Throwable cause;

    private Builder(String id, ExitCode exit, String message) {
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException("expected an id in kebab-case, found " + id);
      }
      if (exit == ExitCode.DONE) {
        throw new IllegalArgumentException("expected the exit code of a failure for " + id);
      }
      this.id = id;
      this.exit = exit;
      this.message = Objects.requireNonNull(message, "message");
    }

    /** What the command needed to see. */
    public Builder expected(String text) {
      this.expected = text;
      return this;
    }

    /** What it saw instead. */
    public Builder found(String text) {
      this.found = text;
      return this;
    }

    /** What the operator can do about it. */
    public Builder hint(String text) {
      this.hint = text;
      return this;
    }

    /** What led to it; shown with {@code --stack-trace} only. */
    public Builder cause(Throwable throwable) {
      this.cause = throwable;
      return this;
    }

    public CosignerException build() {
      return new CosignerException(this);
    }
  }
}
