package dev.cosigner.eif.source;

/**
 * What a file's inode says beside its type. There are no times: an image has none.
 *
 * @param mode permissions with set-ID and sticky bits, 0 to 07777
 * @param userId from 0 to 2^31 - 1
 * @param groupId likewise
 */
public record Attributes(int mode, int userId, int groupId) {
  private static final int MAX_MODE = 07777;

  /** A directory that everyone may read and root alone may change. */
  public static final Attributes DIRECTORY = new Attributes(0755, 0, 0);

  /** A directory that everyone may write to, but take away only what is one's own. */
  public static final Attributes SCRATCH = new Attributes(01777, 0, 0);

  public Attributes {
    if (mode < 0 || mode > MAX_MODE) {
      throw new IllegalArgumentException(
          "expected a mode of 0 to 07777, found 0%o".formatted(mode));
    }
    if (userId < 0 || groupId < 0) {
      throw new IllegalArgumentException(
          "expected an owner and a group of 0 to 2147483647, found %d:%d"
              .formatted(Integer.toUnsignedLong(userId), Integer.toUnsignedLong(groupId)));
    }
  }
}
