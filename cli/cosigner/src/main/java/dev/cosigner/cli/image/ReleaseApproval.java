package dev.cosigner.cli.image;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.ceremony.OperatorKey;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.PcrValue;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.identity.IdentityException;
import dev.cosigner.protocol.identity.IdentityPublicKey;
import java.util.List;

/**
 * A rebuilder's signature over the measurements of an image that they built themselves: CBOR {@code
 * [1, PCR0, PCR1, PCR2, public key, signature]}, Ed25519 over a hash under the domain {@code
 * cosigner/release/v1}.
 *
 * @param measurements of the image
 * @param rebuilder Ed25519 public key, 32 bytes
 * @param signature 64 bytes
 */
public record ReleaseApproval(
    Measurements measurements, ByteString rebuilder, ByteString signature) {
  /** Largest file, in bytes. */
  public static final int MAX_FILE_BYTES = 512;

  private static final CborLimits LIMITS = CborLimits.of(MAX_FILE_BYTES, 2, 8);
  private static final int VERSION = 1;

  /** Signs the measurements of an image. */
  public static ReleaseApproval sign(OperatorKey key, Measurements measurements) {
    return new ReleaseApproval(measurements, key.publicKey(), key.sign(digest(measurements)));
  }

  private static byte[] digest(Measurements measurements) {
    return DomainHash.of(
        "cosigner/release/v1",
        measurements.pcr0().bytes(),
        measurements.pcr1().bytes(),
        measurements.pcr2().bytes());
  }

  /** The file. */
  public byte[] encode() {
    return CborValue.array(
            CborValue.of(VERSION),
            CborValue.of(measurements.pcr0().bytes()),
            CborValue.of(measurements.pcr1().bytes()),
            CborValue.of(measurements.pcr2().bytes()),
            CborValue.of(rebuilder.toByteArray()),
            CborValue.of(signature.toByteArray()))
        .encode();
  }

  /**
   * Reads a file and verifies its signature, whatever it is over.
   *
   * @param name of the file, for errors
   * @throws CosignerException {@code approval-malformed} or {@code approval-forged}
   */
  public static ReleaseApproval parse(String name, byte[] bytes) throws CosignerException {
    ReleaseApproval approval;
    try {
      List<CborValue> fields = CborDecoder.decode(bytes, LIMITS).asArrayOf("approval", 6);
      fields.get(0).asInteger("version", VERSION, VERSION);
      approval =
          new ReleaseApproval(
              new Measurements(
                  register("PCR0", fields.get(1)),
                  register("PCR1", fields.get(2)),
                  register("PCR2", fields.get(3))),
              ByteString.copyOf(fields.get(4).asBytes("public key", 32, 32)),
              ByteString.copyOf(fields.get(5).asBytes("signature", 64, 64)));
    } catch (CborException e) {
      throw CosignerException.of(
              "approval-malformed", ExitCode.BAD_INPUT, name + " is no approval of a release")
          .expected("the file that 'cosigner release approve' writes")
          .found(e.getMessage())
          .hint("ask the rebuilder for the file again")
          .cause(e)
          .build();
    }
    try {
      IdentityPublicKey.of(approval.rebuilder.toByteArray())
          .verify(digest(approval.measurements), approval.signature.toByteArray());
      return approval;
    } catch (IdentityException e) {
      throw CosignerException.of(
              "approval-forged", ExitCode.REFUSED, "the signature of " + name + " is not valid")
          .expected("a signature by " + approval.rebuilder.hex())
          .found(e.getMessage())
          .hint("ask the rebuilder for the file again, and find out who changed this one")
          .cause(e)
          .build();
    }
  }

  private static PcrValue register(String name, CborValue value) throws CborException {
    return PcrValue.of(value.asBytes(name, PcrValue.BYTES, PcrValue.BYTES));
  }
}
