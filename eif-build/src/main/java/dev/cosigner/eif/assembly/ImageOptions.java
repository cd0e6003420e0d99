package dev.cosigner.eif.assembly;

import dev.cosigner.protocol.attestation.AnchorKind;

/**
 * What the one who builds a cosigner's image may choose. Only the anchor is measured.
 *
 * @param anchor whose attestation documents the image's enclaves make and accept
 * @param labels what the metadata says
 */
public record ImageOptions(AnchorKind anchor, ImageLabels labels) {
  /** The options of an image whose builder says no more. */
  public static ImageOptions of(AnchorKind anchor) {
    return new ImageOptions(anchor, ImageLabels.standard());
  }
}
