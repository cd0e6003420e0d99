package dev.cosigner.mpc.transcript;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.Curves;
import dev.cosigner.protocol.wallet.Scheme;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * How a hash is made, and that no two inputs share one (TSSHOCK, CVE-2022-47931, CVE-2022-47930).
 */
class TranscriptTest {
  private static final SessionContext CONTEXT =
      new SessionContext(Scheme.FROST_ED25519, id(1), id(2), id(3), 1, List.of(1, 2, 3));
  private static final Step STEP = new Step("frost/key-generation", "commitment", 1, 2, Step.ALL);

  @Test
  void use() {
    var commitment =
        Transcript.of(CONTEXT, STEP)
            .item("public key", Curves.ed25519().generator())
            .item("opening", id(9))
            .hash();
    assertThat(commitment.bytes()).hasSize(32);
    var challenge =
        Transcript.of(CONTEXT, STEP).item("commitment", commitment).challenge(Curves.ed25519());
    assertThat(challenge.isZero()).isFalse();
  }

  @Test
  void theLayoutIsAsDocumented() throws Exception {
    var bytes = ByteBuffer.allocate(1000);
    item(bytes, "domain", "cosigner/mpc/v1".getBytes(US_ASCII));
    item(bytes, "scheme", "frost-ed25519".getBytes(US_ASCII));
    item(bytes, "session", id(1));
    item(bytes, "group", id(2));
    item(bytes, "view", id(3));
    bytes.put((byte) 2).putInt(7).put("parties".getBytes(US_ASCII)).putInt(3);
    bytes.putLong(4).putInt(1).putLong(4).putInt(2).putLong(4).putInt(3);
    item(bytes, "protocol", "frost/key-generation".getBytes(US_ASCII));
    item(bytes, "purpose", "commitment".getBytes(US_ASCII));
    item(bytes, "round", new byte[] {0, 0, 0, 1});
    item(bytes, "sender", new byte[] {0, 0, 0, 2});
    item(bytes, "receiver", new byte[] {0, 0, 0, 0});
    item(bytes, "value", new byte[] {42});
    bytes.put((byte) 3).putInt(32).putInt(0);
    var digest =
        MessageDigest.getInstance("SHA-512").digest(Arrays.copyOf(bytes.array(), bytes.position()));
    assertThat(Transcript.of(CONTEXT, STEP).item("value", new byte[] {42}).hash())
        .isEqualTo(Bytes32.of(Arrays.copyOf(digest, 32)));
  }

  @Test
  void bytesCannotMoveBetweenItems() {
    assertThat(hash(t -> t.item("a", "ab").item("b", "")))
        .isNotEqualTo(hash(t -> t.item("a", "a").item("b", "b")));
    assertThat(hash(t -> t.item("a", "").item("b", "ab")))
        .isNotEqualTo(hash(t -> t.item("a", "ab").item("b", "")));
    assertThat(hash(t -> t.item("a", "ab")))
        .isNotEqualTo(hash(t -> t.item("a", "ab").item("", "")));
    assertThat(hash(t -> t.item("ab", "c"))).isNotEqualTo(hash(t -> t.item("a", "bc")));
  }

  @Test
  void bytesCannotMoveBetweenLists() {
    assertThat(hash(t -> t.list("l", List.of(b("a"), b("b")))))
        .isNotEqualTo(hash(t -> t.list("l", List.of(b("ab")))));
    assertThat(hash(t -> t.list("l", List.of(b("a"), b("b")))))
        .isNotEqualTo(hash(t -> t.list("l", List.of(b("ab"), b("")))));
    assertThat(hash(t -> t.list("l", List.of(b("a"), b("b"))).list("m", List.of())))
        .isNotEqualTo(hash(t -> t.list("l", List.of(b("a"))).list("m", List.of(b("b")))));
    assertThat(hash(t -> t.list("l", List.of(b("a"))))).isNotEqualTo(hash(t -> t.item("l", "a")));
    assertThat(hash(t -> t.list("l", List.of()))).isNotEqualTo(hash(t -> t.item("l", "")));
    assertThat(hash(t -> t.integers("l", List.of(1, 2))))
        .isNotEqualTo(hash(t -> t.integers("l", List.of(1)).item("", 2)));
  }

  @Test
  void everythingOfTheSessionAndTheStepCounts() {
    var contexts =
        List.of(
            CONTEXT,
            new SessionContext(Scheme.FROST_ED25519, id(8), id(2), id(3), 1, List.of(1, 2, 3)),
            new SessionContext(Scheme.FROST_ED25519, id(1), id(8), id(3), 1, List.of(1, 2, 3)),
            new SessionContext(Scheme.FROST_ED25519, id(1), id(2), id(8), 1, List.of(1, 2, 3)),
            new SessionContext(Scheme.FROST_ED25519, id(2), id(1), id(3), 1, List.of(1, 2, 3)),
            new SessionContext(Scheme.FROST_ED25519, id(1), id(2), id(3), 1, List.of(1, 2)),
            new SessionContext(Scheme.FROST_ED25519, id(1), id(2), id(3), 1, List.of(1, 2, 4)));
    var steps =
        List.of(
            STEP,
            new Step("frost/add-user", "commitment", 1, 2, 0),
            new Step("frost/key-generation", "echo", 1, 2, 0),
            new Step("frost/key-generation", "commitment", 2, 2, 0),
            new Step("frost/key-generation", "commitment", 2, 1, 0),
            new Step("frost/key-generation", "commitment", 1, 3, 0),
            new Step("frost/key-generation", "commitment", 1, 2, 1));
    var hashes = new HashSet<Bytes32>();
    for (var context : contexts) {
      for (var step : steps) {
        hashes.add(Transcript.of(context, step).hash());
      }
    }
    assertThat(hashes).hasSize(contexts.size() * steps.size());
  }

  @Test
  void allMembersComputeTheSame() {
    var other = new SessionContext(Scheme.FROST_ED25519, id(1), id(2), id(3), 3, List.of(3, 1, 2));
    assertThat(Transcript.of(other, STEP).hash()).isEqualTo(Transcript.of(CONTEXT, STEP).hash());
  }

  @Test
  void aHashIsNoPartOfAChallenge() {
    var curve = Curves.ed25519();
    var wide = Arrays.copyOf(Transcript.of(CONTEXT, STEP).hash().bytes(), 64);
    assertThat(Transcript.of(CONTEXT, STEP).challenge(curve)).isNotEqualTo(curve.reduce(wide));
    assertThat(Transcript.of(CONTEXT, STEP).hash()).isEqualTo(Transcript.of(CONTEXT, STEP).hash());
  }

  @Test
  void integersKeepTheirSignAndPlace() {
    var one = BigInteger.ONE;
    assertThat(hash(t -> t.item("a", one))).isNotEqualTo(hash(t -> t.item("a", one.negate())));
    assertThat(hash(t -> t.bigIntegers("a", List.of(BigInteger.valueOf(0x0102)))))
        .isNotEqualTo(hash(t -> t.bigIntegers("a", List.of(one, BigInteger.TWO))));
    assertThat(hash(t -> t.item("a", BigInteger.valueOf(255))))
        .isEqualTo(hash(t -> t.item("a", new byte[] {0, -1})));
  }

  /** All values of a small range come, and no others; a large one is long enough. */
  @Test
  void challengesAreInTheirRange() {
    var seen = new TreeSet<BigInteger>();
    for (int i = 0; i < 200; i++) {
      seen.add(Transcript.of(CONTEXT, STEP).item("i", i).challengeWithin(BigInteger.TWO));
    }
    assertThat(seen.stream().map(BigInteger::intValue)).containsExactly(-2, -1, 0, 1, 2);
    var bound = BigInteger.TWO.pow(256);
    var signs = new TreeSet<Integer>();
    for (int i = 0; i < 40; i++) {
      var challenge = Transcript.of(CONTEXT, STEP).item("i", i).challengeWithin(bound);
      assertThat(challenge.abs()).isBetween(BigInteger.TWO.pow(230), bound);
      signs.add(challenge.signum());
    }
    assertThat(signs).containsExactly(-1, 1);
  }

  @Test
  void manyChallengesAreDifferentAndBelowTheirModulus() {
    var modulus = BigInteger.TWO.pow(2047).add(BigInteger.ONE);
    var challenges = Transcript.of(CONTEXT, STEP).challengesBelow(modulus, 128);
    assertThat(challenges).hasSize(128).doesNotHaveDuplicates();
    assertThat(challenges).allSatisfy(c -> assertThat(c).isBetween(BigInteger.ZERO, modulus));
    assertThat(challenges.stream().mapToInt(BigInteger::bitLength).max()).hasValue(2047);
    assertThat(Transcript.of(CONTEXT, STEP).challengesBelow(BigInteger.ONE, 2))
        .containsExactly(BigInteger.ZERO, BigInteger.ZERO);
  }

  @Test
  void challengeBitsAreOfBothKinds() {
    var bits = Transcript.of(CONTEXT, STEP).challengeBits(1001);
    assertThat(bits).hasSize(1001);
    assertThat(bits.stream().filter(bit -> bit).count()).isBetween(430L, 570L);
    for (int i = 0; i < 8; i++) {
      assertThat(
              List.of(
                  bits.get(i),
                  bits.get(i + 8),
                  bits.get(i + 16),
                  bits.get(i + 24),
                  bits.get(i + 32),
                  bits.get(i + 40),
                  bits.get(i + 48)))
          .contains(true, false);
    }
  }

  /** Blocks of an output are SHA-512 with their number. */
  @Test
  void aLongOutputGoesOnWithTheNextBlock() throws Exception {
    var challenge = Transcript.of(CONTEXT, STEP).challengesBelow(BigInteger.TWO.pow(512), 1);
    var bytes = ByteBuffer.allocate(1000);
    item(bytes, "domain", "cosigner/mpc/v1".getBytes(US_ASCII));
    item(bytes, "scheme", "frost-ed25519".getBytes(US_ASCII));
    item(bytes, "session", id(1));
    item(bytes, "group", id(2));
    item(bytes, "view", id(3));
    bytes.put((byte) 2).putInt(7).put("parties".getBytes(US_ASCII)).putInt(3);
    bytes.putLong(4).putInt(1).putLong(4).putInt(2).putLong(4).putInt(3);
    item(bytes, "protocol", "frost/key-generation".getBytes(US_ASCII));
    item(bytes, "purpose", "commitment".getBytes(US_ASCII));
    item(bytes, "round", new byte[] {0, 0, 0, 1});
    item(bytes, "sender", new byte[] {0, 0, 0, 2});
    item(bytes, "receiver", new byte[] {0, 0, 0, 0});
    int common = bytes.position();
    var output = ByteBuffer.allocate(128);
    for (int block = 0; block < 2; block++) {
      bytes.position(common).put((byte) 3).putInt(97).putInt(block);
      output.put(
          MessageDigest.getInstance("SHA-512")
              .digest(Arrays.copyOf(bytes.array(), bytes.position())));
    }
    assertThat(challenge)
        .containsExactly(
            new BigInteger(1, Arrays.copyOf(output.array(), 97)).mod(BigInteger.TWO.pow(512)));
  }

  private static Bytes32 hash(UnaryOperator<Transcript> items) {
    return items.apply(Transcript.of(CONTEXT, STEP)).hash();
  }

  private static byte[] b(String text) {
    return text.getBytes(US_ASCII);
  }

  private static byte[] id(int fill) {
    var id = new byte[32];
    Arrays.fill(id, (byte) fill);
    return id;
  }

  private static void item(ByteBuffer out, String label, byte[] bytes) {
    out.put((byte) 1)
        .putInt(label.length())
        .put(label.getBytes(US_ASCII))
        .putLong(bytes.length)
        .put(bytes);
  }
}
