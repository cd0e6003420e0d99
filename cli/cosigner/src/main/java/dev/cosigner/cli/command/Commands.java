package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.Invocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;

/** Every command of the command line, in the order in which {@code cosigner --help} lists them. */
public final class Commands {
  private static final Map<String, Function<Invocation, Command>> ALL = makers();

  private Commands() {}

  private static SequencedMap<String, Function<Invocation, Command>> makers() {
    SequencedMap<String, Function<Invocation, Command>> makers = new LinkedHashMap<>();
    makers.put("demo", DemoCommand::new);
    makers.put("build-eif", BuildEifCommand::new);
    makers.put("describe-eif", DescribeEifCommand::new);
    makers.put("diff-eif", DiffEifCommand::new);
    makers.put("sign-eif", SignEifCommand::new);
    makers.put("verify-eif", VerifyEifCommand::new);
    makers.put("pcr", PcrCommand::new);
    makers.put("release", ReleaseCommand::new);
    makers.put("launch", LaunchCommand::new);
    makers.put("list", ListCommand::new);
    makers.put("inspect", InspectCommand::new);
    makers.put("console", ConsoleCommand::new);
    makers.put("logs", LogsCommand::new);
    makers.put("terminate", TerminateCommand::new);
    makers.put("operator", OperatorCommand::new);
    makers.put("enrol", EnrolCommand::new);
    makers.put("wallet", WalletCommand::new);
    makers.put("onboard-device", OnboardDeviceCommand::new);
    makers.put("sign", SignCommand::new);
    makers.put("verify-transcript", VerifyTranscriptCommand::new);
    makers.put("verify-attestation", VerifyAttestationCommand::new);
    makers.put("recovery", RecoveryCommand::new);
    makers.put("instance", InstanceCommand::new);
    makers.put("key", KeyCommand::new);
    makers.put("key-policy", KeyPolicyCommand::new);
    makers.put("doctor", DoctorCommand::new);
    makers.put("context", ContextCommand::new);
    makers.put("config", ConfigCommand::new);
    makers.put("bench", BenchCommand::new);
    makers.put("tx", TxCommand::new);
    makers.put("policy", PolicyCommand::new);
    makers.put("help", Help::new);
    return makers;
  }

  /** The commands of one run. */
  public static List<Command> all(Invocation invocation) {
    return ALL.values().stream().map(maker -> maker.apply(invocation)).toList();
  }

  /**
   * The commands that a line may need: the one that its first word names, or all. Making the model
   * of them all takes longer than most commands take to run.
   */
  public static List<Command> needed(Invocation invocation, String... line) {
    String first = line.length == 0 ? "" : line[0];
    if (line.length == 1 && first.equals("--version")) {
      return List.of();
    }
    // Help shows others.
    return ALL.containsKey(first) && !first.equals("help")
        ? List.of(ALL.get(first).apply(invocation))
        : all(invocation);
  }
}
