package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Asset.Kind;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Effects on tokens. What a contract that no list names would do is assumed to be what its
 * functions say.
 */
final class TokenEffects {
  private static final List<Kind> KINDS = List.of(Kind.ERC20, Kind.ERC721, Kind.ERC1155);

  // Tokens that count in fewer bits take their own largest number for no limit, so numbers of so
  // many ones are none; and 2^128 is beyond any supply, so that one less than all is no limit.
  private static final int LEAST_UNLIMITED_BITS = 96;
  private static final int SUPPLY_BITS = 128;
  private static final BigInteger ALL = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

  private final Chain chain;
  private final WalletContext wallet;
  private final AssetList assets;

  TokenEffects(Chain chain, WalletContext wallet, AssetList assets) {
    this.chain = chain;
    this.wallet = wallet;
    this.assets = assets;
  }

  /** The form of addresses in effects. */
  static String text(EthereumAddress address) {
    return address.lowerCase();
  }

  Chain chain() {
    return chain;
  }

  /** Of which kind the asset list says that the contract is. */
  Optional<Kind> listedKind(EthereumAddress contract) {
    return KINDS.stream()
        .filter(kind -> assets.unit(asset(kind, contract)).isPresent())
        .findFirst();
  }

  /** What a contract that has {@code function} accounts for: as listed, or as usual. */
  Kind kind(KnownFunction function, EthereumAddress contract) {
    return listedKind(contract)
        .filter(function.kinds()::contains)
        .orElse(function.kinds().getFirst());
  }

  Effect coins(EthereumAddress from, EthereumAddress to, BigInteger amount) {
    return transfer(Asset.nativeOf(chain), from, to, amount);
  }

  Effect tokens(
      EthereumAddress token, EthereumAddress from, EthereumAddress to, BigInteger amount) {
    return transfer(asset(Kind.ERC20, token), from, to, amount);
  }

  /**
   * {@code spender} may take {@code amount}.
   *
   * @param expiry seconds since 1970; empty where it never ends
   */
  Effect allowance(
      EffectKind kind,
      EthereumAddress token,
      EthereumAddress owner,
      EthereumAddress spender,
      BigInteger amount,
      Optional<BigInteger> expiry) {
    return new Effect.TokenApproval(
        kind,
        asset(Kind.ERC20, token),
        text(owner),
        text(spender),
        amount,
        isUnlimited(amount),
        expiry);
  }

  /** The same where the permission, and not an amount, is given or taken. */
  Effect allowance(
      EthereumAddress token, EthereumAddress owner, EthereumAddress spender, boolean allowed) {
    return allowance(
        EffectKind.PERMIT,
        token,
        owner,
        spender,
        allowed ? ALL : BigInteger.ZERO,
        Optional.empty());
  }

  /** What {@code function}, one of a token, does when {@code caller} calls it. */
  List<Effect> of(
      KnownFunction function, EthereumAddress token, AbiValue.Sequence in, EthereumAddress caller)
      throws TransactionException {
    Kind kind = kind(function, token);
    return switch (function) {
      case TRANSFER -> List.of(tokens(token, caller, in.address(0), in.number(1)));
      case TRANSFER_FROM, SAFE_TRANSFER_FROM, SAFE_TRANSFER_FROM_WITH_DATA ->
          List.of(
              kind == Kind.ERC20
                  ? tokens(token, in.address(0), in.address(1), in.number(2))
                  : transfer(
                      item(kind, token, in.number(2)),
                      in.address(0),
                      in.address(1),
                      BigInteger.ONE));
      case APPROVE ->
          List.of(
              kind == Kind.ERC20
                  ? allowance(
                      EffectKind.APPROVE,
                      token,
                      caller,
                      in.address(0),
                      in.number(1),
                      Optional.empty())
                  : itemApproval(item(kind, token, in.number(1)), caller, in.address(0)));
      case INCREASE_ALLOWANCE ->
          List.of(
              allowance(
                  EffectKind.APPROVE,
                  token,
                  caller,
                  in.address(0),
                  in.number(1),
                  Optional.empty()));
      case PERMIT ->
          List.of(
              allowance(
                  EffectKind.PERMIT,
                  token,
                  in.address(0),
                  in.address(1),
                  in.number(2),
                  Optional.empty()));
      case DAI_PERMIT -> List.of(allowance(token, in.address(0), in.address(1), in.truth(4)));
      case SET_APPROVAL_FOR_ALL ->
          List.of(
              new Effect.OperatorApproval(
                  asset(kind, token), text(caller), text(in.address(0)), in.truth(1)));
      case SAFE_TRANSFER_ITEM ->
          List.of(
              transfer(
                  item(kind, token, in.number(2)), in.address(0), in.address(1), in.number(3)));
      case SAFE_BATCH_TRANSFER -> batch(kind, token, in);
      default -> List.of();
    };
  }

  private List<Effect> batch(Kind kind, EthereumAddress token, AbiValue.Sequence in)
      throws TransactionException {
    AbiValue.Sequence ids = in.sequence(2);
    AbiValue.Sequence amounts = in.sequence(3);
    if (ids.values().size() != amounts.values().size()) {
      throw new TransactionException(
          Reason.INVALID_CALL,
          "amounts of safeBatchTransferFrom",
          ids.values().size() + ", one for each id",
          String.valueOf(amounts.values().size()),
          TransactionException.NO_OFFSET);
    }
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < ids.values().size(); i++) {
      effects.add(
          transfer(
              item(kind, token, ids.number(i)), in.address(0), in.address(1), amounts.number(i)));
    }
    return effects;
  }

  private Effect itemApproval(Asset item, EthereumAddress owner, EthereumAddress spender) {
    // The zero address takes the item's approval back.
    return new Effect.TokenApproval(
        EffectKind.APPROVE,
        item,
        text(owner),
        text(spender),
        spender.isZero() ? BigInteger.ZERO : BigInteger.ONE,
        false,
        Optional.empty());
  }

  private Effect transfer(
      Asset asset, EthereumAddress from, EthereumAddress to, BigInteger amount) {
    return Effect.Transfer.of(wallet, asset, text(from), text(to), amount);
  }

  private Asset asset(Kind kind, EthereumAddress contract) {
    return Asset.of(chain, kind, text(contract));
  }

  private Asset item(Kind kind, EthereumAddress contract, BigInteger id) {
    return Asset.item(chain, kind, text(contract), id);
  }

  private static boolean isUnlimited(BigInteger amount) {
    boolean onesOnly = amount.bitCount() == amount.bitLength();
    return amount.bitLength() > SUPPLY_BITS
        || (onesOnly && amount.bitLength() >= LEAST_UNLIMITED_BITS);
  }
}
