package dev.cosigner.transaction.ethereum;

import static dev.cosigner.transaction.ethereum.TokenEffects.text;

import dev.cosigner.transaction.Asset.Kind;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.TransactionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What calls bring about. A contract that the wallet's asset list names does what its standard
 * says; of any other contract the same is assumed, and the call is an effect of its own besides,
 * since nobody has said what it does.
 */
final class CallEffects {
  private final TokenEffects tokens;

  CallEffects(TokenEffects tokens) {
    this.tokens = tokens;
  }

  /** Effects of {@code call} and of those in it, in order. */
  List<Effect> all(Call call, EthereumAddress caller, int depth) throws TransactionException {
    List<Effect> effects = new ArrayList<>(own(call, caller, depth));
    for (Call nested : call.nested()) {
      effects.addAll(all(nested, call.innerCaller(caller), depth + 1));
    }
    return effects;
  }

  /** Effects of {@code call} without those in it. */
  List<Effect> own(Call call, EthereumAddress caller, int depth) throws TransactionException {
    List<Effect> effects = new ArrayList<>();
    if (depth > 0 || (call.function().isPresent() && !isDescribed(call))) {
      effects.add(
          new Effect.ContractCall(
              tokens.chain(),
              text(caller),
              text(call.target()),
              call.function().map(FunctionSignature::selector).orElse(""),
              call.function().map(FunctionSignature::canonical).orElse(""),
              depth,
              call.delegate()));
    }
    if (call.value().signum() > 0 || call.function().isEmpty()) {
      effects.add(tokens.coins(caller, call.target(), call.value()));
    }
    // Code of a delegatecall works on the caller's storage: it is no token there.
    if (!call.delegate() && call.known().isPresent()) {
      effects.addAll(meaning(call.known().get(), call, caller));
    }
    return effects;
  }

  /** Whether the other effects say all that the call does. */
  private boolean isDescribed(Call call) {
    KnownFunction function = call.known().orElse(null);
    if (function == null || call.delegate()) {
      return false;
    }
    Optional<Kind> kind = tokens.listedKind(call.target());
    return function.isOfPermit2() || (kind.isPresent() && function.kinds().contains(kind.get()));
  }

  private List<Effect> meaning(KnownFunction function, Call call, EthereumAddress caller)
      throws TransactionException {
    if (function.isOfPermit2()) {
      return new Permit2Effects(tokens).of(function, call.arguments(), caller);
    }
    return function.kinds().isEmpty()
        ? List.of()
        : tokens.of(function, call.target(), call.arguments(), caller);
  }
}
