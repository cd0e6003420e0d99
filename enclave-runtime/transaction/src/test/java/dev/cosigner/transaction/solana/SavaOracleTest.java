package dev.cosigner.transaction.solana;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.sava.core.accounts.meta.AccountMeta;
import software.sava.core.tx.Instruction;
import software.sava.core.tx.TransactionSkeleton;

/** Compares every decode with sava, a Solana library that shares no code with this module. */
class SavaOracleTest {
  private static final int MESSAGES = 5000;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsWhatSavaWritesAndAgreesWithItsReading(boolean versioned) throws Exception {
    MessageGenerator generator = new MessageGenerator(versioned ? 2 : 1);
    int accepted = 0;
    int rendered = 0;
    for (int i = 0; i < MESSAGES; i++) {
      Sample[] samples = generator.samples();
      byte[] legacy = Sample.message(generator.wallet(), generator.bytes(32), samples);
      byte[] message = versioned ? Sample.versioned(legacy) : legacy;
      if (1 + 64 * legacy[0] + message.length > SolanaTransaction.MAX_BYTES) {
        assertThat(reason(message)).isEqualTo(Reason.TOO_LARGE);
        continue;
      }
      SolanaTransaction transaction = SolanaTransaction.parseMessage(message);
      accepted++;
      assertThat(transaction.instructions())
          .isEqualTo(Arrays.stream(samples).map(Sample::expected).toList());
      assertThat(transaction.message().encode()).isEqualTo(message);
      assertThat(transaction.message().feePayer()).isEqualTo(generator.wallet());
      assertSameAsSava(transaction);
      if (transaction.requiredSigners().size() == 1) {
        Rendering rendering = transaction.render(generator.wallet().toString());
        assertThat(Rendering.decode(rendering.encode())).isEqualTo(rendering);
        rendered++;
      }
    }
    assertThat(accepted).isGreaterThan(MESSAGES * 9 / 10);
    assertThat(rendered).isGreaterThan(MESSAGES / 2);
  }

  /** Whatever is accepted after a change has one encoding, and sava reads the same from it. */
  @Test
  void acceptsNoChangedMessageThatSavaReadsOtherwise() {
    MessageGenerator generator = new MessageGenerator(3);
    int accepted = 0;
    for (int i = 0; i < MESSAGES * 6; i++) {
      byte[] message = Sample.message(generator.wallet(), generator.bytes(32), generator.samples());
      message = generator.below(2) == 0 ? message : Sample.versioned(message);
      int at = generator.below(message.length);
      message[at] = (byte) (message[at] + 1 + generator.below(255));
      if (generator.below(8) == 0) {
        message = Arrays.copyOf(message, at);
      }
      try {
        SolanaTransaction transaction = SolanaTransaction.parseMessage(message);
        assertThat(transaction.message().encode()).isEqualTo(message);
        assertSameAsSava(transaction);
        accepted++;
      } catch (TransactionException e) {
        assertThat(e).hasMessageContaining(e.expected()).hasMessageContaining(e.found());
      }
    }
    assertThat(accepted).isPositive();
  }

  /** What fuzz tests ask, too. */
  static void assertSameAsSava(SolanaTransaction transaction) {
    SolanaMessage message = transaction.message();
    int signers = message.signers().size();
    byte[] wire =
        Sample.join(
            Sample.join(new byte[] {(byte) signers}, new byte[64 * signers]), message.encode());
    TransactionSkeleton sava = TransactionSkeleton.deserializeSkeleton(wire);
    assertThat(sava.isVersioned()).isEqualTo(message.version() == SolanaMessage.Version.V0);
    assertThat(sava.numSigners()).isEqualTo(signers);
    assertThat(sava.base58BlockHash()).isEqualTo(message.recentBlockhash());
    assertThat(sava.feePayer().toBase58()).isEqualTo(message.feePayer().toString());
    AccountMeta[] accounts = sava.parseAccounts();
    assertThat(accounts).hasSize(message.accounts().size());
    for (int i = 0; i < accounts.length; i++) {
      assertThat(accounts[i].publicKey().toBase58())
          .isEqualTo(message.accounts().get(i).toString());
      assertThat(accounts[i].signer()).isEqualTo(message.signs(i));
      assertThat(accounts[i].write()).isEqualTo(message.writable(i));
    }
    Instruction[] instructions = sava.parseInstructions(accounts);
    assertThat(instructions).hasSize(message.instructions().size());
    for (int i = 0; i < instructions.length; i++) {
      CompiledInstruction ours = message.instructions().get(i);
      assertThat(instructions[i].programId().publicKey().toBase58())
          .isEqualTo(message.accounts().get(ours.program()).toString());
      assertThat(instructions[i].copyData()).isEqualTo(ours.data());
      List<String> named =
          instructions[i].accounts().stream().map(meta -> meta.publicKey().toBase58()).toList();
      assertThat(named)
          .isEqualTo(
              ours.accounts().stream().map(a -> message.accounts().get(a).toString()).toList());
    }
  }

  private static Reason reason(byte[] message) {
    try {
      SolanaTransaction.parseMessage(message);
    } catch (TransactionException e) {
      return e.reason();
    }
    throw new AssertionError("accepted");
  }
}
