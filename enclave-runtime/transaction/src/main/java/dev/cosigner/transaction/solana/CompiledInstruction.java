package dev.cosigner.transaction.solana;

import java.util.List;

/** An instruction as a message carries it: accounts by their index in the message. */
final class CompiledInstruction {
  private final int program;
  private final List<Integer> accounts;
  private final byte[] data;
  private final int offset;
  private final int dataOffset;

  /**
   * An instruction.
   *
   * @param program index of the program's account
   * @param accounts indices in the instruction's order
   * @param data for the program; not copied
   * @param offset of the instruction in the input, in bytes
   * @param dataOffset of its data
   */
  CompiledInstruction(
      int program, List<Integer> accounts, byte[] data, int offset, int dataOffset) {
    this.program = program;
    this.accounts = List.copyOf(accounts);
    this.data = data;
    this.offset = offset;
    this.dataOffset = dataOffset;
  }

  int program() {
    return program;
  }

  List<Integer> accounts() {
    return accounts;
  }

  /** The data itself: only to be read. */
  byte[] data() {
    return data;
  }

  int offset() {
    return offset;
  }

  int dataOffset() {
    return dataOffset;
  }
}
