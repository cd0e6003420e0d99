package dev.cosigner.nsm.simulated;

import dev.cosigner.enclave.linux.Connection;
import dev.cosigner.enclave.linux.ParentLink;
import dev.cosigner.enclave.nsm.DeviceNsm;
import dev.cosigner.enclave.nsm.Nsm;
import dev.cosigner.enclave.nsm.NsmException;
import dev.cosigner.enclave.nsm.NsmProvider;
import dev.cosigner.enclave.server.Frames;
import java.io.IOException;

/** Makes the simulated NSM of what the parent provisions on port 9001. */
public final class SimulatedNsmProvider implements NsmProvider {
  private static final int PORT = 9001;

  @Override
  public Nsm open(ParentLink parent) throws IOException, NsmException {
    Provisioning provisioning = receive(parent);
    Backing backing =
        provisioning.registers() == null
            ? new DeviceBacking(DeviceNsm.open())
            : new MemoryBacking(provisioning.registers(), System::currentTimeMillis);
    return new SimulatedNsm(provisioning, backing);
  }

  private static Provisioning receive(ParentLink parent) throws IOException, NsmException {
    try (Connection connection = parent.connect(PORT)) {
      byte[] frame = Frames.read(connection, Provisioning.MAX_BYTES);
      if (frame == null) {
        throw new IOException(
            "expected the provisioning of a simulated NSM, found the end of the stream");
      }
      return Provisioning.decode(frame);
    }
  }
}
