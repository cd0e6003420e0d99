package dev.cosigner.cli.doctor;

/**
 * One thing that a purpose needs of a machine, and what became of looking for it.
 *
 * @param id stable name in kebab-case
 * @param purpose what needs it
 * @param found what was seen, never a secret
 * @param remedy what to do about it; empty unless it is missing
 */
public record Check(String id, Purpose purpose, State state, String found, String remedy) {
  /** What became of looking. */
  public enum State {
    /** There. */
    OK,
    /** Not there, though its purpose needs it. */
    MISSING,
    /** Not looked at: nobody asked for its purpose, or another way makes it needless. */
    NOT_NEEDED;

    /** The words for it. */
    public String text() {
      return switch (this) {
        case OK -> "ok";
        case MISSING -> "missing";
        case NOT_NEEDED -> "not needed";
      };
    }
  }

  static Check ok(String id, Purpose purpose, String found) {
    return new Check(id, purpose, State.OK, found, "");
  }

  static Check missing(String id, Purpose purpose, String found, String remedy) {
    return new Check(id, purpose, State.MISSING, found, remedy);
  }

  static Check notNeeded(String id, Purpose purpose, String found) {
    return new Check(id, purpose, State.NOT_NEEDED, found, "");
  }

  static Check of(String id, Purpose purpose, boolean there, String found, String remedy) {
    return there ? ok(id, purpose, found) : missing(id, purpose, found, remedy);
  }
}
