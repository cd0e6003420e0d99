package dev.cosigner.eif.initramfs;

/**
 * One entry of a ramdisk with all that its archive says of it.
 *
 * @param name the path from the root, without a leading slash; empty for the root itself. Bytes
 *     that are no UTF-8 are written as {@code \xNN}
 * @param mode type and permissions, as in stat(2)
 * @param owner user id
 * @param group group id
 * @param modified seconds since 1970
 * @param links names that the file has by its header
 * @param inode in its archive
 * @param device major and minor of a device, {@code major << 32 | minor}
 * @param size bytes of content
 * @param target of a symbolic link; empty for another entry
 * @param hardLink the name that came before of the same file; empty where there was none
 * @param member the index of the archive that holds it
 */
public record InitramfsEntry(
    String name,
    int mode,
    long owner,
    long group,
    long modified,
    long links,
    long inode,
    long device,
    long size,
    String target,
    String hardLink,
    int member) {

  private static final int TYPE_MASK = 0170000;

  /** What an entry is. */
  public enum Type {
    FILE(0100000, '-'),
    DIRECTORY(0040000, 'd'),
    SYMBOLIC_LINK(0120000, 'l'),
    CHARACTER_DEVICE(0020000, 'c'),
    BLOCK_DEVICE(0060000, 'b'),
    PIPE(0010000, 'p'),
    SOCKET(0140000, 's');

    private final int bits;
    private final char letter;

    Type(int bits, char letter) {
      this.bits = bits;
      this.letter = letter;
    }

    /** The type, or null where the mode has none that exists. */
    static Type of(int mode) {
      for (Type type : values()) {
        if (type.bits == (mode & TYPE_MASK)) {
          return type;
        }
      }
      return null;
    }
  }

  /** What the entry is. */
  public Type type() {
    return Type.of(mode);
  }

  /** Permissions as ls(1) prints them, such as {@code -rwxr-xr-x}. */
  public String permissions() {
    char[] text = new char[10];
    text[0] = type().letter;
    for (int i = 0; i < 9; i++) {
      text[i + 1] = (mode & 0400 >> i) != 0 ? "rwx".charAt(i % 3) : '-';
    }
    special(text, 3, 04000, 's', 'S');
    special(text, 6, 02000, 's', 'S');
    special(text, 9, 01000, 't', 'T');
    return new String(text);
  }

  private void special(char[] text, int place, int bit, char with, char without) {
    if ((mode & bit) != 0) {
      text[place] = text[place] == 'x' ? with : without;
    }
  }

  /** The device's numbers, such as {@code 5:1}. */
  public String deviceNumbers() {
    return (device >>> 32) + ":" + (device & 0xffffffffL);
  }
}
