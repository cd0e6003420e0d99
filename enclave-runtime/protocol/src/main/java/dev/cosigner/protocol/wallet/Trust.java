package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.TrustAnchor;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Trust anchors and measurement policies inside plans. */
public final class Trust {
  /** Half of what a policy takes: those of two groups of a wallet still are one policy. */
  private static final int MAX_IMAGES = 8;

  private Trust() {}

  static CborValue toCbor(TrustAnchor anchor) {
    return CborValue.array(Fields.of(anchor.kind()), CborValue.of(anchor.rootSha256()));
  }

  static TrustAnchor anchorFromCbor(CborValue value) throws CborException {
    List<CborValue> fields = value.asArrayOf("trust anchor", 2);
    byte[] root = fields.get(1).asBytes("root digest", 32, 32);
    boolean amazons = Arrays.equals(root, TrustAnchor.aws().rootSha256());
    return switch (Fields.anchorKind(fields.get(0))) {
      case AWS -> {
        if (!amazons) {
          throw CborException.unexpectedValue("root digest", "Amazon's", "another");
        }
        yield TrustAnchor.aws();
      }
      case DEVELOPMENT -> {
        if (amazons) {
          throw CborException.unexpectedValue("root digest", "a development root", "Amazon's");
        }
        yield TrustAnchor.development(root);
      }
    };
  }

  /** The images of either policy, of which each comes from a plan. */
  public static MeasurementPolicy either(MeasurementPolicy one, MeasurementPolicy other) {
    return new MeasurementPolicy(
        Stream.concat(one.allowed().stream(), other.allowed().stream()).distinct().toList());
  }

  static CborValue toCbor(MeasurementPolicy policy) {
    return CborValue.array(
        policy.allowed().stream()
            .map(image ->
                CborValue.array(
                    image.registers().stream()
                        .map(register -> CborValue.of(register.bytes()))
                        .toList()))
            .toList());
  }

  static MeasurementPolicy measurementsFromCbor(CborValue value) throws CborException {
    List<Measurements> images = new ArrayList<>();
    for (CborValue image : value.asArray("measurements", 1, MAX_IMAGES)) {
      List<CborValue> registers = image.asArrayOf("measurements", 3);
      Measurements measurements =
          Measurements.of(
              registers.get(0).asBytes("PCR0", 48, 48),
              registers.get(1).asBytes("PCR1", 48, 48),
              registers.get(2).asBytes("PCR2", 48, 48));
      if (measurements.hasZeroRegister()) {
        throw CborException.unexpectedValue(
            "measurements", "an image's", "a debug enclave's zeros");
      }
      images.add(measurements);
    }
    return new MeasurementPolicy(images);
  }
}
