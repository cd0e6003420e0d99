package dev.cosigner.eif;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosigner.eif.MeasurementsFileException.Reason;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.PcrValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An image's registers as nitro-cli's {@code build-enclave} and {@code describe-eif} print them:
 * {@code {"Measurements": {"HashAlgorithm": "Sha384 { ... }", "PCR0": "...", "PCR1": "...", "PCR2":
 * "..."}}}, registers in hexadecimal.
 */
public final class MeasurementsFile {
  /** What nitro-cli writes; from 1.5.2 on it may also be the second. */
  private static final String HASH_ALGORITHM = "Sha384 { ... }";

  private static final Set<String> HASH_ALGORITHMS = Set.of(HASH_ALGORITHM, "Sha512_48 { .. }");

  private static final Set<String> FIELDS = Set.of("HashAlgorithm", "PCR0", "PCR1", "PCR2", "PCR8");
  private static final int MAX_SIZE = 64 * 1024;

  private MeasurementsFile() {}

  /** The document, for one who prints it. */
  public static Map<String, Map<String, String>> document(Measurements measurements) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("HashAlgorithm", HASH_ALGORITHM);
    fields.put("PCR0", measurements.pcr0().hex());
    fields.put("PCR1", measurements.pcr1().hex());
    fields.put("PCR2", measurements.pcr2().hex());
    return Map.of("Measurements", fields);
  }

  /** The document as a file, indented. */
  public static byte[] format(Measurements measurements) {
    ObjectNode root = StrictJson.object();
    ObjectNode fields = root.putObject("Measurements");
    document(measurements).get("Measurements").forEach(fields::put);
    return StrictJson.indented(root);
  }

  /**
   * Reads a file of at most 64 KiB.
   *
   * @throws MeasurementsFileException if it is not such a document
   */
  public static Measurements read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(in.readNBytes(MAX_SIZE + 1));
    }
  }

  /**
   * Reads a document. A register of a signed image, PCR8, may be there and is passed over; any
   * other field is refused, so that none is believed to have been compared.
   *
   * @throws MeasurementsFileException if it is not such a document
   */
  public static Measurements parse(byte[] json) throws MeasurementsFileException {
    if (json.length > MAX_SIZE) {
      throw new MeasurementsFileException(Reason.TOO_LARGE, "expected at most 64 KiB, found more");
    }
    ObjectNode root;
    try {
      root = StrictJson.parse(json);
    } catch (JsonProcessingException e) {
      throw new MeasurementsFileException(
          Reason.JSON, "expected one JSON object: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new MeasurementsFileException(Reason.JSON, "expected one JSON object", e);
    }
    requireOnly(root, Set.of("Measurements"));
    if (!(root.get("Measurements") instanceof ObjectNode fields)) {
      throw new MeasurementsFileException(
          Reason.FIELD, "expected an object as Measurements, found none");
    }
    requireOnly(fields, FIELDS);
    String algorithm = text(fields, "HashAlgorithm");
    if (!HASH_ALGORITHMS.contains(algorithm)) {
      throw new MeasurementsFileException(
          Reason.HASH_ALGORITHM,
          "expected the HashAlgorithm '%s', found '%s'".formatted(HASH_ALGORITHM, algorithm));
    }
    return new Measurements(
        register(fields, "PCR0"), register(fields, "PCR1"), register(fields, "PCR2"));
  }

  private static void requireOnly(ObjectNode object, Set<String> names)
      throws MeasurementsFileException {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!names.contains(field.getKey())) {
        throw new MeasurementsFileException(
            Reason.UNKNOWN_FIELD,
            "expected nothing but %s, found '%s'".formatted(names, field.getKey()));
      }
    }
  }

  private static String text(ObjectNode fields, String name) throws MeasurementsFileException {
    JsonNode value = fields.path(name);
    if (!value.isTextual()) {
      throw new MeasurementsFileException(
          Reason.FIELD, "expected a string as %s, found %s".formatted(name, value.getNodeType()));
    }
    return value.textValue();
  }

  private static PcrValue register(ObjectNode fields, String name)
      throws MeasurementsFileException {
    String text = text(fields, name);
    if (text.length() == 2 * PcrValue.BYTES) {
      try {
        return PcrValue.ofHex(text);
      } catch (IllegalArgumentException e) {
        throw new MeasurementsFileException(
            Reason.REGISTER, "expected hexadecimal digits as %s, found others".formatted(name), e);
      }
    }
    throw new MeasurementsFileException(
        Reason.REGISTER,
        "expected 96 hexadecimal digits as %s, found %d characters".formatted(name, text.length()));
  }
}
