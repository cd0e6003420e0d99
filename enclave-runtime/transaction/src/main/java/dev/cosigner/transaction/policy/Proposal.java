package dev.cosigner.transaction.policy;

import dev.cosigner.protocol.DomainHash;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.WalletContext;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** What is asked to be signed, as a policy sees it. */
public final class Proposal {
  private static final String DOMAIN = "cosigner/policy/proposal/v1";

  private final String id;
  private final String wallet;
  private final List<Effect> effects;
  private final List<Subject> subjects;

  /**
   * A proposal of these effects.
   *
   * @param id the same for the same bytes and wallet, and for no others
   * @param wallet the address that is asked to sign
   */
  public Proposal(String id, String wallet, List<Effect> effects) {
    this.id = id;
    this.wallet = wallet;
    this.effects = List.copyOf(effects);
    this.subjects = effects.stream().map(Subject::of).toList();
  }

  /**
   * The proposal to sign {@code transaction} with {@code wallet}.
   *
   * @throws TransactionException where its effects cannot be described fully
   */
  public static Proposal of(DecodedTransaction transaction, WalletContext wallet)
      throws TransactionException {
    List<Effect> effects = transaction.effects(wallet);
    String address = canonical(wallet);
    // With the effects: a message of a transaction's bytes is not the transaction.
    byte[] id =
        DomainHash.of(
            DOMAIN,
            utf8(transaction.network().id()),
            utf8(wallet.chain().toString()),
            utf8(address),
            transaction.encoded(),
            utf8(effects.toString()));
    return new Proposal(HexFormat.of().formatHex(id), address, effects);
  }

  /** Rules and ledgers have each wallet in one form: in another it would be under no limit. */
  private static String canonical(WalletContext wallet) {
    String address = wallet.address();
    String lowerCase = address.toLowerCase(Locale.ROOT);
    boolean anyCase =
        switch (wallet.chain().namespace()) {
          case Chain.EIP155 -> true;
          // Base58 has letters of both cases, and its addresses begin otherwise.
          case Chain.BIP122 -> lowerCase.startsWith("bc") || lowerCase.startsWith("tb");
          default -> false;
        };
    return anyCase ? lowerCase : address;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Names it in ledgers. */
  public String id() {
    return id;
  }

  /** The address that is asked to sign. */
  public String wallet() {
    return wallet;
  }

  /** What it brings about, in order. */
  public List<Effect> effects() {
    return effects;
  }

  /** The effects as rules look at them, in the same order. */
  public List<Subject> subjects() {
    return subjects;
  }
}
