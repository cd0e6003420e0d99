package dev.cosigner.transaction.bitcoin;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.Sha256;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the effects of one transaction: the fee, then each output. */
final class BitcoinEffects {
  private BitcoinEffects() {}

  static List<Effect> of(RawTransaction unsigned, BitcoinFee fee, BitcoinView view) {
    Asset coin = Asset.nativeOf(view.wallet().chain());
    List<Effect> effects = new ArrayList<>();
    BigInteger satoshis = BigInteger.valueOf(fee.satoshis());
    effects.add(
        new Effect.Fee(
            coin,
            satoshis,
            new Effect.Rate(satoshis, BigInteger.valueOf(fee.virtualSize()), "vbyte")));
    for (int i = 0; i < unsigned.outputs().size(); i++) {
      RawTransaction.Output output = unsigned.outputs().get(i);
      Optional<String> address = view.address(output);
      effects.add(
          address.isEmpty()
              ? new Effect.Memo(
                  view.wallet().chain(), Sha256.hex(output.script().payload().toByteArray()))
              : new Effect.Transfer(
                  view.outputs().get(i).isPresent() ? EffectKind.CHANGE : EffectKind.TRANSFER,
                  coin,
                  view.wallet().address(),
                  address.get(),
                  Optional.empty(),
                  BigInteger.valueOf(output.amount())));
    }
    return List.copyOf(effects);
  }
}
