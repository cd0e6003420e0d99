package dev.cosigner.enclave.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a holder of the image file can do to the command line without changing a register, and why
 * the enclave then does not start.
 */
class KernelCommandLineTest {
  private static final String WORDS =
      String.join(
          " ",
          Stream.concat(KernelCommandLine.BUILT_IN.stream(), KernelCommandLine.IMAGE.stream())
              .toList());

  private static final int COUNT =
      KernelCommandLine.BUILT_IN.size() + KernelCommandLine.IMAGE.size();

  private static final String DEVICES =
      " virtio_mmio.device=512@0xfeb00e00:12 virtio_mmio.device=4K@0xd0000000:5:1";

  @Test
  void theExpectedWordsAndTheHypervisorsDevicesPass() {
    assertThatCode(() -> KernelCommandLine.check(WORDS + DEVICES + "\n"))
        .doesNotThrowAnyException();
  }

  @Test
  void theExpectedWordsAlonePass() {
    assertThatCode(() -> KernelCommandLine.check(WORDS + "\n")).doesNotThrowAnyException();
  }

  @Test
  void severalSpacesSeparateLikeOne() {
    assertThatCode(() -> KernelCommandLine.check(WORDS.replace(" ", "  ") + " " + DEVICES))
        .doesNotThrowAnyException();
  }

  @Test
  void theWordsAreThoseThatTheKernelIsBuiltWith() throws IOException {
    String line = "CONFIG_CMDLINE=\"" + String.join(" ", KernelCommandLine.BUILT_IN) + "\"";
    assertThat(Files.readAllLines(Path.of("../../eif-build/kernel/config"))).contains(line);
  }

  @Test
  void theImagesWordsAreThoseThatTheKernelsDocumentNames() throws IOException {
    assertThat(Files.readString(Path.of("../../eif-build/kernel/README.md")))
        .contains("| EIF | `" + String.join(" ", KernelCommandLine.IMAGE) + "` |");
  }

  @Test
  void theLineOfAnEmulatedNitroMachinePasses() {
    assertThatCode(() ->
            KernelCommandLine.check(
                "console=ttyS0 loglevel=4 reboot=t LD_LIBRARY_PATH=/jre/lib console=ttyS0"
                    + "  virtio_mmio.device=512@0xfeb00e00:12"
                    + " virtio_mmio.device=512@0xfeb00c00:11\n"))
        .doesNotThrowAnyException();
  }

  @Test
  void aFirstWordMovedIntoTheKernelIsMissed() {
    String line = WORDS.substring(WORDS.indexOf(' ') + 1) + DEVICES;
    refused(line, "expected word 1 to be the kernel's own \"console=ttyS0\", found \"loglevel=4\"");
  }

  @Test
  void aLastWordMovedIntoTheRamdiskIsMissed() {
    String last = WORDS.substring(WORDS.lastIndexOf(' ') + 1);
    refused(
        WORDS.substring(0, WORDS.lastIndexOf(' ')) + DEVICES,
        "expected word "
            + COUNT
            + " to be "
            + whoseLast()
            + " \""
            + last
            + "\", found \"virtio_mmio.device=512@0xfeb00e00:12\"");
  }

  @Test
  void aRamdisksFirstBytesMovedIntoTheCommandLineAreRefused() {
    refused(
        WORDS + "(\u00b5/\u00fd" + DEVICES,
        "expected word "
            + COUNT
            + " to be "
            + whoseLast()
            + " \""
            + WORDS.substring(WORDS.lastIndexOf(' ') + 1)
            + "\", found \""
            + WORDS.substring(WORDS.lastIndexOf(' ') + 1)
            + "(?/?\"");
  }

  @Test
  void anEmptyLineIsRefused() {
    refused("\n", "expected word 1 to be the kernel's own \"console=ttyS0\", found no more words");
  }

  @Test
  void swappedWordsAreRefused() {
    refused(
        WORDS.replace("console=ttyS0 loglevel=4", "loglevel=4 console=ttyS0"),
        "expected word 1 to be the kernel's own \"console=ttyS0\", found \"loglevel=4\"");
  }

  @Test
  void aWordBetweenOursIsRefused() {
    refused(
        WORDS.replace(" reboot=t", " init=/bin/sh reboot=t"),
        "expected word 3 to be the kernel's own \"reboot=t\", found \"init=/bin/sh\"");
  }

  @Test
  void aWordAfterOursIsRefused() {
    refused(
        WORDS + " quiet" + DEVICES,
        "expected only virtio_mmio.device= words after the first " + COUNT + ", found \"quiet\"");
  }

  @Test
  void aWordAfterTheDevicesIsRefused() {
    refused(
        WORDS + DEVICES + " rdinit=/x",
        "expected only virtio_mmio.device= words after the first "
            + COUNT
            + ", found \"rdinit=/x\"");
  }

  @Test
  void theEndOfTheKernelsOwnWordsIsRefused() {
    refused(
        WORDS + " -- -agentpath:/x" + DEVICES,
        "expected only virtio_mmio.device= words after the first " + COUNT + ", found \"--\"");
  }

  @Test
  void devicesBeforeOurWordsAreRefused() {
    refused(
        DEVICES.substring(1) + " " + WORDS,
        "expected word 1 to be the kernel's own \"console=ttyS0\","
            + " found \"virtio_mmio.device=512@0xfeb00e00:12\"");
  }

  @Test
  void tooManyDevicesAreRefused() {
    refused(
        WORDS + " virtio_mmio.device=512@0xfeb00e00:12".repeat(33),
        "expected at most 32 device words, found 33");
  }

  @Test
  void aLongWordIsQuotedInPart() {
    refused(
        WORDS + " " + "a".repeat(60),
        "expected only virtio_mmio.device= words after the first "
            + COUNT
            + ", found \""
            + "a".repeat(48)
            + "...\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "virtio_mmio.device=",
        "virtio_mmio.device=512",
        "virtio_mmio.device=512@",
        "virtio_mmio.device=512@0xfeb00e00",
        "virtio_mmio.device=512@0xfeb00e00:",
        "virtio_mmio.device=@0xfeb00e00:12",
        "virtio_mmio.device=K@0xfeb00e00:12",
        "virtio_mmio.device=512@0x:12",
        "virtio_mmio.device=512@0xfeb00e0g:12",
        "virtio_mmio.device=512@0xfeb00e00:1x",
        "virtio_mmio.device=512@0xfeb00e00:12:",
        "virtio_mmio.device=512@0xfeb00e00:12:1:2",
        "virtio_mmio.device=512@0xfeb00e00:12,loglevel=7",
        "virtio_mmio.device=5\u0661@0xfeb00e00:12",
        "virtio_mmio.device=512:12@0xfeb00e00",
        "virtio_mmio.device=-1@0xfeb00e00:12",
        "virtio_mmio.device=512@0x11112222333344445:12"
      })
  void aDeviceThatIsNoneIsRefused(String word) {
    assertThatThrownBy(() -> KernelCommandLine.check(WORDS + " " + word + "\n"))
        .isInstanceOf(BootException.class)
        .hasMessageStartingWith(
            "kernel command line: expected virtio_mmio.device=<size>@<address>:<interrupt>, found \"");
  }

  private static String whoseLast() {
    return KernelCommandLine.IMAGE.isEmpty() ? "the kernel's own" : "the image's";
  }

  private static void refused(String line, String reason) {
    ThrowingCallable check = () -> KernelCommandLine.check(line);
    assertThatThrownBy(check)
        .isInstanceOfSatisfying(
            BootException.class, e -> assertThat(e.exitCode()).isEqualTo(BootException.REFUSED))
        .hasMessage("kernel command line: " + reason);
  }
}
