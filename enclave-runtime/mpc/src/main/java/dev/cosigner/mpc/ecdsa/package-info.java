/**
 * Threshold ECDSA by CMP/CGGMP (eprint 2021/060, revision of October 2024) with all members of a
 * group signing. {@link dev.cosigner.mpc.frost.KeyGeneration} makes the key's shares, {@link
 * dev.cosigner.mpc.ecdsa.AuxiliarySetup} the Paillier and ring-Pedersen keys, {@link
 * dev.cosigner.mpc.ecdsa.Presigning} what can be made before a message is known, {@link
 * dev.cosigner.mpc.ecdsa.Signing} a signature from it.
 */
package dev.cosigner.mpc.ecdsa;
