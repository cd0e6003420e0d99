/** What an enclave image says to the enclave that starts from it, beside its programs. */
package dev.cosigner.protocol.image;
