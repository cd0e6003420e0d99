/** A simulated NSM. Part of development images only. */
module dev.cosigner.nsm.simulated {
  requires dev.cosigner.enclave;
  requires dev.cosigner.protocol;

  provides dev.cosigner.enclave.nsm.NsmProvider with
      dev.cosigner.nsm.simulated.SimulatedNsmProvider;
}
