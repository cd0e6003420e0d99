package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CommandGroup;
import dev.cosigner.cli.ConfirmationOptions;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.Fleet;
import dev.cosigner.cli.ceremony.OperatorKey;
import dev.cosigner.cli.ceremony.RemoteCosigner;
import dev.cosigner.cli.ceremony.WalletCeremony;
import dev.cosigner.cli.ceremony.WalletFile;
import dev.cosigner.cli.ceremony.WalletStore;
import dev.cosigner.cli.ui.Table;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.wallet.GenesisPlan;
import dev.cosigner.protocol.wallet.Governance;
import dev.cosigner.protocol.wallet.Member;
import dev.cosigner.protocol.wallet.Role;
import dev.cosigner.transaction.Base58;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cosigner wallet}: creating wallets and showing them. */
@CommandLine.Command(
    name = "wallet",
    description = "Create wallets and show them.",
    footer = {"", "Examples:", "  cosigner wallet list", "  cosigner wallet show treasury"})
final class WalletCommand extends CommandGroup {
  WalletCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected List<Command> subcommands() {
    return List.of(new Create(invocation()), new Show(invocation()), new ListAll(invocation()));
  }

  private static Map<String, Object> tree(WalletStore.Stored wallet, Fleet fleet)
      throws CosignerException, IOException {
    GenesisPlan plan = wallet.file().genesis().plan();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", plan.name());
    tree.put("id", wallet.file().id().hex());
    tree.put("scheme", plan.scheme().label());
    tree.put("anchor", plan.anchor().kind().name().toLowerCase(Locale.ROOT));
    tree.put("publicKey", wallet.file().genesis().publicKey().hex());
    tree.put("addresses", Map.of("solana", address(wallet.file())));
    tree.put("quorum", plan.governance().quorum());
    tree.put("operators", plan.governance().operators().stream().map(Object::toString).toList());
    List<Map<String, Object>> groups = new ArrayList<>();
    for (WalletStore.StoredGroup group : wallet.groups()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("id", group.id().hex());
      entry.put("enclaves", fleet.names(group.enclaves()));
      List<Map<String, Object>> members = new ArrayList<>();
      for (int i = 0; i < group.members().size(); i++) {
        members.add(tree(group.members().get(i), group.enclaves().get(i)));
      }
      entry.put("members", members);
      groups.add(entry);
    }
    tree.put("groups", groups);
    return tree;
  }

  private static Map<String, Object> tree(Member member, String enclaveId) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("role", member.role().label());
    tree.put("enclaveId", enclaveId);
    tree.put("identityKey", member.enrolment().identityKey().hex());
    tree.put("instance", member.enrolment().instance().hex());
    return tree;
  }

  private static String text(WalletStore.Stored wallet, Fleet fleet)
      throws CosignerException, IOException {
    GenesisPlan plan = wallet.file().genesis().plan();
    Table fields = Table.ofFields();
    fields.row("wallet", plan.name());
    fields.row("id", wallet.file().id().hex());
    fields.row("scheme", plan.scheme().label());
    fields.row("trust root", plan.anchor().toString());
    fields.row("solana address", address(wallet.file()));
    fields.row(
        "approvals",
        plan.governance().quorum() + " of " + plan.governance().operators().size() + " operators");
    for (WalletStore.StoredGroup group : wallet.groups()) {
      fields.row("group", group.id().hex());
      List<String> names = fleet.names(group.enclaves());
      for (int i = 0; i < group.members().size(); i++) {
        fields.row("  " + group.members().get(i).role().label(), names.get(i));
      }
    }
    return fields.toString();
  }

  private static String address(WalletFile wallet) {
    return Base58.encode(wallet.genesis().publicKey().toByteArray());
  }

  /** {@code cosigner wallet create}. */
  @CommandLine.Command(
      name = "create",
      description = {
        "Create a wallet whose key exists only as shares in the named enclaves.",
        "",
        "The enclaves enrol, the plan is shown, the operators approve it with their keys, and the"
            + " members generate the key together. Shares live in enclave memory only: an enclave"
            + " that stops has lost its share."
      },
      footer = {
        "",
        "Examples:",
        "  cosigner wallet create --name main --provider p1 --provider p2 --customer c1 --operator-key a.pem"
      })
  private static final class Create extends CeremonyCommand {
    @Option(names = "--name", required = true, description = "What people call the wallet.")
    private String name;

    @Option(
        names = "--provider",
        required = true,
        paramLabel = "ENCLAVE",
        description = "A provider's enclave; normally given twice.")
    private List<String> providers;

    @Option(
        names = "--customer",
        required = true,
        paramLabel = "ENCLAVE",
        description = "The customer's enclave.")
    private List<String> customers;

    @Option(
        names = "--quorum",
        defaultValue = "1",
        description = "How many operators must approve (default: ${DEFAULT-VALUE}).")
    private int quorum;

    @Mixin private OperatorOptions operators;
    @Mixin private ConfirmationOptions confirmation;

    Create(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException, InterruptedException {
      Fleet fleet = fleet();
      List<OperatorKey> keys = operators.open(invocation());
      Governance governance = governance(keys);
      List<String> enclaves = new ArrayList<>(providers);
      enclaves.addAll(customers);
      WalletStore store = store(fleet);
      store.requireUnused(name);
      List<RemoteCosigner> cosigners = fleet.connect(enclaves);
      try {
        List<WalletCeremony.Seat> seats = new ArrayList<>();
        for (int i = 0; i < cosigners.size(); i++) {
          Role role = i < providers.size() ? Role.PROVIDER : Role.CUSTOMER;
          seats.add(new WalletCeremony.Seat(role, cosigners.get(i)));
        }
        WalletCeremony ceremony = new WalletCeremony(fleet.workstation(enclaves), carrier());
        WalletCeremony.Proposal proposal = ceremony.propose(name, seats, governance);
        show(proposal);
        invocation().prompts().confirm("Create this wallet?", confirmation.yes());
        WalletFile wallet;
        try (var _ =
            invocation()
                .interruption()
                .leaving(() ->
                    "unless 'cosigner wallet list' shows it, the wallet was not recorded and must"
                        + " not be used; the enclaves give up in ten minutes")) {
          wallet = ceremony.create(proposal, keys);
          store.add(wallet, cosigners.stream().map(RemoteCosigner::id).toList());
        }
        WalletStore.Stored stored = store.find(wallet.id().hex());
        invocation().output().result(tree(stored, fleet), text(stored, fleet));
        return ExitCode.DONE;
      } finally {
        cosigners.forEach(RemoteCosigner::close);
      }
    }

    private Governance governance(List<OperatorKey> keys) throws CosignerException {
      if (quorum < 1 || quorum > keys.size()) {
        throw CosignerException.of(
                "quorum-out-of-range", ExitCode.USAGE, "that quorum cannot be reached")
            .expected("1 to " + keys.size() + ", the number of operator keys")
            .found(Integer.toString(quorum))
            .hint("give a smaller --quorum, or --operator-key once for each operator")
            .build();
      }
      List<ByteString> operators = keys.stream().map(OperatorKey::publicKey).toList();
      if (operators.stream().distinct().count() != operators.size()) {
        throw CosignerException.of(
                "same-operator", ExitCode.USAGE, "one operator key is given twice")
            .expected("a key of its own for each operator")
            .found(operators.stream().map(ByteString::hex).collect(Collectors.joining(", ")))
            .hint("'cosigner operator create' makes another key")
            .build();
      }
      return new Governance(operators, quorum);
    }

    private void show(WalletCeremony.Proposal proposal) {
      GenesisPlan plan = proposal.plan();
      invocation().output().progress("plan for the wallet " + plan.name());
      for (int i = 0; i < plan.members().size(); i++) {
        Member member = plan.members().get(i);
        invocation()
            .output()
            .progress(
                "  "
                    + member.role().label()
                    + " "
                    + proposal.seats().get(i).cosigner().name()
                    + ", identity "
                    + member.enrolment().identityKey());
      }
      plan.measurements()
          .allowed()
          .forEach(image -> invocation().output().progress("  image PCR0 " + image.pcr0().hex()));
      invocation()
          .output()
          .progress(
              "  approvals by "
                  + plan.governance().quorum()
                  + " of "
                  + plan.governance().operators().size()
                  + " operators");
    }
  }

  /** {@code cosigner wallet show}. */
  @CommandLine.Command(
      name = "show",
      description = {
        "Show a wallet, after verifying its genesis certificate.",
        "",
        "Every member's signature and attestation, and the transcript of every further group, are"
            + " verified before an address is printed."
      },
      footer = {
        "",
        "Examples:",
        "  cosigner wallet show treasury",
        "  cosigner wallet show treasury --json"
      })
  private static final class Show extends CeremonyCommand {
    @Parameters(paramLabel = "WALLET", description = "Name, or the beginning of the id.")
    private String wallet;

    Show(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException {
      Fleet fleet = fleet();
      WalletStore.Stored stored = store(fleet).find(wallet);
      invocation().output().result(tree(stored, fleet), text(stored, fleet));
      return ExitCode.DONE;
    }
  }

  /** {@code cosigner wallet list}. */
  @CommandLine.Command(
      name = "list",
      description = "List the wallets of this state directory, each verified.",
      footer = {"", "Examples:", "  cosigner wallet list", "  cosigner wallet list --json"})
  private static final class ListAll extends CeremonyCommand {
    ListAll(Invocation invocation) {
      super(invocation);
    }

    @Override
    protected ExitCode run() throws CosignerException, IOException {
      Fleet fleet = fleet();
      List<WalletStore.Stored> all = store(fleet).all();
      List<Map<String, Object>> trees = new ArrayList<>();
      Table table = Table.withHeadings("name", "id", "solana address", "groups");
      for (WalletStore.Stored wallet : all) {
        table.row(
            wallet.name(),
            wallet.file().id().hex().substring(0, 16),
            address(wallet.file()),
            Integer.toString(wallet.groups().size()));
        trees.add(tree(wallet, fleet));
      }
      invocation().output().result(trees, all.isEmpty() ? "no wallets" : table.toString());
      return ExitCode.DONE;
    }
  }
}
