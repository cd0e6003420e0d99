/** The cosigner inside the enclave: boot, NSM, channel, server, wallets in memory. */
module dev.cosigner.enclave {
  requires dev.cosigner.protocol;
  requires dev.cosigner.mpc;
  requires dev.cosigner.transaction;
}
