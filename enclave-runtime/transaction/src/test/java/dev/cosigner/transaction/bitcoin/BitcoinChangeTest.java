package dev.cosigner.transaction.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Change is recognised where a wallet would look for it again, and nowhere else. */
class BitcoinChangeTest {
  private static final Keys KEYS = new Keys("wallet");
  private static final Keys STRANGER = new Keys("stranger");

  @Test
  void isBesideTheInputsOnEitherChain() throws Exception {
    assertThat(change(new long[] {0, 4}, 1, 0)).isEqualTo(EffectKind.CHANGE);
    assertThat(change(new long[] {0, 4}, 0, 5)).isEqualTo(EffectKind.CHANGE);
    assertThat(change(new long[] {1, 70_000}, 1, 70_001)).isEqualTo(EffectKind.CHANGE);
    assertThat(change(new long[] {7, 2, 1, 3}, 7, 2, 1, 4)).isEqualTo(EffectKind.CHANGE);
    // A wallet of one key, and one that changes back to where it spends from.
    assertThat(change(new long[] {})).isEqualTo(EffectKind.CHANGE);
    assertThat(change(new long[] {5, 6, 7, 8}, 5, 6, 7, 8)).isEqualTo(EffectKind.CHANGE);
  }

  @Test
  void isAtMostTheGapBehindWhatIsInUse() throws Exception {
    long last = 4 + ChangePaths.GAP;
    assertThat(change(new long[] {0, 4}, 1, last)).isEqualTo(EffectKind.CHANGE);
    assertThat(refusal(new long[] {0, 4}, 1, last + 1)).isEqualTo(Reason.DERIVATION_PATH);
    assertThat(refusal(new long[] {}, 0, ChangePaths.GAP)).isEqualTo(Reason.DERIVATION_PATH);
  }

  /** Own keys all of them, and no search of the wallet's would ever come upon them. */
  @Test
  void isNotAtAPathThatOnlyLooksLikeTheWallets() throws Exception {
    // A third chain, another account, one level more, one less, the levels exchanged.
    assertThat(refusal(new long[] {0, 4}, 2, 0)).isEqualTo(Reason.DERIVATION_PATH);
    assertThat(refusal(new long[] {3, 0, 4}, 2, 1, 0)).isEqualTo(Reason.DERIVATION_PATH);
    assertThat(refusal(new long[] {3, 0, 4}, 1, 0)).isEqualTo(Reason.DERIVATION_PATH);
    assertThat(refusal(new long[] {0, 4}, 0, 1, 0)).isEqualTo(Reason.DERIVATION_PATH);
    assertThat(refusal(new long[] {0, 4}, 1)).isEqualTo(Reason.DERIVATION_PATH);
    assertThat(refusal(new long[] {0, 4})).isEqualTo(Reason.DERIVATION_PATH);
    assertThat(refusal(new long[] {84, 0, 0, 0, 4}, 84, 0, 1, 0, 4))
        .isEqualTo(Reason.DERIVATION_PATH);
  }

  /** Dust that someone sent to a far path of the wallet's does not make that path a usual one. */
  @Test
  void isNotBesideAnInputThatStandsApart() throws Exception {
    PsbtBuilder builder = new PsbtBuilder(0, KEYS);
    builder.spend(InputKind.P2WPKH, 150_000, 0, 4);
    builder.spend(InputKind.P2WPKH, 1_000, 77, 5, 0, 0);
    builder.change(InputKind.P2WPKH, 149_000, 77, 5, 1, 0);
    assertThat(refusal(builder, KEYS.wallet())).isEqualTo(Reason.DERIVATION_PATH);

    PsbtBuilder back = new PsbtBuilder(0, KEYS);
    back.spend(InputKind.P2WPKH, 150_000, 0, 4);
    back.spend(InputKind.P2WPKH, 1_000, 77, 5, 0, 0);
    back.change(InputKind.P2WPKH, 149_000, 0, 4);
    assertThat(kind(back, KEYS.wallet())).isEqualTo(EffectKind.CHANGE);
  }

  /** The stranger's key, script and path, under the wallet's fingerprint or the stranger's own. */
  @Test
  void isNeverAStrangersWhateverItClaims() throws Exception {
    byte[] script = STRANGER.script(InputKind.P2WPKH, 1, 5);
    PsbtBuilder own = payingBeside(script);
    own.outputs
        .getFirst()
        .map
        .put(0x02, STRANGER.publicKey(1L, 5L).value.toByteArray(), STRANGER.origin(1, 5));
    assertThat(kind(own, KEYS.wallet())).isEqualTo(EffectKind.TRANSFER);

    PsbtBuilder claimed = payingBeside(script);
    claimed
        .outputs
        .getFirst()
        .map
        .put(0x02, STRANGER.publicKey(1L, 5L).value.toByteArray(), KEYS.origin(1, 5));
    assertThat(refusal(claimed, KEYS.wallet())).isEqualTo(Reason.FALSE_DERIVATION);

    // The wallet's key beside the stranger's.
    PsbtBuilder both = payingBeside(script);
    both.outputs
        .getFirst()
        .map
        .put(0x02, STRANGER.publicKey(1L, 5L).value.toByteArray(), STRANGER.origin(1, 5))
        .put(0x02, KEYS.publicKey(1L, 5L).value.toByteArray(), KEYS.origin(1, 5));
    assertThat(refusal(both, KEYS.wallet())).isEqualTo(Reason.FALSE_DERIVATION);

    // The same key and path on a wallet of another chain code.
    PsbtBuilder other = payingBeside(KEYS.script(InputKind.P2WPKH, 1, 5));
    other
        .outputs
        .getFirst()
        .map
        .put(0x02, KEYS.publicKey(1L, 5L).value.toByteArray(), KEYS.origin(1, 5));
    WalletContext elsewhere =
        new WalletContext(
            Keys.MAINNET,
            KEYS.address(InputKind.P2WPKH),
            Set.of(),
            Optional.of(
                new ExtendedPublicKey(
                    KEYS.extendedPublicKey().publicKey(),
                    STRANGER.extendedPublicKey().chainCode())));
    assertThat(refusal(other, elsewhere)).isEqualTo(Reason.FALSE_DERIVATION);
  }

  private static PsbtBuilder payingBeside(byte[] script) {
    PsbtBuilder builder = new PsbtBuilder(0, KEYS);
    builder.spend(InputKind.P2WPKH, 150_000, 0, 0);
    builder.pay(script, 148_000);
    return builder;
  }

  private static PsbtBuilder moving(long[] spent, long... path) {
    PsbtBuilder builder = new PsbtBuilder(0, KEYS);
    builder.spend(InputKind.P2WPKH, 150_000, spent);
    builder.change(InputKind.P2WPKH, 148_000, path);
    return builder;
  }

  private static EffectKind change(long[] spent, long... path) throws Exception {
    return kind(moving(spent, path), KEYS.wallet());
  }

  private static Reason refusal(long[] spent, long... path) {
    return refusal(moving(spent, path), KEYS.wallet());
  }

  private static EffectKind kind(PsbtBuilder builder, WalletContext wallet) throws Exception {
    return parse(builder).effects(wallet).getLast().kind();
  }

  private static Reason refusal(PsbtBuilder builder, WalletContext wallet) {
    return catchThrowableOfType(TransactionException.class, () -> parse(builder).effects(wallet))
        .reason();
  }

  private static BitcoinTransaction parse(PsbtBuilder builder) throws TransactionException {
    return BitcoinTransaction.parse(builder.build(), ReferenceData.NONE);
  }
}
