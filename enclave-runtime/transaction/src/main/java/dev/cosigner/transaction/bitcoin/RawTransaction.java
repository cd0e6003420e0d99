package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A transaction as the network encodes it, with witnesses (BIP-144) or without.
 *
 * @param version 32 bits, signed
 * @param inputs what it spends
 * @param outputs what it makes
 * @param lockTime 32 bits, unsigned: a block height below 500,000,000, seconds since 1970 from
 *     there
 * @param witnesses a stack for each input; none at all in the form without witnesses
 */
record RawTransaction(
    int version,
    List<Input> inputs,
    List<Output> outputs,
    long lockTime,
    List<List<ByteString>> witnesses) {

  /** All the coins that there will ever be, in satoshis. */
  static final long MAX_MONEY = 21_000_000L * 100_000_000L;

  /** The sequence number that leaves an input final. */
  static final long FINAL = 0xffff_ffffL;

  // Outpoint, an empty script, sequence; amount and an empty script.
  private static final int MIN_INPUT = 41;
  private static final int MIN_OUTPUT = 9;

  /**
   * An output of an earlier transaction.
   *
   * @param transaction its id in the order of the encoding, 32 bytes
   * @param index 32 bits, unsigned
   */
  record Outpoint(ByteString transaction, long index) {
    /** The id as people write it, a colon, the index. */
    @Override
    public String toString() {
      return reversedHex(transaction.toByteArray()) + ":" + index;
    }
  }

  /**
   * One input.
   *
   * @param sequence 32 bits, unsigned
   */
  record Input(Outpoint outpoint, ByteString script, long sequence) {}

  /**
   * One output.
   *
   * @param amount in satoshis, 0 to {@link #MAX_MONEY}
   */
  record Output(long amount, OutputScript script) {
    static Output read(ByteReader reader, String what) throws TransactionException {
      int offset = reader.offset();
      long amount = reader.i64(what + ", amount");
      return new Output(
          checkedAmount(what, amount, offset), OutputScript.of(reader.sized(what + ", script")));
    }

    void write(ByteWriter writer) {
      writer.i64(amount).sized(script.bytes());
    }
  }

  /** Copies the lists. */
  RawTransaction {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    witnesses = List.copyOf(witnesses);
  }

  /**
   * Reads a transaction to its last byte.
   *
   * @param mayHaveWitnesses false for the form before BIP-144 alone, which may have no inputs
   */
  static RawTransaction read(String what, ByteReader reader, boolean mayHaveWitnesses)
      throws TransactionException {
    int version = (int) reader.u32(what + ", version");
    int offset = reader.offset();
    boolean marked = mayHaveWitnesses && reader.peek(what + ", inputs") == 0;
    if (marked) {
      reader.u8("marker");
      int flag = reader.u8(what + ", flag");
      if (flag != 1) {
        throw invalid(what, "inputs, or the marker 0 and the flag 1", "the flag " + flag, offset);
      }
    }
    List<Input> inputs = new ArrayList<>();
    int inputCount = reader.count(what + ", inputs", MIN_INPUT);
    for (int i = 0; i < inputCount; i++) {
      inputs.add(readInput(reader, what + ", input " + (i + 1)));
    }
    List<Output> outputs = new ArrayList<>();
    int outputCount = reader.count(what + ", outputs", MIN_OUTPUT);
    for (int i = 0; i < outputCount; i++) {
      outputs.add(Output.read(reader, what + ", output " + (i + 1)));
    }
    List<List<ByteString>> witnesses = new ArrayList<>();
    if (marked) {
      for (int i = 0; i < inputCount; i++) {
        witnesses.add(readWitness(reader, what + ", witness " + (i + 1)));
      }
      if (witnesses.stream().allMatch(List::isEmpty)) {
        throw invalid(what, "a witness where the marker announces one", "none", offset);
      }
    }
    long lockTime = reader.u32(what + ", lock time");
    reader.end(what);
    return new RawTransaction(version, inputs, outputs, lockTime, witnesses);
  }

  private static Input readInput(ByteReader reader, String what) throws TransactionException {
    Outpoint outpoint =
        new Outpoint(reader.string(what + ", transaction", 32), reader.u32(what + ", index"));
    ByteString script = ByteString.copyOf(reader.sized(what + ", script"));
    return new Input(outpoint, script, reader.u32(what + ", sequence"));
  }

  /** A stack: its height, then each item after its length. */
  static List<ByteString> readWitness(ByteReader reader, String what) throws TransactionException {
    int count = reader.count(what + ", items", 1);
    List<ByteString> items = new ArrayList<>();
    // One name for all: there can be a million.
    String item = what + ", item";
    for (int i = 0; i < count; i++) {
      items.add(ByteString.copyOf(reader.sized(item)));
    }
    return List.copyOf(items);
  }

  static void writeWitness(ByteWriter writer, List<ByteString> items) {
    writer.compactSize(items.size());
    items.forEach(writer::sized);
  }

  static long checkedAmount(String what, long amount, int offset) throws TransactionException {
    if (amount < 0 || amount > MAX_MONEY) {
      throw new TransactionException(
          Reason.AMOUNT_OUT_OF_RANGE,
          what,
          "0 to " + MAX_MONEY + " satoshis",
          String.valueOf(amount),
          offset);
    }
    return amount;
  }

  /** The encoding; with witnesses where there are any. */
  byte[] encode() {
    return encode(!witnesses.isEmpty());
  }

  private byte[] encode(boolean withWitnesses) {
    ByteWriter writer = new ByteWriter().u32(version);
    if (withWitnesses) {
      writer.u8(0).u8(1);
    }
    writer.compactSize(inputs.size());
    for (Input input : inputs) {
      writer.bytes(input.outpoint().transaction()).u32(input.outpoint().index());
      writer.sized(input.script()).u32(input.sequence());
    }
    writer.compactSize(outputs.size());
    outputs.forEach(output -> output.write(writer));
    if (withWitnesses) {
      witnesses.forEach(witness -> writeWitness(writer, witness));
    }
    return writer.u32(lockTime).toByteArray();
  }

  /** The id in the order of the encoding, 32 bytes: witnesses do not change it. */
  ByteString id() {
    return ByteString.copyOf(BitcoinHash.twice(encode(false)));
  }

  /** The id as people write it. */
  String idText() {
    return reversedHex(id().toByteArray());
  }

  private static String reversedHex(byte[] bytes) {
    byte[] reversed = Arrays.copyOf(bytes, bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return HexFormat.of().formatHex(reversed);
  }

  private static TransactionException invalid(
      String what, String expected, String found, int offset) {
    return new TransactionException(Reason.INVALID_TRANSACTION, what, expected, found, offset);
  }
}
