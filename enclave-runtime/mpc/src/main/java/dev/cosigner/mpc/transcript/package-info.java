/** The one way in which this module hashes what a proof, a commitment or an echo covers. */
package dev.cosigner.mpc.transcript;
