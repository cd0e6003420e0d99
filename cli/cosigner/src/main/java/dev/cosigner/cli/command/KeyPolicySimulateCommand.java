package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.aws.policy.Arn;
import dev.cosigner.cli.aws.policy.KmsAction;
import dev.cosigner.cli.aws.policy.PolicyEvaluation;
import dev.cosigner.cli.aws.policy.Request;
import dev.cosigner.cli.aws.policy.RequestContext;
import dev.cosigner.cli.aws.policy.Verdict;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.ui.Table;
import dev.cosigner.protocol.attestation.AttestationDocument;
import dev.cosigner.protocol.attestation.AttestationException;
import dev.cosigner.protocol.attestation.PcrValue;
import dev.cosigner.protocol.attestation.UnverifiedClaims;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** {@code cosigner key-policy simulate}: whether KMS would allow a request. */
@CommandLine.Command(
    name = "simulate",
    description = {
      "Say whether KMS would allow a request, and what decides.",
      "",
      "The verdict is 'allowed', 'denied', or 'left-to-iam': allowed if an IAM policy of the caller's"
          + " account allows it too. An attestation document is read for its registers and not"
          + " verified; KMS verifies it."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner key-policy simulate --policy p.json --principal $ROLE --action Decrypt",
      "  cosigner key-policy simulate --policy p.json --principal $ROLE --action GenerateDataKey"
          + " --json",
      "  cosigner key-policy simulate --policy p.json --grants g.json --principal $ROLE --action"
          + " Sign"
    })
final class KeyPolicySimulateCommand extends Command {
  @Option(names = "--policy", required = true, paramLabel = "F", description = "The key policy.")
  private Path policy;

  @Option(
      names = "--grants",
      paramLabel = "F",
      description = "The key's grants, as 'aws kms list-grants' prints them.")
  private Path grants;

  @Option(
      names = "--principal",
      required = true,
      paramLabel = "ARN",
      description =
          "Who asks: a user, a role (any session of it), a role session, an account's root, or a"
              + " service such as ec2.amazonaws.com.")
  private String principal;

  @Option(
      names = "--action",
      required = true,
      paramLabel = "A",
      description = "For what, such as Decrypt. ReEncrypt is ReEncryptFrom and ReEncryptTo.")
  private String action;

  @ArgGroup private Attested attested = new Attested();

  /** What the request is attested with. */
  private static final class Attested {
    @Option(
        names = "--attestation",
        paramLabel = "DOC",
        description = "The attestation document in the request.")
    private Path document;

    @Option(
        names = "--measurements",
        paramLabel = "M.json",
        description = "The registers of the image that asks.")
    private Path measurements;
  }

  @Option(
      names = "--register",
      paramLabel = "N=HEX",
      description = "A further attested register, such as 3 or 8. Repeatable.")
  private List<String> registers = new ArrayList<>();

  @Option(
      names = "--context",
      paramLabel = "NAME=VALUE",
      description = "A pair of the encryption context. Repeatable.")
  private List<String> context = new ArrayList<>();

  @Option(
      names = "--condition-key",
      paramLabel = "KEY=VALUE",
      description =
          "A value of another condition key, such as kms:ViaService. Repeatable: a key given twice"
              + " has two values.")
  private List<String> conditionKeys = new ArrayList<>();

  @Option(
      names = "--key",
      paramLabel = "ARN",
      description = "The key (default: one of the caller's account).")
  private String key;

  @Option(
      names = "--expect",
      paramLabel = "VERDICT",
      description = "Exit 1 unless the verdict is this one: allowed, left-to-iam or denied.")
  private String expect;

  KeyPolicySimulateCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    Optional<Verdict.Outcome> expected = expected();
    Request request = request();
    PolicyEvaluation evaluation =
        new PolicyEvaluation(KeyPolicyFiles.policy(policy), KeyPolicyFiles.grants(grants));
    Verdict verdict = evaluation.decide(request);
    if (expected.isPresent() && expected.get() != verdict.outcome()) {
      throw CosignerException.of(
              "verdict-differs", ExitCode.CHECK_FAILED, "the verdict is not the expected one")
          .expected(expect)
          .found(verdict.outcome().text() + ": " + verdict.reason())
          .hint("'cosigner key-policy explain' says what the policy allows")
          .build();
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("verdict", verdict.outcome().text());
    tree.put("reason", verdict.reason());
    verdict
        .statement()
        .ifPresent(statement -> {
          tree.put("statement", statement.index());
          statement.sid().ifPresent(sid -> tree.put("sid", sid));
        });
    verdict.grant().ifPresent(grant -> tree.put("grant", grant.id()));
    Table table = Table.ofFields();
    table.row("Verdict", verdict.outcome().text());
    table.row("Because", verdict.reason());
    invocation().output().result(tree, table.toString());
    return ExitCode.DONE;
  }

  private Optional<Verdict.Outcome> expected() throws CosignerException {
    if (expect == null) {
      return Optional.empty();
    }
    for (Verdict.Outcome outcome : Verdict.Outcome.values()) {
      if (outcome.text().equals(expect)) {
        return Optional.of(outcome);
      }
    }
    throw KeyPolicyFiles.invalid("--expect", "allowed, left-to-iam or denied", expect);
  }

  private Request request() throws CosignerException, IOException {
    KmsAction kmsAction =
        KmsAction.named(action)
            .filter(KmsAction::isOnKey)
            .orElseThrow(() ->
                KeyPolicyFiles.invalid(
                    "--action", "an operation of KMS on a key, such as Decrypt", action));
    if (key != null && Arn.parse(key).filter(KeyPolicySimulateCommand::isKey).isEmpty()) {
      throw KeyPolicyFiles.invalid("--key", "the ARN of a key", key);
    }
    Map<String, String> pairs = KeyPolicyFiles.pairs(context, "--context");
    RequestContext all = RequestContext.empty();
    for (Map.Entry<String, List<String>> more : furtherKeys().entrySet()) {
      all = all.with(more.getKey(), more.getValue());
    }
    SortedMap<Integer, PcrValue> pcrs = attestedRegisters();
    if (kmsAction.carriesAttestation()) {
      all = all.withAttestation(pcrs);
    } else if (!pcrs.isEmpty()) {
      invocation().output().warning("requests for " + action + " never carry an attestation");
    }
    if (kmsAction.takesEncryptionContext()) {
      all = all.withEncryptionContext(pairs);
    } else if (!pairs.isEmpty()) {
      invocation().output().warning("requests for " + action + " have no encryption context");
    }
    return new Request(
        KeyPolicyFiles.caller(principal, "--principal"),
        kmsAction,
        Optional.ofNullable(key),
        Optional.empty(),
        pairs,
        all);
  }

  static boolean isKey(Arn arn) {
    return arn.service().equals("kms") && arn.resource().matches("key/[A-Za-z0-9-]+");
  }

  private Map<String, List<String>> furtherKeys() throws CosignerException {
    Map<String, List<String>> keys = new LinkedHashMap<>();
    for (String text : conditionKeys) {
      int equals = text.indexOf('=');
      if (equals <= 0) {
        throw KeyPolicyFiles.invalid("--condition-key", "KEY=VALUE", text);
      }
      keys.computeIfAbsent(text.substring(0, equals), name -> new ArrayList<>())
          .add(text.substring(equals + 1));
    }
    return keys;
  }

  private SortedMap<Integer, PcrValue> attestedRegisters() throws CosignerException, IOException {
    SortedMap<Integer, PcrValue> pcrs = new TreeMap<>();
    if (attested.document != null) {
      try {
        pcrs.putAll(
            UnverifiedClaims.read(
                    BoundedFile.read(
                        attested.document, AttestationDocument.MAX_BYTES, "attestation document"))
                .pcrs());
      } catch (AttestationException e) {
        throw CosignerException.of(
                "attestation-malformed",
                ExitCode.BAD_INPUT,
                attested.document + " does not hold an attestation document")
            .expected("a document of the Nitro Security Module, as it came from the device")
            .found(e.getMessage())
            .hint("check the path; text forms such as Base64 are not read")
            .cause(e)
            .build();
      }
    } else if (attested.measurements != null) {
      List<PcrValue> image = KeyPolicyFiles.measurements(attested.measurements).registers();
      for (int i = 0; i < image.size(); i++) {
        pcrs.put(i, image.get(i));
      }
    }
    for (Map.Entry<String, String> pair :
        KeyPolicyFiles.pairs(registers, "--register").entrySet()) {
      try {
        pcrs.put(register(pair.getKey()), PcrValue.ofHex(pair.getValue()));
      } catch (IllegalArgumentException e) {
        throw KeyPolicyFiles.invalid(
            "--register", "N=HEX, N from 0 to 31, HEX of 96 digits", pair.toString());
      }
    }
    return pcrs;
  }

  private static int register(String text) {
    int register = Integer.parseInt(text);
    if (register < 0 || register > 31) {
      throw new IllegalArgumentException("no register " + register);
    }
    return register;
  }
}
