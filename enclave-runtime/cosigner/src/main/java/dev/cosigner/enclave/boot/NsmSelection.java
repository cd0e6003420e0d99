package dev.cosigner.enclave.boot;

import dev.cosigner.enclave.linux.ParentLink;
import dev.cosigner.enclave.nsm.DeviceNsm;
import dev.cosigner.enclave.nsm.Nsm;
import dev.cosigner.enclave.nsm.NsmException;
import dev.cosigner.enclave.nsm.NsmProvider;
import dev.cosigner.protocol.attestation.AnchorKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * Which NSM an enclave uses: the measured configuration says so, and the image must agree. A
 * simulated one beside an AWS configuration, or none beside a development one, is refused.
 */
final class NsmSelection {
  private NsmSelection() {}

  static Nsm open(MeasuredConfiguration configuration, ParentLink parent) throws BootException {
    List<NsmProvider> providers = new ArrayList<>();
    ClassLoader loader = NsmProvider.class.getClassLoader();
    for (NsmProvider provider : ServiceLoader.load(NsmProvider.class, loader)) {
      providers.add(provider);
    }
    return open(configuration, providers, parent);
  }

  static Nsm open(
      MeasuredConfiguration configuration, List<NsmProvider> providers, ParentLink parent)
      throws BootException {
    boolean simulated = configuration.anchorKind() == AnchorKind.DEVELOPMENT;
    int expected = simulated ? 1 : 0;
    if (providers.size() != expected) {
      throw BootException.refused(
          "expected "
              + expected
              + " simulated NSMs in an image of anchor kind "
              + configuration.anchorKind().name().toLowerCase(Locale.ROOT)
              + ", found "
              + providers.size());
    }
    try {
      return simulated ? providers.getFirst().open(parent) : DeviceNsm.open();
    } catch (NsmException | IOException e) {
      throw BootException.environment("NSM: " + e.getMessage(), e);
    }
  }
}
