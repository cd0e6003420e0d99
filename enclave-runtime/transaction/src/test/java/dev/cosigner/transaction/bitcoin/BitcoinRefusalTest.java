package dev.cosigner.transaction.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import fr.acinq.bitcoin.OutPoint;
import fr.acinq.bitcoin.Satoshi;
import fr.acinq.bitcoin.Script;
import fr.acinq.bitcoin.ScriptElt;
import fr.acinq.bitcoin.Transaction;
import fr.acinq.bitcoin.TxOut;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule, by a payment that breaks it. */
class BitcoinRefusalTest {
  private static final Keys KEYS = new Keys("wallet");
  private static final Keys STRANGER = new Keys("stranger");
  private static final byte[] ELSEWHERE = STRANGER.script(InputKind.P2WPKH, 7);

  @Test
  void acceptsThePaymentThatTheOthersSpoil() throws Exception {
    assertThat(parse(payment(0).build()).signingInputs(KEYS.wallet())).hasSize(4);
    assertThat(parse(payment(2).build()).signingInputs(KEYS.wallet())).hasSize(4);
  }

  /** CVE-2020-14199: without the whole transaction an amount can be made up. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void refusesInputsWithoutTheTransactionBefore(int input) {
    refused(
        Reason.MISSING_PREVIOUS_TRANSACTION,
        builder -> {
          PsbtBuilder.In in = builder.inputs.get(input);
          in.map.remove(PsbtBuilder.PREVIOUS);
          in.map.put(PsbtBuilder.UTXO, TxOut.write(in.spent));
        });
  }

  @Test
  void refusesTaprootInputsWithoutTheirOutput() {
    refused(
        Reason.MISSING_PREVIOUS_TRANSACTION,
        builder -> builder.inputs.get(3).map.remove(PsbtBuilder.UTXO));
  }

  @Test
  void refusesAnotherTransactionBefore() {
    refused(
        Reason.WRONG_PREVIOUS_TRANSACTION,
        builder -> {
          PsbtBuilder.In in = builder.inputs.getFirst();
          Transaction other =
              PsbtBuilder.previous(in.spent.publicKeyScript.toByteArray(), 90_000, 77);
          in.map.set(PsbtBuilder.PREVIOUS, Transaction.write(other));
        });
  }

  @Test
  void refusesAnOutputThatTheTransactionBeforeDoesNotHave() {
    refused(
        Reason.OUTPUT_OUT_OF_RANGE,
        builder -> {
          PsbtBuilder.In in = builder.inputs.getFirst();
          in.outpoint = new OutPoint(in.outpoint.hash, 2);
        });
  }

  @Test
  void refusesASpentOutputThatDiffersFromTheTransactionBefore() {
    refused(
        Reason.DIFFERENT_SPENT_OUTPUT,
        builder -> {
          PsbtBuilder.In in = builder.inputs.get(2);
          in.map.put(
              PsbtBuilder.UTXO,
              TxOut.write(in.spent.updateAmount(new Satoshi(in.spent.amount.toLong() + 1))));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, SIGHASH_NONE",
    "0, 3, SIGHASH_SINGLE",
    "2, 0, SIGHASH_DEFAULT",
    "2, 129, SIGHASH_ALL with SIGHASH_ANYONECANPAY",
    "2, 130, SIGHASH_NONE with SIGHASH_ANYONECANPAY",
    "3, 2, SIGHASH_NONE",
    "3, 3, SIGHASH_SINGLE",
    "3, 131, SIGHASH_SINGLE with SIGHASH_ANYONECANPAY",
    "1, 255, an unknown type",
    "1, 257, SIGHASH_ALL"
  })
  void refusesSignaturesThatDoNotCoverEverything(int input, long type, String name) {
    TransactionException refusal =
        refused(
            Reason.SIGHASH_TYPE,
            builder ->
                builder.inputs.get(input).map.put(PsbtBuilder.SIGHASH, PsbtBuilder.u32(type)));
    assertThat(refusal.found()).contains(name).contains("(" + type + ")");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x02, 0x07, 0x08, 0x13, 0x14})
  void refusesWhatIsSignedAlready(int field) {
    byte[] keyData =
        field == 0x02
            ? KEYS.publicKey(0L, 0L).value.toByteArray()
            : new byte[field == 0x14 ? 64 : 0];
    byte[] value = field == 0x08 ? new byte[1] : new byte[64];
    refused(
        Reason.ALREADY_SIGNED, builder -> builder.inputs.getFirst().map.put(field, keyData, value));
  }

  @Test
  void refusesFieldsThatAreNotUnderstood() {
    byte[] one = {1};
    refused(Reason.UNSUPPORTED_FIELD, builder -> builder.global.put(0xfc, one, one));
    refused(Reason.UNSUPPORTED_FIELD, builder -> builder.global.put(0x09, one));
    refused(Reason.UNSUPPORTED_FIELD, builder -> builder.inputs.get(1).map.put(0x05, one));
    refused(Reason.UNSUPPORTED_FIELD, builder -> builder.inputs.get(1).map.put(0x09, one));
    refused(Reason.UNSUPPORTED_FIELD, builder -> builder.inputs.get(3).map.put(0x18, new byte[32]));
    refused(Reason.UNSUPPORTED_FIELD, builder -> builder.inputs.get(1).map.put(0x1a, one));
    refused(Reason.UNSUPPORTED_FIELD, builder -> builder.outputs.get(1).map.put(0x01, one));
    refused(
        Reason.UNSUPPORTED_FIELD,
        builder -> builder.outputs.get(1).map.put(0x06, new byte[] {0, (byte) 0xc0, 0}));
    refused(Reason.UNSUPPORTED_FIELD, builder -> builder.outputs.get(1).map.put(0x08, one));
  }

  @Test
  void refusesFieldsOfOtherKinds() {
    refused(
        Reason.UNSUPPORTED_FIELD,
        builder -> builder.inputs.getFirst().map.put(PsbtBuilder.INTERNAL_KEY, new byte[32]));
    refused(
        Reason.UNSUPPORTED_FIELD,
        builder ->
            builder
                .inputs
                .get(3)
                .map
                .put(
                    PsbtBuilder.DERIVATION,
                    KEYS.publicKey(0L, 3L).value.toByteArray(),
                    KEYS.origin(0, 3)));
  }

  @Test
  void refusesFlagsOfLaterStandards() {
    PsbtBuilder builder = payment(2);
    builder.global.put(0x06, new byte[] {8});
    assertThat(reason(() -> parse(builder.build()))).isEqualTo(Reason.UNSUPPORTED_FIELD);
  }

  @Test
  void refusesScriptsThatAreNotUnderstood() {
    byte[] multisig = {0x51, 0x21, 2};
    refused(Reason.UNSUPPORTED_SCRIPT, builder -> builder.pay(multisig, 5_000));
    refused(Reason.UNSUPPORTED_SCRIPT, builder -> builder.pay(new byte[0], 5_000));
    // Witness version 2: anyone could spend it today.
    refused(
        Reason.UNSUPPORTED_SCRIPT,
        builder ->
            builder.pay(OutputScript.payToWitness(2, new byte[32]).bytes().toByteArray(), 5));
    refused(Reason.UNSUPPORTED_SCRIPT, builder -> spendScript(builder, Script.pay2wsh(multisig)));
    refused(Reason.UNSUPPORTED_SCRIPT, builder -> spendScript(builder, Script.pay2sh(multisig)));
    refused(
        Reason.UNSUPPORTED_SCRIPT,
        builder -> {
          spendScript(builder, Script.pay2sh(multisig));
          builder.inputs.getLast().map.put(PsbtBuilder.REDEEM, multisig);
        });
  }

  private static void spendScript(PsbtBuilder builder, List<? extends ScriptElt> script) {
    Transaction previous = PsbtBuilder.previous(Script.write(script), 70_000, 50);
    PsbtBuilder.In in = new PsbtBuilder.In();
    in.outpoint = new OutPoint(previous, 1);
    in.spent = previous.txOut.get(1);
    in.map.put(PsbtBuilder.PREVIOUS, Transaction.write(previous));
    builder.inputs.add(in);
  }

  @Test
  void refusesRedeemScriptsOfOthers() {
    refused(
        Reason.WRONG_SCRIPT,
        builder ->
            builder
                .inputs
                .get(1)
                .map
                .set(PsbtBuilder.REDEEM, STRANGER.script(InputKind.P2WPKH, 1)));
    refused(
        Reason.WRONG_SCRIPT,
        builder -> builder.inputs.get(2).map.put(PsbtBuilder.REDEEM, new byte[] {1}));
  }

  @Test
  void refusesPublicKeysThatAreNotThoseOfTheScript() {
    refused(
        Reason.WRONG_PUBLIC_KEY,
        builder -> builder.inputs.getFirst().map.remove(PsbtBuilder.DERIVATION));
    refused(
        Reason.WRONG_PUBLIC_KEY,
        builder ->
            builder
                .inputs
                .getFirst()
                .map
                .remove(PsbtBuilder.DERIVATION)
                .put(
                    PsbtBuilder.DERIVATION,
                    KEYS.publicKey(0L, 9L).value.toByteArray(),
                    KEYS.origin(0, 9)));
    refused(
        Reason.WRONG_PUBLIC_KEY,
        builder ->
            builder
                .inputs
                .getFirst()
                .map
                .put(
                    PsbtBuilder.DERIVATION,
                    KEYS.publicKey(0L, 9L).value.toByteArray(),
                    KEYS.origin(0, 9)));
    // Not the internal key of the output key.
    refused(
        Reason.WRONG_PUBLIC_KEY,
        builder ->
            builder
                .inputs
                .get(3)
                .map
                .remove(PsbtBuilder.TAP_DERIVATION)
                .set(PsbtBuilder.INTERNAL_KEY, KEYS.publicKey(0L, 9L).xOnly().value.toByteArray()));
    refused(
        Reason.WRONG_PUBLIC_KEY,
        builder -> builder.inputs.get(3).map.remove(PsbtBuilder.INTERNAL_KEY));
  }

  @Test
  void refusesInputsOfOthers() {
    refused(
        Reason.OTHER_SIGNERS,
        builder -> {
          PsbtBuilder stranger = new PsbtBuilder(0, STRANGER);
          builder.inputs.add(stranger.spend(InputKind.P2WPKH, 60_000, 0, 0));
        });
    assertThat(reason(() -> parse(payment(0).build()).signingInputs(STRANGER.wallet())))
        .isEqualTo(Reason.WALLET_NOT_SIGNER);
  }

  @Test
  void refusesInputsThatAreSaidToBeTheWalletsAndAreNot() {
    refused(
        Reason.FALSE_DERIVATION,
        builder -> {
          PsbtBuilder.In in = new PsbtBuilder(0, STRANGER).spend(InputKind.P2WPKH, 60_000, 0, 0);
          in.map
              .remove(PsbtBuilder.DERIVATION)
              .put(
                  PsbtBuilder.DERIVATION,
                  STRANGER.publicKey(0L, 0L).value.toByteArray(),
                  KEYS.origin(0, 0));
          builder.inputs.add(in);
        });
  }

  /** Change to a stranger: the key's origin is the wallet's, the key is not. */
  @Test
  void refusesChangeThatIsSaidToBeTheWalletsAndIsNot() {
    refused(
        Reason.FALSE_DERIVATION,
        builder ->
            builder
                .pay(ELSEWHERE, 40_000)
                .map
                .put(0x02, STRANGER.publicKey(7L).value.toByteArray(), KEYS.origin(1, 0)));
    refused(
        Reason.FALSE_DERIVATION,
        builder ->
            builder
                .pay(STRANGER.script(InputKind.P2TR, 7), 40_000)
                .map
                .put(
                    0x07,
                    STRANGER.publicKey(7L).xOnly().value.toByteArray(),
                    new ByteWriter().u8(0).bytes(KEYS.origin(1, 0)).toByteArray()));
    // The wallet's key, and a script that pays to another.
    refused(
        Reason.FALSE_DERIVATION,
        builder ->
            builder
                .pay(ELSEWHERE, 40_000)
                .map
                .put(0x02, KEYS.publicKey(1L, 0L).value.toByteArray(), KEYS.origin(1, 0)));
    // A script path that another could take: not the key's own output key.
    refused(
        Reason.FALSE_DERIVATION,
        builder ->
            builder
                .pay(
                    OutputScript.payToWitness(1, KEYS.publicKey(1L, 0L).xOnly().value.toByteArray())
                        .bytes()
                        .toByteArray(),
                    40_000)
                .map
                .put(
                    0x07,
                    KEYS.publicKey(1L, 0L).xOnly().value.toByteArray(),
                    new ByteWriter().u8(0).bytes(KEYS.origin(1, 0)).toByteArray()));
  }

  @Test
  void refusesPathsThatNobodyWouldLookForAgain() {
    refused(Reason.DERIVATION_PATH, b -> b.change(InputKind.P2WPKH, 4_000, 1, 1_000_000));
    refused(Reason.DERIVATION_PATH, b -> b.change(InputKind.P2WPKH, 4_000, 1, 1, 1, 1, 1, 1));
    refused(
        Reason.DERIVATION_PATH,
        builder ->
            builder
                .pay(ELSEWHERE, 40_000)
                .map
                .put(
                    0x02, STRANGER.publicKey(7L).value.toByteArray(), KEYS.origin(0x80000001L, 0)));
  }

  @Test
  void refusesTransactionsOfOtherForms() {
    refused(Reason.UNSUPPORTED_VERSION, builder -> builder.transactionVersion = 0);
    refused(Reason.UNSUPPORTED_VERSION, builder -> builder.transactionVersion = 3);
    refused(Reason.NUMBER_OF_INPUTS_OR_OUTPUTS, builder -> builder.outputs.clear());
    refused(Reason.NUMBER_OF_INPUTS_OR_OUTPUTS, builder -> builder.inputs.clear());
    refused(
        Reason.NUMBER_OF_INPUTS_OR_OUTPUTS,
        builder -> {
          for (int i = 0; i < BitcoinTransaction.MAX_INPUTS_OR_OUTPUTS; i++) {
            builder.pay(ELSEWHERE, 1_000);
          }
        });
    refused(Reason.DUPLICATE_INPUT, builder -> builder.inputs.add(builder.inputs.getFirst()));
    refused(
        Reason.TOO_MANY_FIELDS,
        builder -> {
          for (int i = 0; i <= PsbtMap.MAX_ENTRIES; i++) {
            builder.outputs.getFirst().map.put(0xfc, PsbtBuilder.u32(i), new byte[0]);
          }
        });
  }

  @Test
  void refusesAmountsThatDoNotAddUp() {
    refused(Reason.SPENDS_MORE_THAN_IT_HAS, builder -> builder.pay(ELSEWHERE, 100_000_000));
    refused(
        Reason.AMOUNT_OUT_OF_RANGE,
        builder -> builder.pay(ELSEWHERE, RawTransaction.MAX_MONEY + 1));
    refused(Reason.AMOUNT_OUT_OF_RANGE, builder -> builder.pay(ELSEWHERE, -1));
    refused(
        Reason.AMOUNT_OUT_OF_RANGE,
        builder -> {
          for (int i = 0; i < 2; i++) {
            builder.spend(InputKind.P2TR, RawTransaction.MAX_MONEY, 0, 20 + i);
          }
        });
  }

  /** Fee griefing: the host leaves out the change. */
  @Test
  void refusesFeesBeyondAllUse() throws Exception {
    PsbtBuilder builder = new PsbtBuilder(0, KEYS);
    builder.spend(InputKind.P2WPKH, 2_000_000, 0, 0);
    PsbtBuilder.Out out = builder.pay(ELSEWHERE, 2_000_000);
    long size = parse(builder.build()).virtualSize();
    out.amount = 2_000_000 - size * BitcoinFee.MAX_RATE;
    assertThat(parse(builder.build()).feeSatoshis()).isEqualTo(size * BitcoinFee.MAX_RATE);
    out.amount--;
    assertThat(reason(() -> parse(builder.build()))).isEqualTo(Reason.FEE_TOO_HIGH);
  }

  @ParameterizedTest
  @CsvSource({"P2PKH, 546", "P2SH_P2WPKH, 540", "P2WPKH, 294", "P2TR, 330"})
  void refusesDust(InputKind kind, long least) throws Exception {
    PsbtBuilder builder = payment(0);
    PsbtBuilder.Out out = builder.pay(STRANGER.script(kind, 1), least);
    assertThat(parse(builder.build())).isNotNull();
    out.amount = least - 1;
    assertThat(reason(() -> parse(builder.build()))).isEqualTo(Reason.DUST);
  }

  @Test
  void refusesAmountsThatNobodyCouldSpend() {
    refused(Reason.BURNT_AMOUNT, builder -> builder.pay(new byte[] {0x6a, 1, 7}, 1));
    byte[] noKey = new byte[32];
    Arrays.fill(noKey, (byte) 0xff);
    refused(
        Reason.BURNT_AMOUNT,
        builder -> builder.pay(OutputScript.payToWitness(1, noKey).bytes().toByteArray(), 40_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eip155:1",
        "solana",
        "bip122:00000000000000000000000000000000",
        "bip122:000000000933ea01ad0ee984209779ba"
      })
  void refusesWalletsOfOtherNetworks(String chain) throws Exception {
    BitcoinTransaction transaction = parse(payment(0).build());
    WalletContext wallet =
        new WalletContext(
            Chain.parse(chain),
            KEYS.address(InputKind.P2WPKH),
            Set.of(),
            Optional.of(KEYS.extendedPublicKey()));
    assertThat(reason(() -> transaction.render(wallet))).isEqualTo(Reason.OTHER_NETWORK);
  }

  @Test
  void refusesAddressesOfOtherNetworks() throws Exception {
    BitcoinTransaction transaction = parse(payment(0).build());
    String testnet =
        OutputScript.of(KEYS.script(InputKind.P2WPKH, 0, 0))
            .address(AddressFormat.TEST)
            .orElseThrow();
    assertThat(reason(() -> transaction.render(WalletContext.of(Keys.MAINNET, testnet))))
        .isEqualTo(Reason.OTHER_NETWORK);
    assertThat(reason(() -> transaction.render(WalletContext.of(Keys.MAINNET, "bc1qother"))))
        .isEqualTo(Reason.INVALID_ADDRESS);
  }

  @Test
  void refusesSignaturesThatAreNoneOfTheInput() throws Exception {
    BitcoinTransaction transaction = parse(payment(0).build());
    List<byte[]> signatures = KEYS.signAll(transaction);
    assertThat(reason(() -> transaction.assemble(KEYS.wallet(), signatures.subList(0, 3))))
        .isEqualTo(Reason.SIGNATURE_COUNT);
    for (int i = 0; i < signatures.size(); i++) {
      int input = i;
      for (int at : new int[] {0, 31, 32, 63}) {
        byte[] changed = signatures.get(i).clone();
        changed[at] ^= 1;
        assertThat(
                reason(() -> transaction.assemble(KEYS.wallet(), with(signatures, input, changed))))
            .isEqualTo(Reason.INVALID_SIGNATURE);
      }
      assertThat(
              reason(
                  () -> transaction.assemble(KEYS.wallet(), with(signatures, input, new byte[65]))))
          .isEqualTo(Reason.SIGNATURE_LENGTH);
      assertThat(
              reason(
                  () -> transaction.assemble(KEYS.wallet(), with(signatures, input, new byte[64]))))
          .isEqualTo(Reason.INVALID_SIGNATURE);
      byte[] of = signatures.get((i + 1) % 4);
      assertThat(reason(() -> transaction.assemble(KEYS.wallet(), with(signatures, input, of))))
          .isEqualTo(Reason.INVALID_SIGNATURE);
    }
  }

  private static List<byte[]> with(List<byte[]> signatures, int index, byte[] other) {
    List<byte[]> changed = new ArrayList<>(signatures);
    changed.set(index, other);
    return changed;
  }

  @Test
  void refusesMoreBytesThanAPsbtNeeds() {
    assertThat(reason(() -> parse(new byte[BitcoinTransaction.MAX_BYTES + 1])))
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void refusesBytesAfterTheEndAndLengthsThatAreTooLong() {
    byte[] psbt = payment(0).build();
    assertThat(reason(() -> parse(Arrays.copyOf(psbt, psbt.length + 1))))
        .isEqualTo(Reason.TRAILING_BYTES);
    assertThat(reason(() -> parse(Arrays.copyOf(psbt, psbt.length - 1))))
        .isEqualTo(Reason.TRUNCATED);
    byte[] longer = new byte[psbt.length + 2];
    System.arraycopy(psbt, 0, longer, 0, 5);
    longer[5] = (byte) 0xfd;
    longer[6] = psbt[5];
    System.arraycopy(psbt, 6, longer, 8, psbt.length - 6);
    assertThat(reason(() -> parse(longer))).isEqualTo(Reason.NON_MINIMAL_LENGTH);
  }

  private static TransactionException refused(Reason reason, Consumer<PsbtBuilder> change) {
    PsbtBuilder builder = payment(0);
    change.accept(builder);
    TransactionException refusal =
        catchThrowableOfType(
            TransactionException.class, () -> parse(builder.build()).signingInputs(KEYS.wallet()));
    assertThat(refusal).isNotNull();
    assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(reason);
    return refusal;
  }

  private static Reason reason(ThrowingCallable call) {
    return catchThrowableOfType(TransactionException.class, call).reason();
  }

  private static BitcoinTransaction parse(byte[] psbt) throws TransactionException {
    return BitcoinTransaction.parse(psbt, ReferenceData.NONE);
  }

  /** One input of each kind; a payment and change. */
  private static PsbtBuilder payment(int version) {
    PsbtBuilder builder = new PsbtBuilder(version, KEYS);
    builder.spend(InputKind.P2PKH, 80_000, 0, 0);
    builder.spend(InputKind.P2SH_P2WPKH, 80_000, 0, 1);
    builder.spend(InputKind.P2WPKH, 80_000, 0, 2);
    builder.spend(InputKind.P2TR, 80_000, 0, 3);
    builder.pay(ELSEWHERE, 150_000);
    builder.change(InputKind.P2WPKH, 75_000, 1, 0);
    return builder;
  }
}
