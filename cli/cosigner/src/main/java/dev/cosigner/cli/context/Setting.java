package dev.cosigner.cli.context;

import java.util.Locale;

/** What a command may be told by an option, the environment, a context or the settings file. */
public enum Setting {
  /** Where enclaves run, as people call it; prompts show it. */
  HOST("COSIGNER_HOST", Form.WORD),
  /** The AWS profile whose credentials are used. */
  AWS_PROFILE("AWS_PROFILE", Form.WORD),
  /** The AWS Region in which keys are made. */
  AWS_REGION("AWS_REGION", Form.WORD),
  /** A file with the attestation root that is trusted, or {@code aws}. */
  TRUST_ROOT("COSIGNER_TRUST_ROOT", Form.FILE_OR_AWS),
  /** A file with the registers of the image that is approved. */
  MEASUREMENTS("COSIGNER_MEASUREMENTS", Form.FILE),
  /** A file with the operator's key. */
  OPERATOR_KEY("COSIGNER_OPERATOR_KEY", Form.FILE);

  /** The value of {@link #TRUST_ROOT} that names Amazon's root. */
  public static final String AWS = "aws";

  /** What a value is. */
  enum Form {
    /** Letters, digits and a few signs. */
    WORD,
    /** An absolute path: commands run in any folder. */
    FILE,
    /** An absolute path, or {@code aws}. */
    FILE_OR_AWS;

    String expected() {
      return switch (this) {
        case WORD -> "1 to 64 letters, digits, dots, colons, dashes and underscores";
        case FILE -> "an absolute path";
        case FILE_OR_AWS -> "aws, or an absolute path";
      };
    }

    boolean accepts(String value) {
      boolean file = value.matches("/[^\\p{Cntrl}]{1,1023}");
      return switch (this) {
        case WORD -> value.matches("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");
        case FILE -> file;
        case FILE_OR_AWS -> file || value.equals(AWS);
      };
    }
  }

  private final String variable;
  private final Form form;

  Setting(String variable, Form form) {
    this.variable = variable;
    this.form = form;
  }

  /** The environment variable that tells it. */
  public String variable() {
    return variable;
  }

  /** Its name on the command line, such as {@code aws-region}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Form form() {
    return form;
  }
}
