package dev.cosigner.transaction.bitcoin;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.FixedPoint;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.VisibleText;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the {@link Rendering} of one transaction; used once. */
final class BitcoinRenderer {
  private static final int RATE_DECIMALS = 2;
  private static final long HIGH_RATE = 500;
  private static final long HEIGHTS = 500_000_000L;
  // BIP-125: a lower sequence number lets another transaction replace this one.
  private static final long REPLACEABLE = 0xffff_fffeL;
  // BIP-68.
  private static final long NO_RELATIVE_LOCK = 1L << 31;
  private static final long RELATIVE_TIME = 1L << 22;
  private static final long RELATIVE_VALUE = 0xffff;

  private final RawTransaction unsigned;
  private final List<SpentOutput> spent;
  private final BitcoinFee fee;
  private final BitcoinView view;
  private final AssetList assets;
  private final Asset coin;
  private final List<Rendering.Line> lines = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private long paid;
  private int recipients;
  private boolean data;

  BitcoinRenderer(
      RawTransaction unsigned,
      List<SpentOutput> spent,
      BitcoinFee fee,
      BitcoinView view,
      AssetList assets) {
    this.unsigned = unsigned;
    this.spent = spent;
    this.fee = fee;
    this.view = view;
    this.assets = assets;
    this.coin = Asset.nativeOf(view.wallet().chain());
  }

  Rendering render() {
    for (int i = 0; i < unsigned.outputs().size(); i++) {
      output(i);
    }
    fee();
    amount("Out of the wallet, with the fee", paid + fee.satoshis());
    locks();
    for (int i = 0; i < spent.size(); i++) {
      input(i);
    }
    assets.warning(coin).ifPresent(warnings::add);
    return new Rendering(
        title(), view.wallet().chain().toString(), view.wallet().address(), lines, warnings);
  }

  private String title() {
    String what =
        recipients > 1
            ? "pay " + recipients + " recipients"
            : recipients == 1 ? "pay" : "move coins within the wallet";
    return "Bitcoin transaction: " + what + (data ? "; publish data" : "");
  }

  private void output(int index) {
    RawTransaction.Output output = unsigned.outputs().get(index);
    String number = "Output " + (index + 1);
    Optional<OwnKeys.Own> own = view.outputs().get(index);
    Optional<String> address = view.address(output);
    if (address.isEmpty()) {
      data = true;
      byte[] bytes = output.script().payload().toByteArray();
      line(number + ", data", output.script().payload().hex(), "(hexadecimal)");
      text(bytes).ifPresent(text -> line(number + ", as text", VisibleText.quote(text), ""));
      return;
    }
    line(number + ", to", address.get(), own.isPresent() ? "(change: " + own(own.get()) + ")" : "");
    amount(number + ", amount", output.amount());
    if (own.isEmpty()) {
      recipients++;
      paid += output.amount();
    }
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String own(OwnKeys.Own own) {
    StringBuilder text = new StringBuilder("this wallet");
    own.path()
        .ifPresent(path -> {
          text.append(", m");
          path.forEach(index -> text.append('/').append(index));
        });
    return text.toString();
  }

  private void fee() {
    amount("Network fee", fee.satoshis());
    BigInteger size = BigInteger.valueOf(fee.virtualSize());
    BigInteger hundredths =
        BigInteger.valueOf(fee.satoshis())
            .multiply(BigInteger.TEN.pow(RATE_DECIMALS))
            .add(size.subtract(BigInteger.ONE))
            .divide(size);
    String rate = FixedPoint.text(hundredths, RATE_DECIMALS);
    line("Fee rate", rate, "satoshis for each of " + size + " virtual bytes");
    if (fee.satoshis() > HIGH_RATE * fee.virtualSize()) {
      warnings.add("The fee rate is " + rate + " satoshis for a virtual byte: unusually much.");
    }
    if (recipients > 0 && fee.satoshis() > paid) {
      warnings.add("The network takes more than all recipients get.");
    }
  }

  private void locks() {
    boolean locks =
        unsigned.inputs().stream().anyMatch(input -> input.sequence() != RawTransaction.FINAL);
    if (unsigned.lockTime() != 0 && locks) {
      line(
          "Not before",
          String.valueOf(unsigned.lockTime()),
          unsigned.lockTime() < HEIGHTS ? "(block height)" : "(seconds since 1970)");
      warnings.add("A lock time: the network takes the transaction only later, if ever.");
    }
    if (unsigned.inputs().stream().anyMatch(input -> input.sequence() < REPLACEABLE)) {
      line("Replaceable", "yes", "(BIP-125: another signed transaction can take its place)");
    }
  }

  private void input(int index) {
    RawTransaction.Input input = unsigned.inputs().get(index);
    SpentOutput each = spent.get(index);
    String number = "Input " + (index + 1);
    line(
        number + ", from",
        view.address(each.output()).orElseThrow(),
        "(" + each.kind().title() + ", " + own(view.inputs().get(index)) + ")");
    line(number + ", spends", input.outpoint().toString(), "");
    amount(number + ", amount", each.output().amount());
    if (unsigned.version() >= 2 && (input.sequence() & NO_RELATIVE_LOCK) == 0) {
      long value = input.sequence() & RELATIVE_VALUE;
      if (value > 0) {
        line(
            number + ", not before",
            String.valueOf(value),
            (input.sequence() & RELATIVE_TIME) == 0
                ? "blocks after the output it spends"
                : "times 512 seconds after the output it spends");
        warnings.add(
            "Input " + (index + 1) + " has a relative lock time: the network may have to wait.");
      }
    }
  }

  private void amount(String label, long satoshis) {
    lines.add(assets.line(label, coin, BigInteger.valueOf(satoshis)));
  }

  private void line(String label, String value, String unit) {
    lines.add(new Rendering.Line(label, value, unit));
  }
}
