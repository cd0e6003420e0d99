/**
 * Ramdisks of any origin, read as the kernel takes them: any number of cpio archives in a row, each
 * compressed or not. For looking, never for unpacking.
 */
package dev.cosigner.eif.initramfs;
