package dev.cosigner.eif.violation;

import java.io.ByteArrayOutputStream;
import java.util.zip.GZIPOutputStream;

/** Breaks a rule, so that the rule is seen to hold. */
final class Compresses {
  GZIPOutputStream stream() throws java.io.IOException {
    return new GZIPOutputStream(new ByteArrayOutputStream());
  }
}
