package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.aws.policy.Caller;
import dev.cosigner.cli.aws.policy.KeyPolicyDraft;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.eif.Pcr;
import dev.cosigner.eif.StrictJson;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.PcrValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cosigner key-policy create}: a policy by which exactly the measured images use a key. */
@CommandLine.Command(
    name = "create",
    description = {
      "Write a policy that lets exactly the measured images use a key.",
      "",
      "The role may Decrypt and GenerateDataKey with an attestation of one of the images and an"
          + " encryption context, and nothing else. Administrators manage the key and cannot use it."
          + " While images are rolled over, give the measurements of both; --retire ends it. The IAM"
          + " policy that the role needs for GenerateRandom, which belongs to no key, is shown beside."
    },
    footer = {
      "",
      "Examples:",
      "  cosigner key-policy create --measurements m.json --role $ROLE --administrators $A $B",
      "  cosigner key-policy create --measurements a.json b.json --role $R --administrators $A $B",
      "  cosigner key-policy create --measurements b.json --retire a.json --role $R --administrators $A"
    })
final class KeyPolicyCreateCommand extends Command {
  private static final int MAX_CERTIFICATE = 64 * 1024;

  @Option(
      names = "--measurements",
      arity = "1..*",
      paramLabel = "M.json",
      description = "The registers of the images that may use the key.")
  private List<Path> measurements = new ArrayList<>();

  @Option(
      names = "--retire",
      arity = "1..*",
      paramLabel = "M.json",
      description = "The registers of images that may use it no longer, whatever else is allowed.")
  private List<Path> retire = new ArrayList<>();

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ARN",
      description = "The role of the instances that run the enclave.")
  private String role;

  @Option(
      names = "--administrators",
      required = true,
      arity = "1..*",
      paramLabel = "ARN",
      description = "The roles or users that may change the policy; two at least are wise.")
  private List<String> administrators = new ArrayList<>();

  @Option(
      names = "--pcr",
      split = ",",
      paramLabel = "N",
      description = "Which registers of the image are bound (default: 0,1,2).")
  private List<Integer> pcrs = List.of(0, 1, 2);

  @Option(
      names = "--pcr3-role",
      paramLabel = "ARN",
      description = "Bind the instance's role by PCR3 as well.")
  private String pcr3Role;

  @Option(
      names = "--pcr8",
      paramLabel = "CERT",
      description = "Bind the certificate that signs the image, PEM or DER, by PCR8 as well.")
  private Path pcr8;

  @Option(
      names = "--allow-any-signed",
      description = "Without --measurements: accept every image that the certificate's key signs.")
  private boolean allowAnySigned;

  @Option(
      names = "--context",
      paramLabel = "NAME=VALUE",
      description =
          "A pair that the encryption context must have. Repeatable. Without any, it must name a"
              + " cosigner, a wallet and a generation.")
  private List<String> context = new ArrayList<>();

  @Option(names = "--output", paramLabel = "F", description = "Write the policy to a file.")
  private Path output;

  @Mixin private ResultOptions results;

  KeyPolicyCreateCommand(Invocation invocation) {
    super(invocation);
  }

  @Override
  protected ExitCode run() throws CosignerException, IOException {
    KeyPolicyDraft draft = draft();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("policy", draft.policyTree());
    tree.put("iamPolicy", draft.iamPolicyTree());
    String text = new String(draft.policy(), StandardCharsets.UTF_8).stripTrailing();
    if (output != null) {
      results.write(output, draft.policy(), inputs());
      tree.put("file", output.toString());
      text = "key policy in " + output;
    }
    invocation().output().result(tree, text);
    invocation()
        .output()
        .progress("GenerateRandom belongs to no key; the role's IAM policy may allow it by:");
    invocation()
        .output()
        .details(
            new String(StrictJson.indented(draft.iamPolicyTree()), StandardCharsets.UTF_8)
                .lines()
                .toList());
    return ExitCode.DONE;
  }

  private Path[] inputs() {
    return Stream.of(measurements.stream(), retire.stream(), Stream.ofNullable(pcr8))
        .flatMap(files -> files)
        .toArray(Path[]::new);
  }

  private KeyPolicyDraft draft() throws CosignerException, IOException {
    SortedSet<Integer> registers = registers();
    List<Measurements> retired = images(retire);
    List<Measurements> images = new ArrayList<>(images(measurements));
    images.removeAll(retired);
    if (images.isEmpty() && (pcr8 == null || !measurements.isEmpty() || !allowAnySigned)) {
      throw CosignerException.of(
              "image-not-bound", ExitCode.REFUSED, "no image is left that may use the key")
          .expected("the measurements of at least one image that is not retired")
          .found(pcr8 == null ? "none" : "only the certificate that signs images")
          .hint(
              "give --measurements; --pcr8 with --allow-any-signed accepts every image that its key"
                  + " ever signs")
          .build();
    }
    Caller user = iam(role, "--role");
    if (user.kind() != Caller.Kind.ROLE || !user.session().isEmpty()) {
      throw KeyPolicyFiles.invalid("--role", "the ARN of an IAM role", role);
    }
    List<Caller> admins = admins(user);
    return new KeyPolicyDraft(
        images,
        retired,
        registers,
        further(),
        user,
        admins,
        KeyPolicyFiles.pairs(context, "--context"));
  }

  private SortedSet<Integer> registers() throws CosignerException {
    SortedSet<Integer> registers = new TreeSet<>(pcrs);
    boolean known = registers.stream().allMatch(register -> register >= 0 && register <= 2);
    boolean whole = registers.contains(0) || registers.containsAll(List.of(1, 2));
    if (!known || !whole) {
      throw CosignerException.of(
              "registers-not-enough", ExitCode.USAGE, "these registers do not identify an image")
          .expected("0, 1 and 2, of which 0, or 1 and 2, are there")
          .found(registers.toString())
          .hint("leave --pcr out to bind all three")
          .build();
    }
    return registers;
  }

  private static List<Measurements> images(List<Path> files) throws CosignerException, IOException {
    List<Measurements> images = new ArrayList<>();
    for (Path file : files) {
      Measurements image = KeyPolicyFiles.measurements(file);
      if (image.hasZeroRegister()) {
        throw CosignerException.of(
                "debug-measurements", ExitCode.REFUSED, file + " has a register of zeros")
            .expected("the registers of an image")
            .found("zeros, which an enclave in debug mode attests")
            .hint("its operator reads a debug enclave's console: it must never get the key")
            .build();
      }
      if (!images.contains(image)) {
        images.add(image);
      }
    }
    return images;
  }

  private List<Caller> admins(Caller user) throws CosignerException {
    List<Caller> admins = new ArrayList<>();
    for (String text : administrators) {
      Caller admin = iam(text, "--administrators");
      boolean named =
          (admin.kind() == Caller.Kind.ROLE && admin.session().isEmpty())
              || admin.kind() == Caller.Kind.USER;
      if (!named) {
        throw CosignerException.of(
                "administrator-not-named", ExitCode.REFUSED, "an administrator must be one by name")
            .expected("the ARN of a role or user")
            .found(text)
            .hint("an account's root makes everyone administrator whom its IAM policies allow")
            .build();
      }
      if (!admin.account().equals(user.account()) || !admin.partition().equals(user.partition())) {
        throw CosignerException.of(
                "administrator-elsewhere",
                ExitCode.REFUSED,
                "an administrator would be locked out: PutKeyPolicy never works across accounts")
            .expected("administrators of account " + user.account() + ", as the role's")
            .found(text)
            .hint("the key, its role and its administrators belong to one account")
            .build();
      }
      if (admin.kind() == user.kind() && admin.name().equals(user.name())) {
        throw CosignerException.of(
                "user-administers", ExitCode.REFUSED, "the role would be its own administrator")
            .expected("administrators other than the role that uses the key")
            .found(text)
            .hint("it could write another image's registers into the policy")
            .build();
      }
      if (admins.stream().noneMatch(other -> other.text().equals(admin.text()))) {
        admins.add(admin);
      }
    }
    return admins;
  }

  private static Caller iam(String text, String option) throws CosignerException {
    Caller caller = KeyPolicyFiles.caller(text, option);
    if (!text.matches("arn:[a-z-]+:[a-z]+::[0-9]{12}:[A-Za-z0-9+=,.@_/-]+")) {
      throw KeyPolicyFiles.invalid(option, "the ARN of a role or user, without wildcards", text);
    }
    return caller;
  }

  private Map<Integer, PcrValue> further() throws CosignerException, IOException {
    Map<Integer, PcrValue> further = new TreeMap<>();
    if (pcr3Role != null) {
      Caller instance = iam(pcr3Role, "--pcr3-role");
      if (instance.kind() != Caller.Kind.ROLE || !instance.session().isEmpty()) {
        throw KeyPolicyFiles.invalid("--pcr3-role", "the ARN of an IAM role", pcr3Role);
      }
      further.put(3, Pcr.ofInstanceRole(pcr3Role));
    }
    if (pcr8 != null) {
      byte[] file = BoundedFile.read(pcr8, MAX_CERTIFICATE, "certificate");
      try {
        further.put(
            8,
            Pcr.ofSigningCertificate(
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(file))
                    .getEncoded()));
      } catch (CertificateException e) {
        throw CosignerException.of(
                "certificate-malformed", ExitCode.BAD_INPUT, pcr8 + " holds no certificate")
            .expected("an X.509 certificate in PEM or DER")
            .found(e.getMessage())
            .hint("give the certificate that nitro-cli or build-eif signs the image with")
            .cause(e)
            .build();
      }
    }
    return further;
  }
}
