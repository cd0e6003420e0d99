package dev.cosigner.cli.command;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.aws.policy.Caller;
import dev.cosigner.cli.aws.policy.Grant;
import dev.cosigner.cli.aws.policy.GrantsReader;
import dev.cosigner.cli.aws.policy.KeyPolicy;
import dev.cosigner.cli.aws.policy.KeyPolicyReader;
import dev.cosigner.cli.aws.policy.MalformedPolicyException;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.cli.context.Setting;
import dev.cosigner.eif.MeasurementsFile;
import dev.cosigner.eif.MeasurementsFileException;
import dev.cosigner.eif.StrictJson;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the commands about key policies read from files and options. */
final class KeyPolicyFiles {
  private KeyPolicyFiles() {}

  static KeyPolicy policy(Path file) throws CosignerException, IOException {
    return policy(BoundedFile.read(file, KeyPolicyReader.MAX_BYTES, "key policy"), file.toString());
  }

  static KeyPolicy policy(byte[] json, String where) throws CosignerException {
    try {
      return KeyPolicyReader.read(json);
    } catch (MalformedPolicyException e) {
      throw CosignerException.of(
              "policy-malformed", ExitCode.BAD_INPUT, where + " does not hold a key policy")
          .expected("a policy document that KMS takes")
          .found(e.getMessage())
          .hint("'aws kms get-key-policy --output text' prints one")
          .cause(e)
          .build();
    }
  }

  /** The grants of a file, or none without a file. */
  static List<Grant> grants(Path file) throws CosignerException, IOException {
    if (file == null) {
      return List.of();
    }
    return grants(
        BoundedFile.read(file, GrantsReader.MAX_BYTES, "list of grants"), file.toString());
  }

  static List<Grant> grants(byte[] json, String where) throws CosignerException {
    try {
      return GrantsReader.read(json);
    } catch (MalformedPolicyException e) {
      throw CosignerException.of(
              "grants-malformed", ExitCode.BAD_INPUT, where + " does not hold a list of grants")
          .expected("{\"Grants\": [{\"GrantId\", \"GranteePrincipal\", \"Operations\", ...}]}")
          .found(e.getMessage())
          .hint("'aws kms list-grants' prints one")
          .cause(e)
          .build();
    }
  }

  static Measurements measurements(Path file) throws CosignerException, IOException {
    try {
      return MeasurementsFile.read(file);
    } catch (MeasurementsFileException e) {
      throw CosignerException.of(
              "measurements-malformed",
              ExitCode.BAD_INPUT,
              "%s does not hold an image's registers".formatted(file))
          .expected("{\"Measurements\": {\"HashAlgorithm\", \"PCR0\", \"PCR1\", \"PCR2\"}}")
          .found(e.getMessage())
          .hint("'cosigner build-eif --measurements-output' and nitro-cli write such files")
          .cause(e)
          .build();
    }
  }

  /** Pairs of NAME=VALUE, each name once. */
  static Map<String, String> pairs(List<String> texts, String option) throws CosignerException {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? "" : text.substring(0, equals);
      if (name.isEmpty() || pairs.put(name, text.substring(equals + 1)) != null) {
        throw invalid(option, "NAME=VALUE, each name once", text);
      }
    }
    return pairs;
  }

  static Caller caller(String text, String option) throws CosignerException {
    Optional<Caller> caller = Caller.parse(text);
    if (caller.isEmpty()) {
      throw invalid(
          option, "the ARN of a user, role, session or account root, or a service's name", text);
    }
    return caller.get();
  }

  /** An account by its option; none without it. */
  static Optional<String> account(String text) throws CosignerException {
    if (text != null && !text.matches("[0-9]{12}")) {
      throw invalid("--account", "an account of twelve digits", text);
    }
    return Optional.ofNullable(text);
  }

  /** The AWS profile that the settings name, if they name one. */
  static Optional<String> profile(Invocation invocation) throws CosignerException {
    return invocation.settings().orElse(null, Setting.AWS_PROFILE);
  }

  /** What KMS holds must be what it was given, white space apart. */
  static void requireSame(String given, String held, String key)
      throws CosignerException, IOException {
    boolean same =
        StrictJson.parse(given.getBytes(StandardCharsets.UTF_8))
            .equals(StrictJson.parse(held.getBytes(StandardCharsets.UTF_8)));
    if (!same) {
      throw CosignerException.of(
              "policy-differs", ExitCode.REFUSED, "the key has another policy than it was given")
          .expected("the policy that was put on " + key)
          .found(held)
          .hint(
              "someone else may have changed it at once; 'cosigner key-policy lint --key' judges it")
          .build();
    }
  }

  static CosignerException invalid(String option, String expected, String found) {
    return CosignerException.of(
            "invalid-value", ExitCode.USAGE, "the value of " + option + " is not valid")
        .expected(expected)
        .found(found)
        .hint("'--help' shows what the command takes")
        .build();
  }
}
