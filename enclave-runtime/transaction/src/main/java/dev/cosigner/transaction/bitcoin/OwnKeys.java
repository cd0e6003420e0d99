package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which inputs and outputs are the wallet's: those whose script it derives itself from its own key,
 * outputs beside the inputs alone ({@link ChangePaths}), and those at addresses that the caller
 * says are its own. What a PSBT says of keys is never believed.
 */
final class OwnKeys {
  private static final int MAX_DEPTH = 5;
  // Coins at an index that nobody would ever try are lost, or held to ransom by who chose it.
  private static final long MAX_INDEX = 1_000_000;

  private final WalletContext wallet;
  private final AddressFormat format;
  private final Map<List<Long>, Optional<ExtendedPublicKey>> derived = new HashMap<>();

  OwnKeys(WalletContext wallet, AddressFormat format) {
    this.wallet = wallet;
    this.format = format;
  }

  /**
   * Where an own input or output stands.
   *
   * @param path from the wallet's key; empty where the caller listed the address
   */
  record Own(Optional<List<Long>> path) {}

  /** Whether the input is the wallet's. */
  Optional<Own> input(String what, SpentOutput spent) throws TransactionException {
    Optional<ExtendedPublicKey> key =
        spent.origin().isEmpty() ? Optional.empty() : derive(what, spent.origin().get());
    if (key.isPresent()) {
      ByteString expected = spent.kind().isTaproot() ? key.get().xOnly() : key.get().publicKey();
      if (!spent.publicKey().equals(Optional.of(expected))) {
        throw falseDerivation(what, spent.origin().get(), expected.toString(), "another key");
      }
      return Optional.of(new Own(spent.origin().map(KeyOrigin::path)));
    }
    return listed(spent.output().script());
  }

  /** Whether the output is the wallet's, at one of {@code paths} or an address that is listed. */
  Optional<Own> output(
      String what, RawTransaction.Output output, List<KeyOrigin> origins, ChangePaths paths)
      throws TransactionException {
    Optional<Own> listed = listed(output.script());
    for (KeyOrigin origin : origins) {
      Optional<ExtendedPublicKey> key = derive(what, origin);
      if (key.isPresent()) {
        if (listed.isEmpty() && !paths.contain(origin.path())) {
          throw elsewhere(what, origin, paths.text());
        }
        if (!paysTo(output.script(), key.get())) {
          throw falseDerivation(
              what, origin, "an output to the key " + key.get().publicKey(), "one to another key");
        }
        return Optional.of(new Own(Optional.of(origin.path())));
      }
    }
    return listed;
  }

  private Optional<Own> listed(OutputScript script) {
    return script.address(format).filter(wallet::owns).map(address -> new Own(Optional.empty()));
  }

  private static boolean paysTo(OutputScript script, ExtendedPublicKey key) {
    ByteString hash = ByteString.copyOf(BitcoinHash.hash160(key.publicKey().toByteArray()));
    return switch (script.kind()) {
      case P2PKH, P2WPKH -> script.payload().equals(hash);
      case P2SH -> {
        byte[] program = OutputScript.payToWitness(0, hash.toByteArray()).bytes().toByteArray();
        yield script.payload().equals(ByteString.copyOf(BitcoinHash.hash160(program)));
      }
      case P2TR -> Taproot.outputKey(key.xOnly()).equals(Optional.of(script.payload()));
      case P2WSH, DATA, OTHER -> false;
    };
  }

  /** The wallet's key at {@code origin}; empty where it is said to be another's. */
  private Optional<ExtendedPublicKey> derive(String what, KeyOrigin origin)
      throws TransactionException {
    if (wallet.key().isEmpty() || !wallet.key().get().fingerprint().equals(origin.fingerprint())) {
      return Optional.empty();
    }
    boolean usual = origin.path().stream().allMatch(index -> index < MAX_INDEX);
    Optional<ExtendedPublicKey> key =
        usual && origin.path().size() <= MAX_DEPTH ? derive(origin.path()) : Optional.empty();
    if (key.isEmpty()) {
      throw elsewhere(
          what,
          origin,
          "a path of at most " + MAX_DEPTH + " indices, none hardened, each below " + MAX_INDEX);
    }
    return key;
  }

  private static TransactionException elsewhere(String what, KeyOrigin origin, String expected) {
    return new TransactionException(
        Reason.DERIVATION_PATH,
        what,
        expected,
        origin.path().size() > MAX_DEPTH ? origin.path().size() + " indices" : origin.pathText(),
        TransactionException.NO_OFFSET);
  }

  private Optional<ExtendedPublicKey> derive(List<Long> path) {
    if (path.isEmpty()) {
      return wallet.key();
    }
    Optional<ExtendedPublicKey> known = derived.get(path);
    if (known == null) {
      known =
          derive(path.subList(0, path.size() - 1)).flatMap(parent -> parent.child(path.getLast()));
      derived.put(path, known);
    }
    return known;
  }

  private static TransactionException falseDerivation(
      String what, KeyOrigin origin, String expected, String found) {
    return new TransactionException(
        Reason.FALSE_DERIVATION,
        what + ", which is said to be the wallet's at " + origin.pathText(),
        expected,
        found,
        TransactionException.NO_OFFSET);
  }
}
