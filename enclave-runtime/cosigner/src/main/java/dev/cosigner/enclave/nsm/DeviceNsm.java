package dev.cosigner.enclave.nsm;

import dev.cosigner.enclave.linux.Device;
import dev.cosigner.enclave.linux.SystemCallException;
import dev.cosigner.enclave.nsm.NsmException.Reason;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The NSM behind {@code /dev/nsm} ({@code include/uapi/linux/nsm.h}): one ioctl that carries a
 * request and its answer.
 */
public final class DeviceNsm implements Nsm {
  /** The node that the kernel's driver makes. */
  public static final String PATH = "/dev/nsm";

  /** The largest request and answer, bytes. */
  static final int REQUEST_BYTES = 0x1000;

  static final int RESPONSE_BYTES = 0x3000;

  /** {@code _IOWR(0x0A, 0, struct nsm_raw)}. */
  private static final long NSM_IOCTL_RAW = 0xC0200A00L;

  /** struct nsm_raw: two of struct iovec, which is a pointer and a length. */
  private static final int MESSAGE_BYTES = 32;

  private static final int LENGTH = 8;
  private static final int RESPONSE = 16;
  private static final int MAX_RANDOM = 256;

  private final Device device;
  private final MemorySegment request;
  private final MemorySegment response;
  private final MemorySegment message;

  private DeviceNsm(Device device) {
    this.device = device;
    Arena arena = Arena.ofAuto();
    request = arena.allocate(REQUEST_BYTES);
    response = arena.allocate(RESPONSE_BYTES);
    message = arena.allocate(MESSAGE_BYTES, Long.BYTES);
  }

  /**
   * Opens the device.
   *
   * @throws NsmException if there is none
   */
  public static DeviceNsm open() throws NsmException {
    try {
      return new DeviceNsm(Device.open(PATH));
    } catch (SystemCallException e) {
      throw new NsmException(
          Reason.UNREACHABLE, "expected the NSM at " + PATH + ": " + e.getMessage(), e);
    }
  }

  @Override
  public NsmDescription describe() throws NsmException {
    return NsmResponse.description(exchange(NsmRequest.describeNsm()));
  }

  @Override
  public Pcr describePcr(int index) throws NsmException {
    return NsmResponse.pcr(exchange(NsmRequest.describePcr(index)));
  }

  @Override
  public byte[] extendPcr(int index, byte[] data) throws NsmException {
    byte[] answer = exchange(NsmRequest.extendPcr(index, data));
    return NsmResponse.bytes(NsmRequest.EXTEND_PCR, "data", PCR_BYTES, PCR_BYTES, answer);
  }

  @Override
  public void lockPcr(int index) throws NsmException {
    NsmResponse.done(NsmRequest.LOCK_PCR, exchange(NsmRequest.lockPcr(index)));
  }

  @Override
  public void lockPcrs(int count) throws NsmException {
    NsmResponse.done(NsmRequest.LOCK_PCRS, exchange(NsmRequest.lockPcrs(count)));
  }

  @Override
  public byte[] getRandom() throws NsmException {
    return NsmResponse.bytes(
        NsmRequest.GET_RANDOM, "random", 1, MAX_RANDOM, exchange(NsmRequest.getRandom()));
  }

  @Override
  public byte[] attest(byte[] userData, byte[] nonce, byte[] publicKey) throws NsmException {
    byte[] answer = exchange(NsmRequest.attestation(userData, nonce, publicKey));
    return NsmResponse.bytes(NsmRequest.ATTESTATION, "document", 1, RESPONSE_BYTES, answer);
  }

  private synchronized byte[] exchange(byte[] bytes) throws NsmException {
    if (bytes.length > REQUEST_BYTES) {
      throw new NsmException(
          Reason.INPUT_TOO_LARGE,
          "expected a request of at most " + REQUEST_BYTES + " bytes, found " + bytes.length);
    }
    MemorySegment.copy(bytes, 0, request, ValueLayout.JAVA_BYTE, 0, bytes.length);
    message.set(ValueLayout.JAVA_LONG, 0, request.address());
    message.set(ValueLayout.JAVA_LONG, LENGTH, bytes.length);
    message.set(ValueLayout.JAVA_LONG, RESPONSE, response.address());
    message.set(ValueLayout.JAVA_LONG, RESPONSE + LENGTH, RESPONSE_BYTES);
    try {
      device.control(NSM_IOCTL_RAW, message);
    } catch (IOException e) {
      throw new NsmException(
          Reason.UNREACHABLE, "expected an answer of the NSM: " + e.getMessage(), e);
    }
    long length = message.get(ValueLayout.JAVA_LONG, RESPONSE + LENGTH);
    if (length < 1 || length > RESPONSE_BYTES) {
      throw new NsmException(
          Reason.MALFORMED_RESPONSE,
          "expected an answer of 1 to " + RESPONSE_BYTES + " bytes, found " + length);
    }
    return response.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
  }

  @Override
  public void close() {
    device.close();
  }
}
