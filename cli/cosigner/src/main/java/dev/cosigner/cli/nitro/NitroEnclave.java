package dev.cosigner.cli.nitro;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An enclave as the Nitro CLI prints it.
 *
 * @param id {@code i-...-enc...}
 * @param name its name, empty where the Nitro CLI gives none
 * @param process the process that holds its resources
 * @param cid its context id
 * @param processors the ids of its processors
 * @param state {@code RUNNING}, {@code TERMINATING} or {@code EMPTY}; empty in what a run prints
 * @param debug whether it runs in debug mode
 */
record NitroEnclave(
    String id,
    String name,
    long process,
    long cid,
    List<Integer> processors,
    String state,
    boolean debug) {
  private static final String ID = "i-[0-9a-zA-Z]{1,32}-enc[0-9a-zA-Z]{1,32}";
  private static final int MAX_PROCESSORS = 1024;

  /** Reads one; none if a field is missing or is of another form than the Nitro CLI writes. */
  static Optional<NitroEnclave> read(JsonNode tree) {
    JsonNode id = tree.path("EnclaveID");
    JsonNode process = tree.path("ProcessID");
    JsonNode cid = tree.path("EnclaveCID");
    JsonNode processors = tree.path("CPUIDs");
    boolean complete =
        id.isTextual()
            && id.textValue().matches(ID)
            && process.canConvertToLong()
            && cid.isIntegralNumber()
            && cid.canConvertToLong()
            && processors.isArray()
            && processors.size() <= MAX_PROCESSORS;
    if (!complete) {
      return Optional.empty();
    }
    List<Integer> ids = new ArrayList<>();
    for (JsonNode processor : processors) {
      ids.add(processor.asInt(-1));
    }
    return Optional.of(
        new NitroEnclave(
            id.textValue(),
            tree.path("EnclaveName").asText(""),
            process.longValue(),
            cid.longValue(),
            List.copyOf(ids),
            tree.path("State").asText(""),
            tree.path("Flags").asText("").startsWith("DEBUG")));
  }
}
