package dev.cosigner.mpc.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.arithmetic.BackEnds;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  @Test
  void aFileThatIsNoLibraryIsNamedWithThePropertyThatNamesAnother(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("libsodium.so"), "no library");
    assertThatIllegalStateException()
        .isThrownBy(() -> new NativeLibrary(file, "libsodium 1.0.18 or later", "a.property"))
        .withMessage(
            "expected libsodium 1.0.18 or later at %s, found no library that loads; set"
                    .formatted(file)
                + " -Da.property");
  }

  @Test
  void aFunctionThatIsNotThereIsNamed() {
    Path file = BackEnds.library();
    var library = new NativeLibrary(file, "libcrypto 9 or later", "a.property");
    assertThatIllegalStateException()
        .isThrownBy(() -> library.find("no_such_function"))
        .withMessage(
            "expected libcrypto 9 or later at %s, found one without no_such_function"
                .formatted(file));
  }

  @Test
  void failuresWithMessagesOfTheirOwnKeepThem() {
    var known = new IllegalStateException("known");
    assertThat(NativeLibrary.failed("libcrypto", known)).isSameAs(known);
    var error = new OutOfMemoryError();
    assertThatThrownBy(() -> NativeLibrary.failed("libcrypto", error)).isSameAs(error);
    assertThat(NativeLibrary.failed("libcrypto", new ArithmeticException()))
        .hasMessage("expected a call of libcrypto to return, found an exception");
  }
}
