package dev.cosigner.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.StateDirectory;
import dev.cosigner.cli.Subcommand;
import dev.cosigner.cli.ceremony.SolanaOracle;
import dev.cosigner.cli.ui.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code cosigner demo}: the whole product on one machine, by its own commands. */
@CommandLine.Command(
    name = "demo",
    description = {
      "Run everything on this machine, without accounts.",
      "",
      "Builds the enclave image, launches three cosigners from it, creates a wallet, onboards a"
          + " second customer device, signs a Solana transaction with either group and has"
          + " independent software check it. Each step is a command that you can run yourself. The"
          + " attestation root is made for this demo: nothing here protects real money."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner demo",
      "  cosigner demo --keep",
      "  cosigner demo --backend qemu"
    })
final class DemoCommand extends Command {
  private static final List<String> FIRST = List.of("provider-1", "provider-2", "customer-1");
  private static final String DEVICE = "customer-2";
  private static final String WALLET = "demo";
  private static final String SHORT = "DEMO";
  private static final int STEP_SECONDS = 3;
  private static final long LAMPORTS = 1_500_000_000L;

  /** What runs an enclave. */
  enum Backend {
    process,
    qemu
  }

  @Option(
      names = "--backend",
      defaultValue = "process",
      description = "What runs the enclaves: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Backend backend;

  @Option(
      names = "--keep",
      description = "Leave the enclaves and the state directory, to go on by hand.")
  private boolean keep;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CountDownLatch stepEnded = new CountDownLatch(1);

  DemoCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException, InterruptedException {
    StateDirectory state = invocation().state();
    state.directory("demos");
    Path home = Files.createTempDirectory(state.path("demos"), "demo-");
    Subcommand commands = new Subcommand(invocation(), home);
    boolean done = false;
    try (var _ = invocation().interruption().leaving(() -> cutShort(commands))) {
      Map<String, Object> result = play(commands, home);
      done = true;
      if (keep) {
        result.put("home", home.toString());
        say("");
        say("Left running. Go on by hand, for instance:");
        say("  ./cosigner --home " + home + " list");
        say("  ./cosigner --home " + home + " wallet show " + WALLET);
        say("  ./cosigner --home " + home + " terminate --all");
      }
      invocation().output().result(result, "accepted by independent software, twice");
      return ExitCode.DONE;
    } finally {
      if (!keep || !done) {
        end(commands);
      }
    }
  }

  /** Called as the run is cut short, beside a step that goes on for a moment. */
  private String cutShort(Subcommand commands) {
    stopped.countDown();
    try {
      // A step that goes on would bring back what is removed.
      stepEnded.await(STEP_SECONDS, TimeUnit.SECONDS);
      end(commands);
      return "the demo's enclaves were terminated and its state removed";
    } catch (CosignerException | IOException | InterruptedException e) {
      return "enclaves may still run: 'cosigner --home "
          + commands.home()
          + " terminate --all' ends them";
    }
  }

  private static synchronized void end(Subcommand commands) throws CosignerException, IOException {
    if (Files.exists(commands.home())) {
      commands.run("terminate", "--all");
      delete(commands.home());
    }
  }

  private Map<String, Object> play(Subcommand commands, Path home)
      throws CosignerException, IOException, InterruptedException {
    Map<String, Object> result = new LinkedHashMap<>();
    say("Everything is kept in " + SHORT + " = " + home);
    say("1. An enclave image, the same bytes on every machine");
    String image = home.resolve("cosigner.eif").toString();
    JsonNode built = step(commands, "build-eif", "--development", "--output", image);
    for (String register : List.of("PCR0", "PCR1", "PCR2")) {
      String value = built.path("Measurements").path(register).asText();
      result.put(register, value);
      say("   " + register + "  " + value);
    }

    say("2. Four enclaves from that image, each attested before it is used");
    for (String name : Stream.concat(FIRST.stream(), Stream.of(DEVICE)).toList()) {
      step(commands, "launch", image, "--backend", backend.name(), "--name", name);
    }

    say("3. An operator's key, and a wallet whose key nobody has");
    Path passphrase = home.resolve("passphrase");
    Path operator = home.resolve("operator.pem");
    writePassphrase(passphrase);
    String[] approving = {
      "--operator-key", operator.toString(), "--passphrase-file", passphrase.toString(), "--yes"
    };
    step(
        commands,
        "operator",
        "create",
        "--output",
        operator.toString(),
        "--passphrase-file",
        passphrase.toString());
    JsonNode wallet =
        step(
            commands,
            join(
                approving,
                "wallet",
                "create",
                "--name",
                WALLET,
                "--provider",
                FIRST.get(0),
                "--provider",
                FIRST.get(1),
                "--customer",
                FIRST.get(2)));
    String address = wallet.path("addresses").path("solana").asText();
    String firstGroup = wallet.path("groups").path(0).path("id").asText();
    result.put("address", address);
    say("   address  " + address);

    say("4. A second customer device: three new shares of the same key");
    JsonNode onboarded =
        step(commands, join(approving, "onboard-device", "--wallet", WALLET, "--device", DEVICE));
    List<String> words = new ArrayList<>();
    onboarded.path("words").forEach(word -> words.add(word.asText()));
    say("   words on both devices  " + String.join(" ", words));
    step(commands, "verify-transcript", onboarded.path("transcript").asText(), "--wallet", WALLET);

    say("5. A transaction, signed by either group, checked by independent software");
    byte[] message = SolanaOracle.transfer(address, LAMPORTS);
    Path transaction = home.resolve("transaction.txt");
    Files.writeString(transaction, Base64.getEncoder().encodeToString(message));
    List<String> accepted = new ArrayList<>();
    for (String group : List.of(firstGroup, onboarded.path("group").asText())) {
      JsonNode signed =
          step(
              commands,
              join(
                  approving,
                  "sign",
                  "--wallet",
                  WALLET,
                  "--tx",
                  transaction.toString(),
                  "--group",
                  group));
      byte[] wire = Base64.getDecoder().decode(signed.path("transaction").asText());
      String id = SolanaOracle.requireAccepted(wire, message, address);
      accepted.add(id);
      say("   accepted  " + id);
    }
    result.put("accepted", accepted);
    return result;
  }

  private JsonNode step(Subcommand commands, String... words)
      throws CosignerException, InterruptedException {
    say("   $ cosigner " + String.join(" ", words).replace(commands.home().toString(), SHORT));
    try {
      return commands.run(words);
    } finally {
      if (stopped.getCount() == 0) {
        stepEnded.countDown();
        // The program is ending, and says so elsewhere.
        new CountDownLatch(1).await();
      }
    }
  }

  private void say(String line) {
    Output output = invocation().output();
    output.narrate(line);
  }

  private static String[] join(String[] last, String... first) {
    return Stream.concat(Arrays.stream(first), Arrays.stream(last)).toArray(String[]::new);
  }

  private static void writePassphrase(Path file) throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, Base64.getEncoder().encode(random));
  }

  private static void delete(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
