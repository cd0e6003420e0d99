/**
 * FROST (RFC 9591) with all members of a group signing: {@link
 * dev.cosigner.mpc.frost.KeyGeneration} makes a key, {@link dev.cosigner.mpc.frost.Signing} signs
 * with it, {@link dev.cosigner.mpc.frost.AddUserDealer} and {@link
 * dev.cosigner.mpc.frost.AddUserReceiver} give a second group shares of it, {@link
 * dev.cosigner.mpc.frost.Refresh} and {@link dev.cosigner.mpc.frost.RefreshCommit} give the same
 * group new ones.
 */
package dev.cosigner.mpc.frost;
