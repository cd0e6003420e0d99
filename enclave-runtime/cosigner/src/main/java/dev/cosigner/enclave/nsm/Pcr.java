package dev.cosigner.enclave.nsm;

/** A register's value and whether it is locked. */
public final class Pcr {
  private final byte[] value;
  private final boolean locked;

  /**
   * A register's state.
   *
   * @param value 48 bytes, copied
   * @param locked whether it can no longer be extended
   */
  public Pcr(byte[] value, boolean locked) {
    if (value.length != Nsm.PCR_BYTES) {
      throw new IllegalArgumentException(
          "expected " + Nsm.PCR_BYTES + " bytes of a register, found " + value.length);
    }
    this.value = value.clone();
    this.locked = locked;
  }

  /** A copy of the 48 bytes. */
  public byte[] value() {
    return value.clone();
  }

  /** Whether the register can no longer be extended. */
  public boolean locked() {
    return locked;
  }
}
