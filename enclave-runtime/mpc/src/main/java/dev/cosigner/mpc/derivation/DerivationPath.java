package dev.cosigner.mpc.derivation;

import dev.cosigner.mpc.transcript.Transcript;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A path of BIP-32 from a group's public key to one of its children, such as {@code m/0/7}. Every
 * step is one without hardening: hardened children need the private key, which is nowhere.
 *
 * @param indices from the group's key on, each from 0 to 2^31 - 1; at most {@value #MAX_DEPTH}
 */
public record DerivationPath(List<Integer> indices) {
  /** More steps than any wallet takes. */
  public static final int MAX_DEPTH = 16;

  /** The group's own key. */
  public static final DerivationPath ROOT = new DerivationPath(List.of());

  /**
   * Checks the indices.
   *
   * @throws IllegalArgumentException if one is negative, which a hardened one is, or there are too
   *     many
   */
  public DerivationPath {
    indices = List.copyOf(indices);
    if (indices.size() > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "expected a path of at most " + MAX_DEPTH + " steps, found " + indices.size());
    }
    for (int index : indices) {
      if (index < 0) {
        throw new IllegalArgumentException(
            "expected indices from 0 to 2147483647, found "
                + Integer.toUnsignedString(index)
                + ", which is hardened and needs the private key");
      }
    }
  }

  /** The path of these indices. */
  public static DerivationPath of(int... indices) {
    return new DerivationPath(java.util.Arrays.stream(indices).boxed().toList());
  }

  /**
   * Reads {@code m/0/7}.
   *
   * @throws IllegalArgumentException if it is no path, or one with a hardened step
   */
  public static DerivationPath parse(String path) {
    var steps = path.split("/", -1);
    if (!steps[0].equals("m") || steps.length > MAX_DEPTH + 1) {
      throw new IllegalArgumentException(
          "expected a path such as m/0/7 of at most " + MAX_DEPTH + " steps, found " + path);
    }
    var indices = new ArrayList<Integer>();
    for (int i = 1; i < steps.length; i++) {
      indices.add(index(steps[i], path));
    }
    return new DerivationPath(indices);
  }

  private static int index(String step, String path) {
    if (step.endsWith("'") || step.endsWith("h") || step.endsWith("H")) {
      throw new IllegalArgumentException(
          "expected steps without hardening, found " + step + ", which needs the private key");
    }
    try {
      if (step.matches("0|[1-9][0-9]{0,9}")) {
        return Integer.parseInt(step);
      }
    } catch (NumberFormatException e) {
      // Said below, with every other step that is none.
    }
    throw new IllegalArgumentException(
        "expected numbers from 0 to 2147483647 in a path, found " + step + " in " + path);
  }

  /** Adds it to a transcript. */
  public Transcript addTo(Transcript transcript) {
    return transcript.integers("path", indices);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return indices.stream().map(index -> "/" + index).collect(Collectors.joining("", "m", ""));
  }
}
