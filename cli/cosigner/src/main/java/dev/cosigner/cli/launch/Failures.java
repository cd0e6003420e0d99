package dev.cosigner.cli.launch;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.host.EnclaveRefusalException;
import dev.cosigner.host.EnclaveUnavailableException;
import dev.cosigner.host.LaunchException;
import dev.cosigner.protocol.attestation.AttestationException;
import dev.cosigner.protocol.attestation.AttestationException.Reason;
import dev.cosigner.protocol.cbor.CborException;
import java.util.List;
import java.util.Locale;

/** What went wrong with an enclave, in the words and exit codes of the command line. */
final class Failures {
  private Failures() {}

  static CosignerException of(LaunchException e) {
    ExitCode exit =
        switch (e.reason()) {
          case MEMORY_TOO_SMALL -> ExitCode.BAD_INPUT;
          case BOOT_TIMED_OUT -> ExitCode.PEER_TIMEOUT;
          case DIRECTORY_UNUSABLE,
              PATH_TOO_LONG,
              PROGRAM_MISSING,
              START_FAILED,
              BOOT_DIED,
              CLOCK_UNSTEADY ->
              ExitCode.ENVIRONMENT;
        };
    return CosignerException.of(e.reason().id(), exit, e.getMessage())
        .expected(e.expected())
        .found(withConsole(e.found(), e.console()))
        .hint(e.hint().orElse(null))
        .cause(e)
        .build();
  }

  private static String withConsole(String found, List<String> console) {
    return console.isEmpty()
        ? found
        : found + "; the console ends with\n" + String.join("\n", console);
  }

  static CosignerException of(String enclave, EnclaveUnavailableException e) {
    boolean late = e.reason() == EnclaveUnavailableException.Reason.TIMED_OUT;
    return CosignerException.of(
            late ? "enclave-silent" : "enclave-unreachable",
            late ? ExitCode.PEER_TIMEOUT : ExitCode.ENVIRONMENT,
            late
                ? "the enclave " + enclave + " did not answer in time"
                : "the enclave " + enclave + " cannot be reached")
        .expected("an answer of its server")
        .found(e.getMessage())
        .hint("'cosigner list' shows whether it still runs")
        .cause(e)
        .build();
  }

  /** The enclave's own refusal, under its own id. */
  static CosignerException of(String enclave, EnclaveRefusalException e) {
    String id = e.id().matches("[a-z0-9]+(-[a-z0-9]+)*") ? e.id() : "enclave-refused";
    return CosignerException.of(
            id, ExitCode.REFUSED, "the enclave " + enclave + " refused: " + e.getMessage())
        .expected(e.expected().orElse(null))
        .found(e.found().orElse(null))
        .hint(e.hint().orElse(null))
        .cause(e)
        .build();
  }

  static CosignerException of(String enclave, AttestationException e) {
    return CosignerException.of(
            "attestation-" + e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            ExitCode.REFUSED,
            "the enclave " + enclave + " does not prove what it is: " + reason(e))
        .expected(e.expected().orElse(null))
        .found(e.found().orElse(null))
        .hint(hint(e.reason()))
        .cause(e)
        .build();
  }

  /** The message without the two values, which have lines of their own. */
  private static String reason(AttestationException e) {
    String message = e.getMessage();
    int values = e.expected().isPresent() ? message.indexOf(": expected ") : -1;
    return values < 0 ? message : message.substring(0, values);
  }

  private static String hint(Reason reason) {
    return switch (reason) {
      case MEASUREMENTS -> "what runs is not the image that was launched: terminate it";
      case ROOT ->
          "it was launched under another development root, or its NSM is not the one meant";
      case CERTIFICATE_EXPIRED ->
          "the certificates of a development enclave last a day: launch it again";
      case FROM_THE_FUTURE, STALE, CERTIFICATE_NOT_YET_VALID -> "check this machine's clock";
      default -> null;
    };
  }

  static CosignerException of(String enclave, CborException e) {
    return CosignerException.of(
            "description-malformed",
            ExitCode.REFUSED,
            "the enclave " + enclave + " describes itself in a form that is not known")
        .found(e.getMessage())
        .hint("it may be of another version of cosigner")
        .cause(e)
        .build();
  }

  static CosignerException of(String enclave, ContradictionException e) {
    return CosignerException.of(
            "description-contradicts", ExitCode.REFUSED, e.getMessage() + " (" + enclave + ")")
        .expected(e.expected())
        .found(e.found())
        .hint("terminate it: it is not the enclave that was launched")
        .cause(e)
        .build();
  }
}
