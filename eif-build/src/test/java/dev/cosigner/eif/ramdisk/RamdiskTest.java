package dev.cosigner.eif.ramdisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import dev.cosigner.eif.ramdisk.RamdiskException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Compression of ramdisks: pinned when written, bounded when read. */
class RamdiskTest {
  private static CpioWriter tree() throws RamdiskException {
    return new CpioWriter().file("a", new byte[100_000], false).directory("d");
  }

  private static byte[] archive() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    tree().writeTo(out);
    return out.toByteArray();
  }

  private static byte[] unpacked(byte[] ramdisk, long maxBytes) throws IOException {
    try (InputStream in = Ramdisk.open(new ByteArrayInputStream(ramdisk), maxBytes)) {
      return in.readAllBytes();
    }
  }

  @Test
  void aTreeCompressesToOneFrameOfKnownSize() throws IOException {
    byte[] ramdisk = Ramdisk.compress(tree());

    assertThat(unpacked(ramdisk, 1 << 20)).isEqualTo(archive());
    assertThat(Zstd.getFrameContentSize(ramdisk, 0, ramdisk.length)).isEqualTo(archive().length);
    assertThat(Zstd.findFrameCompressedSize(ramdisk)).isEqualTo(ramdisk.length);
  }

  /** Pins the measured bytes: a library or setting that changes them changes every register. */
  @Test
  void theBytesAreThoseOfEveryOtherBuild() throws IOException {
    assertThat(HexFormat.of().formatHex(Ramdisk.compress(tree())))
        .isEqualTo(
            "28b52ffda4fc870100a5020084023037313038316134303138366130326100323431656432643162545241"
                + "494c455221212100000000118090da850e8040f724fecc813080d0a90c54c03671a80f761aba99fb825bf"
                + "ec29dab5a99dc2b016e04432d3c44");
  }

  @Test
  void aPlainArchiveIsARamdiskToo() throws IOException {
    assertThat(unpacked(archive(), 1 << 20)).isEqualTo(archive());
  }

  @Test
  void theLimitIsTheLastByteThatIsRead() throws IOException {
    byte[] ramdisk = Ramdisk.compress(tree());

    assertThat(unpacked(ramdisk, archive().length)).hasSize(archive().length);
    assertThat(refusal(ramdisk, archive().length - 1)).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void aBombIsRefusedAtTheLimit() {
    byte[] bomb = Zstd.compress(new byte[64 << 20]);

    assertThat(bomb.length).isLessThan(10_000);
    assertThat(refusal(bomb, 1 << 20)).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void damageIsRefused() throws IOException {
    byte[] ramdisk = Ramdisk.compress(tree());
    byte[] checksum = ramdisk.clone();
    checksum[ramdisk.length - 1] ^= 1;

    assertThat(refusal(checksum, 1 << 20)).isEqualTo(Reason.DAMAGED);
    assertThat(refusal(Arrays.copyOf(ramdisk, ramdisk.length - 1), 1 << 20))
        .isEqualTo(Reason.DAMAGED);
    assertThat(refusal(Arrays.copyOf(ramdisk, ramdisk.length + 1), 1 << 20))
        .isEqualTo(Reason.DAMAGED);
  }

  @Test
  void otherFormatsAreRefusedByName() {
    assertThat(refusal(HexFormat.of().parseHex("1f8b0800"), 1 << 20)).isEqualTo(Reason.COMPRESSION);
    assertThat(refusal(new byte[0], 1 << 20)).isEqualTo(Reason.COMPRESSION);
  }

  private static Reason refusal(byte[] ramdisk, long maxBytes) {
    return catchThrowableOfType(RamdiskException.class, () -> unpacked(ramdisk, maxBytes)).reason();
  }
}
