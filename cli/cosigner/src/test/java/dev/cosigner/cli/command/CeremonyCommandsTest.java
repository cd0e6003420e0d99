package dev.cosigner.cli.command;

import static dev.cosigner.cli.ExitCode.BAD_INPUT;
import static dev.cosigner.cli.ExitCode.CHECK_FAILED;
import static dev.cosigner.cli.ExitCode.DONE;
import static dev.cosigner.cli.ExitCode.ENVIRONMENT;
import static dev.cosigner.cli.ExitCode.INTERRUPTED;
import static dev.cosigner.cli.ExitCode.REFUSED;
import static dev.cosigner.cli.ExitCode.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.ceremony.SolanaOracle;
import dev.cosigner.cli.launch.RepositoryImage;
import dev.cosigner.cli.launch.Sandbox;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.cbor.CborArray;
import dev.cosigner.protocol.cbor.CborBytes;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ceremonies' commands with four enclaves of the real image, with right input and with wrong.
 */
@Timeout(600)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class CeremonyCommandsTest {
  private static final List<String> NAMES = List.of("p1", "p2", "c1", "c2");
  private static final CborLimits LIMITS = CborLimits.of(512 * 1024, 16, 4096);

  @TempDir private static Path folder;
  private static Sandbox sandbox;
  private static String address;
  private static String firstGroup;
  private static String secondGroup;
  private static Path genesis;
  private static Path transcript;
  private static Path transaction;

  @BeforeAll
  static void makeWallet() throws Exception {
    sandbox = new Sandbox(folder.resolve("state"));
    String image = RepositoryImage.build(AnchorKind.DEVELOPMENT, folder).toString();
    for (String name : NAMES) {
      done("launch", "--backend", "process", "--name", name, image);
    }
    write("passphrase", "correct horse");
    write("other-passphrase", "battery staple");
    for (String operator : List.of("alice.pem", "mallory.pem")) {
      done(
          "operator",
          "create",
          "--output",
          path(operator),
          "--passphrase-file",
          path("passphrase"));
    }
    JsonNode wallet =
        done(
            approving(
                "wallet",
                "create",
                "--name",
                "main",
                "--provider",
                "p1",
                "--provider",
                "p2",
                "--customer",
                "c1"));
    address = wallet.path("addresses").path("solana").asText();
    firstGroup = wallet.path("groups").path(0).path("id").asText();
    genesis =
        sandbox
            .state()
            .resolve("wallets")
            .resolve(wallet.path("id").asText())
            .resolve("genesis.cbor");
    // As people do it: one reads the words on the device, the other types them.
    Ended paired = typing().answering(() -> lastWords("c2")).run(onboarding());
    assertThat(paired.exit()).as(paired.err()).isEqualTo(DONE);
    assertThat(paired.err()).doesNotContain("nobody compared");
    JsonNode onboarded = paired.json();
    secondGroup = onboarded.path("group").asText();
    transcript = Path.of(onboarded.path("transcript").asText());
    transaction =
        write(
            "tx",
            Base64.getMimeEncoder().encodeToString(SolanaOracle.transfer(address, 1_000_000)));
    Files.createDirectory(folder.resolve("dir"));
    write("empty", "");
    Files.write(folder.resolve("huge"), new byte[600 * 1024]);
  }

  @AfterAll
  static void end() throws IOException {
    sandbox.close();
    assertThat(sandbox.processes()).isEmpty();
  }

  /** Whatever was refused, the wallet is as it was. */
  @AfterEach
  void theWalletStands() {
    JsonNode groups = done("wallet", "show", "main").path("groups");
    assertThat(groups).hasSize(2);
    assertThat(groups.path(0).path("id").asText()).isEqualTo(firstGroup);
    assertThat(groups.path(1).path("id").asText()).isEqualTo(secondGroup);
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static String[] join(String[] first, String... last) {
    return Stream.concat(Stream.of(first), Stream.of(last)).toArray(String[]::new);
  }

  private static String[] approving(String... line) {
    return join(
        line,
        "--operator-key",
        path("alice.pem"),
        "--passphrase-file",
        path("passphrase"),
        "--yes");
  }

  private static String[] sign(Path file, String... more) {
    return approving(
        join(new String[] {"sign", "--wallet", "main", "--tx", file.toString()}, more));
  }

  private static JsonNode done(String... line) {
    Ended ended = sandbox.run(join(line, "--json"));
    assertThat(ended.exit()).as(ended.err()).isEqualTo(DONE);
    return ended.json();
  }

  private static void fails(ExitCode exit, String id, String... line) {
    fails(sandbox.run(join(line, "--json")), exit, id);
  }

  private static void fails(Ended ended, ExitCode exit, String id) {
    JsonNode error = ended.json().path("error");
    assertThat(error.path("id").asText()).as(ended.err()).isEqualTo(id);
    assertThat(ended.exit()).as(ended.err()).isEqualTo(exit);
    assertThat(error.path("exit").asInt()).isEqualTo(exit.code());
    assertThat(error.path("message").asText()).isNotBlank();
    assertThat(ended.err()).doesNotContain("\tat ").doesNotContain("correct horse");
  }

  private static CommandRun typing(String... lines) {
    return CommandRun.withState(sandbox.state()).answering(lines);
  }

  private void accepted(JsonNode signed) throws Exception {
    SolanaOracle.requireAccepted(
        Base64.getDecoder().decode(signed.path("transaction").asText()),
        Base64.getMimeDecoder().decode(Files.readString(transaction)),
        address);
  }

  @Test
  void eitherGroupSignsAndTheSameRequestGivesTheSame() throws Exception {
    JsonNode first = done(sign(transaction, "--request-id", "november"));
    accepted(first);
    accepted(done(sign(transaction, "--group", secondGroup.substring(0, 8))));
    assertThat(done(sign(transaction, "--request-id", "november"))).isEqualTo(first);

    Path other =
        write("other-tx", Base64.getEncoder().encodeToString(SolanaOracle.transfer(address, 2)));
    fails(REFUSED, "request-id-reused", sign(other, "--request-id", "november"));
    fails(
        REFUSED,
        "request-id-reused",
        sign(transaction, "--request-id", "november", "--group", secondGroup));
    // A workstation that has lost its notes is refused by the members themselves, or answered.
    try (Stream<Path> notes = Files.list(sandbox.state().resolve("requests"))) {
      for (Path note : notes.toList()) {
        Files.delete(note);
      }
    }
    fails(REFUSED, "request-id-reused", sign(other, "--request-id", "november"));
    try (Stream<Path> notes = Files.list(sandbox.state().resolve("requests"))) {
      for (Path note : notes.toList()) {
        Files.delete(note);
      }
    }
    assertThat(done(sign(transaction, "--request-id", "november"))).isEqualTo(first);
  }

  @Test
  void requestIdsAreVisible() {
    for (String id : List.of("", "a\tb", "x".repeat(65))) {
      fails(USAGE, "invalid-request-id", sign(transaction, "--request-id", id));
    }
  }

  @Test
  void wrongTransactionsAreRefused() throws Exception {
    byte[] message = Base64.getMimeDecoder().decode(Files.readString(transaction));
    fails(BAD_INPUT, "file-not-found", sign(folder.resolve("missing")));
    fails(BAD_INPUT, "not-a-file", sign(folder.resolve("dir")));
    fails(BAD_INPUT, "transaction-file-empty", sign(folder.resolve("empty")));
    fails(BAD_INPUT, "file-too-large", sign(folder.resolve("huge")));
    fails(BAD_INPUT, "transaction-file-malformed", sign(write("bad", "AAAAA")));
    Path cut = folder.resolve("cut");
    Files.write(cut, java.util.Arrays.copyOf(message, message.length - 1));
    fails(BAD_INPUT, "transaction-truncated", sign(cut));
    Path foreign = folder.resolve("foreign");
    Files.write(foreign, SolanaOracle.transfer("4Nd1mYbVGHzPmJW8bWAtGvR7u4z4x6Xh6Wf4o8XkqY7a", 1));
    Ended ended = sandbox.run(join(sign(foreign), "--json"));
    assertThat(ended.exit()).as(ended.err()).isEqualTo(BAD_INPUT);
    assertThat(ended.json().path("error").path("id").asText()).startsWith("transaction-");
  }

  @Test
  void whatIsUnknownIsNamed() {
    String tx = transaction.toString();
    fails(BAD_INPUT, "unknown-wallet", approving("sign", "--wallet", "nope", "--tx", tx));
    fails(BAD_INPUT, "unknown-wallet", "wallet", "show", "");
    fails(BAD_INPUT, "unknown-group", sign(transaction, "--group", "zz"));
    fails(BAD_INPUT, "unknown-group", sign(transaction, "--group", ""));
    fails(BAD_INPUT, "unknown-enclave", "enrol", "nope");
    fails(
        BAD_INPUT,
        "unknown-enclave",
        approving("onboard-device", "--wallet", "main", "--device", "nope"));
    fails(ENVIRONMENT, "output-not-writable", "enrol", "p1", "--output", path("none/x"));
  }

  @Test
  void wrongKeysAndPassphrasesAreRefused() throws Exception {
    String[] line = {"sign", "--wallet", "main", "--tx", transaction.toString(), "--yes"};
    String[] right = join(line, "--passphrase-file", path("passphrase"), "--operator-key");
    fails(BAD_INPUT, "file-not-found", join(right, path("missing")));
    fails(BAD_INPUT, "not-a-file", join(right, path("dir")));
    fails(BAD_INPUT, "operator-key-malformed", join(right, path("empty")));
    fails(BAD_INPUT, "file-too-large", join(right, path("huge")));
    // Another person's key: the members refuse it.
    fails(REFUSED, "unknown-operator", join(right, path("mallory.pem")));
    String[] key = join(line, "--operator-key", path("alice.pem"), "--passphrase-file");
    fails(REFUSED, "operator-key-passphrase", join(key, path("other-passphrase")));
    fails(BAD_INPUT, "passphrase-empty", join(key, path("empty")));
    Files.write(folder.resolve("latin-1"), "pass\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    fails(BAD_INPUT, "passphrase-not-text", join(key, path("latin-1")));
    fails(BAD_INPUT, "not-a-file", join(key, path("dir")));
    fails(ENVIRONMENT, "no-terminal", join(line, "--operator-key", path("alice.pem")));
  }

  /** What is for trials does nothing in a production context, and a context's key signs. */
  @Test
  void contextsKeepKindsApart() throws Exception {
    done("context", "create", "treasury", "--kind=production");
    done("context", "create", "trial", "--kind=development", "--operator-key=" + path("alice.pem"));
    String[] withoutKey = {
      "sign",
      "--wallet=main",
      "--tx=" + transaction,
      "--passphrase-file=" + path("passphrase"),
      "--yes"
    };
    try {
      done("context", "use", "treasury");
      fails(REFUSED, "context-kind", "enrol", "c2");
      fails(REFUSED, "other-anchor", "wallet", "list");
      fails(
          REFUSED, "other-anchor", "wallet", "show", genesis.getParent().getFileName().toString());
      Ended unknown = sandbox.run(sign(transaction));
      assertThat(unknown.exit()).isEqualTo(BAD_INPUT);
      assertThat(unknown.err()).contains("'cosigner wallet show ID' says why");
      done("context", "use", "trial");
      accepted(done(withoutKey));
    } finally {
      done("context", "use", "--none");
    }
    fails(USAGE, "missing-argument", withoutKey);
  }

  @Test
  void nothingIsSignedWithoutAYes() {
    String[] line = {
      "sign",
      "--wallet",
      "main",
      "--tx",
      transaction.toString(),
      "--json",
      "--operator-key",
      path("alice.pem"),
      "--passphrase-file",
      path("passphrase")
    };
    fails(sandbox.run(line), ENVIRONMENT, "no-terminal");
    fails(typing("no").run(line), INTERRUPTED, "declined");
    fails(typing().run(line), ENVIRONMENT, "no-answer");
    assertThat(typing("yes").run(line).exit()).isEqualTo(DONE);
  }

  @Test
  void otherWordsKillThePlan() {
    String[] line = onboarding();
    fails(sandbox.run(line), ENVIRONMENT, "no-terminal");
    Ended other = typing("one two three four five six").run(line);
    fails(other, REFUSED, "words-differ");
    String words = other.json().path("error").path("expected").asText();
    assertThat(words).matches("[a-z]+( [a-z]+){5}");
    // Whoever types them has them from the device: this screen did not show them before.
    assertThat(other.err().substring(0, other.err().indexOf("cosigner: error: ")))
        .doesNotContain(words);
    fails(typing("").run(line), REFUSED, "words-differ");
  }

  private static String[] onboarding() {
    return new String[] {
      "onboard-device",
      "--wallet",
      "main",
      "--device",
      "c2",
      "--json",
      "--operator-key",
      path("alice.pem"),
      "--passphrase-file",
      path("passphrase")
    };
  }

  /** What a person reads on a device. */
  private static String lastWords(String device) {
    List<String> words = new ArrayList<>();
    sandbox
        .run("enrol", device, "--words", "--json")
        .json()
        .forEach(pairing -> {
          words.clear();
          pairing.forEach(word -> words.add(word.asText()));
        });
    return String.join(" ", words);
  }

  @Test
  void membersMustBeDistinctAndPlansSound() {
    String[] members = {"--provider", "p1", "--provider", "p2", "--customer", "c1"};
    String[] named = {"wallet", "create", "--name", "other"};
    fails(
        USAGE,
        "same-enclave",
        approving(join(named, "--provider", "p1", "--provider", "p1", "--customer", "c1")));
    fails(USAGE, "quorum-out-of-range", approving(join(join(named, members), "--quorum", "2")));
    fails(USAGE, "quorum-out-of-range", approving(join(join(named, members), "--quorum", "0")));
    fails(
        USAGE,
        "same-operator",
        approving(join(join(named, members), "--operator-key", path("alice.pem"))));
    fails(
        BAD_INPUT,
        "name-taken",
        approving(join(new String[] {"wallet", "create", "--name", "main"}, members)));
    for (String name : List.of("", "a\nb", "x".repeat(65))) {
      fails(
          USAGE,
          "invalid-plan",
          approving(join(new String[] {"wallet", "create", "--name", name}, members)));
    }
    fails(USAGE, "same-enclave", approving("onboard-device", "--wallet", "main", "--device", "c1"));
    fails(USAGE, "same-enclave", approving("onboard-device", "--wallet", "main", "--device", "p1"));
  }

  @Test
  void operatorKeysAreNeverOverwritten() throws Exception {
    String[] line = {"operator", "create", "--passphrase-file", path("passphrase"), "--output"};
    byte[] before = Files.readAllBytes(folder.resolve("alice.pem"));
    fails(BAD_INPUT, "file-exists", join(line, path("alice.pem")));
    fails(BAD_INPUT, "file-exists", join(line, path("dir")));
    fails(ENVIRONMENT, "output-not-writable", join(line, path("none/x.pem")));
    assertThat(folder.resolve("alice.pem")).hasBinaryContent(before);
    String[] asked = {"operator", "create", "--json", "--output", path("new.pem")};
    fails(typing("short").run(asked), BAD_INPUT, "passphrase-short");
    fails(typing("long enough", "other than it").run(asked), BAD_INPUT, "passphrase-differs");
    assertThat(folder.resolve("new.pem")).doesNotExist();
  }

  @Test
  void anotherFileIsNoTranscript() throws Exception {
    for (Path file : List.of(folder.resolve("empty"), folder.resolve("tx"), genesis)) {
      fails(
          BAD_INPUT,
          "transcript-malformed",
          "verify-transcript",
          file.toString(),
          "--wallet",
          "main");
    }
    fails(BAD_INPUT, "not-a-file", "verify-transcript", path("dir"), "--wallet", "main");
    fails(BAD_INPUT, "file-too-large", "verify-transcript", path("huge"), "--wallet", "main");
  }

  @Test
  void aTranscriptWithAnyFieldChangedIsRefused() throws Exception {
    Path changed = folder.resolve("changed");
    for (byte[] tampered : tamperings(Files.readAllBytes(transcript))) {
      Files.write(changed, tampered);
      Ended ended =
          sandbox.run("verify-transcript", changed.toString(), "--wallet", "main", "--json");
      assertThat(ended.exit()).as(ended.out()).isIn(BAD_INPUT, CHECK_FAILED);
      assertThat(ended.json().path("error").path("id").asText())
          .isIn("transcript-malformed", "transcript-refused");
    }
  }

  @Test
  void aGenesisWithAnyFieldChangedIsRefused() throws Exception {
    byte[] intact = Files.readAllBytes(genesis);
    String id = genesis.getParent().getFileName().toString();
    try {
      for (byte[] tampered : tamperings(intact)) {
        Files.write(genesis, tampered);
        Ended ended = sandbox.run("wallet", "show", id, "--json");
        assertThat(ended.exit()).as(ended.out()).isIn(BAD_INPUT, REFUSED);
        assertThat(ended.json().path("error").path("id").asText())
            .isIn("genesis-malformed", "genesis-refused", "other-anchor", "certificate-misplaced");
      }
    } finally {
      Files.write(genesis, intact);
    }
  }

  /** The certificate with one byte of one field changed, for each field of it and its statement. */
  private static List<byte[]> tamperings(byte[] certificate) throws Exception {
    List<CborValue> fields = CborDecoder.decode(certificate, LIMITS).asArrayOf("certificate", 3);
    List<byte[]> all = new ArrayList<>();
    CborValue statement =
        CborDecoder.decode(fields.get(1).asBytes("statement", 1, 1 << 18), LIMITS);
    for (CborValue changed : changes(statement)) {
      all.add(
          CborValue.array(fields.get(0), CborValue.of(changed.encode()), fields.get(2)).encode());
    }
    for (CborValue changed : changes(fields.get(2))) {
      all.add(CborValue.array(fields.get(0), fields.get(1), changed).encode());
    }
    assertThat(all).hasSizeGreaterThan(8);
    return all;
  }

  private static List<CborValue> changes(CborValue value) {
    List<CborValue> all = new ArrayList<>();
    switch (value) {
      case CborBytes bytes -> {
        byte[] content = bytes.value();
        if (content.length > 0) {
          content[content.length / 2] ^= 1;
          all.add(CborValue.of(content));
        }
      }
      case CborArray array -> {
        for (int i = 0; i < array.items().size(); i++) {
          for (CborValue changed : changes(array.items().get(i))) {
            List<CborValue> items = new ArrayList<>(array.items());
            items.set(i, changed);
            all.add(CborValue.array(items));
          }
        }
      }
      default -> {}
    }
    return all;
  }

  @Test
  void walletsOfAnotherStateDirectoryAreRefused() throws Exception {
    Path other = folder.resolve("other-state");
    Path place = other.resolve("wallets").resolve(genesis.getParent().getFileName().toString());
    Files.createDirectories(
        place,
        java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
            java.nio.file.attribute.PosixFilePermissions.fromString("rwx------")));
    Files.copy(genesis, place.resolve("genesis.cbor"));
    fails(CommandRun.withState(other).run("wallet", "list", "--json"), REFUSED, "other-anchor");
  }

  @Test
  void holdersThatCannotBeReadAreReported() throws Exception {
    Path index = genesis.resolveSibling("group-" + firstGroup + ".enclaves.json");
    String intact = Files.readString(index);
    try {
      for (String bad :
          List.of(
              "",
              "null",
              "{}",
              "[]",
              "{\"enclaves\":null}",
              "{\"enclaves\":[]}",
              "{\"enclaves\":[null,null,null]}",
              "{\"enclaves\":[1]} x")) {
        Files.writeString(index, bad);
        fails(BAD_INPUT, "wallet-index-malformed", "wallet", "show", "main");
      }
      Files.delete(index);
      fails(BAD_INPUT, "wallet-index-malformed", sign(transaction));
    } finally {
      Files.writeString(index, intact);
    }
  }

  /** An enclave started anew under an old name has no share, and is not mistaken for the old. */
  @Test
  void anEnclaveThatIsGoneIsNotMistakenForItsNamesake() throws Exception {
    String image = folder.resolve(AnchorKind.DEVELOPMENT + ".eif").toString();
    done("launch", "--backend", "process", "--name", "x1", image);
    done(approving("wallet", "create", "--name", "brief", "--provider", "p1", "--customer", "x1"));
    Set<Long> others = Set.copyOf(sandbox.processes());
    assertThat(others).hasSize(NAMES.size() + 1);
    done("terminate", "x1");
    done("launch", "--backend", "process", "--name", "x1", image);
    String[] line = approving("sign", "--wallet", "brief", "--tx", transaction.toString());
    fails(ENVIRONMENT, "enclave-gone", line);
    assertThat(sandbox.run("wallet", "show", "brief").out()).contains("(terminated)");
    long namesake =
        sandbox.processes().stream().filter(pid -> !others.contains(pid)).findFirst().orElseThrow();
    ProcessHandle process = ProcessHandle.of(namesake).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    fails(ENVIRONMENT, "enclave-unreachable", "enrol", "x1");
    done("terminate", "x1");
  }
}
