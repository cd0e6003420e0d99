package dev.cosigner.transaction.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import fr.acinq.bitcoin.OutPoint;
import fr.acinq.bitcoin.PublicKey;
import fr.acinq.bitcoin.Script;
import fr.acinq.bitcoin.ScriptFlags;
import fr.acinq.bitcoin.Transaction;
import fr.acinq.bitcoin.TxOut;
import fr.acinq.bitcoin.psbt.Psbt;
import fr.acinq.bitcoin.utils.Either;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares with bitcoin-kmp, a library that shares no code with this module: what is read, what is
 * to be signed, and by its script interpreter whether what is assembled may spend what it spends.
 */
class BitcoinKmpOracleTest {
  private static final int PER_KIND = 1000;
  private static final int ASSEMBLED = 60;
  private static final Keys KEYS = new Keys("oracle");
  private static final List<InputKind> KINDS = List.of(InputKind.values());
  private static final int SPENDABLE = 12;

  @ParameterizedTest
  @EnumSource(InputKind.class)
  void readsAndHashesAsBitcoinKmp(InputKind kind) throws Exception {
    readsAndHashes(kind, PER_KIND);
  }

  /** Two thousand of each kind in each version of PSBT. */
  @Tag("thorough")
  @ParameterizedTest
  @EnumSource(InputKind.class)
  void readsAndHashesThousandsAsBitcoinKmp(InputKind kind) throws Exception {
    readsAndHashes(kind, 4 * PER_KIND);
  }

  private static void readsAndHashes(InputKind kind, int count) throws Exception {
    Random random = new Random(kind.title().length());
    for (int i = 0; i < count; i++) {
      PsbtBuilder builder = random(random, random.nextInt(4) == 0 ? null : kind, i % 2 * 2);
      byte[] psbt = builder.build();
      BitcoinTransaction transaction = BitcoinTransaction.parse(psbt, ReferenceData.NONE);
      assertThat(dev.cosigner.transaction.bitcoin.Psbt.read(psbt).encode()).isEqualTo(psbt);
      assertThat(transaction.encoded()).isEqualTo(psbt);
      compare(builder, transaction);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void assemblesWhatItsScriptInterpreterAccepts(int version) throws Exception {
    Random random = new Random(70 + version);
    for (int i = 0; i < ASSEMBLED; i++) {
      PsbtBuilder builder = random(random, null, version);
      BitcoinTransaction transaction =
          BitcoinTransaction.parse(builder.build(), ReferenceData.NONE);
      byte[] assembled = transaction.assemble(KEYS.wallet(), KEYS.signAll(transaction));
      Transaction read = Transaction.read(assembled);
      assertThat(Transaction.write(read)).isEqualTo(assembled);
      Map<OutPoint, TxOut> spent = new HashMap<>();
      builder.inputs.forEach(input -> spent.put(input.outpoint, input.spent));
      read.correctlySpends(spent, ScriptFlags.STANDARD_SCRIPT_VERIFY_FLAGS);
      int virtualSize = (read.weight() + 3) / 4;
      // Signatures of 70 to 72 bytes are counted with 71, and legacy inputs are not discounted.
      assertThat(transaction.virtualSize())
          .isBetween((long) virtualSize - builder.inputs.size(), (long) virtualSize + 3);
      assertThat(transaction.id()).isIn(Optional.empty(), Optional.of(read.txid.toString()));
    }
  }

  @Test
  void acceptsNoChangedPsbtThatBitcoinKmpReadsOtherwise() {
    Random random = new Random(9);
    int accepted = 0;
    for (int i = 0; i < 5 * PER_KIND; i++) {
      PsbtBuilder builder = random(random, null, 0);
      byte[] psbt = builder.build();
      int at = random.nextInt(psbt.length);
      psbt[at] = (byte) (psbt[at] + 1 + random.nextInt(255));
      try {
        BitcoinTransaction transaction = BitcoinTransaction.parse(psbt, ReferenceData.NONE);
        accepted++;
        assertThat(transaction.encoded()).isEqualTo(psbt);
        Either<?, Psbt> read = Psbt.read(psbt);
        assertThat(read.isRight()).isTrue();
        assertThat(read.getRight().computeFees().toLong()).isEqualTo(transaction.feeSatoshis());
      } catch (TransactionException e) {
        assertThat(e).hasMessageContaining(e.expected()).hasMessageContaining(e.found());
      }
    }
    assertThat(accepted).isPositive();
  }

  private static void compare(PsbtBuilder builder, BitcoinTransaction transaction)
      throws Exception {
    Transaction unsigned = builder.unsigned();
    List<TxOut> spent = builder.inputs.stream().map(input -> input.spent).toList();
    long fee =
        spent.stream().mapToLong(output -> output.amount.toLong()).sum()
            - builder.outputs.stream().mapToLong(output -> output.amount).sum();
    assertThat(transaction.feeSatoshis()).isEqualTo(fee);
    List<SigningInput> signing = transaction.signingInputs(KEYS.wallet());
    for (SigningInput input : signing) {
      TxOut output = spent.get(input.input());
      PublicKey key = KEYS.publicKey(input.path().orElseThrow().toArray(Long[]::new));
      byte[] expected =
          switch (input.kind()) {
            case P2PKH ->
                unsigned.hashForSigning(
                    input.input(), output.publicKeyScript.toByteArray(), 1, output.amount, 0);
            case P2WPKH, P2SH_P2WPKH ->
                unsigned.hashForSigning(
                    input.input(), Script.write(Script.pay2pkh(key)), 1, output.amount, 1);
            case P2TR ->
                unsigned
                    .hashForSigningTaprootKeyPath(
                        input.input(), spent, sighashType(builder, input.input()), null)
                    .toByteArray();
          };
      assertThat(input.hash().toByteArray()).isEqualTo(expected);
    }
    Rendering rendering = transaction.render(KEYS.wallet());
    assertThat(Rendering.decode(rendering.encode())).isEqualTo(rendering);
    assertThat(transaction.effects(KEYS.wallet())).hasSize(1 + builder.outputs.size());
  }

  private static int sighashType(PsbtBuilder builder, int input) {
    List<byte[]> entries = builder.inputs.get(input).map.entries;
    for (int i = 0; i < entries.size(); i += 2) {
      if (entries.get(i)[0] == PsbtBuilder.SIGHASH) {
        return entries.get(i + 1)[0];
      }
    }
    return 0;
  }

  /** A transaction that spends outputs of one kind, or of any where that is null. */
  static PsbtBuilder random(Random random, InputKind kind, int version) {
    PsbtBuilder builder = new PsbtBuilder(version, KEYS);
    builder.transactionVersion = 1L + random.nextInt(2);
    builder.lockTime = random.nextInt(3) == 0 ? random.nextInt(900_000) : 0;
    int inputs = 1 + random.nextInt(4);
    for (int i = 0; i < inputs; i++) {
      InputKind each = kind == null ? anyKind(random) : kind;
      PsbtBuilder.In input =
          builder.spend(each, 50_000 + random.nextInt(100_000), 0, random.nextInt(SPENDABLE));
      input.sequence = 0xffff_ffffL - random.nextInt(3);
      if (random.nextInt(3) == 0) {
        input.map.put(
            PsbtBuilder.SIGHASH, PsbtBuilder.u32(each.isTaproot() ? random.nextInt(2) : 1));
      }
    }
    int payments = random.nextInt(4);
    for (int i = 0; i < payments; i++) {
      builder.pay(
          Keys.script(anyKind(random), new Keys("other" + random.nextInt(5)).publicKey(0L)),
          1000 + random.nextInt(5000));
    }
    if (payments == 0 || random.nextBoolean()) {
      builder.change(anyKind(random), 1000 + random.nextInt(20_000), 1, random.nextInt(SPENDABLE));
    }
    if (random.nextInt(6) == 0) {
      byte[] data = new byte[1 + random.nextInt(75)];
      random.nextBytes(data);
      builder.pay(new ByteWriter().u8(0x6a).sized(data).toByteArray(), 0);
    }
    return builder;
  }

  private static InputKind anyKind(Random random) {
    return KINDS.get(random.nextInt(KINDS.size()));
  }
}
