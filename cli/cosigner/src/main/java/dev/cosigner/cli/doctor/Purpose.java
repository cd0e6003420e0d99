package dev.cosigner.cli.doctor;

import java.util.Locale;

/** What a machine is to be used for. */
public enum Purpose {
  /** Building cosigner and enclave images. */
  BUILD,
  /** Launching enclaves in emulated machines. */
  QEMU,
  /** Launching enclaves on an EC2 instance. */
  NITRO,
  /** Managing KMS keys. */
  KMS;

  /** The word for it on the command line. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
