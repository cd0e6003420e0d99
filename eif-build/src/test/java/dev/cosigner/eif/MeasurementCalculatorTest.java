package dev.cosigner.eif;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.protocol.attestation.Measurements;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registers of images of known content, as AWS's own tools compute them. */
class MeasurementCalculatorTest {
  private static final String PCR0 =
      "cfc385ad49306161345129a3b3ac9db45e823e3187596aee5851246cd13bb70e1385309bad2d170c9b146658244e98c1";
  private static final String PCR1 =
      "f262114f90445d9c5c9b2e4b0593fe8d312927fe56a54f204e3e458d0095362f951e32baae1bb4c2e6a6d5f36f23078e";
  private static final String PCR2 =
      "695029c2c04573eb1daf702d94e399b1c92ea53256b3f6683606ddbbb368c9c3b6f0a5059b95c334d8f9dca2d1bcf6b4";
  private static final String PCR2_OF_NOTHING =
      "21b9efbc184807662e966d34f390821309eeac6802309798826296bf3e8bec7c10edb30948c90ba67310f7b964fc500a";

  @TempDir private Path directory;

  @Test
  void twoRamdisks() throws IOException {
    Measurements measurements =
        Images.write(directory.resolve("image.eif"), Images.sections("rd0", "rd1"));

    assertThat(measurements.pcr0().hex()).isEqualTo(PCR0);
    assertThat(measurements.pcr1().hex()).isEqualTo(PCR1);
    assertThat(measurements.pcr2().hex()).isEqualTo(PCR2);
    assertThat(EifImage.read(directory.resolve("image.eif")).measurements())
        .isEqualTo(measurements);
  }

  @Test
  void aSingleRamdiskLeavesNothingForTheApplicationsRegister() throws IOException {
    Measurements measurements =
        Images.write(directory.resolve("image.eif"), Images.sections("rd0"));

    assertThat(measurements.pcr0()).isEqualTo(measurements.pcr1());
    assertThat(measurements.pcr1().hex()).isEqualTo(PCR1);
    assertThat(measurements.pcr2().hex()).isEqualTo(PCR2_OF_NOTHING);
  }

  @Test
  void aThirdRamdiskChangesAllButTheBootRegister() throws IOException {
    Measurements measurements =
        Images.write(directory.resolve("image.eif"), Images.sections("rd0", "rd1", "rd2"));

    assertThat(measurements.pcr0().hex()).isNotEqualTo(PCR0);
    assertThat(measurements.pcr1().hex()).isEqualTo(PCR1);
    assertThat(measurements.pcr2().hex()).isNotEqualTo(PCR2);
  }

  @Test
  void metadataAndSignatureAreNotMeasured() throws IOException {
    List<SectionSource> sections = Images.sections("rd0", "rd1");
    sections.set(
        2,
        SectionSource.of(
            SectionType.METADATA,
            new EifMetadata("other", "2", "now", "tool", "9", "os", "0").toJson()));
    sections.add(SectionSource.of(SectionType.SIGNATURE, Images.ascii("signature")));

    Measurements measurements = Images.write(directory.resolve("image.eif"), sections);

    assertThat(measurements.pcr0().hex()).isEqualTo(PCR0);
    assertThat(measurements.pcr1().hex()).isEqualTo(PCR1);
    assertThat(measurements.pcr2().hex()).isEqualTo(PCR2);
  }

  /**
   * What the registers cannot tell, so that nobody relies on it: the first words of a command line
   * can be dropped into the kernel's tail, and its last ones into the first ramdisk's head, and the
   * image stays well-formed and measures the same. That is why the command line's words are built
   * into the kernel and the enclave compares /proc/cmdline with the expected one before it serves.
   */
  @Test
  void bytesMovedOverASectionBoundaryMeasureTheSame() throws IOException {
    List<SectionSource> first = Images.sections("rd0", "rd1");
    first.set(0, SectionSource.of(SectionType.KERNEL, Images.ascii("kernelcmd")));
    first.set(1, SectionSource.of(SectionType.COMMAND_LINE, Images.ascii("line")));
    List<SectionSource> last = Images.sections("rd0", "rd1");
    last.set(1, SectionSource.of(SectionType.COMMAND_LINE, Images.ascii("cmd")));
    last.set(3, SectionSource.of(SectionType.RAMDISK, Images.ascii("linerd0")));

    Measurements honest =
        Images.write(directory.resolve("honest.eif"), Images.sections("rd0", "rd1"));

    assertThat(Images.write(directory.resolve("first.eif"), first)).isEqualTo(honest);
    assertThat(Images.write(directory.resolve("last.eif"), last)).isEqualTo(honest);
    assertThat(EifImage.read(directory.resolve("first.eif")).commandLine()).isEqualTo("line");
    assertThat(EifImage.read(directory.resolve("last.eif")).measurements()).isEqualTo(honest);
  }

  /** Bytes moved between the ramdisks leave PCR0: PCR1 and PCR2 must be checked beside it. */
  @Test
  void bytesMovedBetweenRamdisksChangeTheTwoPartialRegistersOnly() throws IOException {
    Measurements honest =
        Images.write(directory.resolve("honest.eif"), Images.sections("rd0", "rd1"));
    Measurements moved =
        Images.write(directory.resolve("moved.eif"), Images.sections("rd", "0rd1"));

    assertThat(moved.pcr0()).isEqualTo(honest.pcr0());
    assertThat(moved.pcr1()).isNotEqualTo(honest.pcr1());
    assertThat(moved.pcr2()).isNotEqualTo(honest.pcr2());
  }

  @Test
  void theInstanceRolesRegister() {
    assertThat(Pcr.ofInstanceRole("arn:aws:iam::123456789012:role/Webserver").hex())
        .isEqualTo(
            "78fce75db17cd4e0a3fb8dad3ad128ca5e77edbb2b2c7f75329dccd99aa5f6ef4fc1f1a452e315b9e98f9e312e6921e6");
  }

  @Test
  void aCertificateIsHashedTwiceAndAnInstanceIdOnce() {
    assertThat(Pcr.ofSigningCertificate(new byte[0]).hex()).isEqualTo(PCR2_OF_NOTHING);
    assertThat(Pcr.ofInstanceId("i-1")).isNotEqualTo(Pcr.ofSigningCertificate(Images.ascii("i-1")));
  }
}
