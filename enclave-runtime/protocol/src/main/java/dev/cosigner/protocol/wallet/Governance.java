package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.List;

/**
 * Who approves for a wallet.
 *
 * @param operators Ed25519 public keys of the operators, 32 bytes each, distinct
 * @param quorum how many of them must approve, from 1 to all
 */
public record Governance(List<ByteString> operators, int quorum) {
  private static final int MAX_OPERATORS = 32;

  public Governance {
    operators = List.copyOf(operators);
    if (quorum < 1 || quorum > operators.size()) {
      throw new IllegalArgumentException(
          "quorum: expected 1 to " + operators.size() + ", found " + quorum);
    }
  }

  CborValue toCbor() {
    return CborValue.array(Fields.of(operators), CborValue.of(quorum));
  }

  static Governance fromCbor(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("governance", 2);
    List<ByteString> operators =
        Fields.byteStrings(fields.get(0), "operator keys", 1, MAX_OPERATORS, 32);
    Fields.distinct(operators, "operator keys");
    long quorum = fields.get(1).asInteger("quorum", 1, operators.size());
    return new Governance(operators, (int) quorum);
  }
}
