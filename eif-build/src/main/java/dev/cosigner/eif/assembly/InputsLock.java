package dev.cosigner.eif.assembly;

import dev.cosigner.eif.Sha256;
import dev.cosigner.eif.StrictJson;
import dev.cosigner.eif.assembly.InputsLockException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The inputs of an image that are not compiled from this repository, as reviewed and committed:
 * {@code inputs.lock.json}. An input that is not the locked one is refused.
 */
final class InputsLock {
  /** Its name in a distribution. */
  static final String FILE = "inputs.lock.json";

  private static final int MAX_SIZE = 1 << 20;

  /** Far above the kernel and the platform; what is larger is neither. */
  private static final int MAX_INPUT = 512 << 20;

  /** An input whose content is the locked one. */
  static final class LockedInput {
    private final Input input;
    private final byte[] content;

    private LockedInput(Input input, byte[] content) {
      this.input = input;
      this.content = content;
    }

    Input input() {
      return input;
    }

    /** Not copied: it may be large. */
    byte[] content() {
      return content;
    }
  }

  private final Path distribution;
  private final List<LockDocument.Entry> entries;

  private InputsLock(Path distribution, List<LockDocument.Entry> entries) {
    this.distribution = distribution;
    this.entries = entries;
  }

  /**
   * Reads the lock of a distribution.
   *
   * @throws InputsLockException with {@link Reason#MALFORMED} if it is no such file
   */
  static InputsLock read(Path distribution) throws IOException, InputsLockException {
    byte[] json;
    try (InputStream in = Files.newInputStream(distribution.resolve(FILE))) {
      json = in.readNBytes(MAX_SIZE + 1);
    }
    if (json.length > MAX_SIZE) {
      throw InputsLockException.malformed("expected at most 1 MiB, found more", null);
    }
    return new InputsLock(distribution, parse(json).inputs());
  }

  private static LockDocument parse(byte[] json) throws InputsLockException {
    try {
      LockDocument document = StrictJson.read(json, LockDocument.class);
      document.inputs().forEach(LockDocument.Entry::input);
      return document;
    } catch (IOException | IllegalArgumentException e) {
      throw InputsLockException.malformed(e.getMessage().lines().findFirst().orElse(""), e);
    }
  }

  /**
   * Reads a locked input.
   *
   * @param name of the input in the lock
   * @throws InputsLockException with {@link Reason#DIFFERS} if its content is not the locked one
   */
  LockedInput open(String name) throws IOException, InputsLockException {
    for (LockDocument.Entry entry : entries) {
      if (entry.name().equals(name)) {
        return new LockedInput(entry.input(), content(entry));
      }
    }
    throw InputsLockException.notLocked(name);
  }

  private byte[] content(LockDocument.Entry entry) throws IOException, InputsLockException {
    byte[] content;
    try (InputStream in = Files.newInputStream(distribution.resolve(entry.file()))) {
      content = in.readNBytes(MAX_INPUT);
    }
    String found = Sha256.hex(content);
    if (!found.equals(entry.sha256())) {
      throw InputsLockException.differs(entry.file(), entry.sha256(), found);
    }
    return content;
  }
}
