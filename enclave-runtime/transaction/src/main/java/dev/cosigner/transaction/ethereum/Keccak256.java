package dev.cosigner.transaction.ethereum;

/**
 * Keccak-256 as Ethereum uses it (the Keccak reference, version 3.0: capacity 512, padding {@code
 * 10*1} without SHA-3's domain bits), which the JDK does not have.
 */
public final class Keccak256 {
  /** Bytes of a hash. */
  public static final int BYTES = 32;

  private static final int RATE = 136;
  private static final int ROUNDS = 24;

  // Rho's rotations and pi's walk over the lanes, starting from lane 1.
  private static final int[] ROTATIONS = {
    1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44
  };
  private static final int[] LANES = {
    10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
  };
  private static final long[] ROUND_CONSTANTS = roundConstants();

  private Keccak256() {}

  /** The hash, 32 bytes, of the parts one after the other. */
  public static byte[] hash(byte[]... parts) {
    long[] state = new long[25];
    int position = 0;
    for (byte[] part : parts) {
      for (byte b : part) {
        absorb(state, position++, b);
        if (position == RATE) {
          permute(state);
          position = 0;
        }
      }
    }
    absorb(state, position, (byte) 0x01);
    absorb(state, RATE - 1, (byte) 0x80);
    permute(state);
    byte[] hash = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      hash[i] = (byte) (state[i / 8] >>> (8 * (i % 8)));
    }
    return hash;
  }

  private static void absorb(long[] state, int position, byte b) {
    state[position / 8] ^= (b & 0xffL) << (8 * (position % 8));
  }

  private static void permute(long[] a) {
    long[] c = new long[5];
    for (int round = 0; round < ROUNDS; round++) {
      // Theta.
      for (int x = 0; x < 5; x++) {
        c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
      }
      for (int x = 0; x < 5; x++) {
        long d = c[(x + 4) % 5] ^ Long.rotateLeft(c[(x + 1) % 5], 1);
        for (int y = 0; y < 25; y += 5) {
          a[x + y] ^= d;
        }
      }
      // Rho and pi.
      long moving = a[1];
      for (int i = 0; i < LANES.length; i++) {
        long next = a[LANES[i]];
        a[LANES[i]] = Long.rotateLeft(moving, ROTATIONS[i]);
        moving = next;
      }
      // Chi.
      for (int y = 0; y < 25; y += 5) {
        System.arraycopy(a, y, c, 0, 5);
        for (int x = 0; x < 5; x++) {
          a[x + y] = c[x] ^ (~c[(x + 1) % 5] & c[(x + 2) % 5]);
        }
      }
      // Iota.
      a[0] ^= ROUND_CONSTANTS[round];
    }
  }

  /** The round constants by their definition: bits of a linear feedback shift register. */
  private static long[] roundConstants() {
    long[] constants = new long[ROUNDS];
    int register = 1;
    for (int round = 0; round < ROUNDS; round++) {
      for (int j = 0; j < 7; j++) {
        if ((register & 1) != 0) {
          constants[round] |= 1L << ((1 << j) - 1);
        }
        register = (register << 1) ^ ((register & 0x80) != 0 ? 0x171 : 0);
      }
    }
    return constants;
  }
}
