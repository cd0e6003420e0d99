package dev.cosigner.eif.assembly;

import dev.cosigner.eif.ramdisk.ImageUnpacker;
import java.io.IOException;
import java.nio.file.Path;

/** The platform of a distribution: the runtime and the libraries that every image has. */
public final class LockedPlatform {
  private final InputsLock.LockedInput input;

  private LockedPlatform(InputsLock.LockedInput input) {
    this.input = input;
  }

  /**
   * Reads the platform of a distribution.
   *
   * @throws InputsLockException if it is not the locked one
   */
  public static LockedPlatform of(Path distribution) throws IOException, InputsLockException {
    return new LockedPlatform(InputsLock.read(distribution).open("platform"));
  }

  /** SHA-256 of the ramdisk, in lower-case hexadecimal. */
  public String sha256() {
    return input.input().sha256();
  }

  /**
   * Unpacks it.
   *
   * @param directory to be made; its parent exists
   */
  public void unpack(Path directory) throws IOException {
    new ImageUnpacker().unpackRamdisk(input.content(), directory);
  }
}
