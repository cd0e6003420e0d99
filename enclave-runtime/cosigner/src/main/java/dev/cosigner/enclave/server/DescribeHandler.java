package dev.cosigner.enclave.server;

import dev.cosigner.enclave.nsm.Nsm;
import dev.cosigner.enclave.nsm.NsmException;
import dev.cosigner.enclave.nsm.Pcr;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.Locale;

/**
 * The method {@code describe}: [nonce] to [statement, document]. The statement is [1, version,
 * uptime in milliseconds, anchor kind, instance, module id, [[index, value, locked] for registers 0
 * to 15]]; the document attests its hash under {@value #DOMAIN}.
 */
public final class DescribeHandler implements RequestHandler {
  private static final String DOMAIN = "cosigner/describe/v1";
  private static final int VERSION = 1;
  private static final int DESCRIBED_PCRS = 16;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Enclave enclave;

  /** Describes this enclave. */
  public DescribeHandler(Enclave enclave) {
    this.enclave = enclave;
  }

  @Override
  public CborValue handle(CborValue body) throws RequestException, CborException {
    byte[] nonce = Nonce.of(body);
    try {
      byte[] statement = statement().encode();
      byte[] document = enclave.nsm().attest(DomainHash.of(DOMAIN, statement), nonce, null);
      return CborValue.array(CborValue.of(statement), CborValue.of(document));
    } catch (NsmException e) {
      throw NsmRefusal.of(e);
    }
  }

  private CborValue statement() throws NsmException {
    Nsm nsm = enclave.nsm();
    CborValue[] registers = new CborValue[DESCRIBED_PCRS];
    for (int index = 0; index < DESCRIBED_PCRS; index++) {
      Pcr pcr = nsm.describePcr(index);
      registers[index] =
          CborValue.array(
              CborValue.of(index), CborValue.of(pcr.value()), CborValue.of(pcr.locked()));
    }
    return CborValue.array(
        CborValue.of(VERSION),
        CborValue.of(enclave.version()),
        CborValue.of((System.nanoTime() - enclave.bootNanos()) / NANOS_PER_MILLI),
        CborValue.of(enclave.anchorKind().name().toLowerCase(Locale.ROOT)),
        CborValue.of(enclave.identity().instance()),
        CborValue.of(nsm.describe().moduleId()),
        CborValue.array(registers));
  }
}
