package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * What a transaction leaves to the miner: exactly what its inputs have more than its outputs, and
 * the size that it is for, once signed.
 *
 * @param satoshis at least 0
 * @param virtualSize in virtual bytes (BIP-141). ECDSA signatures count with 71 bytes: about every
 *     second one has 72, one in 128 has fewer
 */
record BitcoinFee(long satoshis, long virtualSize) {
  /** Most satoshis for each virtual byte: what Bitcoin Core's wallet sends at most by default. */
  static final long MAX_RATE = 10_000;

  private static final int ECDSA_SIGNATURE = 71;
  private static final int PUBLIC_KEY = 33;
  private static final int SCHNORR_SIGNATURE = 64;

  // Bitcoin Core, policy "GetDustThreshold": three satoshis for each byte of the output and of the
  // input that spends it, which is discounted for witness programs.
  private static final int DUST_RATE = 3;
  private static final int LEGACY_SPEND = 148;
  private static final int WITNESS_SPEND = 67;
  private static final int AMOUNT_AND_LENGTH = 9;

  static BitcoinFee of(RawTransaction unsigned, List<SpentOutput> spent)
      throws TransactionException {
    long in = 0;
    for (SpentOutput each : spent) {
      in += each.output().amount();
    }
    long out = 0;
    for (RawTransaction.Output output : unsigned.outputs()) {
      out += output.amount();
    }
    if (in > RawTransaction.MAX_MONEY || out > in) {
      throw new TransactionException(
          out > in ? Reason.SPENDS_MORE_THAN_IT_HAS : Reason.AMOUNT_OUT_OF_RANGE,
          "amounts",
          "inputs that hold the outputs, at most " + RawTransaction.MAX_MONEY + " satoshis",
          "inputs of " + in + " and outputs of " + out + " satoshis",
          TransactionException.NO_OFFSET);
    }
    BitcoinFee fee = new BitcoinFee(in - out, virtualSize(unsigned, spent));
    if (fee.satoshis > fee.virtualSize * MAX_RATE) {
      throw new TransactionException(
          Reason.FEE_TOO_HIGH,
          "fee",
          "at most "
              + fee.virtualSize * MAX_RATE
              + " satoshis for "
              + fee.virtualSize
              + " virtual bytes",
          fee.satoshis + " satoshis",
          TransactionException.NO_OFFSET);
    }
    return fee;
  }

  /** The least amount that nodes relay in an output with this script. */
  static long dust(OutputScript script) {
    int spend =
        switch (script.kind()) {
          case P2PKH, P2SH -> LEGACY_SPEND;
          case P2WPKH, P2WSH, P2TR -> WITNESS_SPEND;
          case DATA, OTHER -> 0;
        };
    return (long) DUST_RATE * (AMOUNT_AND_LENGTH + script.bytes().size() + spend);
  }

  private static long virtualSize(RawTransaction unsigned, List<SpentOutput> spent) {
    List<RawTransaction.Input> inputs = new ArrayList<>();
    List<List<ByteString>> witnesses = new ArrayList<>();
    ByteString signature = ByteString.copyOf(new byte[ECDSA_SIGNATURE]);
    ByteString key = ByteString.copyOf(new byte[PUBLIC_KEY]);
    for (int i = 0; i < spent.size(); i++) {
      RawTransaction.Input input = unsigned.inputs().get(i);
      int scriptSize =
          switch (spent.get(i).kind()) {
            case P2PKH -> 1 + ECDSA_SIGNATURE + 1 + PUBLIC_KEY;
            case P2SH_P2WPKH -> 1 + 22;
            case P2WPKH, P2TR -> 0;
          };
      inputs.add(
          new RawTransaction.Input(
              input.outpoint(), ByteString.copyOf(new byte[scriptSize]), input.sequence()));
      witnesses.add(
          switch (spent.get(i).kind()) {
            case P2PKH -> List.of();
            case P2SH_P2WPKH, P2WPKH -> List.of(signature, key);
            case P2TR ->
                List.of(
                    ByteString.copyOf(new byte[SCHNORR_SIGNATURE + spent.get(i).sighashType()]));
          });
    }
    RawTransaction bare =
        new RawTransaction(
            unsigned.version(), inputs, unsigned.outputs(), unsigned.lockTime(), List.of());
    int size = bare.encode().length;
    if (witnesses.stream().allMatch(List::isEmpty)) {
      return size;
    }
    RawTransaction whole =
        new RawTransaction(
            unsigned.version(), inputs, unsigned.outputs(), unsigned.lockTime(), witnesses);
    return (3L * size + whole.encode().length + 3) / 4;
  }
}
