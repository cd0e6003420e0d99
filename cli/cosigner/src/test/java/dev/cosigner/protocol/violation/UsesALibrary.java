package dev.cosigner.protocol.violation;

import com.fasterxml.jackson.databind.JsonNode;

/** Breaks a rule, so that the rule is seen to hold. */
final class UsesALibrary {
  private final JsonNode node;

  UsesALibrary(JsonNode node) {
    this.node = node;
  }

  JsonNode node() {
    return node;
  }
}
