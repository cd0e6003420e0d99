package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One key-value map of a partially signed transaction (BIP-174, "Specification"), in the order of
 * its encoding; no key twice.
 */
record PsbtMap(PsbtField.Scope scope, String name, List<Entry> entries) {
  /** Most entries of one map. */
  static final int MAX_ENTRIES = 1000;

  /**
   * A key with its value.
   *
   * @param type first part of the key
   * @param keyData the rest of the key
   * @param offset of the value in the input, or {@link TransactionException#NO_OFFSET}
   */
  record Entry(long type, ByteString keyData, ByteString value, int offset) {}

  /** Copies the list. */
  PsbtMap {
    entries = List.copyOf(entries);
  }

  /** Reads entries up to the separator. */
  static PsbtMap read(PsbtField.Scope scope, String name, ByteReader reader)
      throws TransactionException {
    List<Entry> entries = new ArrayList<>();
    Set<ByteString> keys = new HashSet<>();
    while (true) {
      int start = reader.offset();
      byte[] key = reader.sized(name + ", key");
      if (key.length == 0) {
        return new PsbtMap(scope, name, entries);
      }
      if (entries.size() == MAX_ENTRIES) {
        throw new TransactionException(
            Reason.TOO_MANY_FIELDS, name, "at most " + MAX_ENTRIES + " fields", "more", start);
      }
      if (!keys.add(ByteString.copyOf(key))) {
        throw new TransactionException(
            Reason.DUPLICATE_FIELD, name, "each key once", "a key again", start);
      }
      ByteReader parts = new ByteReader(key, start);
      long type = parts.compactSize(name + ", type of a field");
      ByteString keyData = parts.string(name + ", key", parts.remaining());
      byte[] value = reader.sized(name + ", value");
      entries.add(
          new Entry(type, keyData, ByteString.copyOf(value), reader.offset() - value.length));
    }
  }

  void write(ByteWriter writer) {
    for (Entry entry : entries) {
      writer.sized(new ByteWriter().compactSize(entry.type()).bytes(entry.keyData()).toByteArray());
      writer.sized(entry.value());
    }
    writer.u8(0);
  }

  /** The entries of {@code field}, in their order. */
  List<Entry> all(PsbtField field) {
    return entries.stream().filter(entry -> entry.type() == field.type()).toList();
  }

  /** The entry of a field that has no key data. */
  Optional<Entry> one(PsbtField field) {
    return all(field).stream().findFirst();
  }

  boolean has(PsbtField field) {
    return one(field).isPresent();
  }

  /** The value of a field that has no key data. */
  Optional<ByteString> value(PsbtField field) {
    return one(field).map(Entry::value);
  }

  /** The 32 bits of a checked field; empty without it. */
  Optional<Long> u32(PsbtField field) throws TransactionException {
    Optional<Entry> entry = one(field);
    return entry.isEmpty() ? Optional.empty() : Optional.of(reader(entry.get()).u32(name));
  }

  /** The same with another value of a field that has no key data, at the end where it is new. */
  PsbtMap with(PsbtField field, byte[] value) {
    List<Entry> changed = new ArrayList<>(without(List.of(field)).entries);
    changed.add(
        new Entry(
            field.type(),
            ByteString.EMPTY,
            ByteString.copyOf(value),
            TransactionException.NO_OFFSET));
    return new PsbtMap(scope, name, changed);
  }

  PsbtMap without(List<PsbtField> fields) {
    return new PsbtMap(
        scope,
        name,
        entries.stream()
            .filter(entry -> fields.stream().noneMatch(field -> field.type() == entry.type()))
            .toList());
  }

  /** A reader of an entry's value. */
  static ByteReader reader(Entry entry) {
    return new ByteReader(entry.value().toByteArray(), entry.offset());
  }
}
