package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key goes into shares and comes out again; whatever does not fit is refused with its reason. */
class RecoveryCommandTest {
  /** BIP-32, test vector 1, chain m. */
  private static final String KEY =
      "e8f32e723decf4051aefac8e2c93c9c5b214313817cdb01a1494b917c8436b35";

  private static final String CHAIN_CODE =
      "873dff81c02f525623fd1fe5167eac3a55a049de3d314bb42ee227ffed37d508";
  private static final String PUBLIC_KEY =
      "0339a36013301597daef41fbe593a02cc513d0b55527ec2df1050e2e8ff49c85c2";

  /** RFC 8032, section 7.1, test 1. */
  private static final String SEED =
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

  private static final String SEED_PUBLIC_KEY =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(directory.resolve("key"), KEY + "\n");
    Files.writeString(directory.resolve("seed"), SEED);
    for (int member = 1; member <= 3; member++) {
      Files.writeString(directory.resolve("phrase-" + member), "pass-phrase " + member + "\n");
    }
  }

  private static Ended run(Object... words) {
    return CommandRun.bare()
        .run(List.of(words).stream().map(Object::toString).toArray(String[]::new));
  }

  private List<Object> phrases(int... members) {
    List<Object> words = new ArrayList<>();
    for (int member : members) {
      words.add("--passphrase-file");
      words.add(directory.resolve("phrase-" + member));
    }
    return words;
  }

  private Ended deal(String scheme, String key, Object... more) {
    List<Object> line =
        new ArrayList<>(
            List.of(
                "recovery",
                "import",
                "--scheme",
                scheme,
                "--private-key",
                directory.resolve(key),
                "--folder",
                directory));
    line.addAll(phrases(1, 2, 3));
    line.addAll(List.of(more));
    return run(line.toArray());
  }

  private Path share(int member) {
    return directory.resolve("member-" + member + ".share");
  }

  private Ended reconstruct(String output, int... members) {
    return reconstruct(output, List.of(), members);
  }

  private Ended reconstruct(String output, List<Object> more, int... members) {
    List<Object> line = new ArrayList<>(List.of("recovery", "reconstruct", "--output"));
    line.add(directory.resolve(output));
    line.addAll(more);
    line.addAll(phrases(members));
    for (int member : members) {
      line.add(share(member));
    }
    return run(line.toArray());
  }

  @Test
  void aKeyGoesIntoSharesAndComesOutAgain() throws IOException {
    Ended dealt =
        deal(
            "ecdsa-secp256k1",
            "key",
            "--chain-code",
            CHAIN_CODE,
            "--public-key",
            PUBLIC_KEY,
            "--json");
    assertThat(dealt.exit()).as(dealt.err()).isEqualTo(ExitCode.DONE);
    assertThat(dealt.json().get("publicKey").asText()).isEqualTo(PUBLIC_KEY);
    assertThat(dealt.json().get("chainCode").asText()).isEqualTo(CHAIN_CODE);
    assertThat(dealt.json().get("files")).hasSize(3);
    assertThat(Files.getPosixFilePermissions(share(1)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    List<Object> check = new ArrayList<>(List.of("recovery", "check", share(2), "--json"));
    check.addAll(phrases(2));
    Ended checked = run(check.toArray());
    assertThat(checked.exit()).as(checked.err()).isEqualTo(ExitCode.DONE);
    assertThat(checked.json().get("member").asInt()).isEqualTo(2);
    assertThat(checked.json().get("publicKey").asText()).isEqualTo(PUBLIC_KEY);

    Ended whole = reconstruct("whole", 3, 1, 2);
    assertThat(whole.exit()).as(whole.err()).isEqualTo(ExitCode.DONE);
    assertThat(whole.err()).contains("needs no member any more");
    assertThat(Files.readString(directory.resolve("whole"))).isEqualTo(KEY + "\n");
    assertThat(Files.getPosixFilePermissions(directory.resolve("whole")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(whole.out() + whole.err() + dealt.out() + dealt.err()).doesNotContain(KEY);
  }

  @Test
  void aSeedBecomesAScalarWithTheSamePublicKey() throws IOException {
    Ended dealt = deal("frost-ed25519", "seed", "--json");
    assertThat(dealt.json().get("publicKey").asText()).isEqualTo(SEED_PUBLIC_KEY);
    assertThat(dealt.json().has("chainCode")).isFalse();
    assertThat(reconstruct("scalar", 1, 2, 3).exit()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(directory.resolve("scalar"))).isNotEqualTo(SEED + "\n");
    for (int member = 1; member <= 3; member++) {
      Files.delete(share(member));
    }
    Ended again = deal("frost-ed25519", "scalar", "--scalar", "--json");
    assertThat(again.json().get("publicKey").asText()).isEqualTo(SEED_PUBLIC_KEY);
  }

  @Test
  void allSharesOfOneGroupAreNeeded() throws IOException {
    assertThat(deal("frost-bip340", "key").exit()).isEqualTo(ExitCode.DONE);
    Ended two = reconstruct("whole", 1, 2);
    assertThat(two.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(two.err()).contains("shares of [1, 2, 3]", "shares of [1, 2]");
    assertThat(reconstruct("whole", 1, 2, 2).err()).contains("shares of [1, 2, 2]");
    Path first = Files.move(share(1), directory.resolve("first"));
    Files.delete(share(2));
    Files.delete(share(3));
    deal("frost-bip340", "key");
    Files.move(first, share(1), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Ended mixed = reconstruct("whole", 1, 2, 3);
    assertThat(mixed.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(mixed.err()).contains("not of one group", "after it");
    assertThat(directory.resolve("whole")).doesNotExist();
  }

  @Test
  void aWrongPassphraseOrKeyStopsIt() {
    deal("ecdsa-secp256k1", "key");
    List<Object> line =
        new ArrayList<>(List.of("recovery", "reconstruct", "--output", directory.resolve("whole")));
    line.addAll(phrases(1, 3, 2));
    line.addAll(List.of(share(1), share(2), share(3)));
    Ended exchanged = run(line.toArray());
    assertThat(exchanged.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(exchanged.err()).contains("member-2.share stays shut");
    Ended other = reconstruct("whole", List.of("--public-key", SEED_PUBLIC_KEY), 1, 2, 3);
    assertThat(other.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(other.err()).contains("not the key that was named", PUBLIC_KEY);
    assertThat(directory.resolve("whole")).doesNotExist();
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    Files.writeString(share(3), "precious");
    Ended dealt = deal("ecdsa-secp256k1", "key");
    assertThat(dealt.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(dealt.err()).contains("member-3.share exists");
    assertThat(share(1)).doesNotExist();
    assertThat(Files.readString(share(3))).isEqualTo("precious");
    Files.delete(share(3));
    deal("ecdsa-secp256k1", "key");
    assertThat(reconstruct("key", 1, 2, 3).err()).contains("exists");
    assertThat(Files.readString(directory.resolve("key"))).isEqualTo(KEY + "\n");
  }

  @Test
  void whatIsNoKeyOrDoesNotFitIsRefused() throws IOException {
    assertThat(deal("ecdsa-secp256k1", "key", "--public-key", SEED_PUBLIC_KEY).exit())
        .isEqualTo(ExitCode.REFUSED);
    assertThat(deal("frost-ed25519", "seed", "--chain-code", CHAIN_CODE).exit())
        .isEqualTo(ExitCode.USAGE);
    assertThat(deal("ecdsa-secp256k1", "key", "--chain-code", "00").err())
        .contains("64 hexadecimal digits");
    assertThat(deal("ecdsa-secp256k1", "key", "--members", "1,1,2").err())
        .contains("different numbers");
    assertThat(deal("ecdsa-secp256k1", "key", "--members", "1,2").err())
        .contains("one pass-phrase for each member");
    for (String text :
        List.of("", KEY.substring(2), KEY.replace('e', 'x'), "f".repeat(64), "0".repeat(64))) {
      Files.writeString(directory.resolve("bad"), text);
      Ended refused = deal("ecdsa-secp256k1", "bad");
      assertThat(refused.exit()).as(text).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(refused.err()).contains("holds no private key");
      if (text.length() > 1) {
        assertThat(refused.err()).doesNotContain(text);
      }
    }
    Files.writeString(directory.resolve("phrase-2"), "short\n");
    assertThat(deal("ecdsa-secp256k1", "key").err()).contains("at least 8 characters");
    Files.writeString(share(1), "no share");
    Ended malformed = run("recovery", "check", share(1));
    assertThat(malformed.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(malformed.err()).contains("is no share file");
  }

  @Test
  void passphrasesAreAskedForTwice() {
    String[] answers = {
      "the first one", "the first one", "the second one", "the second one", "the last", "the list"
    };
    List<String> line =
        List.of(
            "recovery",
            "import",
            "--scheme",
            "frost-ed25519",
            "--private-key",
            directory.resolve("seed").toString(),
            "--folder",
            directory.toString());
    Ended differs = CommandRun.bare().answering(answers).run(line.toArray(new String[0]));
    assertThat(differs.err()).contains("the two pass-phrases differ");
    assertThat(share(1)).doesNotExist();
  }
}
