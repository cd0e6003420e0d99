package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The accounts that a message of version 0 takes from one address look-up table (Solana
 * documentation, "Address lookup tables"). The message has indices alone: which accounts they mean
 * is said by the wallet's policy, or the message is refused.
 *
 * @param table the account that holds the table
 * @param writable indices of accounts that may be written
 * @param readOnly indices of the others
 * @param writableAccounts the accounts at {@code writable}
 * @param readOnlyAccounts the accounts at {@code readOnly}
 */
record AddressTable(
    SolanaAddress table,
    List<Integer> writable,
    List<Integer> readOnly,
    List<SolanaAddress> writableAccounts,
    List<SolanaAddress> readOnlyAccounts) {
  /** Copies the lists. */
  AddressTable {
    writable = List.copyOf(writable);
    readOnly = List.copyOf(readOnly);
    writableAccounts = List.copyOf(writableAccounts);
    readOnlyAccounts = List.copyOf(readOnlyAccounts);
  }

  static List<AddressTable> readAll(ByteReader reader, ReferenceData references)
      throws TransactionException {
    int count = reader.compactU16("number of address look-up tables");
    List<AddressTable> tables = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tables.add(read(reader, "address look-up table " + (i + 1), references));
    }
    return List.copyOf(tables);
  }

  private static AddressTable read(ByteReader reader, String what, ReferenceData references)
      throws TransactionException {
    int offset = reader.offset();
    SolanaAddress table = reader.address(what);
    List<Integer> writable = indices(reader, what);
    List<Integer> readOnly = indices(reader, what);
    List<String> content =
        Optional.ofNullable(references.lookupTables().get(table.toString()))
            .orElseThrow(() ->
                new TransactionException(
                    Reason.ADDRESS_LOOKUP_TABLE,
                    what,
                    "every account named in the message itself, or in a table of which the"
                        + " policy says the content",
                    table + ", whose content the message does not show",
                    offset));
    if (writable.isEmpty() && readOnly.isEmpty()) {
      throw new TransactionException(
          Reason.UNUSED_ACCOUNT, what, "a table that is used", table + " without use", offset);
    }
    return new AddressTable(
        table,
        writable,
        readOnly,
        accounts(what, content, writable, offset),
        accounts(what, content, readOnly, offset));
  }

  private static List<Integer> indices(ByteReader reader, String what) throws TransactionException {
    int count = reader.compactU16(what + ", number of accounts");
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      indices.add(reader.u8(what + ", account " + (i + 1)));
    }
    return indices;
  }

  private static List<SolanaAddress> accounts(
      String what, List<String> content, List<Integer> indices, int offset)
      throws TransactionException {
    List<SolanaAddress> accounts = new ArrayList<>();
    for (int index : indices) {
      if (index >= content.size()) {
        throw new TransactionException(
            Reason.ACCOUNT_OUT_OF_RANGE,
            what,
            "an index below " + content.size() + ", as the policy says the content",
            String.valueOf(index),
            offset);
      }
      accounts.add(SolanaAddress.parse(content.get(index)));
    }
    return accounts;
  }

  void write(ByteArrayOutputStream out) {
    out.writeBytes(table.toByteArray());
    SolanaMessage.writeCompactU16(out, writable.size());
    writable.forEach(out::write);
    SolanaMessage.writeCompactU16(out, readOnly.size());
    readOnly.forEach(out::write);
  }

  /** All accounts, those that may be written first. */
  List<SolanaAddress> accounts() {
    List<SolanaAddress> all = new ArrayList<>(writableAccounts);
    all.addAll(readOnlyAccounts);
    return List.copyOf(all);
  }
}
