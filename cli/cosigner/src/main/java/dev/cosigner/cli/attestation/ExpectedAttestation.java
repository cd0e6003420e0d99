package dev.cosigner.cli.attestation;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.protocol.attestation.AttestationException;
import dev.cosigner.protocol.attestation.DocumentContents;
import dev.cosigner.protocol.attestation.PcrValue;
import dev.cosigner.protocol.attestation.TrustAnchor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What an operator expects of a document. A field that is empty, and a register that is not there,
 * is not compared.
 *
 * @param registers by their index, 0 to 31
 */
public record ExpectedAttestation(
    SortedMap<Integer, PcrValue> registers,
    Optional<byte[]> nonce,
    Optional<byte[]> userData,
    Optional<byte[]> publicKey) {

  /**
   * Requires that a document is authentic, and what is expected of it.
   *
   * @param at when its certificates must be valid
   * @throws CosignerException exit code 5 with the reason if it is refused, {@code
   *     measurements-differ} with exit code 1 if it is authentic but of another enclave
   */
  public void require(DocumentContents contents, TrustAnchor anchor, Instant at)
      throws CosignerException {
    try {
      contents.requireAuthentic(anchor, at.toEpochMilli());
    } catch (AttestationException e) {
      throw refused(e);
    }
    requireSame("nonce", nonce, contents.nonce());
    requireSame("user data", userData, contents.userData());
    requireSame("public key", publicKey, contents.publicKey());
    requireRegisters(contents.pcrs());
  }

  private static CosignerException refused(AttestationException e) {
    String reason = e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    String hint =
        switch (e.reason()) {
          case CERTIFICATE_EXPIRED, CERTIFICATE_NOT_YET_VALID, FROM_THE_FUTURE ->
              "fetch a new document; for an archived one, --at names the time it was received";
          case ROOT -> "--trust-root names another root, such as that of a simulated module";
          case DEBUG_MODE -> "start the enclave without debug mode";
          default -> "do not trust who sent it; --explain shows what it claims";
        };
    return CosignerException.of(
            "attestation-" + reason,
            ExitCode.REFUSED,
            "the attestation document is refused: " + e.getMessage())
        .expected(e.expected().orElse("an authentic document"))
        .found(e.found().orElse(reason))
        .hint(hint)
        .cause(e)
        .build();
  }

  private static void requireSame(String what, Optional<byte[]> wanted, Optional<byte[]> found)
      throws CosignerException {
    if (wanted.isEmpty() || Arrays.equals(wanted.get(), found.orElse(null))) {
      return;
    }
    throw CosignerException.of(
            "attestation-" + what.replace(' ', '-'),
            ExitCode.REFUSED,
            "the attestation document is refused: another " + what)
        .expected(HexFormat.of().formatHex(wanted.get()))
        .found(found.map(HexFormat.of()::formatHex).orElse("none"))
        .hint("it was made for another purpose, or is replayed: ask for a new one")
        .build();
  }

  private void requireRegisters(SortedMap<Integer, PcrValue> found) throws CosignerException {
    List<String> expectedLines = new ArrayList<>();
    List<String> foundLines = new ArrayList<>();
    registers.forEach((index, value) -> {
      PcrValue other = found.get(index);
      if (!value.equals(other)) {
        expectedLines.add("PCR" + index + " " + value);
        foundLines.add("PCR" + index + " " + (other == null ? "absent" : other));
      }
    });
    if (!expectedLines.isEmpty()) {
      throw CosignerException.of(
              "measurements-differ",
              ExitCode.CHECK_FAILED,
              "the document is authentic, but of another enclave than expected")
          .expected(String.join("\n", expectedLines))
          .found(String.join("\n", foundLines))
          .hint("'cosigner diff-eif' tells why two images differ")
          .build();
    }
  }
}
