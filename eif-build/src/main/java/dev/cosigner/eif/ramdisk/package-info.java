/**
 * Ramdisks: the cpio archives, compressed with Zstandard, that the kernel unpacks into its root
 * file system. Written so that the same content always has the same bytes; read as untrusted.
 */
package dev.cosigner.eif.ramdisk;
