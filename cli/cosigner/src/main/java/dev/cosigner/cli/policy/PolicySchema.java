package dev.cosigner.cli.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosigner.eif.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The published JSON Schemas (draft 2020-12). */
public enum PolicySchema {
  /** Of policies. */
  POLICY("policy.schema.json"),
  /** Of tests and histories. */
  TESTS("policy-tests.schema.json");

  private final String resource;

  PolicySchema(String resource) {
    this.resource = resource;
  }

  /** The document. */
  public String text() throws IOException {
    try (InputStream in = PolicySchema.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The document as a tree. */
  public ObjectNode tree() throws IOException {
    return StrictJson.parse(text().getBytes(StandardCharsets.UTF_8));
  }
}
