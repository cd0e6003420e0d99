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
    try {
      // A fresh decoder reports malformed input where String's constructor would replace it.
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(view.compiled().data()))
              .toString();
      return new Memo(text, signers);
    } catch (CharacterCodingException e) {
      throw view.refusal(Reason.INVALID_TEXT, "memo", "UTF-8", "other bytes");
    }
  }
}
