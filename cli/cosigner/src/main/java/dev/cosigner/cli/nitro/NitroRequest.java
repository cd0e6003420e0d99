package dev.cosigner.cli.nitro;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * An enclave that is to be launched on this instance.
 *
 * @param name what the Nitro CLI is to call it
 * @param image the image's file
 * @param imageBytes its size
 * @param askedMib its memory in MiB, or empty for what the image needs and 1 GiB at least
 * @param cpus its virtual processors
 * @param cid its context id, or empty to have one chosen
 * @param debug whether in debug mode
 * @param patience how long the launch may take, or empty for the Nitro CLI's own limit
 */
public record NitroRequest(
    String name,
    Path image,
    long imageBytes,
    OptionalInt askedMib,
    int cpus,
    OptionalLong cid,
    boolean debug,
    Optional<Duration> patience) {
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;
  private static final long DEFAULT_MIB = 1024;

  /** The Nitro CLI's own rule: less than four times the image is refused. */
  private static final long TIMES_IMAGE = 4;

  /** What the Nitro CLI waits for a heartbeat, for so much of an image and so much memory each. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(90);

  private static final long HEARTBEAT_IMAGE = 6 * GIB;
  private static final long HEARTBEAT_MEMORY = 100 * GIB;

  /** For allocating memory and loading the image, before the wait for the heartbeat. */
  private static final Duration LOADING = Duration.ofMinutes(2);

  /** The least memory for the image, MiB. */
  public long leastMib() {
    return Math.ceilDiv(TIMES_IMAGE * imageBytes, MIB);
  }

  /** Its memory, MiB. */
  public long memoryMib() {
    return askedMib.isPresent() ? askedMib.getAsInt() : Math.max(DEFAULT_MIB, leastMib());
  }

  /** How long the launch may take. */
  public Duration limit() {
    long waits =
        Math.ceilDiv(imageBytes, HEARTBEAT_IMAGE)
            + Math.ceilDiv(memoryMib() * MIB, HEARTBEAT_MEMORY);
    return patience.orElse(LOADING.plus(HEARTBEAT.multipliedBy(waits)));
  }
}
