package dev.cosigner.mpc.frost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.Curves;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.wallet.Scheme;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the package is used: a key, a signature, a second group for the same key. */
class FrostUseTest {

  @Test
  void twoMembersMakeAKeyAndSign() {
    var curve = Curves.ed25519();
    var random = new SecureRandom();
    var parties = List.of(1, 2);
    var group = bytes(random);
    var view = bytes(random);

    // In an enclave each session lives alone, and the channel carries the messages. A session id
    // never repeats.
    var keyGenerationId = bytes(random);
    var sessions = new HashMap<Integer, KeyGeneration>();
    for (int self : parties) {
      var context =
          new SessionContext(Scheme.FROST_ED25519, keyGenerationId, group, view, self, parties);
      sessions.put(self, new KeyGeneration(curve, context, random));
    }
    var keys = new HashMap<Integer, KeyShare>();
    new Network(sessions)
        .run()
        .forEach(
            (self, outcome) -> keys.put(self, (KeyShare) ((Outcome.Done<?>) outcome).result()));

    var message = "a message".getBytes(UTF_8);
    var signingId = bytes(random);
    var signing = new HashMap<Integer, Signing>();
    for (int self : parties) {
      var context = new SessionContext(Scheme.FROST_ED25519, signingId, group, view, self, parties);
      signing.put(
          self, new Signing(curve, context, keys.get(self), SigningKey.ofGroup(), message, random));
    }
    var outcomes = new Network(signing).run();
    var signature = (Signature) ((Outcome.Done<?>) outcomes.get(1)).result();

    var publicKey = keys.get(2).groupPublicKey().encoding();
    assertThat(Ed25519Verifiers.verify(publicKey, message, signature.encoding())).isTrue();
    keys.values().forEach(KeyShare::close);
  }

  @Test
  void aSecondGroupSignsUnderTheSameKey() {
    var first = Groups.generate(3, 1);
    var plan =
        new AddUserPlan(first.get(1).publicKeys(), Bytes32.of(Groups.id(9)), List.of(4, 5, 6));

    var second = new HashMap<Integer, KeyShare>();
    new Network(Groups.addUser(first, plan, 2))
        .run()
        .forEach((party, outcome) -> {
          // Dealers end with the new group's public keys, receivers with their shares.
          if (plan.receivers().contains(party)) {
            second.put(party, (KeyShare) Groups.result(outcome));
          } else {
            assertThat(((PublicKeyPackage) Groups.result(outcome)).members())
                .isEqualTo(plan.receivers());
          }
        });

    for (var group : List.<Map<Integer, KeyShare>>of(first, second)) {
      var signature = Groups.sign(group, Groups.MESSAGE);
      assertThat(
              Ed25519Verifiers.verify(
                  first.get(1).groupPublicKey().encoding(), Groups.MESSAGE, signature.encoding()))
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void groupsOfEverySize(int n) {
    var keys = Groups.generate(n, 3);
    assertThat(keys.values().stream().map(KeyShare::publicKeys).distinct()).hasSize(1);
    assertThat(keys.values().stream().map(KeyShare::identifier))
        .containsExactlyElementsOf(Groups.range(1, n));
    var signature = Groups.sign(keys, Groups.MESSAGE);
    assertThat(signature.encoding()).hasSize(64);
    assertThat(
            Ed25519Verifiers.verify(
                keys.get(1).groupPublicKey().encoding(), Groups.MESSAGE, signature.encoding()))
        .isTrue();
  }

  private static byte[] bytes(SecureRandom random) {
    var bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }
}
