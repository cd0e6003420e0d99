package dev.cosigner.cli.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.cosigner.host.LaunchedEnclave;
import dev.cosigner.host.NitroPlacement;
import dev.cosigner.host.ProcessIdentity;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/**
 * A launched enclave as it is written down, in JSON.
 *
 * @param version of this form: 2
 * @param content null where nothing was unpacked
 * @param moduleId null for a production image
 * @param startedAt in ISO 8601
 * @param nitro null for other back ends
 */
record EnclaveEntry(
    int version,
    String id,
    String name,
    String backend,
    String image,
    Registers measurements,
    boolean development,
    String moduleId,
    String content,
    String directory,
    String startedAt,
    ProcessEntry launcher,
    boolean launched,
    List<ProcessEntry> processes,
    NitroPlacement nitro) {
  private static final int VERSION = 2;
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  /** Registers in hexadecimal. */
  record Registers(String pcr0, String pcr1, String pcr2) {}

  /** A process: {@link ProcessIdentity}. */
  record ProcessEntry(long pid, long startTicks, String bootId) {
    static ProcessEntry of(ProcessIdentity identity) {
      return new ProcessEntry(identity.pid(), identity.startTicks(), identity.bootId());
    }

    ProcessIdentity identity() {
      return new ProcessIdentity(pid, startTicks, bootId);
    }
  }

  static byte[] write(LaunchedEnclave enclave) {
    Measurements measurements = enclave.measurements();
    EnclaveEntry entry =
        new EnclaveEntry(
            VERSION,
            enclave.id(),
            enclave.name(),
            enclave.backend(),
            enclave.image().toString(),
            new Registers(
                measurements.pcr0().hex(), measurements.pcr1().hex(), measurements.pcr2().hex()),
            enclave.development(),
            enclave.moduleId(),
            enclave.content() == null ? null : enclave.content().toString(),
            enclave.directory().toString(),
            enclave.startedAt().toString(),
            ProcessEntry.of(enclave.launcher()),
            enclave.launched(),
            enclave.processes().stream().map(ProcessEntry::of).toList(),
            enclave.nitro());
    try {
      return MAPPER.writeValueAsBytes(entry);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an entry that cannot be written as JSON", e);
    }
  }

  /**
   * Reads an entry.
   *
   * @throws MalformedEntryException if it is none of this form
   */
  static LaunchedEnclave read(byte[] json) throws MalformedEntryException {
    try {
      EnclaveEntry entry = MAPPER.readValue(json, EnclaveEntry.class);
      if (entry.version != VERSION) {
        throw new MalformedEntryException(
            "expected version " + VERSION + ", found " + entry.version, null);
      }
      return entry.enclave();
    } catch (JsonProcessingException e) {
      throw new MalformedEntryException(e.getOriginalMessage(), e);
    } catch (IOException | IllegalArgumentException | NullPointerException | DateTimeException e) {
      throw new MalformedEntryException(String.valueOf(e.getMessage()), e);
    }
  }

  private LaunchedEnclave enclave() {
    return new LaunchedEnclave(
        id,
        name,
        backend,
        Path.of(image),
        Measurements.ofHex(measurements.pcr0, measurements.pcr1, measurements.pcr2),
        development,
        moduleId,
        content == null ? null : Path.of(content),
        Path.of(directory),
        Instant.parse(startedAt),
        launcher.identity(),
        launched,
        processes.stream().map(ProcessEntry::identity).toList(),
        nitro);
  }
}
