package dev.cosigner.cli.nitro;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cosigner.host.EnclaveConnection;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A folder that looks like an EC2 instance to {@link NitroInstance}: device, allocator, pool of
 * processors, huge pages, and {@link StandInNitroCli} as the Nitro CLI. Vsock streams go to the
 * process enclaves under it.
 */
public final class StandInInstance {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final ObjectNode settings = JSON.createObjectNode();

  /**
   * Makes the folder.
   *
   * @param folder not there yet
   * @param runs a folder with a short path, for the enclaves' sockets
   * @param state the state directory whose development root stands for AWS's
   */
  public StandInInstance(Path folder, Path runs, Path state) throws IOException {
    this.folder = Files.createDirectories(folder);
    settings.put("runs", runs.toString());
    settings.put("state", state.toString());
    write("dev/nitro_enclaves", "");
    write(
        "etc/nitro_enclaves/allocator.yaml",
        "---\n# For the enclaves.\nmemory_mib: 4096\ncpu_count: 2\n");
    write("sys/module/nitro_enclaves/parameters/ne_cpus", "1,3\n");
    write("sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "0,2\n");
    write("sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages", "2048\n");
    write("sys/kernel/mm/hugepages/hugepages-1048576kB/free_hugepages", "0\n");
    Files.createDirectories(folder.resolve("var/log/nitro_enclaves"));
    Files.createDirectories(folder.resolve("run/nitro_enclaves"));
    Path program = write("nitro-cli", script());
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String script() {
    return """
    #!/bin/sh
    exec '%s' -XX:TieredStopAtLevel=1 -Xshare:auto --enable-native-access=ALL-UNNAMED \
    -Dlogs='%s' -cp '%s' %s '%s' "$@"
    """
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            folder.resolve("var/log/nitro_enclaves"),
            System.getProperty("java.class.path"),
            StandInNitroCli.class.getName(),
            folder);
  }

  /** Writes a file of the instance. */
  public Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** A file of the instance. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** Says what is launched, whatever image is asked for. */
  public StandInInstance enclave(Path unpacked, Measurements measured) throws IOException {
    settings.put("unpacked", unpacked.toString());
    settings.put("pcr0", measured.pcr0().hex());
    settings.put("pcr1", measured.pcr1().hex());
    settings.put("pcr2", measured.pcr2().hex());
    return save();
  }

  /** Has every launch end with an error. */
  public StandInInstance failing(int number, String text) throws IOException {
    settings.put("error", number);
    settings.put("text", text);
    return save();
  }

  /** Sets something else. */
  public StandInInstance with(String name, String value) throws IOException {
    settings.put(name, value);
    return save();
  }

  private StandInInstance save() throws IOException {
    JSON.writeValue(folder.resolve("settings.json").toFile(), settings);
    return this;
  }

  /** How the Nitro CLI was called, a line each. */
  public List<String> calls() throws IOException {
    Path calls = folder.resolve("calls.txt");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /** The machine for {@link dev.cosigner.cli.Invocation}. */
  public NitroInstance nitro() {
    return new NitroInstance(
        folder.resolve("nitro-cli"),
        folder,
        AnchorKind.DEVELOPMENT,
        (cid, port, timeout) -> {
          try {
            Path socket =
                Path.of(Files.readString(folder.resolve("sockets").resolve(Long.toString(cid))));
            return EnclaveConnection.open(socket, port, timeout);
          } catch (java.nio.file.NoSuchFileException e) {
            return EnclaveConnection.open(folder.resolve("nothing"), port, timeout);
          } catch (dev.cosigner.host.EnclaveUnavailableException
              | java.io.InterruptedIOException e) {
            throw e;
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }
}
