package dev.cosigner.cli.command;

import dev.cosigner.cli.launch.EnclaveDescription;
import dev.cosigner.cli.launch.EnclaveDescription.Register;
import dev.cosigner.cli.ui.Table;
import dev.cosigner.eif.MeasurementsFile;
import dev.cosigner.host.LaunchedEnclave;
import dev.cosigner.host.LaunchedEnclave.State;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An enclave, as {@code launch}, {@code list} and {@code inspect} print it. */
final class EnclaveReport {
  private EnclaveReport() {}

  /** What is remembered of an enclave, as a JSON object that more can be added to. */
  static Map<String, Object> document(LaunchedEnclave enclave, State state) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", enclave.id());
    document.put("name", enclave.name());
    document.put("state", name(state));
    document.put("backend", enclave.backend());
    document.put("development", enclave.development());
    document.put("image", enclave.image().toString());
    document.put("startedAt", enclave.startedAt().toString());
    document.put("debug", enclave.isDebug());
    if (enclave.nitro() == null) {
      document.put("vsock", enclave.run().vsock().toString());
      document.put("console", enclave.run().console().toString());
    } else {
      document.put("enclaveId", enclave.nitro().enclaveId());
      document.put("cid", enclave.nitro().cid());
    }
    document.putAll(MeasurementsFile.document(enclave.measurements()));
    return document;
  }

  /** Adds what it attested. */
  static void add(Map<String, Object> document, EnclaveDescription description) {
    document.put("moduleId", description.moduleId());
    document.put("instance", description.instance());
    document.put("version", description.version());
    document.put("uptimeMillis", description.uptimeMillis());
    document.put("anchor", description.anchor());
    document.put("attestedAt", attestedAt(description).toString());
    document.put(
        "registers", description.registers().stream().map(EnclaveReport::document).toList());
  }

  private static Map<String, Object> document(Register register) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("index", register.index());
    document.put("value", register.value().hex());
    document.put("locked", register.locked());
    return document;
  }

  /** Both for people. */
  static Table table(LaunchedEnclave enclave, State state, EnclaveDescription description) {
    Table table = Table.ofFields();
    table.row("Enclave", enclave.id());
    table.row("Name", enclave.name());
    table.row("State", name(state));
    table.row("Backend", enclave.backend());
    if (enclave.nitro() != null) {
      table.row("Nitro enclave", enclave.nitro().enclaveId());
      table.row("CID", Long.toString(enclave.nitro().cid()));
    }
    if (enclave.isDebug()) {
      table.alarmingRow("DEBUG", "debug mode: its console can be read; registers prove no image");
    }
    table.row("Image", enclave.image().toString());
    table.row("Module", description.moduleId());
    table.row("Instance", description.instance());
    table.row("Version", description.version());
    table.row("Uptime", Duration.ofMillis(description.uptimeMillis()).toSeconds() + " s");
    table.row(
        "Vouched for by",
        enclave.development()
            ? "the development root of this state directory: for trials only"
            : "Amazon's Nitro Enclaves root");
    if (enclave.isDebug()) {
      table.alarmingRow(
          "Attested at", attestedAt(description) + ", DEBUG: nothing shows what image runs");
    } else {
      table.row("Attested at", attestedAt(description) + ", and it is what the image holds");
    }
    for (Register register : description.registers()) {
      if (!register.value().isZero()) {
        table.row(
            "PCR" + register.index(),
            register.value().hex() + (register.locked() ? "" : " (not locked)"));
      }
    }
    table.row("Registers", zeros(description.registers()));
    return table;
  }

  private static String zeros(List<Register> registers) {
    long zero = registers.stream().filter(register -> register.value().isZero()).count();
    boolean locked = registers.stream().allMatch(Register::locked);
    return "%d of 16 are zero; %s"
        .formatted(zero, locked ? "all are locked" : "not all are locked");
  }

  /** Its back end for people. */
  static String backend(LaunchedEnclave enclave) {
    return enclave.backend() + (enclave.isDebug() ? " DEBUG" : "");
  }

  static String name(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static Instant attestedAt(EnclaveDescription description) {
    return Instant.ofEpochMilli(description.attestedAtMillis());
  }
}
