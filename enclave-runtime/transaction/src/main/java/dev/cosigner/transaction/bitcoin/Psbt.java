package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A partially signed Bitcoin transaction, version 0 (BIP-174) or 2 (BIP-370), with the fields of
 * BIP-371: its form alone. Every field of these standards is checked, every other kept as it is;
 * whether it may be signed is for {@link BitcoinTransaction}.
 */
final class Psbt {
  /** Most bytes: 1 MiB, room for the transactions before it. */
  static final int MAX_BYTES = 1 << 20;

  private static final byte[] MAGIC = {'p', 's', 'b', 't', (byte) 0xff};
  private static final int INPUTS_AND_OUTPUTS_MODIFIABLE = 3;
  // What BIP-174, "Input Finalizer", leaves out once an input is final.
  private static final List<PsbtField> NOT_IN_FINAL_INPUTS =
      List.of(
          PsbtField.PARTIAL_SIGNATURE,
          PsbtField.SIGHASH_TYPE,
          PsbtField.REDEEM_SCRIPT,
          PsbtField.WITNESS_SCRIPT,
          PsbtField.BIP32_DERIVATION,
          PsbtField.FINAL_SCRIPT_SIG,
          PsbtField.FINAL_SCRIPT_WITNESS,
          PsbtField.TAP_KEY_SIGNATURE,
          PsbtField.TAP_SCRIPT_SIGNATURE,
          PsbtField.TAP_LEAF_SCRIPT,
          PsbtField.TAP_BIP32_DERIVATION,
          PsbtField.TAP_INTERNAL_KEY,
          PsbtField.TAP_MERKLE_ROOT);

  private final int version;
  private final PsbtMap global;
  private final List<PsbtMap> inputs;
  private final List<PsbtMap> outputs;
  private final RawTransaction unsigned;

  private Psbt(
      int version,
      PsbtMap global,
      List<PsbtMap> inputs,
      List<PsbtMap> outputs,
      RawTransaction unsigned) {
    this.version = version;
    this.global = global;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.unsigned = unsigned;
  }

  /**
   * Reads the binary form to its last byte.
   *
   * @throws TransactionException for everything that is not as the standards say
   */
  static Psbt read(byte[] bytes) throws TransactionException {
    if (bytes.length > MAX_BYTES) {
      throw new TransactionException(
          Reason.TOO_LARGE,
          "PSBT",
          "at most " + MAX_BYTES + " bytes",
          bytes.length + " bytes",
          TransactionException.NO_OFFSET);
    }
    ByteReader reader = new ByteReader(bytes, 0);
    if (reader.remaining() < MAGIC.length
        || !Arrays.equals(reader.bytes("PSBT", MAGIC.length), MAGIC)) {
      throw new TransactionException(
          Reason.NOT_A_PSBT, "PSBT", "the bytes \"psbt\" and ff first", "others", 0);
    }
    PsbtMap global = PsbtMap.read(PsbtField.Scope.GLOBAL, "global map", reader);
    int version = version(global);
    PsbtFieldCheck.check(global, version);
    Optional<RawTransaction> given = givenTransaction(global);
    long inputCount =
        given.isPresent() ? given.get().inputs().size() : count(global, PsbtField.INPUT_COUNT);
    long outputCount =
        given.isPresent() ? given.get().outputs().size() : count(global, PsbtField.OUTPUT_COUNT);
    List<PsbtMap> inputs = readMaps(reader, PsbtField.Scope.INPUT, inputCount, version);
    List<PsbtMap> outputs = readMaps(reader, PsbtField.Scope.OUTPUT, outputCount, version);
    reader.end("PSBT");
    RawTransaction unsigned =
        given.isPresent() ? given.get() : PsbtAssembly.unsigned(global, inputs, outputs);
    return new Psbt(version, global, inputs, outputs, unsigned);
  }

  private static int version(PsbtMap global) throws TransactionException {
    Optional<PsbtMap.Entry> entry = global.one(PsbtField.VERSION);
    if (entry.isEmpty()) {
      return 0;
    }
    long version = PsbtMap.reader(entry.get()).u32("PSBT version");
    if (version != 0 && version != 2) {
      throw new TransactionException(
          Reason.UNSUPPORTED_VERSION,
          "PSBT version",
          "0 or 2",
          String.valueOf(version),
          entry.get().offset());
    }
    return (int) version;
  }

  private static Optional<RawTransaction> givenTransaction(PsbtMap global)
      throws TransactionException {
    Optional<PsbtMap.Entry> entry = global.one(PsbtField.UNSIGNED_TRANSACTION);
    return entry.isEmpty()
        ? Optional.empty()
        : Optional.of(
            RawTransaction.read("unsigned transaction", PsbtMap.reader(entry.get()), false));
  }

  private static long count(PsbtMap global, PsbtField field) throws TransactionException {
    return PsbtMap.reader(global.one(field).orElseThrow()).compactSize(field.toString());
  }

  private static List<PsbtMap> readMaps(
      ByteReader reader, PsbtField.Scope scope, long count, int version)
      throws TransactionException {
    String name = scope == PsbtField.Scope.INPUT ? "input " : "output ";
    // A map has at least its separator.
    if (count < 0 || count > reader.remaining()) {
      throw new TransactionException(
          Reason.TRUNCATED,
          name + "maps",
          Long.toUnsignedString(count) + " maps",
          reader.remaining() + " bytes",
          reader.offset());
    }
    List<PsbtMap> maps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      PsbtMap map = PsbtMap.read(scope, name + (i + 1), reader);
      PsbtFieldCheck.check(map, version);
      maps.add(map);
    }
    return maps;
  }

  /** 0 or 2. */
  int version() {
    return version;
  }

  PsbtMap global() {
    return global;
  }

  /** One map for each input of {@link #unsigned}. */
  List<PsbtMap> inputs() {
    return inputs;
  }

  /** One map for each output of {@link #unsigned}. */
  List<PsbtMap> outputs() {
    return outputs;
  }

  /** The transaction without scripts and witnesses of its inputs. */
  RawTransaction unsigned() {
    return unsigned;
  }

  /** The one encoding: the bytes that were read. */
  byte[] encode() {
    ByteWriter writer = new ByteWriter().bytes(MAGIC);
    global.write(writer);
    inputs.forEach(map -> map.write(writer));
    outputs.forEach(map -> map.write(writer));
    return writer.toByteArray();
  }

  /**
   * The same with every input final (BIP-174, "Input Finalizer").
   *
   * @param scripts one for each input; may be empty
   * @param witnesses one for each input; may be empty
   */
  Psbt finalized(List<ByteString> scripts, List<List<ByteString>> witnesses) {
    List<PsbtMap> changed = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      PsbtMap map = inputs.get(i).without(NOT_IN_FINAL_INPUTS);
      if (!scripts.get(i).isEmpty()) {
        map = map.with(PsbtField.FINAL_SCRIPT_SIG, scripts.get(i).toByteArray());
      }
      if (!witnesses.get(i).isEmpty()) {
        ByteWriter stack = new ByteWriter();
        RawTransaction.writeWitness(stack, witnesses.get(i));
        map = map.with(PsbtField.FINAL_SCRIPT_WITNESS, stack.toByteArray());
      }
      changed.add(map);
    }
    return new Psbt(version, notModifiable(), changed, outputs, unsigned);
  }

  /** BIP-370, "Signer": SIGHASH_ALL fixes all inputs and outputs. */
  private PsbtMap notModifiable() {
    Optional<ByteString> flags = global.value(PsbtField.MODIFIABLE);
    return flags.isEmpty()
        ? global
        : global.with(
            PsbtField.MODIFIABLE,
            new byte[] {(byte) (flags.get().toByteArray()[0] & ~INPUTS_AND_OUTPUTS_MODIFIABLE)});
  }

  /**
   * The transaction for the network (BIP-174, "Transaction Extractor").
   *
   * @throws TransactionException {@link Reason#INCOMPLETE} where an input is not final
   */
  RawTransaction extract() throws TransactionException {
    return PsbtAssembly.extract(unsigned, inputs);
  }
}
