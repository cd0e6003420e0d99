package dev.cosigner.cli.command;

import dev.cosigner.cli.ConfirmationOptions;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.ceremony.Fleet;
import dev.cosigner.cli.ceremony.OperatorKey;
import dev.cosigner.cli.ceremony.RemoteCosigner;
import dev.cosigner.cli.ceremony.SignCeremony;
import dev.cosigner.cli.ceremony.SignRequests;
import dev.cosigner.cli.ceremony.TransactionFile;
import dev.cosigner.cli.ceremony.WalletStore;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.wallet.SignRequest;
import dev.cosigner.transaction.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cosigner sign}. */
@CommandLine.Command(
    name = "sign",
    description = {
      "Sign a transaction with a wallet.",
      "",
      "The transaction is decoded here and in an enclave; both must read the same. It is shown, the"
          + " operators approve exactly these bytes and this reading, and every member decodes it"
          + " again before it signs. The result is the transaction as the network takes it."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner sign --wallet main --tx payment.txt --operator-key a.pem",
      "  cosigner sign --wallet main --tx payment.txt --operator-key a.pem --request-id november --json"
    })
final class SignCommand extends CeremonyCommand {
  @Option(names = "--wallet", required = true, description = "Name, or the beginning of the id.")
  private String wallet;

  @Option(
      names = "--tx",
      required = true,
      paramLabel = "FILE",
      description =
          "The transaction to sign: a Solana message, raw or in base64, as wallets and SDKs"
              + " serialise it.")
  private Path file;

  @Option(
      names = "--group",
      paramLabel = "ID",
      description = "The group that signs, by the beginning of its id (default: the first).")
  private String group;

  @Option(
      names = "--request-id",
      paramLabel = "ID",
      description =
          "Names this request: the same content again gives the same result, other content is"
              + " refused (default: a random one).")
  private String requestId;

  @Mixin private OperatorOptions operators;
  @Mixin private ConfirmationOptions confirmation;

  SignCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException, InterruptedException {
    Fleet fleet = fleet();
    byte[] bytes =
        TransactionFile.decode(
            file.toString(), BoundedFile.read(file, TransactionFile.MAX_BYTES, "transaction"));
    WalletStore.Stored stored = store(fleet).find(wallet);
    WalletStore.StoredGroup signers = group(stored);
    fleet.requirePresent("group " + signers.id().hex(), signers.enclaves());
    List<OperatorKey> keys = operators.open(invocation());
    List<RemoteCosigner> cosigners = fleet.connect(signers.enclaves());
    try {
      SignCeremony ceremony =
          new SignCeremony(
              fleet.workstation(signers.enclaves()),
              carrier(),
              stored.file(),
              new SignRequests(invocation().state()));
      SignCeremony.Reviewed reviewed = ceremony.review(Network.SOLANA, bytes, cosigners.getFirst());
      String id = requestId == null ? UUID.randomUUID().toString() : requestId;
      SignRequest request = ceremony.request(reviewed, signers.id(), id);
      invocation().output().details(reviewed.rendering().text().lines().toList());
      invocation()
          .prompts()
          .confirm("Sign this with the wallet " + stored.name() + "?", confirmation.yes());
      byte[] signed;
      try (var _ =
          invocation()
              .interruption()
              .leaving(() ->
                  "the members may have signed; the same again with --request-id "
                      + id
                      + " tells")) {
        signed = ceremony.sign(reviewed, request, members(signers.members(), cosigners), keys);
      }
      String base64 = Base64.getEncoder().encodeToString(signed);
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("transaction", base64);
      tree.put("encoding", "base64");
      tree.put("network", Network.SOLANA.id());
      tree.put("wallet", stored.file().id().hex());
      tree.put("group", signers.id().hex());
      tree.put("requestId", id);
      invocation().output().result(tree, base64);
      return ExitCode.DONE;
    } finally {
      cosigners.forEach(RemoteCosigner::close);
    }
  }

  private WalletStore.StoredGroup group(WalletStore.Stored stored) throws CosignerException {
    if (group == null) {
      return stored.groups().getFirst();
    }
    List<WalletStore.StoredGroup> matches =
        stored.groups().stream().filter(one -> one.id().hex().startsWith(group)).toList();
    if (matches.size() != 1) {
      throw CosignerException.of(
              "unknown-group", ExitCode.BAD_INPUT, "no group, or more than one, begins like that")
          .expected(
              "the beginning of one of "
                  + stored.groups().stream()
                      .map(WalletStore.StoredGroup::id)
                      .map(ByteString::hex)
                      .toList())
          .found(group)
          .hint("give more digits of one of them, or no --group for the first")
          .build();
    }
    return matches.getFirst();
  }
}
