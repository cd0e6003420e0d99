package dev.cosigner.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What depends on what, and what nobody does. Every rule is seen to refuse a class that breaks it.
 */
class ArchitectureTest {
  private static JavaClasses shipped;

  @BeforeAll
  static void read() {
    shipped = Modules.shipped();
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        rule(Rules.PROTOCOL_USES_THE_JDK_ALONE, "protocol.violation.UsesALibrary"),
        rule(Rules.MPC_USES_PROTOCOL, "mpc.violation.UsesTheEnclave"),
        rule(Rules.TRANSACTION_USES_PROTOCOL, "transaction.violation.UsesMpc"),
        rule(Rules.ENCLAVE_USES_THE_RUNTIME, "enclave.violation.UsesTheHost"),
        rule(Rules.SIMULATED_NSM_USES_THE_ENCLAVE, "nsm.simulated.violation.UsesMpc"),
        rule(Rules.EIF_BUILD_USES_PROTOCOL_ALONE, "eif.violation.UsesMpc"),
        rule(Rules.HOST_USES_PROTOCOL_ALONE, "host.violation.UsesMpc"),
        rule(Rules.HOST_OPENS_NOTHING, "host.violation.OpensEnvelopes"),
        rule(Rules.CLI_NEVER_LOADS_THE_ENCLAVE, "cli.violation.UsesTheEnclave"),
        rule(Rules.ONLY_ONE_ROOM_USES_THE_AWS_SDK, "cli.violation.UsesTheAwsSdk"),
        rule(Rules.ONLY_COMMANDS_RECOVER, "cli.violation.Recovers"),
        rule(Rules.RECOVERY_IS_OFFLINE, "cli.recovery.violation.Connects"),
        rule(Rules.MPC_AND_TRANSACTION_ARE_PURE, "mpc.violation.HasAClock"),
        rule(Rules.MPC_AND_TRANSACTION_ARE_PURE, "transaction.violation.UsesTheNetwork"),
        rule(Rules.NO_ZLIB_IN_MEASURED_BYTES, "eif.violation.Compresses"),
        rule(Rules.BIG_INTEGERS_ARE_NOT_MADE_OF_SECRET_BYTES, "mpc.violation.SecretNumber"),
        rule(Rules.SECRETS_NEVER_ENTER_BIG_INTEGER, "mpc.violation.SecretNumber"),
        rule(Rules.FEW_READ_THE_ENVIRONMENT, "enclave.violation.Environment"),
        rule(Rules.ONLY_MAIN_EXITS, "cli.violation.Exits"),
        rule(Rules.NAMES_SAY_SOMETHING, "cli.violation.WalletHelper"));
  }

  private static Arguments rule(ArchRule rule, String violation) {
    return Arguments.of(rule, "dev.cosigner." + violation);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theHouseKeepsTheRule(ArchRule rule, String violation) {
    rule.check(shipped);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleRefusesWhatBreaksIt(ArchRule rule, String violation) throws ClassNotFoundException {
    JavaClasses broken = new ClassFileImporter().importClasses(Class.forName(violation));
    assertThat(rule.evaluate(broken).hasViolation()).isTrue();
  }

  @Test
  void everyRoomIsSeen() {
    for (String room :
        List.of("protocol", "mpc", "transaction", "enclave", "nsm", "eif", "host", "cli")) {
      assertThat(shipped)
          .as(room)
          .anyMatch(type -> type.getPackageName().startsWith("dev.cosigner." + room));
    }
  }
}
