package dev.cosigner.cli.command;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.eif.OutputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Option;

/**
 * For commands that write a file: {@code @Mixin ResultOptions results}. The one rule of all: a
 * result is there whole or not at all; it never replaces what it is made from, and another file
 * only if asked to. A file that has the very content already is left as it is.
 */
final class ResultOptions {
  @Option(
      names = "--replace",
      description = "Replace a file that is in the place of the result with other content.")
  private boolean replace;

  /** Whether another file may be replaced. */
  boolean replace() {
    return replace;
  }

  /** Writes a result, also into a pipe or a device. */
  void write(Path file, byte[] content, Path... inputs) throws CosignerException, IOException {
    requireNoInput(file, inputs);
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
        out.write(content);
      }
      return;
    }
    try (OutputFile out = new OutputFile(file)) {
      out.write(content);
      if (replace) {
        out.commit();
      } else {
        out.commitNew();
      }
    } catch (NoSuchFileException e) {
      throw noFolder(file, e);
    } catch (FileAlreadyExistsException e) {
      throw exists(file, e);
    }
  }

  /**
   * Refuses a place that is taken, before anything is done: for results that are never the same
   * twice.
   */
  void requireFree(Path file, Path... inputs) throws CosignerException, IOException {
    requireNoInput(file, inputs);
    boolean taken =
        Files.exists(file, LinkOption.NOFOLLOW_LINKS)
            && (Files.isRegularFile(file) || Files.isSymbolicLink(file));
    if (taken && !replace) {
      throw exists(file, null);
    }
  }

  /** A result is not written over what it is made from: a key would be lost. */
  static void requireNoInput(Path output, Path... inputs) throws CosignerException, IOException {
    for (Path input : inputs) {
      if (input != null && isSame(output, input)) {
        throw CosignerException.of(
                "output-is-input", ExitCode.USAGE, "the result would replace " + input)
            .expected("a file of its own for the result")
            .found("one that this command reads")
            .hint("name another file for the result")
            .build();
      }
    }
  }

  private static boolean isSame(Path output, Path input) throws IOException {
    return Files.exists(output)
        && Files.exists(input)
        && Files.isRegularFile(output)
        && Files.isSameFile(output, input);
  }

  private static CosignerException exists(Path file, FileAlreadyExistsException cause) {
    return CosignerException.of("file-exists", ExitCode.BAD_INPUT, file + " exists")
        .expected("a name that no file has, or a file of the same content")
        .found(file.toString())
        .hint("choose another name, or replace it by --replace")
        .cause(cause)
        .build();
  }

  /** Where a result has no folder to be written to. */
  static CosignerException noFolder(Path output, NoSuchFileException e) {
    return CosignerException.of(
            "output-not-writable", ExitCode.ENVIRONMENT, "cannot write " + output)
        .expected("a folder that exists")
        .found("none")
        .hint("make the folder, or name another file for the result")
        .cause(e)
        .build();
  }
}
