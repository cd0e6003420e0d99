package dev.cosigner.nsm.simulated;

import dev.cosigner.enclave.nsm.NsmException;
import dev.cosigner.enclave.nsm.Pcr;

/** What a simulated NSM takes from elsewhere: registers, randomness and time. */
sealed interface Backing permits DeviceBacking, MemoryBacking {
  Pcr describePcr(int index) throws NsmException;

  byte[] extendPcr(int index, byte[] data) throws NsmException;

  void lockPcr(int index) throws NsmException;

  void lockPcrs(int count) throws NsmException;

  byte[] getRandom() throws NsmException;

  /** Milliseconds since 1970. */
  long millis() throws NsmException;

  void close();
}
