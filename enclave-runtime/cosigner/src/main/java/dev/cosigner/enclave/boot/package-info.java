/**
 * From the kernel's hands to a serving enclave: mounts, checks, randomness, NSM, heartbeat, server.
 */
package dev.cosigner.enclave.boot;
