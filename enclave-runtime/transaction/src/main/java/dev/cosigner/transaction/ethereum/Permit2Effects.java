package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the functions of {@link Permit2} do. */
final class Permit2Effects {
  private final TokenEffects tokens;

  Permit2Effects(TokenEffects tokens) {
    this.tokens = tokens;
  }

  List<Effect> of(KnownFunction function, AbiValue.Sequence in, EthereumAddress caller)
      throws TransactionException {
    return switch (function) {
      case PERMIT2_APPROVE ->
          List.of(
              tokens.allowance(
                  EffectKind.APPROVE,
                  in.address(0),
                  caller,
                  in.address(1),
                  in.number(2),
                  Optional.of(in.number(3))));
      case PERMIT2_TRANSFER -> List.of(transfer(in));
      case PERMIT2_TRANSFER_BATCH ->
          in.sequence(0).sequences().stream().map(this::transfer).toList();
      case PERMIT2_PERMIT -> {
        AbiValue.Sequence permit = in.sequence(1);
        yield List.of(permit(permit.sequence(0), in.address(0), permit.address(1)));
      }
      case PERMIT2_PERMIT_BATCH -> {
        AbiValue.Sequence permit = in.sequence(1);
        yield permit.sequence(0).sequences().stream()
            .map(details -> permit(details, in.address(0), permit.address(1)))
            .toList();
      }
      case PERMIT2_TRANSFER_BY_PERMIT ->
          List.of(transferByPermit(in.sequence(0).sequence(0), in.sequence(1), in.address(2)));
      case PERMIT2_TRANSFER_BY_PERMIT_BATCH -> transfersByPermit(in);
      case PERMIT2_LOCKDOWN ->
          in.sequence(0).sequences().stream()
              .map(pair ->
                  tokens.allowance(
                      EffectKind.APPROVE,
                      pair.address(0),
                      caller,
                      pair.address(1),
                      BigInteger.ZERO,
                      Optional.empty()))
              .toList();
      default -> throw new IllegalStateException("not of Permit2: " + function);
    };
  }

  /** from, to, amount, token. */
  private Effect transfer(AbiValue.Sequence in) {
    return tokens.tokens(in.address(3), in.address(0), in.address(1), in.number(2));
  }

  /** token, amount, expiration, nonce. */
  private Effect permit(AbiValue.Sequence details, EthereumAddress owner, EthereumAddress spender) {
    return tokens.allowance(
        EffectKind.PERMIT,
        details.address(0),
        owner,
        spender,
        details.number(1),
        Optional.of(details.number(2)));
  }

  private Effect transferByPermit(
      AbiValue.Sequence permitted, AbiValue.Sequence details, EthereumAddress owner) {
    return tokens.tokens(permitted.address(0), owner, details.address(0), details.number(1));
  }

  private List<Effect> transfersByPermit(AbiValue.Sequence in) throws TransactionException {
    List<AbiValue.Sequence> permitted = in.sequence(0).sequence(0).sequences();
    List<AbiValue.Sequence> details = in.sequence(1).sequences();
    if (permitted.size() != details.size()) {
      throw new TransactionException(
          Reason.INVALID_CALL,
          "transfers of permitTransferFrom",
          permitted.size() + ", one for each permitted token",
          String.valueOf(details.size()),
          TransactionException.NO_OFFSET);
    }
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < details.size(); i++) {
      effects.add(transferByPermit(permitted.get(i), details.get(i), in.address(2)));
    }
    return effects;
  }
}
