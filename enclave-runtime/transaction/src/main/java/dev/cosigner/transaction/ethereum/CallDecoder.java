package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.VisibleText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the data of calls, and of the calls in them: functions that are known and those that the
 * wallet's policy declares for a contract. Used for one transaction.
 */
final class CallDecoder {
  private static final int MAX_DEPTH = 6;
  private static final int MAX_CALLS = 128;
  private static final int DELEGATE = 1;

  private final Chain chain;
  private final ReferenceData references;
  private final Map<EthereumAddress, Map<String, FunctionSignature>> declared = new HashMap<>();
  private int calls;

  CallDecoder(Chain chain, ReferenceData references) {
    this.chain = chain;
    this.references = references;
  }

  /**
   * The call of a transaction.
   *
   * @throws TransactionException where its data is not fully understood
   */
  Call decode(EthereumAddress target, BigInteger value, byte[] data) throws TransactionException {
    return decode(target, value, data, false, 0);
  }

  private Call decode(
      EthereumAddress target, BigInteger value, byte[] data, boolean delegate, int depth)
      throws TransactionException {
    calls++;
    if (depth > MAX_DEPTH || calls > MAX_CALLS) {
      throw new TransactionException(
          Reason.TOO_DEEP,
          "calls in one another",
          "at most " + MAX_DEPTH + " deep and " + MAX_CALLS + " in all",
          "more",
          TransactionException.NO_OFFSET);
    }
    if (delegate && value.signum() != 0) {
      throw invalid("value of a delegatecall", "0, since it moves none", value.toString());
    }
    if (data.length == 0 && !delegate) {
      return Call.payment(target, value);
    }
    if (data.length < FunctionSignature.SELECTOR_BYTES) {
      throw invalid(
          "data of a call to " + target,
          "a selector of " + FunctionSignature.SELECTOR_BYTES + " bytes",
          data.length + " bytes");
    }
    String selector = HexFormat.of().formatHex(data, 0, FunctionSignature.SELECTOR_BYTES);
    Optional<KnownFunction> known =
        KnownFunction.of(selector)
            .filter(function -> !function.isOfPermit2() || target.equals(Permit2.ADDRESS));
    Optional<FunctionSignature> own = Optional.ofNullable(declared(target).get(selector));
    if (own.isPresent()
        && known.isPresent()
        && !own.get().canonical().equals(known.get().signature().canonical())) {
      known = Optional.empty();
    }
    Optional<FunctionSignature> meant = known.map(KnownFunction::signature);
    FunctionSignature function = own.or(() -> meant).orElseThrow(() -> unknown(target, selector));
    AbiValue.Sequence arguments =
        AbiDecoder.decode(function.parameters(), data, FunctionSignature.SELECTOR_BYTES);
    List<Call> nested =
        known.isPresent() ? nested(known.get(), target, arguments, delegate, depth + 1) : List.of();
    return new Call(target, value, delegate, Optional.of(function), known, arguments, nested);
  }

  private List<Call> nested(
      KnownFunction function,
      EthereumAddress target,
      AbiValue.Sequence arguments,
      boolean delegate,
      int depth)
      throws TransactionException {
    return switch (function) {
      case MULTICALL -> ofItself(target, arguments.sequence(0), delegate, depth);
      case MULTICALL_UNTIL, MULTICALL_AFTER ->
          ofItself(target, arguments.sequence(1), delegate, depth);
      case AGGREGATE -> ofOthers(arguments.sequence(0), -1, 1, depth);
      case TRY_AGGREGATE -> ofOthers(arguments.sequence(1), -1, 1, depth);
      case AGGREGATE3 -> ofOthers(arguments.sequence(0), -1, 2, depth);
      case AGGREGATE3_VALUE -> ofOthers(arguments.sequence(0), 2, 3, depth);
      case EXEC_TRANSACTION -> List.of(ofSafe(arguments, depth));
      case MULTI_SEND -> ofMultiSend(arguments.bytes(0), depth);
      default -> List.of();
    };
  }

  private List<Call> ofItself(
      EthereumAddress target, AbiValue.Sequence data, boolean delegate, int depth)
      throws TransactionException {
    if (delegate) {
      throw invalid(
          "multicall of " + target,
          "a call: as a delegatecall it calls the caller's own code",
          "a delegatecall");
    }
    List<Call> nested = new ArrayList<>();
    for (int i = 0; i < data.values().size(); i++) {
      byte[] bytes = data.bytes(i);
      if (bytes.length == 0) {
        throw invalid("call " + (i + 1) + " of a multicall", "data", "none");
      }
      nested.add(decode(target, BigInteger.ZERO, bytes, false, depth));
    }
    return nested;
  }

  private List<Call> ofOthers(AbiValue.Sequence tuples, int value, int data, int depth)
      throws TransactionException {
    List<Call> nested = new ArrayList<>();
    for (AbiValue.Sequence tuple : tuples.sequences()) {
      nested.add(
          decode(
              tuple.address(0),
              value < 0 ? BigInteger.ZERO : tuple.number(value),
              tuple.bytes(data),
              false,
              depth));
    }
    return nested;
  }

  /**
   * What a Safe does by a transaction that its owners sign (SafeTx): the arguments are those of
   * execTransaction, up to the gas price.
   */
  Call ofSafe(AbiValue.Sequence arguments, int depth) throws TransactionException {
    if (arguments.number(6).signum() != 0) {
      throw invalid(
          "gas price of a Safe's transaction",
          "0: another one pays the sender from the Safe, by an amount that is not known before",
          arguments.number(6).toString());
    }
    return decode(
        arguments.address(0),
        arguments.number(1),
        arguments.bytes(2),
        isDelegate(arguments.number(3)),
        depth);
  }

  private List<Call> ofMultiSend(byte[] packed, int depth) throws TransactionException {
    List<Call> nested = new ArrayList<>();
    for (MultiSend.Entry entry : MultiSend.read(packed)) {
      nested.add(
          decode(
              entry.to(),
              entry.value(),
              entry.data(),
              isDelegate(BigInteger.valueOf(entry.operation())),
              depth));
    }
    return nested;
  }

  private static boolean isDelegate(BigInteger operation) throws TransactionException {
    if (operation.compareTo(BigInteger.valueOf(DELEGATE)) > 0) {
      throw invalid("operation of a Safe's transaction", "0 or 1", operation.toString());
    }
    return operation.intValue() == DELEGATE;
  }

  /** What the policy declares for the contract, by selector. */
  private Map<String, FunctionSignature> declared(EthereumAddress target)
      throws TransactionException {
    Map<String, FunctionSignature> known = declared.get(target);
    if (known != null) {
      return known;
    }
    Map<String, FunctionSignature> bySelector = new HashMap<>();
    String key = chain + ":" + target.lowerCase();
    for (String text : references.functions().getOrDefault(key, List.of())) {
      try {
        FunctionSignature signature = FunctionSignature.parse(text);
        if (bySelector.put(signature.selector(), signature) != null) {
          throw invalid("functions of " + key, "each selector once", VisibleText.quote(text));
        }
      } catch (IllegalArgumentException e) {
        throw new TransactionException(
            Reason.UNKNOWN_FUNCTION,
            "functions of " + key,
            "signatures such as pay(address to,uint256 amount)",
            e.getMessage(),
            TransactionException.NO_OFFSET);
      }
    }
    declared.put(target, bySelector);
    return bySelector;
  }

  private static TransactionException unknown(EthereumAddress target, String selector) {
    return new TransactionException(
        Reason.UNKNOWN_FUNCTION,
        "call of " + target,
        "a function that is known, or that the policy declares for this contract",
        "the selector 0x" + selector,
        TransactionException.NO_OFFSET);
  }

  private static TransactionException invalid(String what, String expected, String found) {
    return new TransactionException(
        Reason.INVALID_CALL, what, expected, found, TransactionException.NO_OFFSET);
  }
}
