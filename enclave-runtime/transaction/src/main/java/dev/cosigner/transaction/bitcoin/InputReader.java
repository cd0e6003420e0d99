package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says what one input of a PSBT spends, and refuses it unless all of its fields are understood. */
final class InputReader {
  private static final Set<PsbtField> SIGNATURES =
      EnumSet.of(
          PsbtField.PARTIAL_SIGNATURE,
          PsbtField.FINAL_SCRIPT_SIG,
          PsbtField.FINAL_SCRIPT_WITNESS,
          PsbtField.TAP_KEY_SIGNATURE,
          PsbtField.TAP_SCRIPT_SIGNATURE);
  private static final Set<PsbtField> UNDERSTOOD =
      EnumSet.of(
          PsbtField.PREVIOUS_TRANSACTION,
          PsbtField.WITNESS_UTXO,
          PsbtField.SIGHASH_TYPE,
          PsbtField.REDEEM_SCRIPT,
          PsbtField.BIP32_DERIVATION,
          PsbtField.PREVIOUS_TXID,
          PsbtField.OUTPUT_INDEX,
          PsbtField.SEQUENCE,
          PsbtField.REQUIRED_TIME,
          PsbtField.REQUIRED_HEIGHT,
          PsbtField.TAP_BIP32_DERIVATION,
          PsbtField.TAP_INTERNAL_KEY);

  private final PsbtMap map;
  private final int version;
  private final RawTransaction.Outpoint outpoint;

  private InputReader(PsbtMap map, int version, RawTransaction.Outpoint outpoint) {
    this.map = map;
    this.version = version;
    this.outpoint = outpoint;
  }

  static SpentOutput read(PsbtMap map, int version, RawTransaction.Outpoint outpoint)
      throws TransactionException {
    return new InputReader(map, version, outpoint).read();
  }

  private SpentOutput read() throws TransactionException {
    refuseFields();
    Optional<RawTransaction.Output> proved = previousOutput();
    RawTransaction.Output output = output(proved);
    InputKind kind = kind(output);
    // A signature of version 0 covers the amount of its own input only, so a host that lies about
    // another's could turn the difference into fee (CVE-2020-14199). Taproot covers all of them.
    if (proved.isEmpty() && !kind.isTaproot()) {
      throw refusal(
          Reason.MISSING_PREVIOUS_TRANSACTION,
          "the whole transaction before it, which proves the amount of " + kind.title(),
          "its output alone");
    }
    int sighashType = sighashType(kind);
    return kind.isTaproot() ? taproot(output, sighashType) : hashed(kind, output, sighashType);
  }

  private void refuseFields() throws TransactionException {
    for (PsbtMap.Entry entry : map.entries()) {
      Optional<PsbtField> field = PsbtField.of(PsbtField.Scope.INPUT, entry, version);
      if (field.filter(SIGNATURES::contains).isPresent()) {
        throw refusal(Reason.ALREADY_SIGNED, "an input without signatures", field.get().toString());
      }
      if (field.filter(UNDERSTOOD::contains).isEmpty()) {
        throw OutputReader.unsupported(map, entry, field);
      }
    }
  }

  /** The spent output as the transaction before it has it; empty where that is not given. */
  private Optional<RawTransaction.Output> previousOutput() throws TransactionException {
    Optional<PsbtMap.Entry> entry = map.one(PsbtField.PREVIOUS_TRANSACTION);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    RawTransaction previous =
        RawTransaction.read(
            map.name() + ", previous transaction", PsbtMap.reader(entry.get()), true);
    if (!previous.id().equals(outpoint.transaction())) {
      throw refusal(
          Reason.WRONG_PREVIOUS_TRANSACTION,
          "the transaction whose id begins " + outpoint,
          "the transaction " + previous.idText());
    }
    if (outpoint.index() >= previous.outputs().size()) {
      throw refusal(
          Reason.OUTPUT_OUT_OF_RANGE,
          "an output of the previous transaction, which has " + previous.outputs().size(),
          "index " + outpoint.index());
    }
    return Optional.of(previous.outputs().get((int) outpoint.index()));
  }

  private RawTransaction.Output output(Optional<RawTransaction.Output> proved)
      throws TransactionException {
    Optional<PsbtMap.Entry> entry = map.one(PsbtField.WITNESS_UTXO);
    if (entry.isEmpty()) {
      return proved.orElseThrow(() ->
          refusal(
              Reason.MISSING_PREVIOUS_TRANSACTION,
              "the transaction before it, or for Taproot the spent output",
              "neither"));
    }
    RawTransaction.Output claimed =
        RawTransaction.Output.read(PsbtMap.reader(entry.get()), map.name() + ", spent output");
    if (proved.isPresent() && !proved.get().equals(claimed)) {
      throw refusal(
          Reason.DIFFERENT_SPENT_OUTPUT,
          "the output of the previous transaction, of " + proved.get().amount() + " satoshis",
          "another, of " + claimed.amount());
    }
    return claimed;
  }

  private InputKind kind(RawTransaction.Output output) throws TransactionException {
    Optional<ByteString> redeem = map.value(PsbtField.REDEEM_SCRIPT);
    OutputScript script = output.script();
    if (script.kind() == OutputScript.Kind.P2SH && redeem.isPresent()) {
      byte[] hash = BitcoinHash.hash160(redeem.get().toByteArray());
      if (!script.payload().equals(ByteString.copyOf(hash))) {
        throw refusal(
            Reason.WRONG_SCRIPT,
            "the redeem script with the hash " + script.payload(),
            "one with the hash " + ByteString.copyOf(hash));
      }
      OutputScript inner = new OutputScript(redeem.get());
      if (inner.kind() == OutputScript.Kind.P2WPKH) {
        return InputKind.P2SH_P2WPKH;
      }
      throw unsupported(script.kind().title() + " of a " + inner.kind().title());
    }
    if (redeem.isPresent()) {
      throw refusal(Reason.WRONG_SCRIPT, "a redeem script for P2SH alone", script.kind().title());
    }
    return switch (script.kind()) {
      case P2PKH -> InputKind.P2PKH;
      case P2WPKH -> InputKind.P2WPKH;
      case P2TR -> InputKind.P2TR;
      case P2SH -> throw unsupported("P2SH without its redeem script");
      case P2WSH, DATA, OTHER -> throw unsupported(script.kind().title());
    };
  }

  private TransactionException unsupported(String found) {
    return refusal(Reason.UNSUPPORTED_SCRIPT, "P2PKH, P2SH-P2WPKH, P2WPKH or P2TR", found);
  }

  private int sighashType(InputKind kind) throws TransactionException {
    int usual = kind.isTaproot() ? SignatureHash.DEFAULT : SignatureHash.ALL;
    long type = map.u32(PsbtField.SIGHASH_TYPE).orElse((long) usual);
    if (type != usual && type != SignatureHash.ALL) {
      throw refusal(
          Reason.SIGHASH_TYPE,
          kind.isTaproot() ? "SIGHASH_DEFAULT or SIGHASH_ALL" : "SIGHASH_ALL",
          sighashName(type));
    }
    return (int) type;
  }

  private static String sighashName(long type) {
    String base =
        switch ((int) (type & 0x1f)) {
          case 0 -> "SIGHASH_DEFAULT";
          case 1 -> "SIGHASH_ALL";
          case 2 -> "SIGHASH_NONE";
          case 3 -> "SIGHASH_SINGLE";
          default -> "an unknown type";
        };
    return base + ((type & 0x80) == 0 ? "" : " with SIGHASH_ANYONECANPAY") + " (" + type + ")";
  }

  /** Inputs whose script has the hash of a key. */
  private SpentOutput hashed(InputKind kind, RawTransaction.Output output, int sighashType)
      throws TransactionException {
    refuseOf(kind, PsbtField.TAP_INTERNAL_KEY, PsbtField.TAP_BIP32_DERIVATION);
    ByteString hash =
        kind == InputKind.P2SH_P2WPKH
            ? new OutputScript(map.value(PsbtField.REDEEM_SCRIPT).orElseThrow()).payload()
            : output.script().payload();
    List<PsbtMap.Entry> keys = map.all(PsbtField.BIP32_DERIVATION);
    if (keys.size() != 1
        || keys.getFirst().keyData().size() != 33
        || !ByteString.copyOf(BitcoinHash.hash160(keys.getFirst().keyData().toByteArray()))
            .equals(hash)) {
      throw refusal(
          Reason.WRONG_PUBLIC_KEY,
          "the derivation of one compressed key, with the hash " + hash,
          keys.size() + " keys" + (keys.size() == 1 ? ", and it has another hash" : ""));
    }
    PsbtMap.Entry entry = keys.getFirst();
    return new SpentOutput(
        kind,
        output,
        Optional.of(entry.keyData()),
        Optional.of(KeyOrigin.read(map.name() + ", derivation", PsbtMap.reader(entry))),
        sighashType);
  }

  private SpentOutput taproot(RawTransaction.Output output, int sighashType)
      throws TransactionException {
    refuseOf(InputKind.P2TR, PsbtField.BIP32_DERIVATION);
    Optional<ByteString> internal = map.value(PsbtField.TAP_INTERNAL_KEY);
    List<PsbtMap.Entry> keys = map.all(PsbtField.TAP_BIP32_DERIVATION);
    if (keys.size() > 1
        || (keys.size() == 1 && !internal.equals(Optional.of(keys.getFirst().keyData())))) {
      throw refusal(
          Reason.WRONG_PUBLIC_KEY,
          "the derivation of the internal key alone",
          keys.size() + " keys, or another");
    }
    if (internal.isPresent()
        && !Taproot.outputKey(internal.get()).equals(Optional.of(output.script().payload()))) {
      throw refusal(
          Reason.WRONG_PUBLIC_KEY,
          "the internal key of the output key " + output.script().payload() + " without scripts",
          internal.get().toString());
    }
    Optional<KeyOrigin> origin = Optional.empty();
    if (!keys.isEmpty()) {
      ByteReader reader = PsbtMap.reader(keys.getFirst());
      origin = Optional.of(PsbtFieldCheck.tapOrigin(map.name() + ", derivation", reader));
    }
    return new SpentOutput(InputKind.P2TR, output, internal, origin, sighashType);
  }

  private void refuseOf(InputKind kind, PsbtField... fields) throws TransactionException {
    for (PsbtField field : fields) {
      if (!map.all(field).isEmpty()) {
        throw refusal(Reason.UNSUPPORTED_FIELD, "fields of " + kind.title(), field.toString());
      }
    }
  }

  private TransactionException refusal(Reason reason, String expected, String found) {
    return new TransactionException(
        reason, map.name(), expected, found, TransactionException.NO_OFFSET);
  }
}
