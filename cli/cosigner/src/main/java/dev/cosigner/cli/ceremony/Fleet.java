package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.StateDirectory;
import dev.cosigner.cli.context.Settings;
import dev.cosigner.cli.emulate.DevelopmentAuthority;
import dev.cosigner.cli.launch.Enclaves;
import dev.cosigner.host.LaunchedEnclave;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.TrustAnchor;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The enclaves that this operator has launched, as far as ceremonies need them. */
public final class Fleet {
  private final StateDirectory state;
  private final Settings settings;
  private final Enclaves enclaves;

  /** Those of a state directory, as far as the settings allow them. */
  public Fleet(StateDirectory state, Settings settings) {
    this.state = state;
    this.settings = settings;
    this.enclaves = new Enclaves(state);
  }

  /**
   * Connects to a launched enclave.
   *
   * @param enclave its id or name
   * @throws CosignerException where there is none, or it cannot be reached
   */
  public RemoteCosigner connect(String enclave) throws CosignerException, IOException {
    LaunchedEnclave found = enclaves.find(enclave);
    return new RemoteCosigner(found.id(), found.name(), enclaves.connect(found));
  }

  /**
   * Connects to several, each of them another enclave; what was opened is closed if one fails.
   *
   * @param names ids or names
   * @throws CosignerException as for one, or {@code same-enclave}
   */
  public List<RemoteCosigner> connect(List<String> names) throws CosignerException, IOException {
    Set<String> ids = new LinkedHashSet<>();
    for (String name : names) {
      if (!ids.add(enclaves.find(name).id())) {
        throw CosignerException.of(
                "same-enclave", ExitCode.USAGE, "the enclave " + name + " is named twice")
            .expected("another enclave in each place")
            .found(String.join(", ", names))
            .hint("'cosigner list' shows the enclaves; 'cosigner launch' starts more")
            .build();
      }
    }
    List<RemoteCosigner> cosigners = new ArrayList<>();
    try {
      for (String id : ids) {
        cosigners.add(connect(id));
      }
      return cosigners;
    } catch (CosignerException | IOException | RuntimeException e) {
      cosigners.forEach(RemoteCosigner::close);
      throw e;
    }
  }

  /**
   * Requires that the enclaves of a group are still those that it was made with.
   *
   * @param group what to call it in errors
   * @param ids of the enclaves that hold it
   * @throws CosignerException {@code enclave-gone}
   */
  public void requirePresent(String group, List<String> ids) throws CosignerException, IOException {
    List<String> known = enclaves.all().stream().map(LaunchedEnclave::id).toList();
    List<String> gone = ids.stream().filter(id -> !known.contains(id)).toList();
    if (!gone.isEmpty()) {
      throw CosignerException.of(
              "enclave-gone",
              ExitCode.ENVIRONMENT,
              "enclaves of the " + group + " were terminated, and their shares with them")
          .expected("the enclaves " + String.join(", ", ids))
          .found("no " + String.join(", ", gone))
          .hint("an enclave launched anew has no share; 'cosigner wallet show' names other groups")
          .build();
    }
  }

  /** The names of enclaves by their ids; one that was terminated is called by its id. */
  public List<String> names(List<String> ids) throws CosignerException, IOException {
    List<LaunchedEnclave> known = enclaves.all();
    return ids.stream()
        .map(id ->
            known.stream()
                .filter(enclave -> enclave.id().equals(id))
                .map(LaunchedEnclave::name)
                .findFirst()
                .orElse(id + " (terminated)"))
        .toList();
  }

  /**
   * The roots that this operator trusts: the one that the settings name, or else Amazon's and the
   * development root that was made here, as far as the context in use is for them.
   */
  public Set<TrustAnchor> trusted() throws CosignerException, IOException {
    Optional<TrustAnchor> named = settings.trustRoot(null);
    if (named.isPresent()) {
      return Set.of(named.get());
    }
    Set<TrustAnchor> trusted = new LinkedHashSet<>();
    trusted.add(TrustAnchor.aws());
    DevelopmentAuthority.anchor(state).ifPresent(trusted::add);
    trusted.removeIf(anchor -> !settings.allows(anchor.kind()));
    return trusted;
  }

  /**
   * The operator's side of a ceremony with these enclaves: their root, and the images that they
   * were launched from, as measured then.
   *
   * @throws CosignerException {@code mixed-anchors} where development and real enclaves would mix,
   *     {@code context-kind} or {@code other-anchor} where the settings are for other ones
   */
  public Workstation workstation(List<String> names) throws CosignerException, IOException {
    Set<TrustAnchor> anchors = new LinkedHashSet<>();
    Set<Measurements> images = new LinkedHashSet<>();
    for (String name : names) {
      LaunchedEnclave enclave = enclaves.find(name);
      anchors.add(enclaves.verifier(enclave).anchor());
      images.add(enclave.measurements());
    }
    if (anchors.size() != 1) {
      throw CosignerException.of(
              "mixed-anchors",
              ExitCode.REFUSED,
              "these enclaves are attested under different roots")
          .expected("one root")
          .found(anchors.toString())
          .hint("development enclaves and real ones never share a wallet")
          .build();
    }
    TrustAnchor anchor = anchors.iterator().next();
    settings.requireKind(anchor.kind(), "the root of " + String.join(", ", names));
    if (!trusted().contains(anchor)) {
      throw CosignerException.of(
              "other-anchor",
              ExitCode.REFUSED,
              "these enclaves are attested under another root than you trust")
          .expected(trusted().toString())
          .found(anchor.toString())
          .hint("'cosigner config explain' shows where the trust root comes from")
          .build();
    }
    return new Workstation(
        anchor,
        new MeasurementPolicy(List.copyOf(images)),
        InstantSource.system(),
        new SecureRandom());
  }
}
