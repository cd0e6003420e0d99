/** Attestation documents at the command line: read, compared with what is expected, explained. */
package dev.cosigner.cli.attestation;
