package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * What signatures of inputs sign, 32 bytes, for a signature that covers all inputs and outputs
 * (SIGHASH_ALL, and SIGHASH_DEFAULT for Taproot); the other types are not computed at all.
 */
final class SignatureHash {
  /** Taproot's signature of 64 bytes, which covers everything. */
  static final int DEFAULT = 0;

  /** Everything is covered, and a last byte of the signature says so. */
  static final int ALL = 1;

  private static final int NO_ANNEX_KEY_PATH = 0;
  private static final int EPOCH = 0;

  private final RawTransaction transaction;
  private final List<RawTransaction.Output> spent;
  private final byte[] outpoints;
  private final byte[] sequences;
  private final byte[] outputs;

  /**
   * The hashes of one transaction.
   *
   * @param spent the outputs that its inputs spend, in their order
   */
  SignatureHash(RawTransaction transaction, List<RawTransaction.Output> spent) {
    this.transaction = transaction;
    this.spent = List.copyOf(spent);
    ByteWriter allOutpoints = new ByteWriter();
    ByteWriter allSequences = new ByteWriter();
    for (RawTransaction.Input input : transaction.inputs()) {
      writeOutpoint(allOutpoints, input);
      allSequences.u32(input.sequence());
    }
    ByteWriter allOutputs = new ByteWriter();
    transaction.outputs().forEach(output -> output.write(allOutputs));
    outpoints = Sha256.of(allOutpoints.toByteArray());
    sequences = Sha256.of(allSequences.toByteArray());
    outputs = Sha256.of(allOutputs.toByteArray());
  }

  /** The hash before BIP-141: the scripts of the other inputs are empty. */
  byte[] legacy(int input) {
    List<RawTransaction.Input> inputs = new ArrayList<>();
    for (int i = 0; i < transaction.inputs().size(); i++) {
      RawTransaction.Input each = transaction.inputs().get(i);
      ByteString script = i == input ? spent.get(i).script().bytes() : ByteString.EMPTY;
      inputs.add(new RawTransaction.Input(each.outpoint(), script, each.sequence()));
    }
    byte[] encoded =
        new RawTransaction(
                transaction.version(),
                inputs,
                transaction.outputs(),
                transaction.lockTime(),
                List.of())
            .encode();
    return BitcoinHash.twice(new ByteWriter().bytes(encoded).u32(ALL).toByteArray());
  }

  /**
   * BIP-143, for a witness program that is a public key's hash.
   *
   * @param keyHash 20 bytes
   */
  byte[] witness(int input, ByteString keyHash) {
    RawTransaction.Input signed = transaction.inputs().get(input);
    ByteWriter writer =
        new ByteWriter()
            .u32(transaction.version())
            .bytes(Sha256.of(outpoints))
            .bytes(Sha256.of(sequences));
    writeOutpoint(writer, signed);
    writer
        .sized(OutputScript.payToPublicKeyHash(keyHash.toByteArray()).bytes())
        .i64(spent.get(input).amount())
        .u32(signed.sequence())
        .bytes(Sha256.of(outputs))
        .u32(transaction.lockTime())
        .u32(ALL);
    return BitcoinHash.twice(writer.toByteArray());
  }

  /**
   * BIP-341, "Common signature message", key path without an annex.
   *
   * @param type {@link #DEFAULT} or {@link #ALL}
   */
  byte[] taproot(int input, int type) {
    ByteWriter amounts = new ByteWriter();
    ByteWriter scripts = new ByteWriter();
    for (RawTransaction.Output output : spent) {
      amounts.i64(output.amount());
      scripts.sized(output.script().bytes());
    }
    byte[] message =
        new ByteWriter()
            .u8(EPOCH)
            .u8(type)
            .u32(transaction.version())
            .u32(transaction.lockTime())
            .bytes(outpoints)
            .bytes(Sha256.of(amounts.toByteArray()))
            .bytes(Sha256.of(scripts.toByteArray()))
            .bytes(sequences)
            .bytes(outputs)
            .u8(NO_ANNEX_KEY_PATH)
            .u32(input)
            .toByteArray();
    return BitcoinHash.tagged("TapSighash", message);
  }

  private static void writeOutpoint(ByteWriter writer, RawTransaction.Input input) {
    writer.bytes(input.outpoint().transaction()).u32(input.outpoint().index());
  }
}
