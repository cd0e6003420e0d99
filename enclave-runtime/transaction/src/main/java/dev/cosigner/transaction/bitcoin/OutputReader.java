package dev.cosigner.transaction.bitcoin;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Refuses outputs that are not fully understood, and reads where their keys should come from. */
final class OutputReader {
  private static final Set<PsbtField> UNDERSTOOD =
      EnumSet.of(
          PsbtField.OUT_REDEEM_SCRIPT,
          PsbtField.OUT_BIP32_DERIVATION,
          PsbtField.OUT_AMOUNT,
          PsbtField.OUT_SCRIPT,
          PsbtField.OUT_TAP_INTERNAL_KEY,
          PsbtField.OUT_TAP_BIP32_DERIVATION);

  private OutputReader() {}

  /** The claimed origins of the output's keys. */
  static List<KeyOrigin> read(PsbtMap map, int version, RawTransaction.Output output)
      throws TransactionException {
    for (PsbtMap.Entry entry : map.entries()) {
      Optional<PsbtField> field = PsbtField.of(PsbtField.Scope.OUTPUT, entry, version);
      if (field.filter(UNDERSTOOD::contains).isEmpty()) {
        throw unsupported(map, entry, field);
      }
    }
    refuseScript(map, output);
    List<KeyOrigin> origins = new ArrayList<>();
    for (PsbtMap.Entry entry : map.all(PsbtField.OUT_BIP32_DERIVATION)) {
      origins.add(KeyOrigin.read(map.name() + ", derivation", PsbtMap.reader(entry)));
    }
    for (PsbtMap.Entry entry : map.all(PsbtField.OUT_TAP_BIP32_DERIVATION)) {
      origins.add(PsbtFieldCheck.tapOrigin(map.name() + ", derivation", PsbtMap.reader(entry)));
    }
    return List.copyOf(origins);
  }

  private static void refuseScript(PsbtMap map, RawTransaction.Output output)
      throws TransactionException {
    OutputScript script = output.script();
    OutputScript.Kind kind = script.kind();
    if (kind == OutputScript.Kind.OTHER) {
      throw refusal(
          map,
          Reason.UNSUPPORTED_SCRIPT,
          "P2PKH, P2SH, P2WPKH, P2WSH, P2TR or OP_RETURN with one push",
          kind.title());
    }
    if (kind == OutputScript.Kind.DATA) {
      if (output.amount() != 0) {
        throw refusal(
            map,
            Reason.BURNT_AMOUNT,
            "nothing paid to OP_RETURN",
            output.amount() + " satoshis that nobody could spend");
      }
      return;
    }
    if (kind == OutputScript.Kind.P2TR && !Taproot.isKey(script.payload())) {
      throw refusal(
          map,
          Reason.BURNT_AMOUNT,
          "an output key that is one",
          script.payload() + ", which nobody could spend from");
    }
    long dust = BitcoinFee.dust(script);
    if (output.amount() < dust) {
      throw refusal(
          map,
          Reason.DUST,
          "at least " + dust + " satoshis, as the network relays it",
          output.amount() + " satoshis");
    }
  }

  static TransactionException unsupported(
      PsbtMap map, PsbtMap.Entry entry, Optional<PsbtField> field) {
    return new TransactionException(
        Reason.UNSUPPORTED_FIELD,
        map.name(),
        "fields that are understood",
        field.map(PsbtField::toString).orElse("a field of type " + entry.type()),
        entry.offset());
  }

  private static TransactionException refusal(
      PsbtMap map, Reason reason, String expected, String found) {
    return new TransactionException(
        reason, map.name(), expected, found, TransactionException.NO_OFFSET);
  }
}
