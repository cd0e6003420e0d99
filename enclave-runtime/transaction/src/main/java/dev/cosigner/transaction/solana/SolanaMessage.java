package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.Base58;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The structure of a Solana message, legacy or version 0 (Solana documentation, "Transactions"):
 * the bytes that signers sign. What the network itself refuses is refused, and accounts without a
 * use.
 */
public final class SolanaMessage {
  /** Which of the two forms. */
  public enum Version {
    /** Without a version byte. */
    LEGACY,
    /** With the version byte 0x80 and address look-up tables. */
    V0
  }

  private static final int MAX_INSTRUCTIONS = 64;
  private static final int VERSION_MARK = 0x80;

  private final Version version;
  private final int signers;
  private final int readOnlySigners;
  private final int readOnlyOthers;
  private final List<SolanaAddress> accounts;
  private final byte[] blockhash;
  private final List<CompiledInstruction> instructions;
  private final List<AddressTable> tables;
  private final List<SolanaAddress> allAccounts;
  private final int loadedWritable;

  private SolanaMessage(
      Version version,
      int signers,
      int readOnlySigners,
      int readOnlyOthers,
      List<SolanaAddress> accounts,
      byte[] blockhash,
      List<CompiledInstruction> instructions,
      List<AddressTable> tables) {
    this.version = version;
    this.signers = signers;
    this.readOnlySigners = readOnlySigners;
    this.readOnlyOthers = readOnlyOthers;
    this.accounts = accounts;
    this.blockhash = blockhash;
    this.instructions = instructions;
    this.tables = tables;
    List<SolanaAddress> all = new ArrayList<>(accounts);
    tables.forEach(table -> all.addAll(table.writableAccounts()));
    this.loadedWritable = all.size() - accounts.size();
    tables.forEach(table -> all.addAll(table.readOnlyAccounts()));
    this.allAccounts = List.copyOf(all);
  }

  /** Reads a message to its last byte; {@code references} say the content of tables. */
  static SolanaMessage read(ByteReader reader, ReferenceData references)
      throws TransactionException {
    int start = reader.offset();
    int first = reader.u8("message header");
    Version version = Version.LEGACY;
    if (first >= VERSION_MARK) {
      if (first != VERSION_MARK) {
        throw new TransactionException(
            Reason.UNSUPPORTED_VERSION,
            "message version",
            "a legacy message or version 0",
            "version " + (first - VERSION_MARK),
            start);
      }
      version = Version.V0;
      start = reader.offset();
      first = reader.u8("message header");
    }
    int signers = first;
    int readOnlySigners = reader.u8("read-only signers");
    int readOnlyOthers = reader.u8("read-only accounts");
    List<SolanaAddress> accounts = readAccounts(reader);
    if (signers == 0 || readOnlySigners >= signers || signers + readOnlyOthers > accounts.size()) {
      throw new TransactionException(
          Reason.INVALID_HEADER,
          "message header",
          "at least one signer that may be written, and no more accounts than there are",
          signers
              + " signers ("
              + readOnlySigners
              + " read-only) and "
              + readOnlyOthers
              + " other read-only accounts of "
              + accounts.size(),
          start);
    }
    byte[] blockhash = reader.bytes("recent blockhash", 32);
    List<CompiledInstruction> instructions = readInstructions(reader);
    List<AddressTable> tables =
        version == Version.V0 ? AddressTable.readAll(reader, references) : List.of();
    reader.end("message");
    SolanaMessage message =
        new SolanaMessage(
            version,
            signers,
            readOnlySigners,
            readOnlyOthers,
            accounts,
            blockhash,
            instructions,
            tables);
    message.refuseOutOfRange();
    message.refuseDuplicates(start);
    message.refuseUnused(start);
    return message;
  }

  private static List<SolanaAddress> readAccounts(ByteReader reader) throws TransactionException {
    int count = reader.compactU16("number of accounts");
    if (reader.remaining() / SolanaAddress.BYTES < count) {
      throw new TransactionException(
          Reason.TRUNCATED,
          "accounts",
          count + " accounts of 32 bytes",
          reader.remaining() + " bytes",
          reader.offset());
    }
    List<SolanaAddress> accounts = new ArrayList<>(count);
    Set<SolanaAddress> seen = new HashSet<>();
    for (int i = 0; i < count; i++) {
      int offset = reader.offset();
      SolanaAddress account = reader.address("account " + i);
      if (!seen.add(account)) {
        throw new TransactionException(
            Reason.DUPLICATE_ACCOUNT,
            "account " + i,
            "each account once",
            account + " again",
            offset);
      }
      accounts.add(account);
    }
    return List.copyOf(accounts);
  }

  private static List<CompiledInstruction> readInstructions(ByteReader reader)
      throws TransactionException {
    int offset = reader.offset();
    int count = reader.compactU16("number of instructions");
    if (count == 0) {
      throw new TransactionException(
          Reason.NO_INSTRUCTION, "message", "at least one instruction", "none", offset);
    }
    if (count > MAX_INSTRUCTIONS) {
      throw new TransactionException(
          Reason.TOO_MANY_INSTRUCTIONS,
          "message",
          "at most " + MAX_INSTRUCTIONS + " instructions",
          count + " instructions",
          offset);
    }
    List<CompiledInstruction> instructions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      instructions.add(readInstruction(reader, "instruction " + (i + 1)));
    }
    return List.copyOf(instructions);
  }

  private static CompiledInstruction readInstruction(ByteReader reader, String what)
      throws TransactionException {
    int offset = reader.offset();
    int program = reader.u8(what + ", program");
    int count = reader.compactU16(what + ", number of accounts");
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      indices.add(reader.u8(what + ", account " + (i + 1)));
    }
    int length = reader.compactU16(what + ", length of data");
    int dataOffset = reader.offset();
    byte[] data = reader.bytes(what + ", data", length);
    return new CompiledInstruction(program, List.copyOf(indices), data, offset, dataOffset);
  }

  private void refuseOutOfRange() throws TransactionException {
    for (int i = 0; i < instructions.size(); i++) {
      CompiledInstruction instruction = instructions.get(i);
      String what = "instruction " + (i + 1);
      // The network runs no program that comes from a table.
      refuseOutOfRange(what + ", program", instruction.program(), accounts.size(), instruction);
      for (int account : instruction.accounts()) {
        refuseOutOfRange(what + ", account", account, allAccounts.size(), instruction);
      }
    }
  }

  private static void refuseOutOfRange(
      String what, int index, int accounts, CompiledInstruction instruction)
      throws TransactionException {
    if (index >= accounts) {
      throw new TransactionException(
          Reason.ACCOUNT_OUT_OF_RANGE,
          what,
          "an index below " + accounts,
          String.valueOf(index),
          instruction.offset());
    }
  }

  private void refuseDuplicates(int offset) throws TransactionException {
    Set<SolanaAddress> seen = new HashSet<>();
    for (SolanaAddress account : allAccounts) {
      if (!seen.add(account)) {
        throw new TransactionException(
            Reason.DUPLICATE_ACCOUNT,
            "address look-up tables",
            "each account once",
            account + " again",
            offset);
      }
    }
  }

  private void refuseUnused(int offset) throws TransactionException {
    Set<Integer> used = new HashSet<>();
    used.add(0);
    for (CompiledInstruction instruction : instructions) {
      used.add(instruction.program());
      used.addAll(instruction.accounts());
    }
    for (int i = 0; i < allAccounts.size(); i++) {
      if (!used.contains(i)) {
        throw new TransactionException(
            Reason.UNUSED_ACCOUNT,
            "account " + i,
            "only accounts that an instruction uses",
            allAccounts.get(i) + ", which none uses",
            offset);
      }
    }
  }

  /** Legacy or version 0. */
  public Version version() {
    return version;
  }

  /**
   * All accounts; signers first, within them those that may be written first; those from tables
   * last.
   */
  public List<SolanaAddress> accounts() {
    return allAccounts;
  }

  /** The address look-up tables that accounts come from. */
  List<AddressTable> tables() {
    return tables;
  }

  /** The accounts that must sign; the first pays the fee. */
  public List<SolanaAddress> signers() {
    return accounts.subList(0, signers);
  }

  /** The account that pays the fee. */
  public SolanaAddress feePayer() {
    return accounts.getFirst();
  }

  /** Base58 of the recent blockhash, or of the nonce where a durable nonce is advanced. */
  public String recentBlockhash() {
    return Base58.encode(blockhash);
  }

  boolean signs(int account) {
    return account < signers;
  }

  boolean writable(int account) {
    if (account >= accounts.size()) {
      return account < accounts.size() + loadedWritable;
    }
    return account < signers
        ? account < signers - readOnlySigners
        : account < accounts.size() - readOnlyOthers;
  }

  List<CompiledInstruction> instructions() {
    return instructions;
  }

  /** The one encoding: the bytes that are signed. */
  public byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    if (version == Version.V0) {
      out.write(VERSION_MARK);
    }
    out.write(signers);
    out.write(readOnlySigners);
    out.write(readOnlyOthers);
    writeCompactU16(out, accounts.size());
    accounts.forEach(account -> out.writeBytes(account.toByteArray()));
    out.writeBytes(blockhash);
    writeCompactU16(out, instructions.size());
    for (CompiledInstruction instruction : instructions) {
      out.write(instruction.program());
      writeCompactU16(out, instruction.accounts().size());
      instruction.accounts().forEach(out::write);
      writeCompactU16(out, instruction.data().length);
      out.writeBytes(instruction.data());
    }
    if (version == Version.V0) {
      writeCompactU16(out, tables.size());
      tables.forEach(table -> table.write(out));
    }
    return out.toByteArray();
  }

  static void writeCompactU16(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest >= 0x80) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
