/**
 * Multi-party protocols as pure state machines: {@link dev.cosigner.mpc.Session#start} and {@link
 * dev.cosigner.mpc.Session#accept} return messages, a result, or an abort that names the culprit.
 * Nothing here reads a clock, starts a thread or touches a network or a disk.
 */
package dev.cosigner.mpc;
