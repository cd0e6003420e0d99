package dev.cosigner.transaction.solana;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.solana.SolanaInstruction.AdvanceNonce;
import dev.cosigner.transaction.solana.SolanaInstruction.AuthorizeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitLimit;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitPrice;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateAccountWithSeed;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateTokenAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.DeactivateStake;
import dev.cosigner.transaction.solana.SolanaInstruction.DelegateStake;
import dev.cosigner.transaction.solana.SolanaInstruction.InitializeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.Memo;
import dev.cosigner.transaction.solana.SolanaInstruction.MergeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.SplitStake;
import dev.cosigner.transaction.solana.SolanaInstruction.SystemTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.Token2022Transfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransferChecked;
import dev.cosigner.transaction.solana.SolanaInstruction.WithdrawStake;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What Solana's own JavaScript libraries make, by the recipe beside the sample. */
class SolanaSdkSampleTest {
  @Test
  void readsTheMessagesOfSolanasLibraries() throws Exception {
    try (InputStream in = getClass().getResourceAsStream("sdk-sample.txt")) {
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
      assertThat(lines).hasSize(26);
      SolanaMessage transfer = message(lines.getFirst());
      SolanaAddress wallet = transfer.feePayer();
      SolanaAddress a = transfer.accounts().get(1);
      for (String line : lines) {
        SolanaTransaction transaction = SolanaTransaction.parseMessage(bytes(line));
        assertThat(transaction.message().encode()).isEqualTo(bytes(line));
        assertThat(transaction.message().feePayer()).isEqualTo(wallet);
        assertThat(transaction.instructions())
            .isEqualTo(expected(line.substring(0, line.indexOf(' ')), wallet, a, lines));
        assertThat(transaction.render(wallet.toString()).lines()).isNotEmpty();
      }
    }
  }

  private static List<SolanaInstruction> expected(
      String name, SolanaAddress wallet, SolanaAddress a, List<String> lines) throws Exception {
    // The other two addresses stand in a transfer and a token's accounts.
    SolanaAddress b = ((SystemTransfer) instructions(lines.get(2)).getLast()).to();
    SolanaAddress c = ((TokenTransferChecked) instructions(lines.get(8)).getLast()).mint();
    return switch (name) {
      case "transfer" -> List.of(new SystemTransfer(wallet, a, 5));
      case "durable-nonce" ->
          List.of(new AdvanceNonce(a, wallet), new SystemTransfer(wallet, b, 6));
      case "budget" ->
          List.of(
              new ComputeUnitLimit(300_000),
              new ComputeUnitPrice(7),
              new SystemTransfer(wallet, a, 8));
      case "memo" -> List.of(new Memo("hello", List.of(wallet)));
      case "token" ->
          List.of(
              new CreateTokenAccount(wallet, a, b, c, true),
              new TokenTransferChecked(b, c, a, wallet, 1234, 6));
      case "token-2022" ->
          List.of(
              new CreateTokenAccount(wallet, a, b, c, true, true),
              new Token2022Transfer(b, c, a, wallet, 1234, 6, Optional.empty()),
              new Token2022Transfer(b, c, a, wallet, 1000, 6, Optional.of(10L)));
      case "stake-set-up" -> {
        CreateAccountWithSeed created =
            (CreateAccountWithSeed) instructions(lines.get(12)).getFirst();
        assertThat(created.payer()).isEqualTo(wallet);
        assertThat(created.seed()).isEqualTo("stake:0");
        assertThat(created.owner()).isEqualTo(Programs.STAKE);
        assertThat(created.lamports()).isEqualTo(9);
        assertThat(created.space()).isEqualTo(200);
        yield List.of(created, new InitializeStake(created.account(), wallet, a));
      }
      case "stake-delegate" -> List.of(new DelegateStake(a, b, wallet));
      case "stake-authorize" -> List.of(new AuthorizeStake(a, wallet, b, true));
      case "stake-withdraw" -> List.of(new WithdrawStake(a, b, wallet, 10));
      case "stake-deactivate" -> List.of(new DeactivateStake(a, wallet));
      case "stake-merge" -> List.of(new MergeStake(a, b, wallet));
      case "stake-split" -> List.of(new SplitStake(a, b, wallet, 11));
      default -> throw new AssertionError(name);
    };
  }

  private static List<SolanaInstruction> instructions(String line) throws Exception {
    return SolanaTransaction.parseMessage(bytes(line)).instructions();
  }

  private static SolanaMessage message(String line) throws Exception {
    return SolanaTransaction.parseMessage(bytes(line)).message();
  }

  private static byte[] bytes(String line) {
    return Base64.getDecoder().decode(line.substring(line.indexOf(' ') + 1));
  }
}
