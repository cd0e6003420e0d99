package dev.cosigner.enclave.nsm;

import dev.cosigner.enclave.nsm.NsmException.Reason;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An NSM whose answers the tests set; its documents are unsigned. */
public final class TestNsm implements Nsm {
  /** The time in the next document. */
  public long millis = 1_800_000_000_000L;

  /** What GetRandom gives. */
  public byte[] random = new byte[256];

  /** If set, every request fails with it. */
  public Reason failure;

  /** The fields of every document that was asked for: user data, nonce, public key. */
  public final List<List<CborValue>> attested = new ArrayList<>();

  /** An NSM with random bytes that are not all alike. */
  public TestNsm() {
    for (int i = 0; i < random.length; i++) {
      random[i] = (byte) i;
    }
  }

  @Override
  public NsmDescription describe() throws NsmException {
    fail();
    return new NsmDescription("i-test-enc0", "SHA384", List.of(0));
  }

  @Override
  public Pcr describePcr(int index) throws NsmException {
    fail();
    byte[] value = new byte[PCR_BYTES];
    Arrays.fill(value, (byte) index);
    return new Pcr(value, index < 3);
  }

  @Override
  public byte[] extendPcr(int index, byte[] data) throws NsmException {
    throw new NsmException(Reason.READ_ONLY_INDEX, "locked");
  }

  @Override
  public void lockPcr(int index) throws NsmException {
    fail();
  }

  @Override
  public void lockPcrs(int count) throws NsmException {
    fail();
  }

  @Override
  public byte[] getRandom() throws NsmException {
    fail();
    return random.clone();
  }

  @Override
  public byte[] attest(byte[] userData, byte[] nonce, byte[] publicKey) throws NsmException {
    fail();
    attested.add(List.of(bytesOrNull(userData), bytesOrNull(nonce), bytesOrNull(publicKey)));
    byte[] payload =
        CborValue.map(
                CborMap.entry("timestamp", CborValue.of(millis)),
                CborMap.entry("nonce", bytesOrNull(nonce)))
            .encode();
    return CborValue.array(
            CborValue.of(new byte[0]),
            CborValue.map(),
            CborValue.of(payload),
            CborValue.of(new byte[96]))
        .encode();
  }

  @Override
  public void close() {}

  private static CborValue bytesOrNull(byte[] bytes) {
    return bytes == null ? CborNull.NULL : CborValue.of(bytes);
  }

  private void fail() throws NsmException {
    if (failure != null) {
      throw new NsmException(failure, "failed as told");
    }
  }
}
