package dev.cosigner.eif.inspection;

import dev.cosigner.eif.EifSection;

/**
 * A section and the digest of its data.
 *
 * @param section its type and place
 * @param digest SHA-384 of its data, in hexadecimal
 */
public record InspectedSection(EifSection section, String digest) {}
