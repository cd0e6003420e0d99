package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.wallet.Genesis;
import dev.cosigner.protocol.wallet.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The wallets and groups that this boot holds shares of. They live in this memory and nowhere else:
 * when the enclave stops, its shares are gone.
 */
public final class Wallets {
  static final int MAX_WALLETS = 1024;

  /** Of all wallets together, so that their list fits an answer. */
  static final int MAX_GROUPS = 4096;

  private final Map<ByteString, Wallet> wallets = new ConcurrentHashMap<>();

  /** A wallet's birth and this cosigner's groups of it. */
  record Wallet(Genesis genesis, Map<ByteString, Group> groups) {}

  /** A group, with this cosigner's share in it. */
  record Group(
      ByteString id, List<Member> members, MeasurementPolicy measurements, KeyShare share) {
    /** The FROST identifier of the first member; the others follow in their order. */
    int firstIdentifier() {
      return share.publicKeys().members().getFirst();
    }
  }

  Optional<Wallet> find(ByteString walletId) {
    return Optional.ofNullable(wallets.get(walletId));
  }

  Wallet get(ByteString walletId) throws RequestException {
    return find(walletId)
        .orElseThrow(() ->
            new RequestException(
                "unknown-wallet",
                "this cosigner holds no share of that wallet",
                "a wallet created or onboarded since this cosigner started",
                walletId.hex(),
                null));
  }

  Group get(ByteString walletId, ByteString groupId) throws RequestException {
    Group group = get(walletId).groups().get(groupId);
    if (group == null) {
      throw new RequestException(
          "unknown-group",
          "this cosigner is no member of that group",
          "one of " + get(walletId).groups().size() + " groups of this wallet",
          groupId.hex(),
          null);
    }
    return group;
  }

  /** Takes a group in; its share belongs to this object from now on. */
  synchronized void add(Genesis genesis, Group group) throws CeremonyException {
    ByteString id = genesis.plan().walletId();
    Wallet known = wallets.get(id);
    if (known == null && wallets.size() >= MAX_WALLETS) {
      throw new CeremonyException("full", "this cosigner holds " + MAX_WALLETS + " wallets");
    }
    if (wallets.values().stream().mapToInt(one -> one.groups().size()).sum() >= MAX_GROUPS) {
      throw new CeremonyException("full", "this cosigner is in " + MAX_GROUPS + " groups");
    }
    if (known != null && !known.genesis().equals(genesis)) {
      throw new CeremonyException("other-genesis", "this wallet has another key here");
    }
    Wallet wallet =
        wallets.computeIfAbsent(id, _ -> new Wallet(genesis, new ConcurrentHashMap<>()));
    if (wallet.groups().putIfAbsent(group.id(), group) != null) {
      throw new CeremonyException("group-exists", "the group " + group.id() + " exists");
    }
  }

  /** The ids of all groups by wallet. */
  Map<ByteString, List<ByteString>> list() {
    Map<ByteString, List<ByteString>> all = new HashMap<>();
    wallets.forEach((id, wallet) -> all.put(id, List.copyOf(wallet.groups().keySet())));
    return all;
  }
}
