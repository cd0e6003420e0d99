package dev.cosigner.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a machine has for Nitro Enclaves: the driver's device, and the processors and huge pages
 * that are set aside (AWS Nitro Enclaves User Guide, "Nitro Enclaves CLI"; Linux, {@code
 * Documentation/virt/ne_overview.rst}).
 */
public final class NitroMachine {
  /**
   * Amazon's command line, from the root of the file system. It is never looked for on PATH: who
   * writes to a folder there would launch in its name.
   */
  public static final String PROGRAM = "usr/bin/nitro-cli";

  /** The driver's device, from the root of the file system. */
  public static final String DEVICE = "dev/nitro_enclaves";

  /** The allocator's configuration, from the root of the file system. */
  public static final String ALLOCATOR = "etc/nitro_enclaves/allocator.yaml";

  private static final String CPU_POOL = "sys/module/nitro_enclaves/parameters/ne_cpus";
  private static final String HUGE_PAGES = "sys/kernel/mm/hugepages";
  private static final Pattern HUGE_PAGE_FOLDER = Pattern.compile("hugepages-([0-9]{1,9})kB");
  private static final int MAX_FILE = 64 * 1024;
  private static final int KIB_PER_MIB = 1024;

  private final Path root;

  private NitroMachine(Path root) {
    this.root = root;
  }

  /**
   * The machine of a file system.
   *
   * @param root {@code /}, or a copy of what is looked at
   */
  public static NitroMachine at(Path root) {
    return new NitroMachine(root);
  }

  /** What a user may do with the driver's device. */
  public enum Device {
    /** There is none: no Nitro instance, enclaves not enabled, or no driver. */
    ABSENT,
    /** It is there, but this user may not open it: not in its group. */
    NOT_ALLOWED,
    /** This user may open it. */
    USABLE
  }

  /** The driver's device for this user. */
  public Device device() {
    Path device = root.resolve(DEVICE);
    if (!Files.exists(device)) {
      return Device.ABSENT;
    }
    return Files.isReadable(device) && Files.isWritable(device)
        ? Device.USABLE
        : Device.NOT_ALLOWED;
  }

  /** The processors that are set aside for enclaves, such as {@code 1,3}; empty if none are. */
  public Optional<String> processors() throws IOException {
    return read(root.resolve(CPU_POOL)).map(String::strip).filter(list -> !list.isEmpty());
  }

  /** Memory in huge pages of all sizes, in use or not, MiB; empty where the kernel has none. */
  public OptionalLong hugePagesMib() throws IOException {
    return hugePages("nr_hugepages");
  }

  /** Memory in huge pages that no enclave has, MiB; empty where the kernel has none. */
  public OptionalLong freeHugePagesMib() throws IOException {
    return hugePages("free_hugepages");
  }

  private OptionalLong hugePages(String file) throws IOException {
    long kib = 0;
    boolean any = false;
    try (DirectoryStream<Path> sizes = Files.newDirectoryStream(root.resolve(HUGE_PAGES))) {
      for (Path size : sizes) {
        Matcher matcher = HUGE_PAGE_FOLDER.matcher(size.getFileName().toString());
        Optional<String> pages =
            read(size.resolve(file)).map(String::strip).filter(text -> text.matches("[0-9]{1,9}"));
        if (matcher.matches() && pages.isPresent()) {
          any = true;
          kib += Long.parseLong(matcher.group(1)) * Long.parseLong(pages.get());
        }
      }
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
    return any ? OptionalLong.of(kib / KIB_PER_MIB) : OptionalLong.empty();
  }

  private static Optional<String> read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(new String(in.readNBytes(MAX_FILE), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
