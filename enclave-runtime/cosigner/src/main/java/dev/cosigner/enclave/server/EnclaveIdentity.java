package dev.cosigner.enclave.server;

import dev.cosigner.enclave.nsm.RandomSource;
import dev.cosigner.protocol.hpke.HpkePrivateKey;
import dev.cosigner.protocol.identity.IdentityKey;

/** What this enclave draws when it boots and keeps in memory: it dies with the enclave. */
public final class EnclaveIdentity {
  /** The size of an instance, bytes. */
  public static final int INSTANCE_BYTES = 16;

  private final byte[] instance;
  private final IdentityKey key;
  private final HpkePrivateKey openingKey;

  private EnclaveIdentity(byte[] instance, IdentityKey key, HpkePrivateKey openingKey) {
    this.instance = instance;
    this.key = key;
    this.openingKey = openingKey;
  }

  /** Draws an identity. */
  public static EnclaveIdentity create(RandomSource random) {
    return new EnclaveIdentity(
        random.bytes(INSTANCE_BYTES),
        IdentityKey.generate(random.secureRandom()),
        HpkePrivateKey.generate(random.secureRandom()));
  }

  /** The 16 bytes that tell this run of the enclave from every other; a copy. */
  public byte[] instance() {
    return instance.clone();
  }

  /** The key by which other members know this enclave. */
  public IdentityKey key() {
    return key;
  }

  /** The key that opens what other members seal to this run of the enclave. */
  public HpkePrivateKey openingKey() {
    return openingKey;
  }
}
