package dev.cosigner.transaction.solana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.Sha256;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import dev.cosigner.transaction.solana.SolanaInstruction.AdvanceNonce;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitLimit;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitPrice;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateTokenAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.Memo;
import dev.cosigner.transaction.solana.SolanaInstruction.SystemTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransferChecked;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SolanaEffectsTest {
  private static final MessageGenerator GENERATOR = new MessageGenerator(15);
  private static final Chain CHAIN = Chain.parse("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp");
  private static final Asset SOL = Asset.nativeOf(CHAIN);
  private static final SolanaAddress WALLET = GENERATOR.wallet();
  private static final SolanaAddress A = SolanaAddress.of(GENERATOR.bytes(32));
  private static final SolanaAddress B = SolanaAddress.of(GENERATOR.bytes(32));
  private static final SolanaAddress C = SolanaAddress.of(GENERATOR.bytes(32));
  private static final SolanaAddress MINT = SolanaAddress.of(GENERATOR.bytes(32));

  @Test
  void saysFeeTransferAndMemo() throws Exception {
    assertThat(
            effects(
                new ComputeUnitPrice(2_000),
                new ComputeUnitLimit(1_000_000),
                new SystemTransfer(WALLET, A, -1),
                new Memo("17", List.of())))
        .containsExactly(
            new Effect.Fee(
                SOL,
                BigInteger.valueOf(7_000),
                new Effect.Rate(
                    BigInteger.valueOf(2_000), BigInteger.valueOf(1_000_000), "compute unit")),
            new Effect.Transfer(
                EffectKind.TRANSFER,
                SOL,
                WALLET.toString(),
                A.toString(),
                Optional.empty(),
                new BigInteger("18446744073709551615")),
            new Effect.Memo(CHAIN, Sha256.hex("17")));
  }

  @Test
  void callsWhatGoesToTheWalletItselfChange() throws Exception {
    assertThat(effects(new SystemTransfer(WALLET, WALLET, 1)).getLast().kind())
        .isEqualTo(EffectKind.CHANGE);
  }

  @Test
  void namesTheOwnerOfATokenAccountThatIsCreatedBefore() throws Exception {
    TokenTransferChecked transfer = new TokenTransferChecked(A, MINT, B, WALLET, 5, 6);
    Asset token = Asset.of(CHAIN, Asset.Kind.TOKEN, MINT.toString());
    List<Effect> effects = effects(new CreateTokenAccount(WALLET, B, C, MINT, true), transfer);
    assertThat(effects.get(1))
        .isEqualTo(
            new Effect.AccountCreation(
                CHAIN,
                WALLET.toString(),
                B.toString(),
                C.toString(),
                BigInteger.valueOf(2_039_280)));
    assertThat(effects.get(2))
        .isEqualTo(
            new Effect.Transfer(
                EffectKind.TRANSFER,
                token,
                WALLET.toString(),
                B.toString(),
                Optional.of(C.toString()),
                BigInteger.valueOf(5)));
    assertThat(effects(transfer).getLast())
        .isInstanceOfSatisfying(
            Effect.Transfer.class, alone -> assertThat(alone.owner()).isEmpty());
  }

  @Test
  void saysThatANonceIsDurable() throws Exception {
    assertThat(effects(new AdvanceNonce(A, WALLET)))
        .contains(new Effect.DurableNonce(CHAIN, A.toString(), WALLET.toString()));
  }

  @Test
  void refusesAnAmountOfATokenThatIsNotNamed() {
    assertThat(
            assertThrows(
                    TransactionException.class, () -> effects(new TokenTransfer(A, B, WALLET, 5)))
                .reason())
        .isEqualTo(Reason.UNNAMED_ASSET);
  }

  /** It could be shown, in base units of an account; nobody could judge it. */
  @Test
  void signsAndAssemblesNothingThatCannotBeJudged() throws Exception {
    SolanaTransaction transaction = transaction(new TokenTransfer(A, B, WALLET, 5));
    WalletContext wallet = WalletContext.of(CHAIN, WALLET.toString());
    assertThat(
            assertThrows(TransactionException.class, () -> transaction.bytesToSign(wallet))
                .reason())
        .isEqualTo(Reason.UNNAMED_ASSET);
    assertThat(
            assertThrows(
                    TransactionException.class,
                    () -> transaction.assemble(wallet, List.of(new byte[64])))
                .reason())
        .isEqualTo(Reason.UNNAMED_ASSET);
  }

  @Test
  void refusesAWalletOfAnotherNetwork() throws Exception {
    SolanaTransaction transaction = transaction(new Memo("17", List.of()));
    WalletContext wallet = WalletContext.of(Chain.parse("eip155:1"), WALLET.toString());
    assertThat(assertThrows(TransactionException.class, () -> transaction.effects(wallet)).reason())
        .isEqualTo(Reason.OTHER_NETWORK);
  }

  private static List<Effect> effects(SolanaInstruction... instructions) throws Exception {
    return transaction(instructions).effects(WalletContext.of(CHAIN, WALLET.toString()));
  }

  private static SolanaTransaction transaction(SolanaInstruction... instructions)
      throws TransactionException {
    Sample[] samples = Arrays.stream(instructions).map(Sample::of).toArray(Sample[]::new);
    return SolanaTransaction.parseMessage(Sample.message(WALLET, new byte[32], samples));
  }
}
