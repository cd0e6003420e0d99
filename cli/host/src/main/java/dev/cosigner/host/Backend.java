package dev.cosigner.host;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What enclaves run on. */
public sealed interface Backend permits ProcessBackend, QemuBackend {
  /** Its name on the command line. */
  String name();

  /** How long a boot may take before it counts as hanging. */
  Duration patience();

  /**
   * Starts the programs that make up an enclave. What has started when this fails is found in the
   * directory; the caller ends it.
   *
   * @param request with a directory that is there
   * @return the programs; the enclave is alive as long as all of them are
   * @throws LaunchException if one cannot be started
   */
  List<DetachedProcess> start(LaunchRequest request)
      throws LaunchException, IOException, InterruptedException;
}
