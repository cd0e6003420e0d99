package dev.cosigner.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Outcome;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every member proves its Paillier and ring-Pedersen keys to all others. */
class AuxiliarySetupTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void allMembersHaveTheSamePublicKeys(int n) {
    var shares = EcdsaGroups.generate(n, 1);
    var keys = EcdsaGroups.auxiliaryKeys(shares, 2);
    assertThat(keys.values().stream().map(AuxiliaryKeys::moduli).distinct()).hasSize(1);
    assertThat(keys.get(1).moduli()).hasSize(2 * n).doesNotHaveDuplicates();
    assertThat(keys.get(2).members()).isEqualTo(EcdsaGroups.range(1, n));
    assertThat(keys.get(2).identifier()).isEqualTo(2);
  }

  @Test
  void anyOrderOfMessagesWillDo() {
    for (int seed = 0; seed < 10; seed++) {
      var shares = EcdsaGroups.generate(2 + seed % 2, 1);
      var outcomes = new Network(EcdsaGroups.setup(shares, seed)).schedule(new Random(seed)).run();
      assertThat(outcomes.keySet()).isEqualTo(shares.keySet());
      assertThat(outcomes.values()).allMatch(outcome -> outcome instanceof Outcome.Done<?>);
    }
  }

  /** Whatever ends the session without a result wipes the secrets that it took over. */
  @Test
  void secretsThatCameToNothingAreWiped() {
    var shares = EcdsaGroups.generate(2, 1);
    var secrets = EcdsaGroups.secrets(1);
    var session =
        new AuxiliarySetup(
            EcdsaGroups.prover(1, 1),
            EcdsaGroups.context(1, List.of(1, 2)),
            shares.get(1).publicKeys(),
            secrets,
            List.of());
    session.start();
    session.close();
    assertThatThrownBy(() -> secrets.paillier().p().publish())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void nothingIsPrinted() {
    var keys = EcdsaGroups.auxiliaryKeys(EcdsaGroups.generate(2, 1), 2);
    assertThat(keys.get(1)).hasToString("AuxiliaryKeys[member 1 of [1, 2]]");
    assertThat(keys.get(1).secrets()).hasToString("AuxiliarySecrets[hidden]");
  }

  @Test
  void allMembersTakePart() {
    var shares = EcdsaGroups.generate(3, 1);
    assertThatThrownBy(() ->
            new AuxiliarySetup(
                EcdsaGroups.prover(1, 1),
                EcdsaGroups.context(1, List.of(1, 2)),
                shares.get(1).publicKeys(),
                EcdsaGroups.secrets(1),
                List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("all members [1, 2, 3]");
  }
}
