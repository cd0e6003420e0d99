package dev.cosigner.transaction.solana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.sava.core.tx.TransactionSkeleton;

/** Accounts from address look-up tables: understood where the policy says what is in them. */
class AddressTableTest {
  private static final MessageGenerator GENERATOR = new MessageGenerator(31);
  private static final SolanaAddress WALLET = GENERATOR.wallet();
  private static final SolanaAddress TABLE = SolanaAddress.of(GENERATOR.bytes(32));
  private static final SolanaAddress A = SolanaAddress.of(GENERATOR.bytes(32));
  private static final SolanaAddress B = SolanaAddress.of(GENERATOR.bytes(32));
  private static final Chain CHAIN = Chain.parse("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp");
  private static final ReferenceData PINNED = pinned(A, B);

  @Test
  void readsAccountsThatThePolicyPins() throws Exception {
    byte[] bytes = message(new int[] {0, 2}, new int[] {1}, new int[] {});
    SolanaTransaction transaction = SolanaTransaction.parseMessage(bytes, PINNED);
    assertThat(transaction.message().encode()).isEqualTo(bytes);
    assertThat(transaction.message().accounts()).containsExactly(WALLET, Programs.SYSTEM, B);
    List<Effect> effects = transaction.effects(WalletContext.of(CHAIN, WALLET.toString()));
    assertThat(effects.subList(1, 3))
        .containsExactly(
            new Effect.AddressLookup(CHAIN, TABLE.toString(), List.of(B.toString())),
            new Effect.Transfer(
                EffectKind.TRANSFER,
                Asset.nativeOf(CHAIN),
                WALLET.toString(),
                B.toString(),
                Optional.empty(),
                BigInteger.valueOf(5)));
    assertThat(transaction.render(WALLET.toString()).warnings())
        .containsExactly(
            "Accounts come from the table "
                + TABLE
                + ", whose content is what the policy says, if the ledger agrees.");
    byte[] wire = Sample.join(new byte[65], bytes);
    wire[0] = 1;
    TransactionSkeleton sava = TransactionSkeleton.deserializeSkeleton(wire);
    assertThat(sava.isVersioned()).isTrue();
    assertThat(sava.numIncludedAccounts()).isEqualTo(2);
    assertThat(sava.lookupTableAccounts()[0].toBase58()).isEqualTo(TABLE.toString());
  }

  @Test
  void refusesTablesThatNobodyPins() {
    byte[] bytes = message(new int[] {0, 2}, new int[] {1}, new int[] {});
    assertRefused(Reason.ADDRESS_LOOKUP_TABLE, bytes, ReferenceData.NONE);
    assertRefused(
        Reason.ADDRESS_LOOKUP_TABLE,
        bytes,
        new ReferenceData(AssetList.EMPTY, Map.of(A.toString(), List.of()), Map.of()));
  }

  @Test
  void refusesIndicesPastThePinnedContent() {
    assertRefused(
        Reason.ACCOUNT_OUT_OF_RANGE,
        message(new int[] {0, 2}, new int[] {2}, new int[] {}),
        PINNED);
    assertRefused(
        Reason.ACCOUNT_OUT_OF_RANGE,
        message(new int[] {0, 3}, new int[] {1}, new int[] {}),
        PINNED);
  }

  @Test
  void refusesAccountsThatAreThereAlready() {
    assertRefused(
        Reason.DUPLICATE_ACCOUNT,
        message(new int[] {0, 2}, new int[] {0}, new int[] {}),
        pinned(WALLET));
    assertRefused(
        Reason.DUPLICATE_ACCOUNT, message(new int[] {0, 2}, new int[] {1}, new int[] {1}), PINNED);
  }

  @Test
  void refusesAccountsWithoutUse() {
    assertRefused(
        Reason.UNUSED_ACCOUNT, message(new int[] {0, 2}, new int[] {1}, new int[] {0}), PINNED);
    assertRefused(
        Reason.UNUSED_ACCOUNT, message(new int[] {0, 0}, new int[] {}, new int[] {}), PINNED);
  }

  @Test
  void refusesToWriteReadOnlyAccounts() {
    assertRefused(
        Reason.ACCOUNT_ROLE, message(new int[] {0, 2}, new int[] {}, new int[] {1}), PINNED);
  }

  @Test
  void refusesProgramsFromTables() {
    byte[] bytes = message(new int[] {0, 2}, new int[] {1}, new int[] {});
    // The program's index stands before the accounts of the only instruction.
    int program = 4 + 1 + 2 * 32 + 32 + 1;
    assertThat(bytes[program]).isEqualTo((byte) 1);
    bytes[program] = 2;
    assertRefused(Reason.ACCOUNT_OUT_OF_RANGE, bytes, PINNED);
  }

  /** A transfer of 5 lamports between the accounts at two indices. */
  private static byte[] message(int[] accounts, int[] writable, int[] readOnly) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x80, 1, 0, 1, 2});
    out.writeBytes(WALLET.toByteArray());
    out.writeBytes(Programs.SYSTEM.toByteArray());
    out.writeBytes(new byte[32]);
    out.writeBytes(new byte[] {1, 1, 2, (byte) accounts[0], (byte) accounts[1], 12});
    out.writeBytes(Sample.data(2, 4, 5, 8));
    out.write(1);
    out.writeBytes(TABLE.toByteArray());
    for (int[] indices : new int[][] {writable, readOnly}) {
      out.write(indices.length);
      for (int index : indices) {
        out.write(index);
      }
    }
    return out.toByteArray();
  }

  private static ReferenceData pinned(SolanaAddress... accounts) {
    List<String> content = Arrays.stream(accounts).map(SolanaAddress::toString).toList();
    return new ReferenceData(AssetList.EMPTY, Map.of(TABLE.toString(), content), Map.of());
  }

  private static void assertRefused(Reason reason, byte[] message, ReferenceData references) {
    assertThat(
            catchThrowableOfType(
                    TransactionException.class,
                    () -> SolanaTransaction.parseMessage(message, references))
                .reason())
        .isEqualTo(reason);
  }
}
