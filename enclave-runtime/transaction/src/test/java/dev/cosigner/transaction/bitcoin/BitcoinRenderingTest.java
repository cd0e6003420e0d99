package dev.cosigner.transaction.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.Rendering.Line;
import dev.cosigner.transaction.Sha256;
import dev.cosigner.transaction.TransactionDecoder;
import dev.cosigner.transaction.WalletContext;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a person reads and a policy judges. */
class BitcoinRenderingTest {
  private static final Keys KEYS = new Keys("wallet");
  private static final byte[] ELSEWHERE = new Keys("stranger").script(InputKind.P2WPKH, 7);
  private static final String THERE =
      OutputScript.of(ELSEWHERE).address(AddressFormat.MAIN).orElseThrow();

  @Test
  void showsAPaymentWithChange() throws Exception {
    PsbtBuilder builder = new PsbtBuilder(0, KEYS);
    PsbtBuilder.In input = builder.spend(InputKind.P2WPKH, 150_000, 0, 4);
    builder.pay(ELSEWHERE, 100_000);
    builder.change(InputKind.P2WPKH, 48_000, 1, 7);
    DecodedTransaction transaction =
        TransactionDecoder.decode(Network.BITCOIN, builder.build(), ReferenceData.NONE);
    String change =
        OutputScript.of(KEYS.script(InputKind.P2WPKH, 1, 7))
            .address(AddressFormat.MAIN)
            .orElseThrow();
    String from =
        OutputScript.of(KEYS.script(InputKind.P2WPKH, 0, 4))
            .address(AddressFormat.MAIN)
            .orElseThrow();
    Rendering rendering = transaction.render(KEYS.wallet());
    assertThat(rendering.title()).isEqualTo("Bitcoin transaction: pay");
    assertThat(rendering.warnings()).isEmpty();
    assertThat(rendering.lines())
        .containsExactly(
            new Line("Output 1, to", THERE, ""),
            new Line("Output 1, amount", "0.00100000", "BTC"),
            new Line("Output 2, to", change, "(change: this wallet, m/1/7)"),
            new Line("Output 2, amount", "0.00048000", "BTC"),
            new Line("Network fee", "0.00002000", "BTC"),
            new Line("Fee rate", "14.19", "satoshis for each of 141 virtual bytes"),
            new Line("Out of the wallet, with the fee", "0.00102000", "BTC"),
            new Line(
                "Replaceable", "yes", "(BIP-125: another signed transaction can take its place)"),
            new Line("Input 1, from", from, "(P2WPKH, this wallet, m/0/4)"),
            new Line("Input 1, spends", input.outpoint.txid + ":1", ""),
            new Line("Input 1, amount", "0.00150000", "BTC"));
  }

  /** A wallet has keys of one scheme: what another would have to sign for is lost to it. */
  @Test
  void takesNoOutputForChangeThatTheInputsKeysCouldNotSpend() throws Exception {
    for (InputKind spent : InputKind.values()) {
      for (InputKind made : InputKind.values()) {
        PsbtBuilder builder = new PsbtBuilder(0, KEYS);
        builder.spend(spent, 150_000, 0, 4);
        builder.change(made, 148_000, 1, 7);
        assertThat(parse(builder).effects(KEYS.wallet()).getLast().kind())
            .as("%s of %s", made, spent)
            .isEqualTo(
                made.isTaproot() == spent.isTaproot() ? EffectKind.CHANGE : EffectKind.TRANSFER);
      }
    }
  }

  @Test
  void givesTheFeeAndEveryOutputAsEffects() throws Exception {
    PsbtBuilder builder = new PsbtBuilder(2, KEYS);
    builder.spend(InputKind.P2WPKH, 150_000, 0, 4);
    builder.pay(ELSEWHERE, 100_000);
    builder.change(InputKind.P2WPKH, 48_000, 1, 7);
    byte[] data = "invoice 7".getBytes(StandardCharsets.UTF_8);
    builder.pay(new ByteWriter().u8(0x6a).sized(data).toByteArray(), 0);
    List<Effect> effects = parse(builder).effects(KEYS.wallet());
    Asset coin = Asset.nativeOf(Keys.MAINNET);
    assertThat(effects)
        .containsExactly(
            new Effect.Fee(
                coin,
                BigInteger.valueOf(2_000),
                new Effect.Rate(
                    BigInteger.valueOf(2_000),
                    BigInteger.valueOf(parse(builder).virtualSize()),
                    "vbyte")),
            new Effect.Transfer(
                EffectKind.TRANSFER,
                coin,
                KEYS.address(InputKind.P2WPKH),
                THERE,
                Optional.empty(),
                BigInteger.valueOf(100_000)),
            new Effect.Transfer(
                EffectKind.CHANGE,
                coin,
                KEYS.address(InputKind.P2WPKH),
                OutputScript.of(KEYS.script(InputKind.P2WPKH, 1, 7))
                    .address(AddressFormat.MAIN)
                    .orElseThrow(),
                Optional.empty(),
                BigInteger.valueOf(48_000)),
            new Effect.Memo(Keys.MAINNET, Sha256.hex(data)));
    assertThat(parse(builder).render(KEYS.wallet()).lines())
        .contains(
            new Line("Output 3, data", "696e766f6963652037", "(hexadecimal)"),
            new Line("Output 3, as text", "\"invoice 7\"", ""));
  }

  /** An output whose key's origin is not the wallet's is a stranger's, whatever else is said. */
  @Test
  void takesOutputsForOwnOnlyByOwnDerivation() throws Exception {
    PsbtBuilder builder = new PsbtBuilder(0, KEYS);
    builder.spend(InputKind.P2WPKH, 150_000, 0, 4);
    // The wallet's own script, without an origin: nothing proves it.
    builder.pay(KEYS.script(InputKind.P2WPKH, 1, 0), 148_000);
    assertThat(parse(builder).effects(KEYS.wallet()).get(1).kind()).isEqualTo(EffectKind.TRANSFER);
    String address =
        OutputScript.of(KEYS.script(InputKind.P2WPKH, 1, 0))
            .address(AddressFormat.MAIN)
            .orElseThrow();
    WalletContext listed =
        new WalletContext(
            Keys.MAINNET,
            KEYS.address(InputKind.P2WPKH),
            Set.of(address),
            Optional.of(KEYS.extendedPublicKey()));
    assertThat(parse(builder).effects(listed).get(1).kind()).isEqualTo(EffectKind.CHANGE);
  }

  @Test
  void servesAWalletOfOneAddressWithoutDerivation() throws Exception {
    PsbtBuilder builder = new PsbtBuilder(0, KEYS);
    builder.spend(InputKind.P2WPKH, 150_000, 0, 0);
    builder.pay(ELSEWHERE, 100_000);
    builder.change(InputKind.P2WPKH, 48_000, 0, 0);
    BitcoinTransaction transaction = parse(builder);
    String address = KEYS.address(InputKind.P2WPKH);
    assertThat(transaction.requiredSigners()).containsExactly(address);
    assertThat(transaction.effects(WalletContext.of(Keys.MAINNET, address)).get(2).kind())
        .isEqualTo(EffectKind.CHANGE);
    assertThat(transaction.render(address).network()).isEqualTo("bip122");
    assertThat(transaction.bytesToSign(address).getFirst())
        .isEqualTo(transaction.bytesToSign(KEYS.wallet()).getFirst());
  }

  @Test
  void warnsOfWhatDeservesASecondLook() throws Exception {
    PsbtBuilder builder = new PsbtBuilder(0, KEYS);
    builder.lockTime = 900_000;
    builder.spend(InputKind.P2WPKH, 150_000, 0, 0).sequence = 144;
    builder.pay(ELSEWHERE, 40_000);
    assertThat(parse(builder).render(KEYS.wallet()).warnings())
        .containsExactly(
            "The fee rate is 1000.00 satoshis for a virtual byte: unusually much.",
            "The network takes more than all recipients get.",
            "A lock time: the network takes the transaction only later, if ever.",
            "Input 1 has a relative lock time: the network may have to wait.");
  }

  @Test
  void namesNoUnitOnNetworksThatAreNotTheMainOne() throws Exception {
    PsbtBuilder builder = new PsbtBuilder(0, KEYS);
    builder.spend(InputKind.P2WPKH, 150_000, 0, 0);
    builder.change(InputKind.P2WPKH, 148_000, 1, 0);
    Chain signet = Chain.parse("bip122:00000008819873e925422c1ff0f99f7c");
    String address =
        OutputScript.of(KEYS.script(InputKind.P2WPKH, 0, 0))
            .address(AddressFormat.TEST)
            .orElseThrow();
    Rendering rendering =
        parse(builder)
            .render(
                new WalletContext(
                    signet, address, Set.of(), Optional.of(KEYS.extendedPublicKey())));
    assertThat(rendering.title()).isEqualTo("Bitcoin transaction: move coins within the wallet");
    assertThat(rendering.lines())
        .contains(new Line("Network fee", "2000", "base units of " + signet + "/native"));
    assertThat(rendering.warnings()).hasSize(1);
  }

  @Test
  void fitsItsEncodingWhateverTheTransaction() throws Exception {
    PsbtBuilder builder = new PsbtBuilder(0, KEYS);
    for (int i = 0; i < BitcoinTransaction.MAX_INPUTS_OR_OUTPUTS; i++) {
      builder.spend(InputKind.P2TR, RawTransaction.MAX_MONEY / 1_000, 0, 999_000 + i).sequence = 1;
      builder.pay(
          new Keys("stranger").script(InputKind.P2TR, i), RawTransaction.MAX_MONEY / 1_000 - 1_000);
    }
    Rendering rendering = parse(builder).render(KEYS.wallet());
    assertThat(rendering.encode().length).isLessThan(Rendering.MAX_BYTES);
    assertThat(Rendering.decode(rendering.encode())).isEqualTo(rendering);
  }

  private static BitcoinTransaction parse(PsbtBuilder builder) throws Exception {
    return BitcoinTransaction.parse(builder.build(), ReferenceData.NONE);
  }
}
