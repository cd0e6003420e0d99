package dev.cosigner.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cosigner.cli.CommandRun;
import dev.cosigner.cli.CommandRun.Ended;
import dev.cosigner.cli.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What an operator reads whose registers do not match. */
class DiffEifCommandTest {
  private static final Path IMAGES = Path.of("../../eif-build/src/test/resources/dev/cosigner/eif");

  private static Ended diff(String a, String b, String... more) {
    String[] line = new String[3 + more.length];
    line[0] = "diff-eif";
    line[1] = IMAGES.resolve(a).toString();
    line[2] = IMAGES.resolve(b).toString();
    System.arraycopy(more, 0, line, 3, more.length);
    return CommandRun.bare().run(line);
  }

  @Test
  void theSameImagesAreTheSame() {
    Ended ended = diff("corpus/ramdisk-xz.eif", "corpus/ramdisk-xz.eif");
    assertThat(ended.exit()).isEqualTo(ExitCode.DONE);
    assertThat(ended.out()).contains("The images are the same");
    JsonNode json = diff("corpus/ramdisk-xz.eif", "corpus/ramdisk-xz.eif", "--json").json();
    assertThat(json.get("same").asBoolean()).isTrue();
    assertThat(json.get("differences")).isEmpty();
  }

  @Test
  void whatDiffersIsSaidAndWhatToDo() {
    Ended ended = diff("corpus/ramdisk-xz.eif", "corpus/ramdisk-gzip.eif");
    assertThat(ended.exit()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .contains(
            "The images measure differently: PCR0 (the whole image), PCR2 (the application).\n")
        .contains(
            """
            Ramdisk 2: the same archive, compressed otherwise, in PCR0 and PCR2
              A xz: 296 bytes of 4608, 9 entries
              B gzip: 276 bytes of 4608, 9 entries

            What it means and what to do:
            - The ramdisks hold the same archive, compressed by another version\
            """);
    JsonNode json = diff("corpus/ramdisk-xz.eif", "corpus/ramdisk-gzip.eif", "--json").json();
    assertThat(json.get("sameMeasurements").asBoolean()).isFalse();
    assertThat(json.at("/registers/0/register").asText()).isEqualTo("PCR0");
    assertThat(json.at("/differences/0/kind").asText()).isEqualTo("compression");
    assertThat(json.at("/differences/0/registers/1").asText()).isEqualTo("PCR2");
    assertThat(json.get("advice")).hasSize(1);
  }

  @Test
  void whatNothingMeasuresIsSaidToBeSo() {
    Ended ended = diff("aws/unsigned-two-ramdisks.eif", "aws/signed-p384.eif");
    assertThat(ended.exit()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(ended.out())
        .contains("The images measure the same")
        .contains(
            "Signature: another signer, in PCR8\n  A not signed\n  B by CN=Image signer p384");
  }

  @Test
  void aFileThatIsNoImageIsNamed() {
    Ended ended = diff("corpus/ramdisk-xz.eif", "corpus/eif-gap-before-kernel.eif");
    assertThat(ended.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(ended.err()).contains("eif-gap-before-kernel.eif is no well-formed enclave image");
    assertThat(diff("corpus/ramdisk-xz.eif", "nothing.eif").exit()).isEqualTo(ExitCode.BAD_INPUT);
  }
}
