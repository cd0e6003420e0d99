package dev.cosigner.nsm.simulated;

import dev.cosigner.enclave.nsm.DocumentTime;
import dev.cosigner.enclave.nsm.Nsm;
import dev.cosigner.enclave.nsm.NsmException;
import dev.cosigner.enclave.nsm.Pcr;

/**
 * An emulator's {@code /dev/nsm}: its registers are those of the image that was booted, but its
 * documents are unsigned.
 */
final class DeviceBacking implements Backing {
  private final Nsm device;

  DeviceBacking(Nsm device) {
    this.device = device;
  }

  @Override
  public Pcr describePcr(int index) throws NsmException {
    return device.describePcr(index);
  }

  @Override
  public byte[] extendPcr(int index, byte[] data) throws NsmException {
    return device.extendPcr(index, data);
  }

  @Override
  public void lockPcr(int index) throws NsmException {
    device.lockPcr(index);
  }

  @Override
  public void lockPcrs(int count) throws NsmException {
    device.lockPcrs(count);
  }

  @Override
  public byte[] getRandom() throws NsmException {
    return device.getRandom();
  }

  @Override
  public long millis() throws NsmException {
    return DocumentTime.millisOf(device.attest(null, null, null));
  }

  @Override
  public void close() {
    device.close();
  }
}
