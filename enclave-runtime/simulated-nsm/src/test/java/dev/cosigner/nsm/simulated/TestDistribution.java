package dev.cosigner.nsm.simulated;

import dev.cosigner.eif.EifImage;
import dev.cosigner.eif.EifSection;
import dev.cosigner.eif.EifWriter;
import dev.cosigner.eif.SectionSource;
import dev.cosigner.eif.SectionType;
import dev.cosigner.eif.assembly.ImageBuild;
import dev.cosigner.eif.assembly.ImageOptions;
import dev.cosigner.enclave.nsm.Nsm;
import dev.cosigner.mpc.Session;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.transaction.DecodedTransaction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * What images are built from: the committed kernel and platform, and the modules as they are now.
 */
final class TestDistribution {
  private static final Path COMMITTED = Path.of("../../eif-build");

  private final Path directory;

  TestDistribution(Path directory) throws IOException {
    this.directory = Files.createDirectory(directory);
    for (String file :
        List.of("kernel/bzImage", "platform/platform.cpio.zst", "inputs.lock.json")) {
      Path target = directory.resolve(file);
      Files.createDirectories(target.getParent());
      Files.copy(COMMITTED.resolve(file), target);
    }
    jar(CborValue.class, "runtime/protocol.jar");
    jar(Session.class, "runtime/mpc.jar");
    jar(DecodedTransaction.class, "runtime/transaction.jar");
    jar(Nsm.class, "runtime/enclave.jar");
    jar(SimulatedNsm.class, "runtime-development/simulated-nsm.jar");
  }

  /** Packs a module, which is a folder of classes or a jar already. */
  private void jar(Class<?> member, String name) throws IOException {
    Path module = Path.of(member.getProtectionDomain().getCodeSource().getLocation().getPath());
    Path target = directory.resolve(name);
    Files.createDirectories(target.getParent());
    if (Files.isRegularFile(module)) {
      Files.copy(module, target);
      return;
    }
    try (OutputStream file = Files.newOutputStream(target);
        JarOutputStream jar = new JarOutputStream(file);
        Stream<Path> walk = Files.walk(module)) {
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(module.relativize(path).toString()));
        Files.copy(path, jar);
      }
    }
  }

  /** Builds a development image. */
  Measurements build(Path image) throws Exception {
    return new ImageBuild(directory)
        .build(ImageOptions.of(AnchorKind.DEVELOPMENT), image)
        .measurements();
  }

  /** Moves the first bytes of an image's command line to the end of its kernel. */
  static Measurements moveCommandLineIntoKernel(Path image, int count, Path moved)
      throws IOException {
    EifImage parsed = EifImage.read(image);
    List<SectionSource> sections = new ArrayList<>();
    byte[] taken = {};
    try (FileChannel file = FileChannel.open(image)) {
      for (EifSection section : parsed.sections().reversed()) {
        byte[] content = new byte[(int) section.size()];
        file.read(ByteBuffer.wrap(content), section.offset() + EifSection.HEADER_SIZE);
        if (section.type() == SectionType.COMMAND_LINE) {
          taken = Arrays.copyOf(content, count);
          content = Arrays.copyOfRange(content, count, content.length);
        } else if (section.type() == SectionType.KERNEL) {
          int size = content.length;
          content = Arrays.copyOf(content, size + taken.length);
          System.arraycopy(taken, 0, content, size, taken.length);
        }
        sections.addFirst(SectionSource.of(section.type(), content));
      }
    }
    try (SeekableByteChannel out =
        Files.newByteChannel(moved, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      return new EifWriter(parsed.architecture(), parsed.defaultMemory(), parsed.defaultCpus())
          .write(sections, out);
    }
  }
}
