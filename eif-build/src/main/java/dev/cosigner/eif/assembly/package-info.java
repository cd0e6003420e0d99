/**
 * Assembling the enclave image of a cosigner from a distribution's kernel, platform and jars.
 * Nothing is compiled here: the same inputs give the same file on every machine.
 */
package dev.cosigner.eif.assembly;
