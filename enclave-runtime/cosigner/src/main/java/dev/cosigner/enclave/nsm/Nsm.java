package dev.cosigner.enclave.nsm;

/**
 * The Nitro Secure Module: 32 platform configuration registers (PCRs) of SHA-384, a random number
 * generator, and attestation documents signed by AWS's chain. The operations are those of AWS's
 * {@code nsm-api}. Safe for use by several threads.
 */
public interface Nsm extends AutoCloseable {
  /** The number of registers. */
  int PCR_COUNT = 32;

  /** The size of a register, bytes. */
  int PCR_BYTES = 48;

  /** The most bytes of user data in a document. */
  int MAX_USER_DATA = 512;

  /** The most bytes of a nonce in a document. */
  int MAX_NONCE = 512;

  /** The most bytes of a public key in a document. */
  int MAX_PUBLIC_KEY = 1024;

  /** Describes the module. */
  NsmDescription describe() throws NsmException;

  /**
   * Reads a register.
   *
   * @param index 0 to 31
   */
  Pcr describePcr(int index) throws NsmException;

  /**
   * Extends a register: its new value is SHA-384 over the old value and the data.
   *
   * @param index 16 to 31; the others are locked when the enclave starts
   * @param data 1 to 512 bytes
   * @return the new value, 48 bytes
   * @throws NsmException with {@link NsmException.Reason#READ_ONLY_INDEX} if the register is locked
   */
  byte[] extendPcr(int index, byte[] data) throws NsmException;

  /**
   * Locks a register against extension until the enclave ends.
   *
   * @throws NsmException with {@link NsmException.Reason#READ_ONLY_INDEX} if it is locked already
   */
  void lockPcr(int index) throws NsmException;

  /**
   * Locks the registers from 0 on.
   *
   * @param count how many, 1 to 32
   */
  void lockPcrs(int count) throws NsmException;

  /** Random bytes of the module's own generator, 1 to 256 at a time. */
  byte[] getRandom() throws NsmException;

  /**
   * Makes an attestation document: a COSE_Sign1 over the registers that are locked, the time and
   * these three fields.
   *
   * @param userData at most 512 bytes, or null for none
   * @param nonce at most 512 bytes, or null for none
   * @param publicKey at most 1024 bytes, or null for none
   * @return the document's bytes
   */
  byte[] attest(byte[] userData, byte[] nonce, byte[] publicKey) throws NsmException;

  @Override
  void close();
}
