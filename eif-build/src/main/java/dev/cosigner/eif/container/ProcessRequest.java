package dev.cosigner.eif.container;

import dev.cosigner.eif.Architecture;
import dev.cosigner.eif.source.FileTree;
import dev.cosigner.protocol.image.ProcessConfiguration;
import java.io.IOException;
import java.util.List;

/**
 * What should start in a file tree that no image's configuration belongs to, in the same terms.
 *
 * @param entrypoint the program and its first arguments
 * @param command what follows them
 * @param environment {@code NAME=VALUE}
 * @param workingDirectory empty for {@code /}
 * @param user {@code USER[:GROUP]} by name or number; empty for root
 */
public record ProcessRequest(
    List<String> entrypoint,
    List<String> command,
    List<String> environment,
    String workingDirectory,
    String user) {

  /**
   * Finds the program, the directory and the user in the tree.
   *
   * @throws ContainerException if the process could not start
   */
  public ProcessConfiguration resolve(FileTree tree, Architecture architecture) throws IOException {
    return ImageProcess.resolve(
        new ImageConfiguration(
            List.of(), entrypoint, command, environment, workingDirectory, user, List.of()),
        tree,
        architecture);
  }
}
