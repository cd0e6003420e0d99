package dev.cosigner.cli.context;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.StateDirectory;
import dev.cosigner.protocol.attestation.AnchorKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contexts of a state directory, and which of them is in use. */
public final class Contexts {
  private static final String FOLDER = "contexts";
  private static final String SUFFIX = ".json";
  private static final String IN_USE = "context";
  private static final String SETTINGS = "settings.json";
  private static final int MOST = 1000;

  private final StateDirectory state;

  /** Those of a state directory. */
  public Contexts(StateDirectory state) {
    this.state = state;
  }

  /**
   * Their names, sorted.
   *
   * @throws IOException if the folder cannot be read
   */
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(state.path(FOLDER), "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        name = name.substring(0, name.length() - SUFFIX.length());
        if (name.matches(Context.NAME) && names.size() < MOST) {
          names.add(name);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    names.sort(null);
    return names;
  }

  /**
   * A context.
   *
   * @throws CosignerException {@code unknown-context}, or {@code context-malformed}
   */
  public Context read(String name) throws CosignerException, IOException {
    if (!name.matches(Context.NAME)) {
      throw unknown(name, null);
    }
    try {
      return ContextFile.context(
          name,
          state.read(ContextFile.MAX_BYTES, FOLDER, name + SUFFIX),
          state.path(FOLDER, name + SUFFIX).toString());
    } catch (NoSuchFileException e) {
      throw unknown(name, e);
    }
  }

  private CosignerException unknown(String name, Throwable cause) throws IOException {
    List<String> names = names();
    return CosignerException.of("unknown-context", ExitCode.BAD_INPUT, "there is no such context")
        .expected(names.isEmpty() ? "a context, of which there are none" : String.join(", ", names))
        .found(name)
        .hint("'cosigner context create' makes one; 'cosigner context use' chooses another")
        .cause(cause)
        .build();
  }

  /**
   * Requires that a context could be written as a new one.
   *
   * @throws CosignerException {@code context-exists}, or {@code invalid-value}
   */
  public void requireNew(Context context) throws CosignerException, IOException {
    if (!context.name().matches(Context.NAME)) {
      throw invalid(
          "NAME", "1 to 64 letters, digits, dots, dashes and underscores", context.name());
    }
    for (Map.Entry<Setting, String> value : context.values().entrySet()) {
      if (!value.getKey().form().accepts(value.getValue())) {
        throw invalid(
            "--" + value.getKey().label(), value.getKey().form().expected(), value.getValue());
      }
    }
    if (names().contains(context.name())) {
      throw CosignerException.of(
              "context-exists", ExitCode.BAD_INPUT, "there is a context of that name")
          .expected("a name that no context has")
          .found(context.name())
          .hint("remove or edit " + state.path(FOLDER, context.name() + SUFFIX))
          .build();
    }
  }

  /** Writes a new context, as {@link #requireNew} requires it. */
  public void create(Context context) throws CosignerException, IOException {
    requireNew(context);
    state.write(ContextFile.write(context), FOLDER, context.name() + SUFFIX);
  }

  private static CosignerException invalid(String option, String expected, String found) {
    return CosignerException.of(
            "invalid-value", ExitCode.USAGE, "the value of " + option + " is not valid")
        .expected(expected)
        .found(found)
        .hint("'cosigner context create --help' shows what it takes")
        .build();
  }

  /** The name of the context that was chosen by {@link #use}, if any was. */
  public Optional<String> chosen() throws IOException {
    try {
      String name = new String(state.read(128, IN_USE), StandardCharsets.UTF_8).strip();
      return Optional.of(name).filter(text -> !text.isEmpty());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Chooses a context for the commands to come; one that can be read. */
  public Context use(String name) throws CosignerException, IOException {
    Context context = read(name);
    state.write((name + "\n").getBytes(StandardCharsets.UTF_8), IN_USE);
    return context;
  }

  /** Chooses none. */
  public void useNone() throws IOException {
    Files.deleteIfExists(state.path(IN_USE));
  }

  /** The settings that hold without and beside every context. */
  Map<Setting, String> settings() throws CosignerException, IOException {
    try {
      return ContextFile.settings(
          state.read(ContextFile.MAX_BYTES, SETTINGS), state.path(SETTINGS).toString());
    } catch (NoSuchFileException e) {
      return Map.of();
    }
  }

  /** A kind in words: {@code production} or {@code development}. */
  public static String kind(AnchorKind kind) {
    return ContextFile.kind(kind);
  }
}
