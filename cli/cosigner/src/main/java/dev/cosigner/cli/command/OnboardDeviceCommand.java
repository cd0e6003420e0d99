package dev.cosigner.cli.command;

import dev.cosigner.cli.ConfirmationOptions;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.Fleet;
import dev.cosigner.cli.ceremony.OnboardCeremony;
import dev.cosigner.cli.ceremony.OperatorKey;
import dev.cosigner.cli.ceremony.RemoteCosigner;
import dev.cosigner.cli.ceremony.TranscriptFile;
import dev.cosigner.cli.ceremony.WalletStore;
import dev.cosigner.cli.ceremony.Workstation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cosigner onboard-device}. */
@CommandLine.Command(
    name = "onboard-device",
    description = {
      "Give a new customer device a triple of shares of a wallet's key.",
      "",
      "The existing device and the new one exchange commitments; six words are computed here and on"
          + " both devices ('cosigner enrol ENCLAVE --words' shows a device's own). Compare them"
          + " before you go on: other words mean that somebody stands between the devices. Then the"
          + " existing group hands pieces of its shares to the new group, which proves itself by"
          + " signing a challenge. The existing group stays valid."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner onboard-device --wallet main --device c2 --operator-key a.pem",
      "  cosigner onboard-device --wallet main --device c2 --operator-key a.pem --yes --json"
    })
final class OnboardDeviceCommand extends CeremonyCommand {
  @Option(names = "--wallet", required = true, description = "Name, or the beginning of the id.")
  private String wallet;

  @Option(
      names = "--device",
      required = true,
      paramLabel = "ENCLAVE",
      description = "The new customer device.")
  private String device;

  @Mixin private OperatorOptions operators;
  @Mixin private ConfirmationOptions confirmation;

  OnboardDeviceCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException, InterruptedException {
    Fleet fleet = fleet();
    WalletStore store = store(fleet);
    WalletStore.Stored stored = store.find(wallet);
    List<String> oldEnclaves = stored.groups().getFirst().enclaves();
    List<OperatorKey> keys = operators.open(invocation());
    List<String> all = new ArrayList<>(oldEnclaves);
    all.add(device);
    List<RemoteCosigner> cosigners = fleet.connect(all);
    try {
      Workstation workstation = fleet.workstation(all);
      OnboardCeremony ceremony =
          new OnboardCeremony(
              workstation, carrier(), stored.file(), cosigners.subList(0, oldEnclaves.size()));
      OnboardCeremony.Proposal proposal = ceremony.propose(cosigners.getLast());
      List<String> words = ceremony.pair(proposal);
      compare(ceremony, proposal, words);
      TranscriptFile transcript;
      try (var _ =
          invocation()
              .interruption()
              .leaving(() ->
                  "the existing group is as it was; the new one counts only if 'cosigner wallet"
                      + " show' shows it")) {
        transcript = ceremony.onboard(proposal, keys);
        store.add(
            stored.file(),
            transcript,
            proposal.newGroup().stream().map(RemoteCosigner::id).toList());
      }
      List<String> enclaves = proposal.newGroup().stream().map(RemoteCosigner::name).toList();
      String group = proposal.plan().groupId().hex();
      String path = store.transcript(stored.file(), proposal.plan().groupId()).toString();
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("wallet", stored.file().id().hex());
      tree.put("group", group);
      tree.put("enclaves", enclaves);
      tree.put("words", words);
      tree.put("transcript", path);
      invocation().output().result(tree, "group " + group + "\ntranscript " + path);
      return ExitCode.DONE;
    } finally {
      cosigners.forEach(RemoteCosigner::close);
    }
  }

  /** Has a person compare the words; without one, the devices' own answers are compared. */
  private void compare(
      OnboardCeremony ceremony, OnboardCeremony.Proposal proposal, List<String> words)
      throws CosignerException, InterruptedException {
    var group = proposal.plan().groupId();
    for (RemoteCosigner side : List.of(ceremony.existingDevice(), ceremony.device(proposal))) {
      List<String> shown = side.pairingWords().getOrDefault(group, List.of());
      if (!shown.equals(words)) {
        ceremony.reject(proposal);
        throw mismatch(side.name() + " shows " + String.join(" ", shown), words);
      }
    }
    if (confirmation.yes()) {
      invocation().output().progress("pairing words: " + String.join(" ", words));
      invocation()
          .output()
          .warning("nobody compared the words; this workstation asked both devices for them");
      return;
    }
    // Not shown before they are typed: whoever has them on this screen would copy them from it.
    String typed =
        invocation()
            .prompts()
            .line(
                "Type the six words that the new device shows:",
                "give --yes where this workstation reaches both devices itself");
    List<String> told =
        Arrays.stream(typed.strip().toLowerCase(Locale.ROOT).split("\\s+")).toList();
    if (!told.equals(words)) {
      ceremony.reject(proposal);
      throw mismatch(typed.isBlank() ? "no words" : typed, words);
    }
    invocation().output().progress("the words agree with those of this workstation");
  }

  private static CosignerException mismatch(String found, List<String> words) {
    return CosignerException.of(
            "words-differ", ExitCode.REFUSED, "the pairing words differ; this plan is dead")
        .expected(String.join(" ", words))
        .found(found)
        .hint("somebody may stand between the devices; find out before you begin again")
        .build();
  }
}
