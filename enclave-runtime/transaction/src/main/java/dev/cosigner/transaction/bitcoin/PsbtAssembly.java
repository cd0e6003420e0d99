package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts transactions together from the maps of a PSBT. */
final class PsbtAssembly {
  private PsbtAssembly() {}

  /** The unsigned transaction that the maps of version 2 describe (BIP-370). */
  static RawTransaction unsigned(PsbtMap global, List<PsbtMap> inputs, List<PsbtMap> outputs)
      throws TransactionException {
    List<RawTransaction.Input> spent = new ArrayList<>();
    for (PsbtMap map : inputs) {
      RawTransaction.Outpoint outpoint =
          new RawTransaction.Outpoint(
              map.value(PsbtField.PREVIOUS_TXID).orElseThrow(),
              map.u32(PsbtField.OUTPUT_INDEX).orElseThrow());
      spent.add(
          new RawTransaction.Input(
              outpoint,
              ByteString.EMPTY,
              map.u32(PsbtField.SEQUENCE).orElse(RawTransaction.FINAL)));
    }
    List<RawTransaction.Output> made = new ArrayList<>();
    for (PsbtMap map : outputs) {
      long amount = PsbtMap.reader(map.one(PsbtField.OUT_AMOUNT).orElseThrow()).i64("amount");
      OutputScript script = new OutputScript(map.value(PsbtField.OUT_SCRIPT).orElseThrow());
      made.add(new RawTransaction.Output(amount, script));
    }
    long version = global.u32(PsbtField.TRANSACTION_VERSION).orElseThrow();
    return new RawTransaction((int) version, spent, made, lockTime(global, inputs), List.of());
  }

  /** BIP-370, "Determining Lock Time": the kind that all inputs admit, heights before times. */
  static long lockTime(PsbtMap global, List<PsbtMap> inputs) throws TransactionException {
    boolean heightForAll = true;
    boolean timeForAll = true;
    long height = 0;
    long time = 0;
    for (PsbtMap map : inputs) {
      Optional<Long> needsHeight = map.u32(PsbtField.REQUIRED_HEIGHT);
      Optional<Long> needsTime = map.u32(PsbtField.REQUIRED_TIME);
      if (needsHeight.isPresent() || needsTime.isPresent()) {
        heightForAll &= needsHeight.isPresent();
        timeForAll &= needsTime.isPresent();
        height = Math.max(height, needsHeight.orElse(0L));
        time = Math.max(time, needsTime.orElse(0L));
      }
    }
    if (height == 0 && time == 0) {
      return global.u32(PsbtField.FALLBACK_LOCK_TIME).orElse(0L);
    }
    if (!heightForAll && !timeForAll) {
      throw new TransactionException(
          Reason.LOCK_TIME_CONFLICT,
          "lock time",
          "a height or a time that all inputs admit",
          "inputs that need a height and others that need a time",
          TransactionException.NO_OFFSET);
    }
    return heightForAll ? height : time;
  }

  static RawTransaction extract(RawTransaction unsigned, List<PsbtMap> maps)
      throws TransactionException {
    List<RawTransaction.Input> inputs = new ArrayList<>();
    List<List<ByteString>> witnesses = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      PsbtMap map = maps.get(i);
      Optional<ByteString> script = map.value(PsbtField.FINAL_SCRIPT_SIG);
      Optional<PsbtMap.Entry> witness = map.one(PsbtField.FINAL_SCRIPT_WITNESS);
      if (script.isEmpty() && witness.isEmpty()) {
        throw new TransactionException(
            Reason.INCOMPLETE,
            map.name(),
            "a final script or witness",
            "none",
            TransactionException.NO_OFFSET);
      }
      RawTransaction.Input input = unsigned.inputs().get(i);
      inputs.add(
          new RawTransaction.Input(
              input.outpoint(), script.orElse(ByteString.EMPTY), input.sequence()));
      witnesses.add(
          witness.isEmpty()
              ? List.of()
              : RawTransaction.readWitness(PsbtMap.reader(witness.get()), map.name()));
    }
    return new RawTransaction(
        unsigned.version(),
        inputs,
        unsigned.outputs(),
        unsigned.lockTime(),
        witnesses.stream().allMatch(List::isEmpty) ? List.of() : witnesses);
  }
}
