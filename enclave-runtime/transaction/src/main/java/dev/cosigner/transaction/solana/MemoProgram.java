package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.solana.SolanaInstruction.Memo;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The Memo program, both versions: all data is UTF-8 text, all accounts sign it. */
final class MemoProgram {
  private MemoProgram() {}

  static SolanaInstruction decode(InstructionView view) throws TransactionException {
    List<SolanaAddress> signers = new ArrayList<>();
    for (int i = 0; i < view.accountCount(); i++) {
      signers.add(view.signer(i, "signer of a memo"));
    }
    return new Memo(text(view, "memo", view.compiled().data()), signers);
  }

  static String text(InstructionView view, String what, byte[] bytes) throws TransactionException {
    try {
      // A fresh decoder reports malformed input where String's constructor would replace it.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw view.refusal(Reason.INVALID_TEXT, what, "UTF-8", "other bytes");
    }
  }
}
