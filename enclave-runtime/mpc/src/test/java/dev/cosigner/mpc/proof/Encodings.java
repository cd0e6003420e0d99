package dev.cosigner.mpc.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.protocol.cbor.CborArray;
import dev.cosigner.protocol.cbor.CborBytes;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborInteger;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Asserts that an encoding is the only one. */
final class Encodings {
  /** Reads a proof. */
  interface Decoder<P> {
    P decode(CborValue encoded) throws Exception;
  }

  private Encodings() {}

  /** The encoding is read as the proof, and none that differs in the size of something. */
  static <P> void assertStrict(P proof, CborValue encoded, Decoder<P> decoder) throws Exception {
    assertThat(decoder.decode(encoded)).isEqualTo(proof);
    var variants = new ArrayList<CborValue>();
    vary(encoded, variants::add);
    assertThat(variants).hasSizeGreaterThan(4);
    for (var variant : variants) {
      assertThat(catchThrowable(() -> decoder.decode(variant)))
          .as("decoding " + variant)
          .isInstanceOfAny(CborException.class, CurveException.class);
    }
  }

  /** Each value is replaced in turn by values of other types and sizes. */
  private static void vary(CborValue value, Consumer<CborValue> variants) {
    variants.accept(CborNull.NULL);
    switch (value) {
      case CborBytes bytes -> {
        var content = bytes.value();
        variants.accept(CborValue.of(Arrays.copyOf(content, content.length - 1)));
        variants.accept(CborValue.of(Arrays.copyOf(content, content.length + 1)));
        variants.accept(CborValue.of(new byte[0]));
      }
      case CborInteger integer -> variants.accept(CborValue.of(2));
      case CborArray(List<CborValue> items) -> {
        variants.accept(CborValue.array(items.subList(0, items.size() - 1)));
        var longer = new ArrayList<>(items);
        longer.add(items.getLast());
        variants.accept(CborValue.array(longer));
        // Items of lists are alike: the last one stands for all where there are many.
        int from = items.size() > 13 ? items.size() - 1 : 0;
        for (int i = from; i < items.size(); i++) {
          int index = i;
          vary(
              items.get(i),
              item -> {
                var altered = new ArrayList<>(items);
                altered.set(index, item);
                variants.accept(CborValue.array(altered));
              });
        }
      }
      default -> throw new IllegalArgumentException("expected a proof, found " + value);
    }
  }
}
