package dev.cosigner.transaction.bitcoin;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a wallet would look for its change again: beside what the transaction spends. An own key
 * that no search finds is as lost as a stranger's, or held to ransom by who chose its path, and a
 * PSBT comes from anyone.
 *
 * <p>The account is what the paths of all inputs have in common before BIP-44's last two levels
 * (BIP-44, "Path levels"). Change is at {@code account/0/i} or {@code account/1/i}, at most {@link
 * #GAP} behind the highest index that the inputs show to be in use, or at the very path of an
 * input. Where inputs are of several accounts there is none: then only addresses that the caller
 * lists are own.
 *
 * @param account indices from the wallet's key; empty where the inputs do not agree on one
 * @param spent the paths of the inputs
 * @param last highest index of an address that is spent from; -1 where none has a path
 */
record ChangePaths(Optional<List<Long>> account, Set<List<Long>> spent, long last) {
  /**
   * How far an index may be behind those in use. BIP-44's 20 is for what a wallet has not used; one
   * with many addresses spends old ones while it makes new ones.
   */
  static final long GAP = 1000;

  private static final int LEVELS = 2;

  /** Beside these inputs. */
  static ChangePaths of(List<OwnKeys.Own> inputs) {
    Set<List<Long>> accounts = new HashSet<>();
    Set<List<Long>> spent = new HashSet<>();
    long last = -1;
    for (OwnKeys.Own input : inputs) {
      // An input whose address the caller listed says of no account but the wallet's first.
      List<Long> path = input.path().orElse(List.of());
      accounts.add(path.subList(0, Math.max(0, path.size() - LEVELS)));
      if (input.path().isPresent()) {
        spent.add(path);
        last = path.isEmpty() ? last : Math.max(last, path.getLast());
      }
    }
    return new ChangePaths(
        accounts.size() == 1 ? Optional.of(accounts.iterator().next()) : Optional.empty(),
        Set.copyOf(spent),
        last);
  }

  /** Whether change may be there. */
  boolean contain(List<Long> path) {
    if (spent.contains(path)) {
      return true;
    }
    int levels = path.size() - LEVELS;
    return account.isPresent()
        && levels >= 0
        && path.subList(0, levels).equals(account.get())
        && path.get(levels) <= 1
        && path.getLast() <= last + GAP;
  }

  /** The paths in words. */
  String text() {
    return account
        .map(of -> {
          String path = KeyOrigin.pathText(of);
          return "%s/0/i or %s/1/i with i at most %d, beside the inputs"
              .formatted(path, path, last + GAP);
        })
        .orElse("the path of an input, since the inputs are of several accounts");
  }
}
