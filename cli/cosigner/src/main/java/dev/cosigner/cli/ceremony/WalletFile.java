package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.TrustAnchor;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.wallet.Certificate;
import dev.cosigner.protocol.wallet.Genesis;
import dev.cosigner.protocol.wallet.GenesisPlan;
import dev.cosigner.protocol.wallet.WalletException;
import java.util.Set;

/**
 * A wallet's genesis certificate, verified: what it says of the wallet's key, members and operators
 * is what its members' enclaves attested.
 */
public record WalletFile(Certificate certificate, Genesis genesis) {
  /** Largest genesis certificate, in bytes. */
  public static final int MAX_BYTES = 512 * 1024;

  /**
   * Reads and verifies a certificate.
   *
   * @param name what to call it in errors
   * @param trusted the roots that the operator trusts; a wallet under another one is refused
   * @throws CosignerException {@code genesis-malformed}, {@code other-anchor} or {@code
   *     genesis-refused}
   */
  public static WalletFile open(String name, byte[] encoded, Set<TrustAnchor> trusted)
      throws CosignerException {
    try {
      Certificate certificate = Certificate.decode(encoded);
      Genesis genesis = Genesis.decode(certificate.statement().toByteArray());
      GenesisPlan plan = genesis.plan();
      if (!trusted.contains(plan.anchor())) {
        throw CosignerException.of(
                "other-anchor",
                ExitCode.REFUSED,
                "the wallet " + name + " trusts another attestation root than you do")
            .expected("one of " + trusted)
            .found(plan.anchor().toString())
            .hint("development wallets belong to the state directory that they were made in")
            .build();
      }
      certificate.verify(
          Genesis.DOMAIN,
          plan.members(),
          new AttestationVerifier(plan.anchor(), plan.measurements()));
      return new WalletFile(certificate, genesis);
    } catch (CborException e) {
      throw CosignerException.of(
              "genesis-malformed", ExitCode.BAD_INPUT, name + " is not a genesis certificate")
          .expected("a file that 'cosigner wallet create' wrote")
          .found(e.getMessage())
          .hint("the file may be cut off, or another one: restore it from a backup")
          .cause(e)
          .build();
    } catch (WalletException e) {
      throw CosignerException.of(
              "genesis-refused", ExitCode.REFUSED, "the genesis of " + name + " does not verify")
          .expected("every member's signature and attestation")
          .found(e.getMessage())
          .hint("do not use an address of this wallet; ask its members for the certificate again")
          .cause(e)
          .build();
    }
  }

  /** The wallet's id, 32 bytes. */
  public ByteString id() {
    return genesis.plan().walletId();
  }
}
