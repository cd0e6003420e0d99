package dev.cosigner.host;

/**
 * Where an enclave is on an EC2 instance.
 *
 * @param enclaveId its id for the Nitro CLI, {@code i-...-enc...}; null until it is known
 * @param cid its context id; 0 until it is known
 * @param debug whether it was launched in debug mode
 */
public record NitroPlacement(String enclaveId, long cid, boolean debug) {
  /** The parent's and the hypervisor's are lower. */
  public static final long LEAST_CID = 4;

  /** VMADDR_CID_ANY, vsock(7), is the next. */
  public static final long MOST_CID = 0xFFFF_FFFEL;
}
