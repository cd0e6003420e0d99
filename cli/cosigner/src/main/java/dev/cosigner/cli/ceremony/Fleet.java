package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.StateDirectory;
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
import java.util.Set;

/** The enclaves that this operator has launched, as far as ceremonies need them. */
public final class Fleet {
  private final StateDirectory state;
  private final Enclaves enclaves;

  /** Those of a state directory. */
  public Fleet(StateDirectory state) {
    this.state = state;
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
    return new RemoteCosigner(found.name(), enclaves.connect(found));
  }

  /** Connects to several; what was opened is closed if one of them fails. */
  public List<RemoteCosigner> connect(List<String> names) throws CosignerException, IOException {
    List<RemoteCosigner> cosigners = new ArrayList<>();
    try {
      for (String name : names) {
        cosigners.add(connect(name));
      }
      return cosigners;
    } catch (CosignerException | IOException | RuntimeException e) {
      cosigners.forEach(RemoteCosigner::close);
      throw e;
    }
  }

  /** The roots that this operator trusts: Amazon's, and the development root that was made here. */
  public Set<TrustAnchor> trusted() throws CosignerException, IOException {
    Set<TrustAnchor> trusted = new LinkedHashSet<>();
    trusted.add(TrustAnchor.aws());
    DevelopmentAuthority.anchor(state).ifPresent(trusted::add);
    return trusted;
  }

  /**
   * The operator's side of a ceremony with these enclaves: their root, and the images that they
   * were launched from, as measured then.
   *
   * @throws CosignerException {@code mixed-anchors} where development and real enclaves would mix
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
    return new Workstation(
        anchors.iterator().next(),
        new MeasurementPolicy(List.copyOf(images)),
        InstantSource.system(),
        new SecureRandom());
  }
}
