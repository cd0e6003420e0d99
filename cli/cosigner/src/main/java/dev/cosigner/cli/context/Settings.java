package dev.cosigner.cli.context;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.StateDirectory;
import dev.cosigner.cli.attestation.CertificateFile;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.attestation.TrustAnchor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What holds for one run: an option of the command before the environment, before the context in
 * use, before the settings file.
 */
public final class Settings {
  /** Names the context for one run or one shell, before the one that is in use. */
  public static final String CONTEXT_VARIABLE = "COSIGNER_CONTEXT";

  private final Map<String, String> environment;
  private final Optional<Context> context;
  private final Map<Setting, String> file;

  private Settings(
      Map<String, String> environment, Optional<Context> context, Map<Setting, String> file) {
    this.environment = environment;
    this.context = context;
    this.file = file;
  }

  /**
   * The settings of a run.
   *
   * @param state where contexts are; none where there is no state directory yet
   * @throws CosignerException {@code unknown-context} if the one in use is not there, {@code
   *     context-malformed}
   */
  public static Settings of(Map<String, String> environment, Optional<StateDirectory> state)
      throws CosignerException, IOException {
    Optional<String> named = variable(environment, CONTEXT_VARIABLE);
    if (state.isEmpty()) {
      if (named.isPresent()) {
        throw CosignerException.of(
                "unknown-context", ExitCode.BAD_INPUT, "there is no such context")
            .expected("a context, of which there are none")
            .found(named.get() + ", named by " + CONTEXT_VARIABLE)
            .hint("'cosigner context create' makes one")
            .build();
      }
      return new Settings(environment, Optional.empty(), Map.of());
    }
    Contexts contexts = new Contexts(state.get());
    Optional<String> name = contextName(environment, contexts);
    Optional<Context> context =
        name.isEmpty() ? Optional.empty() : Optional.of(contexts.read(name.get()));
    return new Settings(environment, context, contexts.settings());
  }

  /** No context, and nothing in the environment. */
  public static Settings none() {
    return new Settings(Map.of(), Optional.empty(), Map.of());
  }

  /**
   * An environment that says nothing of settings, for commands in a state directory of their own.
   */
  public static Map<String, String> withoutSettings(Map<String, String> environment) {
    Map<String, String> rest = new TreeMap<>(environment);
    rest.remove(CONTEXT_VARIABLE);
    for (Setting setting : Setting.values()) {
      rest.remove(setting.variable());
    }
    return rest;
  }

  /** The name of the context in use: the environment's, or else the chosen one. */
  public static Optional<String> contextName(Map<String, String> environment, Contexts contexts)
      throws IOException {
    Optional<String> named = variable(environment, CONTEXT_VARIABLE);
    return named.isPresent() ? named : contexts.chosen();
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** The context in use, if one is. */
  public Optional<Context> context() {
    return context;
  }

  /** How prompts begin: the context and its host, or nothing. */
  public String promptPrefix() {
    if (context.isEmpty()) {
      return "";
    }
    String host = find(Setting.HOST).map(value -> " at " + value.text()).orElse("");
    return "[%s%s] ".formatted(context.get().name(), host);
  }

  /**
   * A value with its origin.
   *
   * @param source such as {@code environment AWS_REGION} or {@code context treasury}
   */
  public record Value(String text, String source) {}

  /** What holds for a setting, where no option tells it. */
  public Optional<Value> find(Setting setting) {
    return all(setting).stream().findFirst();
  }

  /** All that is said of a setting; the first holds. */
  public List<Value> all(Setting setting) {
    List<Value> values = new ArrayList<>();
    variable(environment, setting.variable())
        .ifPresent(text -> values.add(new Value(text, "environment " + setting.variable())));
    context
        .filter(chosen -> chosen.values().containsKey(setting))
        .ifPresent(chosen ->
            values.add(new Value(chosen.values().get(setting), "context " + chosen.name())));
    if (file.containsKey(setting)) {
      values.add(new Value(file.get(setting), "settings.json"));
    }
    return values;
  }

  /** What an option says, or else what holds. */
  public Optional<String> orElse(String option, Setting setting) {
    return option != null ? Optional.of(option) : find(setting).map(Value::text);
  }

  /**
   * The attestation root that an option or a setting names.
   *
   * @param option {@code aws}, a file, or null
   * @throws CosignerException {@code root-malformed}, or {@code context-kind} if it is not of the
   *     kind of the context in use
   */
  public Optional<TrustAnchor> trustRoot(String option) throws CosignerException, IOException {
    Optional<String> named = orElse(option, Setting.TRUST_ROOT);
    if (named.isEmpty()) {
      return Optional.empty();
    }
    TrustAnchor anchor =
        named.get().equals(Setting.AWS)
            ? TrustAnchor.aws()
            : CertificateFile.anchor(Path.of(named.get()));
    requireKind(anchor.kind(), "the trust root " + named.get());
    return Optional.of(anchor);
  }

  /**
   * Requires that something is of the kind of the context in use, if one is.
   *
   * @param what it is, for the message
   * @throws CosignerException {@code context-kind}, exit code 5
   */
  public void requireKind(AnchorKind kind, String what) throws CosignerException {
    if (context.isPresent()) {
      context.get().requireKind(kind, what);
    }
  }

  /** Whether the context in use, if one is, is of a kind. */
  public boolean allows(AnchorKind kind) {
    return context.isEmpty() || context.get().kind() == kind;
  }
}
