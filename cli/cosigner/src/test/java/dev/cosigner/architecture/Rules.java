package dev.cosigner.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;
import java.util.zip.DeflaterOutputStream;

/** The rules that the rooms of the house keep to. */
final class Rules {
  private static final String PROTOCOL = "dev.cosigner.protocol..";
  private static final String MPC = "dev.cosigner.mpc..";
  private static final String TRANSACTION = "dev.cosigner.transaction..";
  private static final String ENCLAVE = "dev.cosigner.enclave..";
  private static final String SIMULATED_NSM = "dev.cosigner.nsm.simulated..";
  private static final String EIF = "dev.cosigner.eif..";
  private static final String HOST = "dev.cosigner.host..";
  private static final String CLI = "dev.cosigner.cli..";

  private Rules() {}

  static final ArchRule PROTOCOL_USES_THE_JDK_ALONE = runtime(PROTOCOL);
  static final ArchRule MPC_USES_PROTOCOL = runtime(MPC, PROTOCOL);
  static final ArchRule TRANSACTION_USES_PROTOCOL = runtime(TRANSACTION, PROTOCOL);
  static final ArchRule ENCLAVE_USES_THE_RUNTIME = runtime(ENCLAVE, PROTOCOL, MPC, TRANSACTION);
  static final ArchRule SIMULATED_NSM_USES_THE_ENCLAVE = runtime(SIMULATED_NSM, PROTOCOL, ENCLAVE);

  /** What runs inside an enclave has nothing but itself and java.base. */
  private static ArchRule runtime(String module, String... others) {
    return classes()
        .that()
        .resideInAPackage(module)
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage(module).or(resideInAnyPackage(others)).or(inJavaBase()))
        .because("each module's dependency list is part of the security argument");
  }

  static final ArchRule EIF_BUILD_USES_PROTOCOL_ALONE =
      noClasses()
          .that()
          .resideInAPackage(EIF)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(MPC, TRANSACTION, ENCLAVE, SIMULATED_NSM, HOST, CLI)
          .because("whoever rebuilds an image reads no more than the builder and the formats");

  static final ArchRule HOST_USES_PROTOCOL_ALONE =
      noClasses()
          .that()
          .resideInAPackage(HOST)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(MPC, TRANSACTION, ENCLAVE, SIMULATED_NSM, EIF, CLI)
          .because("the parent is untrusted: it starts enclaves and carries bytes");

  static final ArchRule HOST_OPENS_NOTHING =
      noClasses()
          .that()
          .resideInAPackage(HOST)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.cosigner.protocol.hpke..")
          .because("the host sees sealed bytes only");

  static final ArchRule CLI_NEVER_LOADS_THE_ENCLAVE =
      noClasses()
          .that()
          .resideInAPackage(CLI)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ENCLAVE, SIMULATED_NSM)
          .because("the enclave's code runs as an enclave or not at all");

  static final ArchRule ONLY_ONE_ROOM_USES_THE_AWS_SDK =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.cosigner.cli.aws")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("software.amazon.awssdk..")
          .because("the SDK manages keys from a workstation, and is nobody else's dependency");

  static final ArchRule ONLY_COMMANDS_RECOVER =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.cosigner.cli.recovery", "dev.cosigner.cli.command")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.cosigner.cli.recovery")
          .because("a whole key is for a person at an offline machine, never for a ceremony");

  static final ArchRule RECOVERY_IS_OFFLINE =
      noClasses()
          .that()
          .resideInAPackage("dev.cosigner.cli.recovery..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net..", "java.nio.channels..", "dev.cosigner.cli.aws..", HOST, ENCLAVE)
          .because("a whole key does not meet a network");

  static final ArchRule MPC_AND_TRANSACTION_ARE_PURE =
      noClasses()
          .that()
          .resideInAnyPackage(MPC, TRANSACTION)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.net..", "java.nio.channels..", "java.time..")
                  .or(named("java.lang.Thread", "java.nio.file.Files", "java.io.File"))
                  .or(
                      named(
                          "java.io.FileInputStream",
                          "java.io.FileOutputStream",
                          "java.io.RandomAccessFile",
                          "java.lang.ProcessBuilder",
                          "java.util.Timer")))
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .because("protocols are state machines: no clock, thread, network or disk");

  static final ArchRule NO_ZLIB_IN_MEASURED_BYTES =
      noClasses()
          .that()
          .resideInAPackage(EIF)
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.assignableTo(Deflater.class)
                  .or(JavaClass.Predicates.assignableTo(DeflaterOutputStream.class))
                  .or(JavaClass.Predicates.assignableTo(DeflaterInputStream.class)))
          .because("zlib compresses differently from system to system, and a PCR shows it");

  /** Where a BigInteger is right: it is not constant-time and cannot be wiped. */
  private static final Set<String> PUBLIC_NUMBERS =
      Set.of(
          // The back end for tests and offline tools.
          "dev.cosigner.mpc.curve.BigIntegerEd25519",
          "dev.cosigner.mpc.curve.BigIntegerSecp256k1",
          // Domain parameters, and the order for which both back ends reduce.
          "dev.cosigner.mpc.curve.Curve",
          "dev.cosigner.mpc.curve.Edwards25519",
          "dev.cosigner.mpc.curve.Sec1",
          "dev.cosigner.mpc.curve.Secp256k1",
          "dev.cosigner.mpc.curve.SodiumEd25519",
          // Numbers of proofs, on their way into a transcript and in messages.
          "dev.cosigner.mpc.rounds.Fields",
          "dev.cosigner.mpc.transcript.Transcript",
          // Points and signatures of certificates and documents.
          "dev.cosigner.protocol.attestation.NitroCertificate",
          "dev.cosigner.protocol.cose.CoseAlgorithm",
          // The words that people compare.
          "dev.cosigner.protocol.wallet.Pairing");

  /**
   * Moduli, ciphertexts, commitments and answers are public; what is secret beside them is a
   * SecretInteger, whose one way to a BigInteger is {@code publish}.
   */
  private static final String[] PUBLIC_NUMBER_PACKAGES = {
    "dev.cosigner.mpc.arithmetic",
    "dev.cosigner.mpc.paillier",
    "dev.cosigner.mpc.proof",
    "dev.cosigner.mpc.ecdsa"
  };

  /** Who makes a BigInteger of bytes: of a published number's, or of a message's. */
  private static final Set<String> READERS_OF_NUMBERS =
      Set.of(
          "dev.cosigner.mpc.arithmetic.Limbs",
          "dev.cosigner.mpc.curve.BigIntegerSecp256k1",
          "dev.cosigner.mpc.curve.Edwards25519",
          "dev.cosigner.mpc.curve.Sec1",
          "dev.cosigner.mpc.paillier.PaillierPublicKey",
          "dev.cosigner.mpc.rounds.Fields",
          "dev.cosigner.mpc.transcript.Transcript");

  static final ArchRule BIG_INTEGERS_ARE_NOT_MADE_OF_SECRET_BYTES =
      noClasses()
          .that(resideInAPackage(MPC).and(DescribedPredicate.not(oneOf(READERS_OF_NUMBERS))))
          .should()
          .callConstructor(BigInteger.class, byte[].class)
          .orShould()
          .callConstructor(BigInteger.class, int.class, byte[].class)
          .because("a SecretInteger's or SecretScalar's bytes must not become one");

  static final ArchRule SECRETS_NEVER_ENTER_BIG_INTEGER =
      noClasses()
          .that(
              resideInAnyPackage(PROTOCOL, MPC, ENCLAVE, SIMULATED_NSM)
                  .and(DescribedPredicate.not(oneOf(PUBLIC_NUMBERS)))
                  .and(DescribedPredicate.not(resideInAnyPackage(PUBLIC_NUMBER_PACKAGES))))
          .should()
          .dependOnClassesThat()
          .areAssignableTo(BigInteger.class)
          .because("a BigInteger is not constant-time and cannot be wiped");

  /** The program, which hands it on; and where programs of this machine are looked for. */
  private static final Set<String> READERS_OF_THE_ENVIRONMENT =
      Set.of("dev.cosigner.cli.Cosigner", "dev.cosigner.host.ProgramSearch");

  static final ArchRule FEW_READ_THE_ENVIRONMENT =
      noClasses()
          .that(DescribedPredicate.not(oneOf(READERS_OF_THE_ENVIRONMENT)))
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .because("secrets never come from there, and the rest comes with the invocation");

  static final ArchRule ONLY_MAIN_EXITS =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.cosigner.cli.Cosigner")
          .and()
          .resideOutsideOfPackage(ENCLAVE)
          .should()
          .callMethod(System.class, "exit", int.class)
          .because("failures are reported in one form, in one place");

  private static final Pattern EMPTY_WORDS =
      Pattern.compile(
          "(^|[a-z0-9])(Utils?|Utilit(y|ies)|Helpers?|Managers?|Impl|Commons?)([A-Z0-9]|$)");

  static final ArchRule NAMES_SAY_SOMETHING =
      classes()
          .should(
              new ArchCondition<JavaClass>("have a name that says what they are") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                  boolean empty =
                      EMPTY_WORDS.matcher(item.getSimpleName()).find()
                          || item.getPackageName()
                              .matches("(.*\\.)?(utils?|helpers?|managers?|impl|commons?)(\\..*)?");
                  events.add(
                      new SimpleConditionEvent(item, !empty, item.getName() + " says nothing"));
                }
              });

  private static DescribedPredicate<JavaClass> inJavaBase() {
    Set<String> packages = ModuleLayer.boot().findModule("java.base").orElseThrow().getPackages();
    return DescribedPredicate.describe(
        "are in java.base",
        type -> type.getBaseComponentType().isPrimitive() || packages.contains(packageOf(type)));
  }

  private static String packageOf(JavaClass type) {
    return type.getBaseComponentType().getPackageName();
  }

  private static DescribedPredicate<JavaClass> named(String... names) {
    return oneOf(Set.of(names));
  }

  /** These classes, or classes inside them. */
  private static DescribedPredicate<JavaClass> oneOf(Set<String> names) {
    return DescribedPredicate.describe(
        "are one of " + names, type -> names.contains(type.getName().replaceAll("\\$.*", "")));
  }
}
