package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.solana.SolanaInstruction.AdvanceNonce;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitLimit;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitPrice;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateTokenAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.HeapFrame;
import dev.cosigner.transaction.solana.SolanaInstruction.LoadedAccountsLimit;
import dev.cosigner.transaction.solana.SolanaInstruction.Memo;
import dev.cosigner.transaction.solana.SolanaInstruction.SystemTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransferChecked;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
    return switch (random.nextInt(13)) {
      case 0, 1, 2, 3 -> new SystemTransfer(wallet, anyone(), amount());
      case 4, 5 -> new TokenTransfer(other(), other(), wallet, amount());
      case 6, 7, 8 ->
          new TokenTransferChecked(
              other(), other(), other(), wallet, amount(), random.nextInt(256));
      case 9, 10 ->
          new CreateTokenAccount(wallet, other(), anyone(), other(), random.nextBoolean());
      case 11 -> new Memo(text(), random.nextBoolean() ? List.of(wallet) : List.of());
      default -> new CreateAccount(wallet, other(), amount(), amount(), other());
    };
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
