package dev.cosigner.cli.aws.policy;

/** What a statement does to the requests that it applies to (IAM User Guide, "Effect"). */
public enum Effect {
  ALLOW("Allow"),
  DENY("Deny");

  private final String text;

  Effect(String text) {
    this.text = text;
  }

  /** As policies write it. */
  public String text() {
    return text;
  }
}
