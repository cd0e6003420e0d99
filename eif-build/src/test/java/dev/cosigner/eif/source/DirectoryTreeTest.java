package dev.cosigner.eif.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.source.ForeignSourceException.Reason;
import dev.cosigner.eif.source.TreeEntry.Directory;
import dev.cosigner.eif.source.TreeEntry.HardLink;
import dev.cosigner.eif.source.TreeEntry.RegularFile;
import dev.cosigner.eif.source.TreeEntry.SymbolicLink;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A directory on disk as a tree. */
@DisabledOnOs(OS.WINDOWS)
class DirectoryTreeTest {
  @TempDir private Path folder;

  private Path file(String name, int mode) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
    Files.setAttribute(file, "unix:mode", mode);
    return file;
  }

  @Test
  void modesAndLinksAreAsTheyLie() throws IOException {
    file("bin/su", 04755);
    Files.createLink(folder.resolve("bin/another"), folder.resolve("bin/su"));
    Files.createSymbolicLink(folder.resolve("sh"), Path.of("bin/su"));
    Files.createDirectory(folder.resolve("empty"));
    Files.setAttribute(folder.resolve("empty"), "unix:mode", 01777);
    // Whoever runs the tests owns the directory, and so stands for root.
    Attributes root = new Attributes(04755, 0, 0);

    FileTree tree = DirectoryTree.read(folder);

    assertThat(tree.entries())
        .extracting(TreeEntry::path)
        .containsExactly("bin", "bin/another", "bin/su", "empty", "sh");
    assertThat(tree.find("bin/another").orElseThrow())
        .isInstanceOfSatisfying(
            RegularFile.class,
            file -> {
              assertThat(file.attributes()).isEqualTo(root);
              assertThat(file.content().size()).isEqualTo(6);
            });
    assertThat(tree.find("bin/su")).contains(new HardLink("bin/su", "bin/another"));
    assertThat(tree.find("empty")).contains(new Directory("empty", Attributes.SCRATCH));
    assertThat(tree.find("sh").orElseThrow())
        .isInstanceOfSatisfying(
            SymbolicLink.class, link -> assertThat(link.target()).isEqualTo("bin/su"));
  }

  @Test
  void ownersAreKeptButThatOfTheDirectoryItselfIsRoot() throws IOException {
    Map<String, Object> self = Files.readAttributes(folder, "unix:uid,gid");
    Path other = file("other", 0644);
    boolean root = self.get("uid").equals(0);
    if (root) {
      Files.setAttribute(folder, "unix:uid", 1000);
      Files.setAttribute(other, "unix:uid", 33);
      Files.setAttribute(other, "unix:gid", 44);
      file("own", 0644);
      Files.setAttribute(folder.resolve("own"), "unix:uid", 1000);
    }
    FileTree tree = DirectoryTree.read(folder);
    assertThat(((RegularFile) tree.find("other").orElseThrow()).attributes())
        .isEqualTo(root ? new Attributes(0644, 33, 44) : new Attributes(0644, 0, 0));
    if (root) {
      assertThat(((RegularFile) tree.find("own").orElseThrow()).attributes())
          .isEqualTo(new Attributes(0644, 0, 0));
    }
  }

  @Test
  void aSocketIsRefused() throws IOException {
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
      ForeignSourceException refused =
          catchThrowableOfType(ForeignSourceException.class, () -> DirectoryTree.read(folder));
      assertThat(refused.reason()).isEqualTo(Reason.FILE_TYPE);
      assertThat(refused.found()).startsWith("'s' with mode 014");
    }
  }

  @Test
  void aNameWithAControlCharacterIsRefused() throws IOException {
    file("a\tb", 0644);
    RamdiskException refused =
        catchThrowableOfType(RamdiskException.class, () -> DirectoryTree.read(folder));
    assertThat(refused.reason()).isEqualTo(RamdiskException.Reason.NAME);
  }

  @Test
  void whatIsMissingAtTheRootIsAdded() throws IOException {
    file("sys/kept", 0644);
    FileTree tree = DirectoryTree.read(folder).withDirectories(List.of("sys", "tmp"));
    assertThat(tree.entries())
        .extracting(TreeEntry::path)
        .containsExactly("sys", "sys/kept", "tmp");
    assertThat(tree.find("tmp")).contains(new Directory("tmp", Attributes.SCRATCH));
    Files.createSymbolicLink(folder.resolve("dev"), Path.of("sys"));
    FileTree linked = DirectoryTree.read(folder);
    RamdiskException refused =
        catchThrowableOfType(RamdiskException.class, () -> linked.withDirectories(List.of("dev")));
    assertThat(refused.reason()).isEqualTo(RamdiskException.Reason.REPLACED_TYPE);
  }
}
