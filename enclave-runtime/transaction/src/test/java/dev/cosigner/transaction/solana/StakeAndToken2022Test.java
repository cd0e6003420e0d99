package dev.cosigner.transaction.solana;

import static dev.cosigner.transaction.solana.Sample.data;
import static dev.cosigner.transaction.solana.Sample.join;
import static dev.cosigner.transaction.solana.Sample.payer;
import static dev.cosigner.transaction.solana.Sample.read;
import static dev.cosigner.transaction.solana.Sample.signer;
import static dev.cosigner.transaction.solana.Sample.writable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.FixedPoint;
import dev.cosigner.transaction.Rendering.Line;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import dev.cosigner.transaction.solana.SolanaInstruction.AuthorizeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateAccountWithSeed;
import dev.cosigner.transaction.solana.SolanaInstruction.DeactivateStake;
import dev.cosigner.transaction.solana.SolanaInstruction.DelegateStake;
import dev.cosigner.transaction.solana.SolanaInstruction.InitializeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.MergeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.SplitStake;
import dev.cosigner.transaction.solana.SolanaInstruction.Token2022Transfer;
import dev.cosigner.transaction.solana.SolanaInstruction.WithdrawStake;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.sava.core.accounts.meta.AccountMeta;

/** The Stake and Token-2022 programs, and accounts with a seed. */
class StakeAndToken2022Test {
  private static final MessageGenerator GENERATOR = new MessageGenerator(21);
  private static final SolanaAddress WALLET = GENERATOR.wallet();
  private static final SolanaAddress A = SolanaAddress.of(GENERATOR.bytes(32));
  private static final SolanaAddress B = SolanaAddress.of(GENERATOR.bytes(32));
  private static final SolanaAddress C = SolanaAddress.of(GENERATOR.bytes(32));
  private static final Chain CHAIN = Chain.parse("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp");

  @Test
  void givesStakingAsEffects() throws Exception {
    List<Effect> effects =
        effects(
            new InitializeStake(A, WALLET, B),
            new AuthorizeStake(A, WALLET, C, false),
            new AuthorizeStake(A, WALLET, C, true),
            new DelegateStake(A, C, WALLET),
            new DeactivateStake(A, WALLET),
            new SplitStake(A, B, WALLET, 5),
            new MergeStake(A, B, WALLET),
            new WithdrawStake(A, B, WALLET, 7));
    String a = A.toString();
    assertThat(effects.subList(1, effects.size()))
        .containsExactly(
            new Effect.AuthorityChange(CHAIN, a, "staker", Optional.of(WALLET.toString())),
            new Effect.AuthorityChange(CHAIN, a, "withdrawer", Optional.of(B.toString())),
            new Effect.AuthorityChange(CHAIN, a, "staker", Optional.of(C.toString())),
            new Effect.AuthorityChange(CHAIN, a, "withdrawer", Optional.of(C.toString())),
            new Effect.Stake(CHAIN, "delegate", a, Optional.of(C.toString())),
            new Effect.Stake(CHAIN, "deactivate", a, Optional.empty()),
            new Effect.Stake(CHAIN, "split", a, Optional.of(B.toString())),
            new Effect.Stake(CHAIN, "merge", a, Optional.of(B.toString())),
            new Effect.Transfer(
                EffectKind.TRANSFER,
                Asset.nativeOf(CHAIN),
                WALLET.toString(),
                B.toString(),
                Optional.empty(),
                BigInteger.valueOf(7)));
  }

  @Test
  void givesToken2022TransfersAndAccountsWithASeedAsEffects() throws Exception {
    CreateAccountWithSeed created =
        (CreateAccountWithSeed) GENERATOR.withSeed("stake:0", Programs.STAKE);
    List<Effect> effects =
        effects(
            created,
            new InitializeStake(created.account(), WALLET, WALLET),
            new Token2022Transfer(A, B, C, WALLET, 100, 2, Optional.of(3L)));
    assertThat(List.of(effects.get(1), effects.getLast()))
        .containsExactly(
            new Effect.AccountCreation(
                CHAIN,
                WALLET.toString(),
                created.account().toString(),
                Programs.STAKE.toString(),
                FixedPoint.unsigned(created.lamports())),
            new Effect.Transfer(
                EffectKind.TRANSFER,
                Asset.of(CHAIN, Asset.Kind.TOKEN, B.toString()),
                WALLET.toString(),
                C.toString(),
                Optional.empty(),
                BigInteger.valueOf(100)));
  }

  /** Whoever sets up a stake account first may withdraw the deposit. */
  @Test
  void refusesDepositsThatAnyoneCouldClaim() throws Exception {
    CreateAccountWithSeed created =
        (CreateAccountWithSeed) GENERATOR.withSeed("stake:1", Programs.STAKE);
    InitializeStake claim = new InitializeStake(created.account(), WALLET, WALLET);
    assertUnclaimed(created);
    assertUnclaimed(created, new InitializeStake(A, WALLET, WALLET));
    assertUnclaimed(claim, created);
    assertUnclaimed(created, new SplitStake(A, created.account(), WALLET, 5));
    assertUnclaimed(GENERATOR.withSeed("token:1", Programs.TOKEN));
    assertThat(effects(created, claim)).hasSize(4);
    assertThat(effects(GENERATOR.withSeed("plain:1", Programs.SYSTEM))).hasSize(2);
  }

  private static void assertUnclaimed(SolanaInstruction... instructions) {
    assertThat(
            catchThrowableOfType(TransactionException.class, () -> effects(instructions)).reason())
        .isEqualTo(Reason.UNCLAIMED_ACCOUNT);
  }

  @Test
  void showsWhatIssuersWithholdAndWhoGetsPowers() throws Exception {
    var withFee =
        transaction(new Token2022Transfer(A, B, C, WALLET, 100, 2, Optional.of(3L)))
            .render(WALLET.toString());
    assertThat(withFee.lines()).contains(new Line("1. of which is withheld", "0.03", "tokens"));
    var without =
        transaction(new Token2022Transfer(A, B, C, WALLET, 100, 2, Optional.empty()))
            .render(WALLET.toString());
    assertThat(without.warnings())
        .contains("Instruction 1 does not say what the token's issuer withholds: less may arrive.");
    var authorize = transaction(new AuthorizeStake(A, WALLET, C, true)).render(WALLET.toString());
    assertThat(authorize.lines())
        .contains(new Line("1. may withdraw from now on", C.toString(), ""));
    assertThat(authorize.warnings())
        .containsExactly("Instruction 1 hands a power over a stake account to another.");
  }

  @ParameterizedTest
  @CsvSource({
    "3, Transfer",
    "4, Approve",
    "6, SetAuthority",
    "7, MintTo",
    "9, CloseAccount",
    "25, InitializeMintCloseAuthority",
    "27, ConfidentialTransferExtension",
    "30, MemoTransferExtension",
    "36, TransferHookExtension",
    "44, PausableExtension",
    "45, number 45",
    "255, number 255"
  })
  void refusesOtherToken2022InstructionsByName(int number, String name) {
    assertRefused(
        Reason.UNSUPPORTED_INSTRUCTION,
        name,
        raw(
            Programs.TOKEN_2022,
            data(number, 1, 5, 8, 6, 1),
            writable(A),
            read(B),
            writable(C),
            signer(WALLET)));
  }

  @Test
  void refusesOtherFormsOfToken2022Transfers() {
    AccountMeta[] accounts = {writable(A), read(B), writable(C), signer(WALLET)};
    assertRefused(
        Reason.UNSUPPORTED_INSTRUCTION,
        "TransferFeeExtension, number 2",
        raw(Programs.TOKEN_2022, data(26, 1, 2, 1), accounts));
    assertRefused(
        Reason.INVALID_INSTRUCTION,
        "at most the amount, 5",
        raw(Programs.TOKEN_2022, data(26, 1, 1, 1, 5, 8, 6, 1, 6, 8), accounts));
    assertRefused(
        Reason.TRAILING_BYTES,
        "1 more bytes",
        raw(Programs.TOKEN_2022, data(12, 1, 5, 8, 6, 1, 0, 1), accounts));
    // The program and accounts of a transfer hook.
    AccountMeta[] hooked = Arrays.copyOf(accounts, 5);
    hooked[4] = read(Programs.MEMO);
    assertRefused(
        Reason.WRONG_ACCOUNT_COUNT,
        "5 accounts",
        raw(Programs.TOKEN_2022, data(12, 1, 5, 8, 6, 1), hooked));
  }

  @ParameterizedTest
  @CsvSource({
    "6, SetLockup", "8, AuthorizeWithSeed", "9, InitializeChecked", "10, AuthorizeChecked",
    "15, Redelegate", "16, MoveStake", "17, MoveLamports", "18, number 18",
    "4294967295, number 4294967295"
  })
  void refusesOtherStakeInstructionsByName(long number, String name) {
    assertRefused(
        Reason.UNSUPPORTED_INSTRUCTION,
        name,
        raw(Programs.STAKE, data(number, 4), writable(A), signer(WALLET)));
  }

  @Test
  void refusesLockupsAndCustodians() {
    byte[] powers = join(join(data(0, 4), WALLET.toByteArray()), WALLET.toByteArray());
    assertRefused(
        Reason.INVALID_INSTRUCTION,
        "lockup",
        raw(
            Programs.STAKE,
            join(powers, join(data(0, 8, 5, 8), new byte[32])),
            writable(A),
            read(Programs.RENT)));
    assertRefused(
        Reason.INVALID_INSTRUCTION,
        "custodian " + B,
        raw(
            Programs.STAKE,
            join(powers, join(new byte[16], B.toByteArray())),
            writable(A),
            read(Programs.RENT)));
    AccountMeta[] accounts =
        Sample.of(new WithdrawStake(A, B, WALLET, 5))
            .built()
            .accounts()
            .toArray(AccountMeta[]::new);
    AccountMeta[] custodian = Arrays.copyOf(accounts, 6);
    custodian[5] = signer(WALLET);
    assertRefused(
        Reason.WRONG_ACCOUNT_COUNT, "6 accounts", raw(Programs.STAKE, data(4, 4, 5, 8), custodian));
  }

  @Test
  void refusesOtherAccountsWhereOnlyOneIsRight() {
    Sample[] samples = {
      Sample.of(new InitializeStake(A, WALLET, WALLET)),
      Sample.of(new AuthorizeStake(A, WALLET, B, true)),
      Sample.of(new DelegateStake(A, B, WALLET)),
      Sample.of(new WithdrawStake(A, B, WALLET, 5)),
      Sample.of(new DeactivateStake(A, WALLET)),
      Sample.of(new MergeStake(A, B, WALLET))
    };
    int changed = 0;
    for (Sample sample : samples) {
      AccountMeta[] accounts = sample.built().accounts().toArray(AccountMeta[]::new);
      for (int i = 0; i < accounts.length; i++) {
        String address = accounts[i].publicKey().toBase58();
        if (address.startsWith("Sysvar") || address.startsWith("StakeConfig")) {
          AccountMeta[] others = accounts.clone();
          others[i] = read(C);
          assertRefused(
              Reason.WRONG_ACCOUNT,
              C.toString(),
              raw(Programs.STAKE, sample.built().data(), others));
          changed++;
        }
      }
    }
    assertThat(changed).isEqualTo(10);
    assertRefused(Reason.WRONG_ACCOUNT, "the same", Sample.of(new SplitStake(A, A, WALLET, 5)));
    assertRefused(Reason.WRONG_ACCOUNT, "the same", Sample.of(new MergeStake(A, A, WALLET)));
  }

  @Test
  void refusesKindsOfAuthorityThatAreNone() {
    assertRefused(
        Reason.INVALID_INSTRUCTION,
        "2",
        raw(
            Programs.STAKE,
            join(join(data(1, 4), B.toByteArray()), data(2, 4)),
            writable(A),
            read(Programs.CLOCK),
            signer(WALLET)));
  }

  @Test
  void refusesAccountsThatTheirSeedDoesNotGive() {
    CreateAccountWithSeed good = (CreateAccountWithSeed) GENERATOR.withSeed("s", Programs.STAKE);
    CreateAccountWithSeed other = new CreateAccountWithSeed(WALLET, A, "s", 1, 1, Programs.STAKE);
    assertRefused(Reason.WRONG_ACCOUNT, good.account().toString(), Sample.of(other));
    byte[] tail = join(data(1, 8, 's', 1, 1, 8, 1, 8), Programs.STAKE.toByteArray());
    assertRefused(
        Reason.WRONG_ACCOUNT,
        "the payer " + WALLET,
        raw(
            Programs.SYSTEM,
            join(join(data(3, 4), B.toByteArray()), tail),
            payer(WALLET),
            writable(A)));
    assertRefused(
        Reason.INVALID_INSTRUCTION,
        "at most 32 bytes",
        raw(
            Programs.SYSTEM,
            join(join(data(3, 4), WALLET.toByteArray()), data(33, 8)),
            payer(WALLET),
            writable(A)));
    assertRefused(
        Reason.WRONG_ACCOUNT_COUNT,
        "3 accounts",
        raw(
            Programs.SYSTEM,
            join(join(data(3, 4), WALLET.toByteArray()), tail),
            payer(WALLET),
            writable(A),
            signer(WALLET)));
  }

  private static List<Effect> effects(SolanaInstruction... instructions) throws Exception {
    return transaction(instructions).effects(WalletContext.of(CHAIN, WALLET.toString()));
  }

  private static SolanaTransaction transaction(SolanaInstruction... instructions) throws Exception {
    Sample[] samples = Arrays.stream(instructions).map(Sample::of).toArray(Sample[]::new);
    return SolanaTransaction.parseMessage(Sample.message(WALLET, new byte[32], samples));
  }

  private static Sample raw(SolanaAddress program, byte[] data, AccountMeta... accounts) {
    return new Sample(null, Sample.build(Sample.key(program), data, accounts));
  }

  private static void assertRefused(Reason reason, String text, Sample... samples) {
    TransactionException refusal =
        catchThrowableOfType(
            TransactionException.class,
            () -> SolanaTransaction.parseMessage(Sample.message(WALLET, new byte[32], samples)));
    assertThat(refusal).hasMessageContaining(text);
    assertThat(refusal.reason()).isEqualTo(reason);
  }
}
