package dev.cosigner.nsm.simulated;

import dev.cosigner.enclave.nsm.Nsm;
import dev.cosigner.enclave.nsm.NsmException;
import dev.cosigner.enclave.nsm.NsmException.Reason;
import dev.cosigner.enclave.nsm.Pcr;
import dev.cosigner.protocol.cbor.CborBytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Registers in memory, for a process enclave. They behave like the NSM's; time and randomness are
 * the host's.
 */
final class MemoryBacking implements Backing {
  /** The registers that are locked when an enclave starts. */
  private static final int LOCKED_AT_BOOT = 16;

  /** What the NSM gives at a time. */
  private static final int RANDOM_BYTES = 256;

  private final byte[][] values = new byte[Nsm.PCR_COUNT][Nsm.PCR_BYTES];
  private final boolean[] locked = new boolean[Nsm.PCR_COUNT];
  private final SecureRandom random = new SecureRandom();
  private final LongSupplier clock;

  /**
   * Registers with these values.
   *
   * @param initial 48 bytes by index; the others are zero
   * @param clock milliseconds since 1970
   */
  MemoryBacking(Map<Integer, CborBytes> initial, LongSupplier clock) {
    this.clock = clock;
    initial.forEach((index, value) -> values[index] = value.value());
    for (int index = 0; index < LOCKED_AT_BOOT; index++) {
      locked[index] = true;
    }
  }

  @Override
  public Pcr describePcr(int index) throws NsmException {
    checkIndex(index);
    return new Pcr(values[index], locked[index]);
  }

  @Override
  public byte[] extendPcr(int index, byte[] data) throws NsmException {
    checkUnlocked(index);
    MessageDigest digest = sha384();
    digest.update(values[index]);
    values[index] = digest.digest(data);
    return values[index].clone();
  }

  @Override
  public void lockPcr(int index) throws NsmException {
    checkUnlocked(index);
    locked[index] = true;
  }

  @Override
  public void lockPcrs(int count) throws NsmException {
    if (count < 1 || count > Nsm.PCR_COUNT) {
      throw new NsmException(
          Reason.INVALID_ARGUMENT,
          "expected 1 to " + Nsm.PCR_COUNT + " registers to lock, found " + count);
    }
    for (int index = 0; index < count; index++) {
      locked[index] = true;
    }
  }

  private void checkUnlocked(int index) throws NsmException {
    checkIndex(index);
    if (locked[index]) {
      throw new NsmException(
          Reason.READ_ONLY_INDEX, "expected an unlocked register, found " + index + " locked");
    }
  }

  private static void checkIndex(int index) throws NsmException {
    if (index < 0 || index >= Nsm.PCR_COUNT) {
      throw new NsmException(
          Reason.INVALID_INDEX,
          "expected a register from 0 to " + (Nsm.PCR_COUNT - 1) + ", found " + index);
    }
  }

  @Override
  public byte[] getRandom() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  @Override
  public long millis() {
    return clock.getAsLong();
  }

  @Override
  public void close() {
    // Memory only.
  }

  private static MessageDigest sha384() {
    try {
      return MessageDigest.getInstance("SHA-384");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-384", e);
    }
  }
}
