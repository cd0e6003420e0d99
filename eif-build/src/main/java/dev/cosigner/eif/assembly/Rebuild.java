package dev.cosigner.eif.assembly;

import dev.cosigner.eif.MeasurementsFile;
import dev.cosigner.eif.MeasurementsFileException;
import dev.cosigner.eif.StrictJson;
import dev.cosigner.eif.ramdisk.EntryName;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An image built again as its provenance says, from the inputs of this distribution.
 *
 * @param recorded the registers that the provenance names
 * @param rebuilt the registers of the image built again
 * @param inputs in which the two builds differ; none where they are the same
 */
public record Rebuild(Measurements recorded, Measurements rebuilt, List<InputDifference> inputs) {
  private static final int MAX_SIZE = 1 << 20;

  public Rebuild {
    inputs = List.copyOf(inputs);
  }

  /**
   * Builds an image again in a folder of its own, which is gone afterwards.
   *
   * @param provenance as {@link ImageBuild} writes it
   * @param distribution the folder that the build takes its inputs from
   * @throws ProvenanceException if the file is no provenance
   * @throws InputsLockException if an input of the distribution is not the locked one
   */
  public static Rebuild of(Path provenance, Path distribution)
      throws IOException, InputsLockException {
    byte[] json;
    try (InputStream in = Files.newInputStream(provenance)) {
      json = in.readNBytes(MAX_SIZE + 1);
    }
    Provenance recorded = parse(json);
    Measurements measurements = measurements(recorded);
    Path folder = Files.createTempDirectory("cosigner-rebuild");
    try {
      ImageBuild.BuiltImage built =
          new ImageBuild(distribution).build(options(recorded), folder.resolve("image.eif"));
      Provenance rebuilt = parse(Files.readAllBytes(built.provenance()));
      return new Rebuild(
          measurements, built.measurements(), InputDifference.between(recorded, rebuilt));
    } finally {
      delete(folder);
    }
  }

  private static Provenance parse(byte[] json) throws ProvenanceException {
    try {
      if (json.length > MAX_SIZE) {
        throw new IllegalArgumentException("more than 1 MiB");
      }
      Provenance provenance = StrictJson.read(json, Provenance.class);
      if (provenance.format() != 1
          || provenance.image() == null
          || provenance.measurements() == null
          || provenance.tools() == null
          || provenance.inputs() == null) {
        throw new IllegalArgumentException("a part of it is missing, or its format is not 1");
      }
      return provenance;
    } catch (IOException | IllegalArgumentException e) {
      String found = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new ProvenanceException("expected the provenance of an image, found: " + found, e);
    }
  }

  private static Measurements measurements(Provenance provenance) throws ProvenanceException {
    var root = StrictJson.object();
    var fields = root.putObject("Measurements");
    for (Map.Entry<String, String> register : provenance.measurements().entrySet()) {
      fields.put(register.getKey(), register.getValue());
    }
    try {
      return MeasurementsFile.parse(StrictJson.compact(root));
    } catch (MeasurementsFileException e) {
      throw new ProvenanceException("the provenance's registers: " + e.getMessage(), e);
    }
  }

  private static ImageOptions options(Provenance provenance) throws ProvenanceException {
    Provenance.Image image = provenance.image();
    if (image.kind() != null) {
      throw new ProvenanceException(
          "expected the image of a cosigner, found one of the kind '%s', whose sources are not in"
                  .formatted(EntryName.printable(image.kind()))
              + " its provenance: build it again from them by 'build-eif --expect'",
          null);
    }
    try {
      return new ImageOptions(
          AnchorKind.valueOf(image.anchor().toUpperCase(Locale.ROOT)),
          new ImageLabels(image.name(), image.version(), Optional.empty()));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new ProvenanceException("the provenance names no image that can be built", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
