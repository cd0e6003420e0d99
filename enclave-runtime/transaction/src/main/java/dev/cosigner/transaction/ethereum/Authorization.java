package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Secp256k1;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What an account's key agreed to (EIP-7702): the account runs the code at another address.
 *
 * @param delegation what was agreed to
 * @param odd whether the y of the signature's nonce point is odd
 * @param authority whose key made the signature, found from it
 */
public record Authorization(
    CodeDelegation delegation, boolean odd, BigInteger r, BigInteger s, EthereumAddress authority) {

  /** More authorizations than anyone needs at once; each costs a recovery of a key. */
  static final int MAX = 16;

  static List<Authorization> readAll(RlpItem list) throws TransactionException {
    List<RlpItem> items = RlpFields.list("authorization list", list);
    if (items.isEmpty() || items.size() > MAX) {
      throw new TransactionException(
          Reason.INVALID_AUTHORIZATION,
          "authorization list",
          "1 to " + MAX + " authorizations",
          String.valueOf(items.size()),
          list.offset());
    }
    List<Authorization> authorizations = new ArrayList<>();
    for (RlpItem item : items) {
      authorizations.add(read(item));
    }
    return List.copyOf(authorizations);
  }

  private static Authorization read(RlpItem item) throws TransactionException {
    RlpFields fields = RlpFields.of("authorization", item, 6);
    CodeDelegation delegation = CodeDelegation.read(fields);
    BigInteger parity = fields.number("y parity of the authorization", 1);
    BigInteger r = fields.number("r of the authorization", 256);
    BigInteger s = fields.number("s of the authorization", 256);
    boolean odd = parity.signum() != 0;
    if (s.compareTo(Secp256k1.HALF_N) > 0) {
      throw refusal("s of at most half the group's order (EIP-2)", "a higher one", item);
    }
    EthereumAddress authority =
        Secp256k1.recover(delegation.signingHash(), r, s, odd)
            .map(EthereumAddress::of)
            .orElseThrow(() -> refusal("a signature", "one that no key makes", item));
    return new Authorization(delegation, odd, r, s, authority);
  }

  private static TransactionException refusal(String expected, String found, RlpItem item) {
    return new TransactionException(
        Reason.INVALID_AUTHORIZATION, "authorization", expected, found, item.offset());
  }

  RlpItem toRlp() {
    List<RlpItem> fields = new ArrayList<>(delegation.fields());
    fields.add(RlpItem.of(odd ? BigInteger.ONE : BigInteger.ZERO));
    fields.add(RlpItem.of(r));
    fields.add(RlpItem.of(s));
    return RlpItem.list(fields);
  }
}
