package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Asset.Kind;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.TransactionException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What typed data brings about, where its types are exactly those of a known standard: permits of
 * tokens (EIP-2612, DAI), authorized transfers (EIP-3009), Permit2, and transactions of a Safe.
 * Permit2's transfers with a witness are known as far as Permit2 goes: what the witness is for, its
 * spender alone knows.
 *
 * @param effects of the signature, once someone hands it in
 * @param call that a Safe makes by it
 * @param understood whether that is all
 */
record TypedDataMeaning(List<Effect> effects, Optional<Call> call, boolean understood) {
  private static final String PERMIT =
      "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";
  private static final String DAI_PERMIT =
      "Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)";
  private static final String DETAILS =
      "PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)";
  private static final String SINGLE =
      "PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)" + DETAILS;
  private static final String BATCH =
      "PermitBatch(PermitDetails[] details,address spender,uint256 sigDeadline)" + DETAILS;
  private static final String TOKEN = "TokenPermissions(address token,uint256 amount)";
  private static final String TRANSFER =
      "PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,"
          + "uint256 deadline)"
          + TOKEN;
  private static final String BATCH_TRANSFER =
      "PermitBatchTransferFrom(TokenPermissions[] permitted,address spender,uint256 nonce,"
          + "uint256 deadline)"
          + TOKEN;
  // What is signed with a witness: its one field follows, of any type.
  private static final String WITNESS_TRANSFER =
      "PermitWitnessTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,"
          + "uint256 deadline,";
  private static final String WITNESS_BATCH_TRANSFER =
      "PermitBatchWitnessTransferFrom(TokenPermissions[] permitted,address spender,uint256 nonce,"
          + "uint256 deadline,";
  private static final String AUTHORIZATION =
      "(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)";
  private static final String AUTHORIZED_TRANSFER = "TransferWithAuthorization" + AUTHORIZATION;
  private static final String AUTHORIZED_RECEIPT = "ReceiveWithAuthorization" + AUTHORIZATION;
  private static final String CANCELLATION =
      "CancelAuthorization(address authorizer,bytes32 nonce)";
  private static final String SAFE =
      "SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,"
          + "uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,"
          + "uint256 nonce)";

  private static final Set<String> OF_PERMIT2 = Set.of(SINGLE, BATCH, TRANSFER, BATCH_TRANSFER);
  private static final TypedDataMeaning UNKNOWN =
      new TypedDataMeaning(List.of(), Optional.empty(), false);

  /**
   * The meaning of values.
   *
   * @param type the type's encoding
   * @throws TransactionException where a Safe's call is not understood
   */
  static TypedDataMeaning of(
      String type,
      TypedDataDomain domain,
      AbiValue.Sequence in,
      EthereumAddress signer,
      TokenEffects tokens,
      ReferenceData references)
      throws TransactionException {
    if (domain.contract().isEmpty()) {
      return UNKNOWN;
    }
    EthereumAddress contract = domain.contract().get();
    boolean token = tokens.listedKind(contract).filter(kind -> kind == Kind.ERC20).isPresent();
    boolean permit2 = contract.equals(Permit2.ADDRESS);
    if (OF_PERMIT2.contains(type) && !permit2) {
      return UNKNOWN;
    }
    // Permit2 hashes the permitted tokens by this one type: with another the signature is worth
    // nothing there.
    if (permit2 && type.contains(")" + TOKEN)) {
      if (type.startsWith(WITNESS_TRANSFER)) {
        return new TypedDataMeaning(
            List.of(transfer(tokens, in.sequence(0), signer, in)), Optional.empty(), false);
      } else if (type.startsWith(WITNESS_BATCH_TRANSFER)) {
        return new TypedDataMeaning(transfers(tokens, signer, in), Optional.empty(), false);
      }
    }
    return switch (type) {
      case PERMIT ->
          new TypedDataMeaning(
              List.of(
                  tokens.allowance(
                      EffectKind.PERMIT,
                      contract,
                      in.address(0),
                      in.address(1),
                      in.number(2),
                      Optional.empty())),
              Optional.empty(),
              token);
      case DAI_PERMIT ->
          new TypedDataMeaning(
              List.of(tokens.allowance(contract, in.address(0), in.address(1), in.truth(4))),
              Optional.empty(),
              token);
      case AUTHORIZED_TRANSFER, AUTHORIZED_RECEIPT ->
          new TypedDataMeaning(
              List.of(tokens.tokens(contract, in.address(0), in.address(1), in.number(2))),
              Optional.empty(),
              token);
      case CANCELLATION -> new TypedDataMeaning(List.of(), Optional.empty(), token);
      case SINGLE -> understood(List.of(allowance(tokens, in.sequence(0), signer, in.address(1))));
      case BATCH ->
          understood(
              in.sequence(0).sequences().stream()
                  .map(details -> allowance(tokens, details, signer, in.address(1)))
                  .toList());
      case TRANSFER -> understood(List.of(transfer(tokens, in.sequence(0), signer, in)));
      case BATCH_TRANSFER -> understood(transfers(tokens, signer, in));
      case SAFE -> {
        Call call = new CallDecoder(tokens.chain(), references).ofSafe(in, 1);
        yield new TypedDataMeaning(
            new CallEffects(tokens).all(call, contract, 1), Optional.of(call), true);
      }
      default -> UNKNOWN;
    };
  }

  private static TypedDataMeaning understood(List<Effect> effects) {
    return new TypedDataMeaning(effects, Optional.empty(), true);
  }

  /** token, amount, expiration, nonce. */
  private static Effect allowance(
      TokenEffects tokens,
      AbiValue.Sequence details,
      EthereumAddress owner,
      EthereumAddress spender) {
    return tokens.allowance(
        EffectKind.PERMIT,
        details.address(0),
        owner,
        spender,
        details.number(1),
        Optional.of(details.number(2)));
  }

  private static List<Effect> transfers(
      TokenEffects tokens, EthereumAddress owner, AbiValue.Sequence in) {
    return in.sequence(0).sequences().stream()
        .map(permitted -> transfer(tokens, permitted, owner, in))
        .toList();
  }

  /** One transfer at most, until the deadline. */
  private static Effect transfer(
      TokenEffects tokens,
      AbiValue.Sequence permitted,
      EthereumAddress owner,
      AbiValue.Sequence in) {
    return tokens.allowance(
        EffectKind.PERMIT,
        permitted.address(0),
        owner,
        in.address(1),
        permitted.number(1),
        Optional.of(in.number(3)));
  }
}
