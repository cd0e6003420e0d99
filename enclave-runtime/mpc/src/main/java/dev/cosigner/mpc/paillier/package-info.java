/**
 * Paillier's encryption (EUROCRYPT '99) and ring-Pedersen commitments, as threshold ECDSA uses them
 * (eprint 2021/060, sections 2.2 and 2.3).
 */
package dev.cosigner.mpc.paillier;
