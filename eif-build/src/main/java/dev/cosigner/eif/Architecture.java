package dev.cosigner.eif;

/** The processor an image is made for: bit 0 of the header's flags. */
public enum Architecture {
  X86_64(0),
  AARCH64(1);

  private final int flags;

  Architecture(int flags) {
    this.flags = flags;
  }

  int flags() {
    return flags;
  }

  static Architecture of(int flags) throws EifException {
    return switch (flags) {
      case 0 -> X86_64;
      case 1 -> AARCH64;
      default ->
          throw new EifException(
              EifException.Reason.FLAGS,
              "expected flags 0 (x86_64) or 1 (aarch64), found 0x%x".formatted(flags));
    };
  }
}
