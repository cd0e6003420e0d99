package dev.cosigner.eif.initramfs;

/**
 * One archive of a ramdisk, or several in one compressed part.
 *
 * @param compression of it
 * @param offset where it begins in the ramdisk, in bytes
 * @param size bytes that it takes in the ramdisk
 * @param unpackedSize bytes of it without compression
 * @param unpackedDigest SHA-256 of these, in hexadecimal
 */
public record ArchiveMember(
    Compression compression, long offset, long size, long unpackedSize, String unpackedDigest) {}
