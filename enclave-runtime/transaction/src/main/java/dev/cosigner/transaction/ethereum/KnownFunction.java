package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Asset.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Functions whose meaning is known, where the contract is what it seems to be. */
enum KnownFunction {
  /** ERC-20. */
  TRANSFER("transfer(address to,uint256 amount)", Kind.ERC20),
  /** ERC-20, ERC-721. */
  TRANSFER_FROM("transferFrom(address from,address to,uint256 amount)", Kind.ERC20, Kind.ERC721),
  /** ERC-20, ERC-721. */
  APPROVE("approve(address spender,uint256 amount)", Kind.ERC20, Kind.ERC721),
  /** OpenZeppelin's ERC-20. */
  INCREASE_ALLOWANCE("increaseAllowance(address spender,uint256 addedAmount)", Kind.ERC20),
  /** OpenZeppelin's ERC-20. */
  DECREASE_ALLOWANCE("decreaseAllowance(address spender,uint256 subtractedAmount)"),
  /** EIP-2612. */
  PERMIT(
      "permit(address owner,address spender,uint256 amount,uint256 deadline,uint8 v,bytes32 r,"
          + "bytes32 s)",
      Kind.ERC20),
  /** The token DAI, before EIP-2612. */
  DAI_PERMIT(
      "permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed,uint8 v,"
          + "bytes32 r,bytes32 s)",
      Kind.ERC20),
  /** WETH. */
  DEPOSIT("deposit()"),
  /** WETH. */
  WITHDRAW("withdraw(uint256 amount)"),
  /** ERC-721. */
  SAFE_TRANSFER_FROM("safeTransferFrom(address from,address to,uint256 tokenId)", Kind.ERC721),
  /** ERC-721. */
  SAFE_TRANSFER_FROM_WITH_DATA(
      "safeTransferFrom(address from,address to,uint256 tokenId,bytes data)", Kind.ERC721),
  /** ERC-721, ERC-1155. */
  SET_APPROVAL_FOR_ALL(
      "setApprovalForAll(address operator,bool approved)", Kind.ERC721, Kind.ERC1155),
  /** ERC-1155. */
  SAFE_TRANSFER_ITEM(
      "safeTransferFrom(address from,address to,uint256 id,uint256 amount,bytes data)",
      Kind.ERC1155),
  /** ERC-1155. */
  SAFE_BATCH_TRANSFER(
      "safeBatchTransferFrom(address from,address to,uint256[] ids,uint256[] amounts,bytes data)",
      Kind.ERC1155),
  /** Calls of the contract itself, for the same caller. */
  MULTICALL("multicall(bytes[] calls)"),
  /** The same, until a time (Uniswap's routers). */
  MULTICALL_UNTIL("multicall(uint256 deadline,bytes[] calls)"),
  /** The same, after one block (Uniswap's routers). */
  MULTICALL_AFTER("multicall(bytes32 previousBlockhash,bytes[] calls)"),
  /** Multicall3. */
  AGGREGATE("aggregate((address target,bytes callData)[] calls)"),
  /** Multicall3. */
  TRY_AGGREGATE("tryAggregate(bool requireSuccess,(address target,bytes callData)[] calls)"),
  /** Multicall3. */
  AGGREGATE3("aggregate3((address target,bool allowFailure,bytes callData)[] calls)"),
  /** Multicall3. */
  AGGREGATE3_VALUE(
      "aggregate3Value((address target,bool allowFailure,uint256 value,bytes callData)[] calls)"),
  /** Safe. */
  EXEC_TRANSACTION(
      "execTransaction(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,"
          + "uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,"
          + "bytes signatures)"),
  /** Safe's MultiSend. */
  MULTI_SEND("multiSend(bytes transactions)"),
  /** Permit2. */
  PERMIT2_APPROVE("approve(address token,address spender,uint160 amount,uint48 expiration)"),
  /** Permit2. */
  PERMIT2_TRANSFER("transferFrom(address from,address to,uint160 amount,address token)"),
  /** Permit2. */
  PERMIT2_TRANSFER_BATCH(
      "transferFrom((address from,address to,uint160 amount,address token)[] transfers)"),
  /** Permit2. */
  PERMIT2_PERMIT(
      "permit(address owner,((address token,uint160 amount,uint48 expiration,uint48 nonce) details,"
          + "address spender,uint256 sigDeadline) permitSingle,bytes signature)"),
  /** Permit2. */
  PERMIT2_PERMIT_BATCH(
      "permit(address owner,((address token,uint160 amount,uint48 expiration,uint48 nonce)[] details,"
          + "address spender,uint256 sigDeadline) permitBatch,bytes signature)"),
  /** Permit2. */
  PERMIT2_TRANSFER_BY_PERMIT(
      "permitTransferFrom(((address token,uint256 amount) permitted,uint256 nonce,uint256 deadline)"
          + " permit,(address to,uint256 requestedAmount) transferDetails,address owner,"
          + "bytes signature)"),
  /** Permit2. */
  PERMIT2_TRANSFER_BY_PERMIT_BATCH(
      "permitTransferFrom(((address token,uint256 amount)[] permitted,uint256 nonce,"
          + "uint256 deadline) permit,(address to,uint256 requestedAmount)[] transferDetails,"
          + "address owner,bytes signature)"),
  /** Permit2. */
  PERMIT2_LOCKDOWN("lockdown((address token,address spender)[] approvals)");

  private static final Map<String, KnownFunction> BY_SELECTOR =
      Arrays.stream(values())
          .collect(
              Collectors.toUnmodifiableMap(
                  known -> known.signature.selector(), Function.identity()));

  // A record of records, and a list that cannot be changed.
  @SuppressWarnings("ImmutableEnumChecker")
  private final FunctionSignature signature;

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Kind> kinds;

  KnownFunction(String signature, Kind... kinds) {
    this.signature = FunctionSignature.parse(signature);
    this.kinds = List.of(kinds);
  }

  FunctionSignature signature() {
    return signature;
  }

  /**
   * Of which kinds a contract can be that has the function in this meaning; the first is the usual
   * one. Empty where the meaning is not one of a token.
   */
  List<Kind> kinds() {
    return kinds;
  }

  /** Whether only Permit2 has it. */
  boolean isOfPermit2() {
    return compareTo(PERMIT2_APPROVE) >= 0;
  }

  /** By the selector in hexadecimal. */
  static Optional<KnownFunction> of(String selector) {
    return Optional.ofNullable(BY_SELECTOR.get(selector));
  }
}
