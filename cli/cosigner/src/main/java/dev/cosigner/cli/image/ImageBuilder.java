package dev.cosigner.cli.image;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.eif.EifException;
import dev.cosigner.eif.assembly.ImageBuild;
import dev.cosigner.eif.assembly.ImageBuild.BuiltImage;
import dev.cosigner.eif.assembly.InputsLockException;
import dev.cosigner.eif.container.ContainerException;
import dev.cosigner.eif.ramdisk.RamdiskException;
import dev.cosigner.eif.source.ForeignSourceException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** Builds images, and tells what went wrong in an operator's words. */
public final class ImageBuilder {
  private final Path distribution;

  /**
   * @param distribution where the parts of this repository's images lie
   */
  public ImageBuilder(Path distribution) {
    this.distribution = distribution;
  }

  /** One way of building. */
  @FunctionalInterface
  public interface Recipe {
    /** Builds with the distribution's parts, where it needs them. */
    BuiltImage build(ImageBuild build) throws IOException, InputsLockException;
  }

  /**
   * Builds an image.
   *
   * @throws CosignerException {@code input-not-locked}, {@code distribution-incomplete}, {@code
   *     source-refused}, {@code registry-failed} or {@code output-not-writable}
   */
  public BuiltImage build(Recipe recipe, Path image) throws CosignerException, IOException {
    try {
      return recipe.build(new ImageBuild(distribution));
    } catch (InputsLockException e) {
      throw CosignerException.of("input-not-locked", ExitCode.REFUSED, e.getMessage())
          .expected(e.expected())
          .found(e.found())
          .hint("build cosigner anew from a commit that you trust")
          .cause(e)
          .build();
    } catch (ZipException e) {
      throw incomplete(e.getMessage(), e);
    } catch (ForeignSourceException e) {
      throw CosignerException.of(
              "source-refused", ExitCode.BAD_INPUT, "no image can be built from this")
          .expected(e.expected())
          .found(e.found())
          .hint("change the source; README.md tells what an enclave honours")
          .cause(e)
          .build();
    } catch (ContainerException e) {
      throw refused(e);
    } catch (RamdiskException | EifException e) {
      throw CosignerException.of(
              "source-refused", ExitCode.BAD_INPUT, "no image can be built from this")
          .found(e.getMessage())
          .hint("change the source; README.md tells what an enclave honours")
          .cause(e)
          .build();
    } catch (NoSuchFileException e) {
      if (Path.of(e.getFile()).startsWith(distribution)) {
        throw incomplete("no file " + e.getFile(), e);
      }
      throw CosignerException.of(
              "output-not-writable", ExitCode.ENVIRONMENT, "cannot write " + image)
          .expected("a folder that exists")
          .found("none")
          .hint("make the folder, or name another file by --output")
          .cause(e)
          .build();
    }
  }

  private static CosignerException refused(ContainerException e) {
    return switch (e.reason()) {
      case CONNECTION, REDIRECTS, INSECURE, STATUS, UNAUTHORIZED ->
          CosignerException.of(
                  "registry-failed", ExitCode.ENVIRONMENT, "the registry does not give the image")
              .found(e.getMessage())
              .hint(
                  "check the name and the network; credentials come from auths in Docker's"
                      + " config.json, as 'docker login' without a credential store writes them")
              .cause(e)
              .build();
      default ->
          CosignerException.of(
                  "source-refused", ExitCode.BAD_INPUT, "no image can be built from this")
              .found(e.getMessage())
              .hint("change the source; README.md tells what an enclave honours")
              .cause(e)
              .build();
    };
  }

  private static CosignerException incomplete(String found, IOException cause) {
    return CosignerException.of(
            "distribution-incomplete",
            ExitCode.ENVIRONMENT,
            "the distribution lacks a part of the image")
        .expected("the files that the build made")
        .found(found)
        .hint("start the program by its launcher, ./cosigner, which builds what is missing")
        .cause(cause)
        .build();
  }
}
