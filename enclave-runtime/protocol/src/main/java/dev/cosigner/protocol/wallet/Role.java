package dev.cosigner.protocol.wallet;

/** Whose cosigner a member is. */
public enum Role {
  PROVIDER("provider"),
  CUSTOMER("customer");

  private final String label;

  Role(String label) {
    this.label = label;
  }

  /** The name used in encodings and on screens. */
  public String label() {
    return label;
  }
}
