package dev.cosigner.transaction.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.VisibleText;
import dev.cosigner.transaction.WalletContext;
import fr.acinq.bitcoin.psbt.Psbt;
import fr.acinq.bitcoin.utils.Either;

/** Any bytes: either understood, with one encoding, or refused; never another exception. */
class PsbtFuzzTest {
  private static final WalletContext WALLET = new Keys("wallet").wallet();

  @FuzzTest(maxDuration = "30s")
  void psbt(byte[] bytes) {
    try {
      BitcoinTransaction transaction = BitcoinTransaction.parse(bytes, ReferenceData.NONE);
      assertThat(dev.cosigner.transaction.bitcoin.Psbt.read(bytes).encode()).isEqualTo(bytes);
      refusedByNoOracle(bytes, transaction);
      Rendering rendering = transaction.render(WALLET);
      assertThat(Rendering.decode(rendering.encode())).isEqualTo(rendering);
      assertThat(transaction.effects(WALLET)).isNotEmpty();
    } catch (TransactionException e) {
      assertThat(VisibleText.isVisible(e.getMessage())).isTrue();
    }
  }

  /** bitcoin-kmp reads version 0 alone. */
  private static void refusedByNoOracle(byte[] bytes, BitcoinTransaction transaction)
      throws TransactionException {
    if (dev.cosigner.transaction.bitcoin.Psbt.read(bytes).version() == 0) {
      Either<?, Psbt> read = Psbt.read(bytes);
      assertThat(read.isRight()).isTrue();
      assertThat(read.getRight().computeFees().toLong()).isEqualTo(transaction.feeSatoshis());
    }
  }
}
