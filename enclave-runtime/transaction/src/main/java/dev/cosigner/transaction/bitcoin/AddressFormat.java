package dev.cosigner.transaction.bitcoin;

import dev.cosigner.transaction.Chain;
import java.util.Optional;

/**
 * How a network writes addresses. The test networks share one form: their addresses do not say on
 * which of them they are.
 */
public enum AddressFormat {
  /** The main network: {@code 1...}, {@code 3...}, {@code bc1...}. */
  MAIN(0x00, 0x05, "bc"),
  /**
   * Testnet 3, testnet 4 and signet: {@code m...} or {@code n...}, {@code 2...}, {@code tb1...}.
   */
  TEST(0x6f, 0xc4, "tb"),
  /** Private chains for tests: as the test networks, but {@code bcrt1...}. */
  REGTEST(0x6f, 0xc4, "bcrt");

  // First 32 characters of the genesis blocks' hashes (CAIP-4).
  private static final String MAINNET = "000000000019d6689c085ae165831e93";
  private static final String TESTNET3 = "000000000933ea01ad0ee984209779ba";
  private static final String TESTNET4 = "00000000da84f2bafbbc53dee25a72ae";
  private static final String SIGNET = "00000008819873e925422c1ff0f99f7c";
  private static final String REGTEST_GENESIS = "0f9188f13cb7b2c71f2a335e3a4fc328";

  private final int keyVersion;
  private final int scriptVersion;
  private final String witnessPrefix;

  AddressFormat(int keyVersion, int scriptVersion, String witnessPrefix) {
    this.keyVersion = keyVersion;
    this.scriptVersion = scriptVersion;
    this.witnessPrefix = witnessPrefix;
  }

  /** The form of {@code chain}'s addresses; empty where it is none of Bitcoin's networks. */
  public static Optional<AddressFormat> of(Chain chain) {
    if (!chain.namespace().equals(Chain.BIP122)) {
      return Optional.empty();
    }
    return switch (chain.reference()) {
      case MAINNET -> Optional.of(MAIN);
      case TESTNET3, TESTNET4, SIGNET -> Optional.of(TEST);
      case REGTEST_GENESIS -> Optional.of(REGTEST);
      default -> Optional.empty();
    };
  }

  /** The version byte of base58check for the hash of a public key. */
  int keyVersion() {
    return keyVersion;
  }

  /** The version byte of base58check for the hash of a script. */
  int scriptVersion() {
    return scriptVersion;
  }

  /** The human-readable part of bech32. */
  String witnessPrefix() {
    return witnessPrefix;
  }
}
