package dev.cosigner.transaction.bitcoin;

import java.util.Arrays;

/**
 * RIPEMD-160 (Dobbertin, Bosselaers, Preneel: "RIPEMD-160, a strengthened version of RIPEMD",
 * 1996), which Bitcoin's addresses need and Java platforms lack.
 */
final class Ripemd160 {
  // The message word of each step: the identity, permuted by rho from round to round; the right
  // line begins with pi.
  private static final int[] RHO = {7, 4, 13, 1, 10, 6, 15, 3, 12, 0, 9, 5, 2, 14, 11, 8};
  private static final int[][] LEFT_WORDS = words(false);
  private static final int[][] RIGHT_WORDS = words(true);

  // The rotation of a message word in each round.
  private static final int[][] ROTATIONS = {
    {11, 14, 15, 12, 5, 8, 7, 9, 11, 13, 14, 15, 6, 7, 9, 8},
    {12, 13, 11, 15, 6, 9, 9, 7, 12, 15, 11, 13, 7, 8, 7, 7},
    {13, 15, 14, 11, 7, 7, 6, 8, 13, 14, 13, 12, 5, 5, 6, 9},
    {14, 11, 12, 14, 8, 6, 5, 5, 15, 12, 15, 14, 9, 9, 8, 6},
    {15, 12, 13, 13, 9, 5, 8, 6, 14, 11, 12, 11, 8, 6, 5, 5}
  };
  private static final int[] LEFT_CONSTANTS = {0, 0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xa953fd4e};
  private static final int[] RIGHT_CONSTANTS = {0x50a28be6, 0x5c4dd124, 0x6d703ef3, 0x7a6d76e9, 0};
  private static final int BLOCK = 64;

  private Ripemd160() {}

  /** The 20 bytes. */
  static byte[] of(byte[] message) {
    byte[] padded = Arrays.copyOf(message, (message.length + 8) / BLOCK * BLOCK + BLOCK);
    padded[message.length] = (byte) 0x80;
    long bits = 8L * message.length;
    for (int i = 0; i < 8; i++) {
      padded[padded.length - 8 + i] = (byte) (bits >>> (8 * i));
    }
    int[] state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    for (int block = 0; block < padded.length; block += BLOCK) {
      compress(state, padded, block);
    }
    byte[] digest = new byte[20];
    for (int i = 0; i < digest.length; i++) {
      digest[i] = (byte) (state[i / 4] >>> (8 * (i % 4)));
    }
    return digest;
  }

  private static void compress(int[] state, byte[] message, int block) {
    int[] words = new int[16];
    for (int i = 0; i < BLOCK; i++) {
      words[i / 4] |= (message[block + i] & 0xff) << (8 * (i % 4));
    }
    int[] left = line(state, words, false);
    int[] right = line(state, words, true);
    int first = state[1] + left[2] + right[3];
    state[1] = state[2] + left[3] + right[4];
    state[2] = state[3] + left[4] + right[0];
    state[3] = state[4] + left[0] + right[1];
    state[4] = state[0] + left[1] + right[2];
    state[0] = first;
  }

  private static int[] line(int[] state, int[] words, boolean right) {
    int[] s = state.clone();
    for (int round = 0; round < 5; round++) {
      int function = right ? 4 - round : round;
      int constant = right ? RIGHT_CONSTANTS[round] : LEFT_CONSTANTS[round];
      int[] order = right ? RIGHT_WORDS[round] : LEFT_WORDS[round];
      for (int step = 0; step < 16; step++) {
        int word = order[step];
        int mixed = s[0] + mix(function, s[1], s[2], s[3]) + words[word] + constant;
        int next = Integer.rotateLeft(mixed, ROTATIONS[round][word]) + s[4];
        s[0] = s[4];
        s[4] = s[3];
        s[3] = Integer.rotateLeft(s[2], 10);
        s[2] = s[1];
        s[1] = next;
      }
    }
    return s;
  }

  private static int mix(int function, int x, int y, int z) {
    return switch (function) {
      case 0 -> x ^ y ^ z;
      case 1 -> (x & y) | (~x & z);
      case 2 -> (x | ~y) ^ z;
      case 3 -> (x & z) | (y & ~z);
      default -> x ^ (y | ~z);
    };
  }

  private static int[][] words(boolean right) {
    int[][] words = new int[5][16];
    for (int i = 0; i < 16; i++) {
      words[0][i] = right ? (9 * i + 5) % 16 : i;
    }
    for (int round = 1; round < 5; round++) {
      for (int i = 0; i < 16; i++) {
        words[round][i] = RHO[words[round - 1][i]];
      }
    }
    return words;
  }
}
