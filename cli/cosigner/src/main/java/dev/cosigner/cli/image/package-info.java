/** Enclave images at the command line: told, compared, signed and released. */
package dev.cosigner.cli.image;
