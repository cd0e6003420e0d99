/** The cosigner inside the enclave: boot, NSM, channel, server, wallets in memory. */
@SuppressWarnings("module") // the simulated NSM is built after this module
module dev.cosigner.enclave {
  requires dev.cosigner.protocol;
  requires dev.cosigner.mpc;
  requires dev.cosigner.transaction;

  exports dev.cosigner.enclave.linux to
      dev.cosigner.nsm.simulated;
  exports dev.cosigner.enclave.nsm to
      dev.cosigner.nsm.simulated;
  exports dev.cosigner.enclave.server to
      dev.cosigner.nsm.simulated;

  uses dev.cosigner.enclave.nsm.NsmProvider;
}
