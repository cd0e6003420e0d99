/** The MPC protocols as pure state machines: no clock, thread, network or disk. */
module dev.cosigner.mpc {
  requires dev.cosigner.protocol;

  exports dev.cosigner.mpc;
  exports dev.cosigner.mpc.arithmetic;
  exports dev.cosigner.mpc.curve;
  exports dev.cosigner.mpc.derivation;
  exports dev.cosigner.mpc.ecdsa;
  exports dev.cosigner.mpc.frost;
  exports dev.cosigner.mpc.paillier;
  exports dev.cosigner.mpc.pool;
  exports dev.cosigner.mpc.proof;
  exports dev.cosigner.mpc.transcript;
}
