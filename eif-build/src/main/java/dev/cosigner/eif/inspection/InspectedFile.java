package dev.cosigner.eif.inspection;

import dev.cosigner.eif.initramfs.InitramfsEntry;

/**
 * An entry of a ramdisk and what is in it.
 *
 * @param entry with its attributes
 * @param digest SHA-256 of its content, in hexadecimal; empty where it has none
 */
public record InspectedFile(InitramfsEntry entry, String digest) {}
