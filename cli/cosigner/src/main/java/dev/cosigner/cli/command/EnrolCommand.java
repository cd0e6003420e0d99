package dev.cosigner.cli.command;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.Fleet;
import dev.cosigner.cli.ceremony.RemoteCosigner;
import dev.cosigner.cli.ui.QrText;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.wallet.EnrolmentRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner enrol}. */
@CommandLine.Command(
    name = "enrol",
    description = {
      "Show a device's enrolment, verified, and the pairing words that it shows.",
      "",
      "The enrolment request names the keys that the device drew at this boot, signed and attested."
          + " It is public; its digest is printed, as a QR code too, so that another person can"
          + " compare it."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner enrol c2",
      "  cosigner enrol c2 --output c2.enrolment --json",
      "  cosigner enrol c2 --words"
    })
final class EnrolCommand extends CeremonyCommand {
  @Parameters(paramLabel = "ENCLAVE", description = "The device, by its id or name.")
  private String enclave;

  @Option(names = "--output", paramLabel = "FILE", description = "Write the request to a file.")
  private Path output;

  @Option(
      names = "--words",
      description = "Show only the pairing words that the device itself shows.")
  private boolean words;

  @Mixin private ResultOptions results;

  EnrolCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    Fleet fleet = fleet();
    try (RemoteCosigner cosigner = fleet.connect(enclave)) {
      return words ? showWords(cosigner) : showRequest(fleet, cosigner);
    }
  }

  private ExitCode showWords(RemoteCosigner cosigner) throws CosignerException {
    Map<ByteString, List<String>> pairings = cosigner.pairingWords();
    Map<String, List<String>> tree = new LinkedHashMap<>();
    pairings.forEach((group, shown) -> tree.put(group.hex(), shown));
    invocation()
        .output()
        .result(
            tree,
            pairings.isEmpty()
                ? "no pairing since this device started"
                : String.join(
                    "\n", pairings.values().stream().map(one -> String.join(" ", one)).toList()));
    return ExitCode.DONE;
  }

  private ExitCode showRequest(Fleet fleet, RemoteCosigner cosigner)
      throws CosignerException, IOException {
    if (output != null) {
      results.requireFree(output);
    }
    EnrolmentRequest request = fleet.workstation(List.of(enclave)).enrol(cosigner);
    String digest = ByteString.copyOf(EnrolmentRequest.hash(request.enrolment())).hex();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("enclave", cosigner.name());
    tree.put("digest", digest);
    tree.put("identityKey", request.enrolment().identityKey().hex());
    tree.put("hpkeKey", request.enrolment().hpkeKey().hex());
    tree.put("instance", request.enrolment().instance().hex());
    if (output != null) {
      results.write(output, request.encode());
      tree.put("file", output.toString());
    }
    invocation()
        .output()
        .result(
            tree,
            "digest "
                + digest
                + "\nidentity "
                + request.enrolment().identityKey()
                + "\n"
                + QrText.of(digest));
    return ExitCode.DONE;
  }
}
