/**
 * Prime-order groups. Arithmetic on public values is behind {@link dev.cosigner.mpc.curve.Curve};
 * values that must stay secret are {@link dev.cosigner.mpc.curve.SecretScalar}s, which only a
 * {@link dev.cosigner.mpc.curve.ConstantTimeCurve} can make.
 */
package dev.cosigner.mpc.curve;
