/** A simulated NSM. Part of development images only. */
module dev.cosigner.nsm.simulated {
  requires dev.cosigner.enclave;
  requires dev.cosigner.protocol;
}
