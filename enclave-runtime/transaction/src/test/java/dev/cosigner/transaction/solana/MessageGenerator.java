package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.solana.SolanaInstruction.AdvanceNonce;
import dev.cosigner.transaction.solana.SolanaInstruction.AuthorizeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitLimit;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitPrice;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateAccountWithSeed;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateTokenAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.DeactivateStake;
import dev.cosigner.transaction.solana.SolanaInstruction.DelegateStake;
import dev.cosigner.transaction.solana.SolanaInstruction.HeapFrame;
import dev.cosigner.transaction.solana.SolanaInstruction.InitializeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.LoadedAccountsLimit;
import dev.cosigner.transaction.solana.SolanaInstruction.Memo;
import dev.cosigner.transaction.solana.SolanaInstruction.MergeStake;
import dev.cosigner.transaction.solana.SolanaInstruction.SplitStake;
import dev.cosigner.transaction.solana.SolanaInstruction.SystemTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.Token2022Transfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransferChecked;
import dev.cosigner.transaction.solana.SolanaInstruction.WithdrawStake;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Seeded messages of every understood instruction, with accounts that often coincide. */
final class MessageGenerator {
  private final Random random;
  private final SolanaAddress wallet;
  private final List<SolanaAddress> others = new ArrayList<>();

  MessageGenerator(long seed) {
    random = new Random(seed);
    wallet = SolanaAddress.of(bytes(32));
    for (int i = 0; i < 6; i++) {
      others.add(SolanaAddress.of(bytes(32)));
    }
  }

  SolanaAddress wallet() {
    return wallet;
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  Sample[] samples() {
    List<SolanaInstruction> instructions = new ArrayList<>(settings());
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      instructions.add(action());
    }
    Collections.shuffle(instructions, random);
    if (random.nextInt(4) == 0) {
      instructions.addFirst(new AdvanceNonce(other(), wallet));
    }
    return instructions.stream().map(Sample::of).toArray(Sample[]::new);
  }

  private List<SolanaInstruction> settings() {
    List<SolanaInstruction> settings =
        new ArrayList<>(
            List.of(
                new ComputeUnitLimit(random.nextInt(ComputeBudgetProgram.MAX_COMPUTE_UNITS + 1)),
                new ComputeUnitPrice(amount()),
                new HeapFrame(1024L * (32 + random.nextInt(225))),
                new LoadedAccountsLimit(1 + Integer.toUnsignedLong(random.nextInt()) / 2)));
    Collections.shuffle(settings, random);
    return settings.subList(0, random.nextInt(5));
  }

  private SolanaInstruction action() {
    return switch (random.nextInt(24)) {
      case 0, 1, 2, 3 -> new SystemTransfer(wallet, anyone(), amount());
      case 4, 5 -> new TokenTransfer(other(), other(), wallet, amount());
      case 6, 7, 8 ->
          new TokenTransferChecked(
              other(), other(), other(), wallet, amount(), random.nextInt(256));
      case 9, 10 ->
          new CreateTokenAccount(wallet, other(), anyone(), other(), random.nextBoolean());
      case 11 -> new Memo(text(), random.nextBoolean() ? List.of(wallet) : List.of());
      case 12, 13, 14 ->
          new Token2022Transfer(
              other(), other(), other(), wallet, amount(), random.nextInt(256), fee());
      case 15 -> new CreateTokenAccount(wallet, other(), anyone(), other(), true, true);
      case 16 -> new InitializeStake(other(), anyone(), anyone());
      case 17 -> new AuthorizeStake(other(), wallet, anyone(), random.nextBoolean());
      case 18 -> new DelegateStake(other(), other(), wallet);
      case 19 -> new DeactivateStake(other(), wallet);
      case 20 -> new SplitStake(others.getFirst(), others.getLast(), wallet, amount());
      case 21 -> new MergeStake(others.getFirst(), others.getLast(), wallet);
      case 22 -> new WithdrawStake(other(), anyone(), wallet, amount());
      default ->
          random.nextBoolean()
              ? new CreateAccount(wallet, other(), amount(), amount(), other())
              : withSeed("stake:" + random.nextInt(1000), other());
    };
  }

  private Optional<Long> fee() {
    return random.nextBoolean() ? Optional.empty() : Optional.of(0L);
  }

  SolanaInstruction withSeed(String seed, SolanaAddress owner) {
    try {
      SolanaAddress account =
          SolanaAddress.of(
              MessageDigest.getInstance("SHA-256")
                  .digest(
                      Sample.join(
                          Sample.join(wallet.toByteArray(), seed.getBytes(StandardCharsets.UTF_8)),
                          owner.toByteArray())));
      return new CreateAccountWithSeed(wallet, account, seed, amount(), amount(), owner);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private SolanaAddress other() {
    return others.get(random.nextInt(others.size()));
  }

  private SolanaAddress anyone() {
    return random.nextInt(5) == 0 ? wallet : other();
  }

  private long amount() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> random.nextLong();
      default -> random.nextInt(1_000_000_000);
    };
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(40);
    for (int i = 0; i < length; i++) {
      int c = random.nextInt(3) == 0 ? random.nextInt(0x11_0000) : random.nextInt(0x80);
      text.appendCodePoint(c >= 0xd800 && c < 0xe000 ? '?' : c);
    }
    return text.toString();
  }
}
