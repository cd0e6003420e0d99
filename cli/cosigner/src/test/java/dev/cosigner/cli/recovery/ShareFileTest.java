package dev.cosigner.cli.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.wallet.Scheme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A share file opens by its pass-phrase, and every byte of it counts. */
class ShareFileTest {
  private static final int FEW = 10;
  private static final char[] PASSPHRASE = "correct horse".toCharArray();

  private static SharedKey.Split split(Scheme scheme) {
    Scalar key = SharedKey.curve(scheme).scalar(42);
    return SharedKeyTest.split(scheme, key, 1, 2, 300);
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void itIsReadAndOpened(Scheme scheme) throws Exception {
    SharedKey.Split split = split(scheme);
    for (int member : List.of(1, 300)) {
      byte[] encoded =
          ShareFile.seal(split.key(), member, split.shares().get(member), PASSPHRASE, FEW);
      assertThat(encoded.length).isLessThan(ShareFile.MAX_BYTES);
      ShareFile file = ShareFile.read("file", encoded);
      assertThat(file.key()).isEqualTo(split.key());
      assertThat(file.member()).isEqualTo(member);
      assertThat(file.open("file", PASSPHRASE)).isEqualTo(split.shares().get(member));
      assertThat(file.toString()).doesNotContain(split.shares().get(member).toString());
    }
  }

  @Test
  void anotherPassphraseDoesNotOpenIt() throws Exception {
    SharedKey.Split split = split(Scheme.ECDSA_SECP256K1);
    byte[] encoded = ShareFile.seal(split.key(), 1, split.shares().get(1), PASSPHRASE, FEW);
    ShareFile file = ShareFile.read("file", encoded);
    assertThatThrownBy(() -> file.open("file", "correct house".toCharArray()))
        .isInstanceOf(CosignerException.class)
        .extracting("id")
        .isEqualTo("share-passphrase");
    // The salt and nonce are fresh: the same share again is another file.
    assertThat(ShareFile.seal(split.key(), 1, split.shares().get(1), PASSPHRASE, FEW))
        .isNotEqualTo(encoded);
  }

  @Test
  void everyByteCounts() throws Exception {
    SharedKey.Split split = split(Scheme.FROST_BIP340);
    byte[] encoded = ShareFile.seal(split.key(), 2, split.shares().get(2), PASSPHRASE, FEW);
    for (int i = 0; i < encoded.length; i++) {
      byte[] changed = encoded.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> ShareFile.read("file", changed).open("file", PASSPHRASE))
          .as("byte " + i)
          .isInstanceOf(CosignerException.class)
          .extracting("id")
          .isIn("share-malformed", "share-passphrase");
    }
    for (int length : List.of(0, 1, encoded.length - 1)) {
      assertThatThrownBy(() -> ShareFile.read("file", Arrays.copyOf(encoded, length)))
          .isInstanceOf(CosignerException.class)
          .extracting("id")
          .isEqualTo("share-malformed");
    }
    byte[] longer = Arrays.copyOf(encoded, encoded.length + 1);
    assertThatThrownBy(() -> ShareFile.read("file", longer)).isInstanceOf(CosignerException.class);
  }

  @Test
  void whatIsPublicIsAsItShouldBe() throws Exception {
    SharedKey.Split split = split(Scheme.ECDSA_SECP256K1);
    byte[] encoded = ShareFile.seal(split.key(), 1, split.shares().get(1), PASSPHRASE, FEW);
    CborValue none = CborValue.array();
    for (var change :
        List.of(
            List.of(0, CborValue.of("cosigner/shard")),
            List.of(1, CborValue.of(2)),
            List.of(2, CborValue.of("frost-ristretto")),
            List.of(2, CborValue.of("frost-ed25519")),
            List.of(3, CborValue.of(3)),
            List.of(4, none),
            List.of(5, none),
            List.of(6, CborValue.of(0)),
            List.of(6, CborValue.of(1 << 30)),
            List.of(7, CborValue.of(new byte[15])),
            List.of(8, CborValue.of(new byte[13])),
            List.of(9, CborValue.of(new byte[47])))) {
      List<CborValue> items =
          new ArrayList<>(
              CborDecoder.decode(encoded, CborLimits.of(4096, 4, 256)).asArrayOf("file", 10));
      items.set((int) change.get(0), (CborValue) change.get(1));
      byte[] changed = CborValue.array(items).encode();
      assertThatThrownBy(() -> ShareFile.read("file", changed))
          .as(change.toString())
          .isInstanceOf(CosignerException.class)
          .extracting("id")
          .isEqualTo("share-malformed");
    }
  }

  @Test
  void onlyTheMembersShareIsSealed() {
    SharedKey.Split split = split(Scheme.FROST_ED25519);
    assertThatThrownBy(() -> ShareFile.seal(split.key(), 1, split.shares().get(2), PASSPHRASE, FEW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("member 1");
  }
}
