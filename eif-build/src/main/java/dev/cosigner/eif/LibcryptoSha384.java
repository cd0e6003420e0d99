package dev.cosigner.eif;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;

/**
 * OpenSSL's SHA-384 ({@code EVP_DigestUpdate(3)}) from the system's libcrypto.so.3, which is faster
 * than the JDK's. It is used only after it has hashed a test message to what the JDK does.
 */
@SuppressWarnings("restricted") // native access is what this class is for
final class LibcryptoSha384 implements Sha384Hash {
  private static final int SIZE = 48;

  /** Loaded on first use: most commands hash little, and binding takes longer than that. */
  private static final class Library {
    private static final Optional<Library> INSTANCE = load();

    private final MemorySegment algorithm;
    private final MethodHandle newContext;
    private final MethodHandle freeContext;
    private final MethodHandle init;
    private final MethodHandle update;
    private final MethodHandle copy;
    private final MethodHandle end;

    private Library(SymbolLookup symbols) throws Throwable {
      Linker linker = Linker.nativeLinker();
      newContext = bind(linker, symbols, "EVP_MD_CTX_new", FunctionDescriptor.of(ADDRESS));
      freeContext = bind(linker, symbols, "EVP_MD_CTX_free", FunctionDescriptor.ofVoid(ADDRESS));
      init =
          bind(
              linker,
              symbols,
              "EVP_DigestInit_ex",
              FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
      update =
          linker.downcallHandle(
              symbols.find("EVP_DigestUpdate").orElseThrow(),
              FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG),
              // Arrays are read where they lie; a call hashes 1 MiB at most, about a millisecond.
              Linker.Option.critical(true));
      copy =
          bind(
              linker,
              symbols,
              "EVP_MD_CTX_copy_ex",
              FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
      end =
          bind(
              linker,
              symbols,
              "EVP_DigestFinal_ex",
              FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
      algorithm =
          (MemorySegment)
              bind(linker, symbols, "EVP_sha384", FunctionDescriptor.of(ADDRESS)).invoke();
    }

    private static MethodHandle bind(
        Linker linker, SymbolLookup symbols, String name, FunctionDescriptor descriptor) {
      return linker.downcallHandle(symbols.find(name).orElseThrow(), descriptor);
    }

    private static Optional<Library> load() {
      try {
        SymbolLookup symbols = SymbolLookup.libraryLookup("libcrypto.so.3", Arena.global());
        Library library = new Library(symbols);
        byte[] message =
            "cosigner".repeat(100).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        LibcryptoSha384 test = new LibcryptoSha384(library);
        test.update(message, 0, message.length);
        return Arrays.equals(test.copy().digest(), Sha384.newDigest().digest(message))
            ? Optional.of(library)
            : Optional.empty();
      } catch (Throwable e) {
        // No such library, or one without these functions: the JDK has all that is needed.
        return Optional.empty();
      }
    }
  }

  private final Library library;
  private final MemorySegment context;

  private LibcryptoSha384(Library library) {
    this.library = library;
    MemorySegment made = (MemorySegment) call(() -> library.newContext.invoke());
    if (made.equals(MemorySegment.NULL)) {
      throw new OutOfMemoryError("libcrypto has no memory for a hash");
    }
    this.context =
        made.reinterpret(
            Arena.ofAuto(), segment -> call(() -> library.freeContext.invoke(segment)));
    require((int) call(() -> library.init.invoke(context, library.algorithm, MemorySegment.NULL)));
  }

  /** A new hash; empty where the system has no libcrypto. */
  static Optional<Sha384Hash> create() {
    return Library.INSTANCE.map(LibcryptoSha384::new);
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    MemorySegment data = MemorySegment.ofArray(bytes).asSlice(offset, length);
    require((int) call(() -> library.update.invoke(context, data, (long) length)));
  }

  @Override
  public Sha384Hash copy() {
    LibcryptoSha384 other = new LibcryptoSha384(library);
    require((int) call(() -> library.copy.invoke(other.context, context)));
    return other;
  }

  @Override
  public byte[] digest() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment hash = arena.allocate(SIZE);
      require((int) call(() -> library.end.invoke(context, hash, MemorySegment.NULL)));
      return hash.toArray(JAVA_BYTE);
    }
  }

  private static void require(int result) {
    if (result != 1) {
      throw new IllegalStateException("libcrypto cannot hash by SHA-384");
    }
  }

  @FunctionalInterface
  private interface Call {
    Object run() throws Throwable;
  }

  private static Object call(Call call) {
    try {
      return call.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call into libcrypto failed", e);
    }
  }
}
