package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.DomainHash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The words that two people compare before a new device gets shares: a short authentication string
 * over a commitment exchange. The new device commits to its random r_n, the existing device answers
 * with its random r_o, then r_n is opened. The plan, which names both devices' keys and images, is
 * fixed before: nothing is chosen by anyone after both randoms are known, so each attempt to make
 * the two sides show the same words for different plans succeeds with probability 2^-66.
 */
public final class Pairing {
  /** Size of r_n and r_o, in bytes. */
  public static final int RANDOM_BYTES = 32;

  /** Words shown: 11 bits each. */
  public static final int WORDS = 6;

  private static final String COMMITMENT_DOMAIN = "cosigner/pairing-commitment/v1";
  private static final String WORDS_DOMAIN = "cosigner/pairing-words/v1";
  private static final String LIST = "bip39-english.txt";
  private static final int LIST_SIZE = 2048;
  private static final int BITS_PER_WORD = 11;

  private Pairing() {}

  /** The new device's commitment to the plan and its random, 32 bytes. */
  public static byte[] commitment(OnboardPlan plan, byte[] newRandom) {
    return DomainHash.of(COMMITMENT_DOMAIN, plan.encode(), newRandom);
  }

  /**
   * The words of one exchange, from BIP-39's English list.
   *
   * @param commitment C, 32 bytes
   * @param existingRandom r_o, 32 bytes
   * @param newRandom r_n, 32 bytes; the caller has checked that it opens C
   */
  public static List<String> words(
      OnboardPlan plan, byte[] commitment, byte[] existingRandom, byte[] newRandom) {
    byte[] hash = DomainHash.of(WORDS_DOMAIN, commitment, existingRandom, newRandom, plan.encode());
    List<String> list = list();
    List<String> words = new ArrayList<>();
    BigInteger bits = new BigInteger(1, hash);
    for (int i = 1; i <= WORDS; i++) {
      int shift = hash.length * Byte.SIZE - i * BITS_PER_WORD;
      words.add(list.get(bits.shiftRight(shift).intValue() & (LIST_SIZE - 1)));
    }
    return List.copyOf(words);
  }

  private static List<String> list() {
    try (InputStream in = Pairing.class.getResourceAsStream(LIST)) {
      List<String> words =
          new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
      if (words.size() != LIST_SIZE) {
        throw new IllegalStateException(
            "word list: expected " + LIST_SIZE + " words, found " + words.size());
      }
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
