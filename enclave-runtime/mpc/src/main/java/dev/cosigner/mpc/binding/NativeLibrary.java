package dev.cosigner.mpc.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * One loaded library. It stays loaded: there is no moment at which nothing could call it any more.
 */
public final class NativeLibrary {
  private final Path file;
  private final String wanted;
  private final SymbolLookup symbols;

  /**
   * Loads the library.
   *
   * @param file its file
   * @param wanted its name and the versions that will do, for messages
   * @param property the system property that names its file, for messages
   * @throws IllegalStateException if there is none that loads
   */
  @SuppressWarnings("restricted") // native access is granted to this module on the command line
  public NativeLibrary(Path file, String wanted, String property) {
    this.file = file.toAbsolutePath();
    this.wanted = wanted;
    try {
      symbols = SymbolLookup.libraryLookup(this.file, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "expected %s at %s, found no library that loads; set -D%s"
              .formatted(wanted, this.file, property),
          e);
    }
  }

  /**
   * The address of a function.
   *
   * @throws IllegalStateException if the library lacks it
   */
  public MemorySegment find(String function) {
    return symbols
        .find(function)
        .orElseThrow(() ->
            new IllegalStateException(
                "expected %s at %s, found one without %s".formatted(wanted, file, function)));
  }

  /**
   * A function under the descriptor that its header gives it.
   *
   * @throws IllegalStateException if the library lacks it
   */
  @SuppressWarnings("restricted") // callers take the descriptors from the library's header
  public MethodHandle bind(String function, FunctionDescriptor descriptor) {
    return Linker.nativeLinker().downcallHandle(find(function), descriptor);
  }

  /**
   * What a caller throws when a call of the library threw: errors as they are, failures that have a
   * message as they are.
   */
  public static IllegalStateException failed(String library, Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof IllegalStateException known
        ? known
        : new IllegalStateException(
            "expected a call of %s to return, found an exception".formatted(library), e);
  }
}
