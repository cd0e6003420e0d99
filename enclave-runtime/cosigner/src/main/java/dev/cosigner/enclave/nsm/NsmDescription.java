package dev.cosigner.enclave.nsm;

import java.util.List;

/**
 * What a module says of itself.
 *
 * @param moduleId its name, such as {@code i-0123456789abcdef0-enc0123456789abcdef}
 * @param digest the hash of its registers, {@code SHA384}
 * @param lockedPcrs the indexes of the registers that are locked
 */
public record NsmDescription(String moduleId, String digest, List<Integer> lockedPcrs) {
  /** Copies the list. */
  public NsmDescription {
    lockedPcrs = List.copyOf(lockedPcrs);
  }
}
