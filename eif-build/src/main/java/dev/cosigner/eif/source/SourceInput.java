package dev.cosigner.eif.source;

/**
 * Something that a source was read from, for the provenance of the image.
 *
 * @param name such as {@code layer 1}
 * @param version as the source numbers it, or its media type
 * @param source where it was found
 * @param sha256 of its bytes, in lower-case hexadecimal
 */
public record SourceInput(String name, String version, String source, String sha256) {}
