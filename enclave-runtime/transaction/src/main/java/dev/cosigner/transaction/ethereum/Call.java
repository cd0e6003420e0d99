package dev.cosigner.transaction.ethereum;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * A message from one account to another, and what is known of its data.
 *
 * @param target who is called
 * @param value in wei that goes with it
 * @param delegate whether the target's code runs in the caller's account (delegatecall)
 * @param function which function; empty where there is no data
 * @param known its meaning, where it has one
 * @param arguments of the function
 * @param nested calls that it makes, in order
 */
record Call(
    EthereumAddress target,
    BigInteger value,
    boolean delegate,
    Optional<FunctionSignature> function,
    Optional<KnownFunction> known,
    AbiValue.Sequence arguments,
    List<Call> nested) {
  Call {
    nested = List.copyOf(nested);
  }

  /** A payment without data. */
  static Call payment(EthereumAddress target, BigInteger value) {
    return new Call(
        target,
        value,
        false,
        Optional.empty(),
        Optional.empty(),
        new AbiValue.Sequence(List.of()),
        List.of());
  }

  /**
   * In whose name the nested calls are made, where this one is made by {@code caller}: a multicall
   * calls its own contract for its caller, code of a delegatecall runs in the caller's account, any
   * other contract calls in its own name.
   */
  EthereumAddress innerCaller(EthereumAddress caller) {
    return delegate || callsItself() ? caller : target;
  }

  private boolean callsItself() {
    return known
        .map(function ->
            switch (function) {
              case MULTICALL, MULTICALL_UNTIL, MULTICALL_AFTER -> true;
              default -> false;
            })
        .orElse(false);
  }
}
