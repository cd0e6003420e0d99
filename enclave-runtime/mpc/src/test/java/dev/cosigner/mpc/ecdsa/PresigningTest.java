package dev.cosigner.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Network.Message;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.derivation.DerivationPath;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.paillier.Randomiser;
import dev.cosigner.mpc.proof.Workers;
import dev.cosigner.mpc.rounds.Bodies;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.wallet.Scheme;
import java.lang.reflect.Modifier;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What presigning takes and what it leaves behind. */
class PresigningTest {
  private static final List<Integer> PARTIES = List.of(1, 2, 3);
  private static final SortedMap<Integer, KeyShare> SHARES = EcdsaGroups.generate(3, 1);
  private static final SortedMap<Integer, AuxiliaryKeys> KEYS =
      EcdsaGroups.auxiliaryKeys(SHARES, 2);

  /** Eprint 2021/060 needs 14 under the own key and 8 under the two peers'. */
  @Test
  void randomisersComeFromAStock() {
    var taken = new HashMap<Integer, Map<Integer, Integer>>();
    var sessions = new TreeMap<Integer, Session<?>>();
    for (int party : PARTIES) {
      var counts = new TreeMap<Integer, Integer>();
      taken.put(party, counts);
      var stock = Randomisers.fresh(KEYS.get(party), EcdsaGroups.random(3, party));
      sessions.put(
          party,
          new Presigning(
              EcdsaGroups.prover(4, party),
              EcdsaGroups.context(party, PARTIES),
              SHARES.get(party),
              KEYS.get(party),
              member -> {
                counts.merge(member, 1, Integer::sum);
                return stock.under(member);
              },
              Workers.NONE,
              1));
    }
    new Network(sessions).run().values().forEach(EcdsaGroups::result);
    assertThat(taken.get(2)).isEqualTo(Map.of(1, 4, 2, 14, 3, 4));
    assertThatThrownBy(() -> KEYS.get(1).randomiser(4, EcdsaGroups.random(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[1, 2, 3]");
  }

  @Test
  void sharesAndKeysOfAnotherSchemeOrGroupAreRefused() {
    var other =
        new SessionContext(
            Scheme.FROST_BIP340,
            EcdsaGroups.id(1),
            EcdsaGroups.id(2),
            EcdsaGroups.id(3),
            1,
            PARTIES);
    assertThatThrownBy(() -> presigning(other, SHARES.get(1), KEYS.get(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ecdsa-secp256k1");
    assertThatThrownBy(() ->
            new AuxiliarySetup(
                EcdsaGroups.prover(1, 1),
                other,
                SHARES.get(1).publicKeys(),
                EcdsaGroups.secrets(1),
                List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ecdsa-secp256k1");
    var context = EcdsaGroups.context(1, PARTIES);
    assertThatThrownBy(() -> presigning(context, SHARES.get(2), KEYS.get(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 as self");
    assertThatThrownBy(() -> presigning(context, SHARES.get(1), KEYS.get(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("auxiliary keys of member 1");
  }

  private static Presigning presigning(SessionContext context, KeyShare share, AuxiliaryKeys keys) {
    return new Presigning(EcdsaGroups.prover(1, 1), context, share, keys, 1);
  }

  @Test
  void nothingButThePresignatureIsLeft() {
    for (boolean fails : List.of(false, true)) {
      var sessions = EcdsaGroups.presigning(SHARES, KEYS, 1, 6);
      var found = new ArrayList<Object>();
      var outcomes =
          new Network(sessions)
              .interfereWith(
                  3,
                  message -> {
                    sessions.values().forEach(session -> found.addAll(secrets(session)));
                    return fails && Bodies.round(message.body()) == 3
                        ? List.of(withoutOpenings(message))
                        : List.of(message);
                  })
              .run();
      assertThat(found).hasSizeGreaterThan(20);
      assertThat(found).allSatisfy(secret -> assertThat(secret).asString().contains("wiped"));
      // What their owners lent is as it was.
      assertThat(secrets(KEYS.get(1)))
          .allSatisfy(secret -> assertThat(secret).asString().contains("hidden"));
      if (!fails) {
        var batch = (List<?>) EcdsaGroups.result(outcomes.get(1));
        var left = secrets(batch.getFirst());
        assertThat(left).hasSize(2);
        ((Presignature) batch.getFirst()).close();
        assertThat(left).allSatisfy(secret -> assertThat(secret).asString().contains("wiped"));
      }
    }
  }

  /** The stock of randomisers fails at each of its calls in turn: what it gave before is wiped. */
  @Test
  void nothingIsLeftWhenRandomisersRunOut() {
    // The 22 calls of a run of three.
    for (int last = 0; last < 22; last++) {
      int good = last;
      var given = new ArrayList<Randomiser>();
      var stock = Randomisers.fresh(KEYS.get(1), EcdsaGroups.random(3, 1));
      var sessions = EcdsaGroups.presigning(SHARES, KEYS, 1, 6);
      sessions.put(
          1,
          new Presigning(
              EcdsaGroups.prover(6, 1),
              EcdsaGroups.context(6, 1, PARTIES),
              SHARES.get(1),
              KEYS.get(1),
              member -> {
                if (given.size() == good) {
                  throw new IllegalStateException("out of randomisers");
                }
                given.add(stock.under(member));
                return given.getLast();
              },
              Workers.NONE,
              1));
      assertThatThrownBy(() -> new Network(sessions).run()).hasMessage("out of randomisers");
      assertThat(given).hasSize(good);
      assertThat(given)
          .flatExtracting(PresigningTest::secrets)
          .allSatisfy(secret -> assertThat(secret).asString().contains("wiped"));
      sessions.values().forEach(Session::close);
    }
  }

  @Test
  void severalThreadsMakeTheProofs() {
    try (var threads = Executors.newFixedThreadPool(2)) {
      var sessions = new TreeMap<Integer, Session<?>>();
      var random = new SecureRandom();
      for (int party : PARTIES) {
        sessions.put(
            party,
            new Presigning(
                EcdsaGroups.prover(8, party),
                EcdsaGroups.context(party, PARTIES),
                SHARES.get(party),
                KEYS.get(party),
                Randomisers.fresh(KEYS.get(party), random),
                Workers.of(threads),
                2));
      }
      var outcomes = new Network(sessions).run();
      var presignatures = new TreeMap<Integer, Presignature>();
      outcomes.forEach((party, outcome) ->
          presignatures.put(
              party, (Presignature) ((List<?>) EcdsaGroups.result(outcome)).getLast()));
      var signing = EcdsaGroups.signing(presignatures, DerivationPath.ROOT, EcdsaGroups.DIGEST, 9);
      var signature = (Signature) EcdsaGroups.result(new Network(signing).run().get(1));
      assertThat(
              signature.verifies(
                  EcdsaGroups.CURVE, SHARES.get(1).groupPublicKey(), EcdsaGroups.DIGEST))
          .isTrue();
    }
  }

  /** All tasks end before the failure of one is told: none may find its secrets wiped. */
  @Test
  void aFailureIsToldWhenAllTasksHaveEnded() {
    try (var threads = Executors.newFixedThreadPool(2)) {
      var ended = new AtomicInteger();
      List<Supplier<Integer>> tasks =
          List.of(
              () -> {
                throw new IllegalStateException("the first");
              },
              ended::incrementAndGet,
              ended::incrementAndGet);
      assertThatThrownBy(() -> Workers.of(threads).all(tasks))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the first");
      assertThat(ended).hasValue(2);
    }
  }

  @Test
  void signingLeavesNothing() {
    var presignatures = EcdsaGroups.presign(SHARES, KEYS, 7);
    var left = new ArrayList<Object>();
    presignatures.values().forEach(one -> left.addAll(secrets(one)));
    new Network(EcdsaGroups.signing(presignatures, DerivationPath.ROOT, EcdsaGroups.DIGEST, 1))
        .run();
    assertThat(left).hasSize(6);
    assertThat(left).allSatisfy(secret -> assertThat(secret).asString().contains("wiped"));
  }

  private static Message withoutOpenings(Message message) {
    return new Message(
        message.sender(),
        message.receiver(),
        false,
        Bodies.withField(message.body(), 1, CborValue.of(0)));
  }

  /** All secrets that can be reached from an object, but those that it was lent. */
  private static List<Object> secrets(Object root) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    var found = new ArrayList<>();
    walk(root, root instanceof AuxiliaryKeys, seen, found);
    return found;
  }

  private static void walk(Object object, boolean keys, Set<Object> seen, List<Object> found) {
    if (object == null || !seen.add(object)) {
      return;
    }
    switch (object) {
      case SecretScalar secret -> found.add(secret);
      case SecretInteger secret -> found.add(secret);
      case AuxiliaryKeys lent when !keys -> {}
      case KeyShare lent -> {}
      case Map<?, ?> map -> map.values().forEach(value -> walk(value, keys, seen, found));
      case Iterable<?> elements -> elements.forEach(value -> walk(value, keys, seen, found));
      default -> walkFields(object, keys, seen, found);
    }
  }

  private static void walkFields(
      Object object, boolean keys, Set<Object> seen, List<Object> found) {
    for (var type = object.getClass();
        type != null
            && (type.getName().startsWith("dev.cosigner.mpc.ecdsa")
                || type.getName().startsWith("dev.cosigner.mpc.rounds")
                || type.getName().startsWith("dev.cosigner.mpc.paillier"));
        type = type.getSuperclass()) {
      for (var field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && !field.getType().isPrimitive()
            && !field.getType().getName().startsWith("dev.cosigner.mpc.arithmetic.Libcrypto")) {
          try {
            field.setAccessible(true);
            walk(field.get(object), keys, seen, found);
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        }
      }
    }
  }
}
