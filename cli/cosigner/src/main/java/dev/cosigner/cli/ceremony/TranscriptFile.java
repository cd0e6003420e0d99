package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.wallet.Certificate;
import dev.cosigner.protocol.wallet.OnboardTranscript;
import dev.cosigner.protocol.wallet.WalletException;

/** An onboarding's transcript, verified against the wallet's genesis. */
public record TranscriptFile(Certificate certificate, OnboardTranscript transcript) {
  /** Largest transcript, in bytes. */
  public static final int MAX_BYTES = 512 * 1024;

  /**
   * Reads and verifies a transcript.
   *
   * @param name what to call it in errors
   * @throws CosignerException {@code transcript-malformed} or {@code transcript-refused}
   */
  public static TranscriptFile open(String name, byte[] encoded, WalletFile wallet)
      throws CosignerException {
    try {
      Certificate certificate = Certificate.decode(encoded);
      return new TranscriptFile(
          certificate, OnboardTranscript.verify(certificate, wallet.genesis()));
    } catch (CborException e) {
      throw CosignerException.of(
              "transcript-malformed", ExitCode.BAD_INPUT, name + " is not an onboarding transcript")
          .expected("a file that 'cosigner onboard-device' wrote")
          .found(e.getMessage())
          .hint("the file may be cut off, or another one: ask for the transcript again")
          .cause(e)
          .build();
    } catch (WalletException e) {
      throw CosignerException.of(
              "transcript-refused",
              ExitCode.CHECK_FAILED,
              "the transcript " + name + " does not verify")
          .expected("approvals, attestations and a proof under the wallet's genesis")
          .found(e.getMessage())
          .hint("do not sign with this group; ask its members for the transcript again")
          .cause(e)
          .build();
    }
  }
}
