package dev.cosigner.cli.aws.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosigner.cli.aws.policy.MalformedPolicyException.Reason;
import dev.cosigner.eif.StrictJson;
import java.io.IOException;

/** The JSON of policies and grants: one object, no duplicate names, bounded in size and depth. */
final class BoundedJson {
  private BoundedJson() {}

  static ObjectNode object(byte[] json, int maxBytes) throws MalformedPolicyException {
    if (json.length > maxBytes) {
      throw new MalformedPolicyException(
          Reason.TOO_LARGE, "expected at most %d bytes, found %d".formatted(maxBytes, json.length));
    }
    try {
      return StrictJson.parse(json);
    } catch (JsonProcessingException e) {
      throw new MalformedPolicyException(
          Reason.JSON, "expected one JSON object: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new MalformedPolicyException(Reason.JSON, "expected one JSON object", e);
    }
  }
}
