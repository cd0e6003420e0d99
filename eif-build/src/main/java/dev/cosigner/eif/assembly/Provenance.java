package dev.cosigner.eif.assembly;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.luben.zstd.util.ZstdVersion;
import dev.cosigner.eif.MeasurementsFile;
import dev.cosigner.eif.StrictJson;
import dev.cosigner.protocol.attestation.Measurements;
import java.util.List;
import java.util.Map;

/**
 * From what an image was made: the file that lies beside it, the same bytes for the same image.
 * Nothing in it is signed; who doubts it rebuilds the image and compares.
 *
 * @param format of this document: 1
 * @param image what its metadata and command line say
 * @param measurements its registers, as in a {@link MeasurementsFile}
 * @param tools what shaped its bytes without being in it
 * @param inputs all that is in it
 */
record Provenance(
    int format,
    Image image,
    @JsonProperty("Measurements") Map<String, String> measurements,
    List<Tool> tools,
    List<Input> inputs) {

  /**
   * What an image says about itself.
   *
   * @param anchor of a cosigner's image; none in another
   * @param kind of an image that is no cosigner's; none in a cosigner's
   * @param commandLine the kernel's, as far as it is not built into the kernel
   */
  record Image(
      String name,
      String version,
      @JsonInclude(JsonInclude.Include.NON_NULL) String anchor,
      @JsonInclude(JsonInclude.Include.NON_NULL) String kind,
      String commandLine) {}

  /** A program or library, by name and version. */
  record Tool(String name, String version) {}

  static Provenance of(Image image, Measurements measurements, List<Input> inputs) {
    return new Provenance(
        1,
        image,
        MeasurementsFile.document(measurements).get("Measurements"),
        List.of(
            new Tool("cosigner", BuildProperties.VERSION), new Tool("zstd", ZstdVersion.VERSION)),
        inputs);
  }

  byte[] toJson() {
    return StrictJson.indented(this);
  }
}
