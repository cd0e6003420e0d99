package dev.cosigner.transaction.policy;

import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.VisibleText;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Named lists of addresses, in the form in which {@link dev.cosigner.transaction.Effect}s have
 * them.
 */
public final class AddressLists {
  private static final Pattern ETHEREUM = Pattern.compile("0x[0-9a-f]{40}");
  private static final Pattern BECH32 = Pattern.compile("(bc|tb|bcrt)1[02-9ac-hj-np-z]{8,87}");
  private static final Pattern BASE58 = Pattern.compile("[1-9A-HJ-NP-Za-km-z]{25,44}");
  private static final int ALIKE = 4;

  private final SortedMap<String, SortedSet<String>> lists = new TreeMap<>();
  private final Map<String, Set<String>> sets;

  /**
   * These lists, by name.
   *
   * @throws IllegalArgumentException where a list is empty, or an address has another form: one
   *     that would never match
   */
  public AddressLists(Map<String, ? extends Collection<String>> lists) {
    lists.forEach((name, addresses) -> {
      Policy.requireName("list", name);
      if (addresses.isEmpty()) {
        throw new IllegalArgumentException("list " + name + ": expected an address, found none");
      }
      addresses.forEach(address -> requireAddress("list " + name, address));
      this.lists.put(name, new TreeSet<>(addresses));
    });
    this.sets = new java.util.HashMap<>();
    this.lists.forEach((name, addresses) -> sets.put(name, Set.copyOf(addresses)));
  }

  /** Whether {@code address} has a form in which effects have addresses. */
  public static boolean isAddress(String address) {
    return ETHEREUM.matcher(address).matches()
        || BECH32.matcher(address).matches()
        || BASE58.matcher(address).matches();
  }

  /** Whether {@code address} has the form of the addresses of {@code chain}. */
  public static boolean isOf(Chain chain, String address) {
    return switch (chain.namespace()) {
      case Chain.EIP155 -> ETHEREUM.matcher(address).matches();
      case Chain.BIP122 -> BECH32.matcher(address).matches() || BASE58.matcher(address).matches();
      case Chain.SOLANA -> BASE58.matcher(address).matches();
      default -> isAddress(address);
    };
  }

  /** The names and addresses, in order. */
  public SortedMap<String, SortedSet<String>> lists() {
    return java.util.Collections.unmodifiableSortedMap(lists);
  }

  static void requireAddress(String what, String address) {
    if (!isAddress(address)) {
      throw new IllegalArgumentException(
          what
              + ": expected addresses (Ethereum's in lower case, bech32 in lower case, base58),"
              + " found "
              + VisibleText.quote(address));
    }
  }

  /** Whether one of the lists of these names has one of {@code parties}. */
  boolean contain(Set<String> names, List<String> parties) {
    for (String name : names) {
      Set<String> addresses = sets.get(name);
      for (String party : parties) {
        if (addresses.contains(party)) {
          return true;
        }
      }
    }
    return false;
  }

  /** An address of any list that begins and ends as {@code party} does, and is another. */
  Optional<String> lookAlike(String party) {
    return sets.values().stream()
        .flatMap(Set::stream)
        .filter(address -> !address.equals(party) && key(address).equals(key(party)))
        .sorted()
        .findFirst();
  }

  /** What people compare: the first and last characters, without what all addresses share. */
  private static String key(String address) {
    int start = address.startsWith("0x") ? 2 : address.startsWith("bc1") ? 4 : 0;
    if (address.length() < start + 2 * ALIKE) {
      return address;
    }
    return address.substring(0, start + ALIKE) + address.substring(address.length() - ALIKE);
  }
}
