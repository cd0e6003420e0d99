package dev.cosigner.transaction.bitcoin;

import fr.acinq.bitcoin.OutPoint;
import fr.acinq.bitcoin.PublicKey;
import fr.acinq.bitcoin.Satoshi;
import fr.acinq.bitcoin.Script;
import fr.acinq.bitcoin.Transaction;
import fr.acinq.bitcoin.TxId;
import fr.acinq.bitcoin.TxIn;
import fr.acinq.bitcoin.TxOut;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes PSBTs of both versions, with transactions that bitcoin-kmp serializes. */
final class PsbtBuilder {
  static final int UNSIGNED = 0x00;
  static final int PREVIOUS = 0x00;
  static final int UTXO = 0x01;
  static final int SIGHASH = 0x03;
  static final int REDEEM = 0x04;
  static final int DERIVATION = 0x06;
  static final int TAP_DERIVATION = 0x16;
  static final int INTERNAL_KEY = 0x17;

  private final int version;
  private final Keys keys;
  long transactionVersion = 2;
  long lockTime;
  final Map global = new Map();
  final List<In> inputs = new ArrayList<>();
  final List<Out> outputs = new ArrayList<>();

  PsbtBuilder(int version, Keys keys) {
    this.version = version;
    this.keys = keys;
  }

  /** Keys and values in the order in which they are written. */
  static final class Map {
    final List<byte[]> entries = new ArrayList<>();

    Map put(int type, byte[] value) {
      return put(type, new byte[0], value);
    }

    /** Adds an entry, and leaves others of the same type. */
    Map put(int type, byte[] keyData, byte[] value) {
      return raw(new ByteWriter().compactSize(type).bytes(keyData).toByteArray(), value);
    }

    Map raw(byte[] key, byte[] value) {
      entries.add(key);
      entries.add(value);
      return this;
    }

    Map remove(int type) {
      for (int i = entries.size() - 2; i >= 0; i -= 2) {
        if ((entries.get(i)[0] & 0xff) == type) {
          entries.remove(i + 1);
          entries.remove(i);
        }
      }
      return this;
    }

    /** Another value for the entries of a type. */
    Map set(int type, byte[] value) {
      return remove(type).put(type, value);
    }

    private void write(ByteArrayOutputStream out) {
      ByteWriter writer = new ByteWriter();
      entries.forEach(writer::sized);
      out.writeBytes(writer.u8(0).toByteArray());
    }
  }

  /** One input, and what it spends. */
  static final class In {
    final Map map = new Map();
    OutPoint outpoint;
    TxOut spent;
    long sequence = 0xfffffffdL;
  }

  /** One output. */
  static final class Out {
    final Map map = new Map();
    long amount;
    byte[] script;
  }

  /** An input that spends an output of {@code amount} at the wallet's {@code path}. */
  In spend(InputKind kind, long amount, long... path) {
    PublicKey key = keys.publicKey(Arrays.stream(path).boxed().toArray(Long[]::new));
    Transaction previous = previous(Keys.script(kind, key), amount, inputs.size());
    In input = new In();
    input.outpoint = new OutPoint(previous, 1);
    input.spent = previous.txOut.get(1);
    if (kind == InputKind.P2TR) {
      byte[] internal = key.xOnly().value.toByteArray();
      input.map.put(UTXO, TxOut.write(input.spent));
      input.map.put(
          TAP_DERIVATION, internal, new ByteWriter().u8(0).bytes(keys.origin(path)).toByteArray());
      input.map.put(INTERNAL_KEY, internal);
    } else {
      input.map.put(PREVIOUS, Transaction.write(previous));
      if (kind == InputKind.P2SH_P2WPKH) {
        input.map.put(REDEEM, Script.write(Script.pay2wpkh(key)));
      }
      input.map.put(DERIVATION, key.value.toByteArray(), keys.origin(path));
    }
    inputs.add(input);
    return input;
  }

  /** A payment from one input, of which one field is another. */
  PsbtBuilder withInput(byte[] key, byte[] value) {
    spend(InputKind.P2WPKH, 50_000, 0, 0).map.remove(key[0]).raw(key, value);
    change(InputKind.P2WPKH, 49_000, 1, 0);
    return this;
  }

  static Transaction previous(byte[] script, long amount, int number) {
    TxIn input =
        new TxIn(
            new OutPoint(new TxId("ab".repeat(31) + "%02x".formatted(number)), 0), 0xffffffffL);
    return new Transaction(
        2,
        List.of(input),
        List.of(
            new TxOut(new Satoshi(amount + 5), new byte[] {0x6a}),
            new TxOut(new Satoshi(amount), script)),
        0);
  }

  Out pay(byte[] script, long amount) {
    Out output = new Out();
    output.amount = amount;
    output.script = script;
    outputs.add(output);
    return output;
  }

  /** An output to the wallet's {@code path}, with the key's origin. */
  Out change(InputKind kind, long amount, long... path) {
    PublicKey key = keys.publicKey(Arrays.stream(path).boxed().toArray(Long[]::new));
    Out output = pay(Keys.script(kind, key), amount);
    if (kind == InputKind.P2TR) {
      byte[] internal = key.xOnly().value.toByteArray();
      output.map.put(0x05, internal);
      output.map.put(0x07, internal, new ByteWriter().u8(0).bytes(keys.origin(path)).toByteArray());
    } else {
      output.map.put(0x02, key.value.toByteArray(), keys.origin(path));
    }
    return output;
  }

  Transaction unsigned() {
    return new Transaction(
        transactionVersion,
        inputs.stream().map(input -> new TxIn(input.outpoint, input.sequence)).toList(),
        outputs.stream()
            .map(output -> new TxOut(new Satoshi(output.amount), output.script))
            .toList(),
        lockTime);
  }

  byte[] build() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {'p', 's', 'b', 't', (byte) 0xff});
    Map first = new Map();
    if (version == 0) {
      first.put(UNSIGNED, Transaction.write(unsigned()));
    } else {
      first.put(0x02, u32(transactionVersion));
      first.put(0x03, u32(lockTime));
      first.put(0x04, new ByteWriter().compactSize(inputs.size()).toByteArray());
      first.put(0x05, new ByteWriter().compactSize(outputs.size()).toByteArray());
      first.put(0xfb, u32(2));
    }
    first.entries.addAll(global.entries);
    first.write(out);
    for (In input : inputs) {
      Map map = new Map();
      if (version == 2) {
        map.put(0x0e, input.outpoint.hash.value.toByteArray());
        map.put(0x0f, u32(input.outpoint.index));
        map.put(0x10, u32(input.sequence));
      }
      map.entries.addAll(input.map.entries);
      map.write(out);
    }
    for (Out output : outputs) {
      Map map = new Map();
      if (version == 2) {
        map.put(0x03, new ByteWriter().i64(output.amount).toByteArray());
        map.put(0x04, output.script);
      }
      map.entries.addAll(output.map.entries);
      map.write(out);
    }
    return out.toByteArray();
  }

  static byte[] u32(long value) {
    return new ByteWriter().u32(value).toByteArray();
  }
}
