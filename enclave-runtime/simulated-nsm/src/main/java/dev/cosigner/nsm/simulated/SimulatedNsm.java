package dev.cosigner.nsm.simulated;

import dev.cosigner.enclave.nsm.Nsm;
import dev.cosigner.enclave.nsm.NsmDescription;
import dev.cosigner.enclave.nsm.NsmException;
import dev.cosigner.enclave.nsm.NsmException.Reason;
import dev.cosigner.enclave.nsm.Pcr;
import dev.cosigner.protocol.cbor.CborBytes;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.List;

/** An NSM whose documents have AWS's form and a chain that ends in a development root. */
final class SimulatedNsm implements Nsm {
  private static final String DIGEST = "SHA384";

  private final String moduleId;
  private final List<CborBytes> bundle;
  private final Backing backing;
  private final LeafIssuer issuer;

  private Leaf leaf;

  SimulatedNsm(Provisioning provisioning, Backing backing) throws NsmException {
    this.moduleId = provisioning.moduleId();
    this.bundle = provisioning.bundle();
    this.backing = backing;
    this.issuer = LeafIssuer.of(bundle.getLast().value(), provisioning.instanceKey().value());
  }

  @Override
  public synchronized NsmDescription describe() throws NsmException {
    List<Integer> locked = new ArrayList<>();
    for (int index = 0; index < PCR_COUNT; index++) {
      if (backing.describePcr(index).locked()) {
        locked.add(index);
      }
    }
    return new NsmDescription(moduleId, DIGEST, locked);
  }

  @Override
  public synchronized Pcr describePcr(int index) throws NsmException {
    return backing.describePcr(index);
  }

  @Override
  public synchronized byte[] extendPcr(int index, byte[] data) throws NsmException {
    return backing.extendPcr(index, data);
  }

  @Override
  public synchronized void lockPcr(int index) throws NsmException {
    backing.lockPcr(index);
  }

  @Override
  public synchronized void lockPcrs(int count) throws NsmException {
    backing.lockPcrs(count);
  }

  @Override
  public synchronized byte[] getRandom() throws NsmException {
    return backing.getRandom();
  }

  @Override
  public synchronized byte[] attest(byte[] userData, byte[] nonce, byte[] publicKey)
      throws NsmException {
    CborValue userDataField = field("user data", userData, MAX_USER_DATA);
    CborValue nonceField = field("nonce", nonce, MAX_NONCE);
    CborValue publicKeyField = field("public key", publicKey, MAX_PUBLIC_KEY);
    long now = backing.millis();
    if (leaf == null || leaf.isDueAt(now)) {
      leaf = issuer.issue(moduleId, now);
    }
    byte[] payload =
        CborValue.map(
                CborMap.entry("module_id", CborValue.of(moduleId)),
                CborMap.entry("digest", CborValue.of(DIGEST)),
                CborMap.entry("timestamp", CborValue.of(now)),
                CborMap.entry("pcrs", lockedPcrs()),
                CborMap.entry("certificate", CborValue.of(leaf.certificate())),
                CborMap.entry("cabundle", CborValue.array(bundle)),
                CborMap.entry("public_key", publicKeyField),
                CborMap.entry("user_data", userDataField),
                CborMap.entry("nonce", nonceField))
            .encode();
    return leaf.sign(payload);
  }

  /**
   * The registers that are locked: an unlocked one may still change, so a document does not speak
   * of it.
   */
  private CborValue lockedPcrs() throws NsmException {
    List<CborMap.Entry> entries = new ArrayList<>();
    for (int index = 0; index < PCR_COUNT; index++) {
      Pcr pcr = backing.describePcr(index);
      if (pcr.locked()) {
        entries.add(CborMap.entry(index, CborValue.of(pcr.value())));
      }
    }
    return CborValue.map(entries);
  }

  private static CborValue field(String name, byte[] bytes, int longest) throws NsmException {
    if (bytes == null) {
      return CborNull.NULL;
    }
    if (bytes.length > longest) {
      throw new NsmException(
          Reason.INPUT_TOO_LARGE,
          "expected at most " + longest + " bytes of " + name + ", found " + bytes.length);
    }
    return CborValue.of(bytes);
  }

  @Override
  public void close() {
    backing.close();
  }
}
