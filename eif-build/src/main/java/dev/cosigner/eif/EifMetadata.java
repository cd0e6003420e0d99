package dev.cosigner.eif;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosigner.eif.EifException.Reason;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * What an image says about itself in its metadata section: AWS's JSON fields. Nothing measures
 * them, so they are labels for people and never evidence.
 *
 * @param imageName the image's name
 * @param imageVersion the image's version
 * @param buildTime when it was built, RFC 3339
 * @param buildTool what built it
 * @param buildToolVersion the version of that
 * @param operatingSystem what the first ramdisk is made from
 * @param kernelVersion the kernel's version
 */
public record EifMetadata(
    String imageName,
    String imageVersion,
    String buildTime,
    String buildTool,
    String buildToolVersion,
    String operatingSystem,
    String kernelVersion) {

  /** Compact JSON in AWS's order; {@code DockerInfo} and {@code CustomMetadata} are null. */
  public byte[] toJson() {
    return toJson(Optional.empty());
  }

  /**
   * As {@link #toJson()}, with what an image's builder says beside it.
   *
   * @param custom goes to {@code CustomMetadata}
   */
  public byte[] toJson(Optional<ObjectNode> custom) {
    ObjectNode root = StrictJson.object();
    root.put("ImageName", imageName);
    root.put("ImageVersion", imageVersion);
    ObjectNode build = root.putObject("BuildMetadata");
    build.put("BuildTime", buildTime);
    build.put("BuildTool", buildTool);
    build.put("BuildToolVersion", buildToolVersion);
    build.put("OperatingSystem", operatingSystem);
    build.put("KernelVersion", kernelVersion);
    root.putNull("DockerInfo");
    root.set("CustomMetadata", custom.map(JsonNode.class::cast).orElse(root.nullNode()));
    return StrictJson.compact(root);
  }

  /**
   * Reads the fields from a metadata section; what AWS's tools put there beside them is skipped.
   *
   * @throws EifException with {@link Reason#METADATA} if a field is missing or not a string
   */
  public static EifMetadata parse(byte[] json) throws EifException {
    JsonNode root = parseTree(json);
    JsonNode build = root.path("BuildMetadata");
    return new EifMetadata(
        text(root, "ImageName"),
        text(root, "ImageVersion"),
        text(build, "BuildTime"),
        text(build, "BuildTool"),
        text(build, "BuildToolVersion"),
        text(build, "OperatingSystem"),
        text(build, "KernelVersion"));
  }

  /**
   * Reads all of a metadata section, whatever its fields.
   *
   * @throws EifException with {@link Reason#METADATA} if it is not one JSON object
   */
  public static ObjectNode parseTree(byte[] json) throws EifException {
    try {
      return StrictJson.parse(json);
    } catch (JsonProcessingException e) {
      throw new EifException(
          Reason.METADATA, "the metadata is not one JSON object: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new EifException(Reason.METADATA, "the metadata is not one JSON object", e);
    }
  }

  private static String text(JsonNode object, String field) throws EifException {
    JsonNode value = object.path(field);
    if (!value.isTextual()) {
      throw new EifException(
          Reason.METADATA,
          "the metadata: expected a string as %s, found %s"
              .formatted(field, value.getNodeType().toString().toLowerCase(Locale.ROOT)));
    }
    return value.textValue();
  }
}
