package dev.cosigner.mpc.derivation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.mpc.curve.BigIntegerSecp256k1;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.Curves;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** BIP-32: its vectors' steps without hardening, and what is no path. */
class DerivationTest {
  private static final List<Curve> CURVES = List.of(Curves.secp256k1(), new BigIntegerSecp256k1());

  /** Test vectors 1 and 2: parent, path, child. */
  @ParameterizedTest
  @CsvSource({
    "xpub68Gmy5EdvgibQVfPdqkBBCHxA5htiqg55crXYuXoQRKfDBFA1WEjWgP6LHhwBZeNK1VTsfTFUHCdrfp1bgwQ9xv5ski8PX9rL2dZXvgGDnw, m/1,"
        + "xpub6ASuArnXKPbfEwhqN6e3mwBcDTgzisQN1wXN9BJcM47sSikHjJf3UFHKkNAWbWMiGj7Wf5uMash7SyYq527Hqck2AxYysAA7xmALppuCkwQ",
    "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB, m/0,"
        + "xpub69H7F5d8KSRgmmdJg2KhpAK8SR3DjMwAdkxj3ZuxV27CprR9LgpeyGmXUbC6wb7ERfvrnKZjXoUmmDznezpbZb7ap6r1D3tgFxHmwMkQTPH",
    "xpub6ASAVgeehLbnwdqV6UKMHVzgqAG8Gr6riv3Fxxpj8ksbH9ebxaEyBLZ85ySDhKiLDBrQSARLq1uNRts8RuJiHjaDMBU4Zn9h8LZNnBC5y4a, m/1,"
        + "xpub6DF8uhdarytz3FWdA8TvFSvvAh8dP3283MY7p2V4SeE2wyWmG5mg5EwVvmdMVCQcoNJxGoWaU9DCWh89LojfZ537wTfunKau47EL2dhHKon",
    "xpub6ERApfZwUNrhLCkDtcHTcxd75RbzS1ed54G1LkBUHQVHQKqhMkhgbmJbZRkrgZw4koxb5JaHWkY4ALHY2grBGRjaDMzQLcgJvLJuZZvRcEL, m/2,"
        + "xpub6FnCn6nSzZAw5Tw7cgR9bi15UV96gLZhjDstkXXxvCLsUXBGXPdSnLFbdpq8p9HmGsApME5hQTZ3emM2rnY5agb9rXpVGyy3bdW6EEgAtqt",
  })
  void vectorsOfBip32(String parent, String path, String child) {
    for (var curve : CURVES) {
      var key = ExtendedPublicKeys.decode(curve, parent);
      var derived = key.derive(curve, DerivationPath.parse(path));
      assertThat(derived.key()).isEqualTo(ExtendedPublicKeys.decode(curve, child));
      assertThat(curve.add(key.publicKey(), curve.multiplyGenerator(derived.tweak())))
          .isEqualTo(derived.key().publicKey());
    }
  }

  @Test
  void severalStepsAreOneAfterTheOther() {
    var curve = CURVES.getFirst();
    var key =
        ExtendedPublicKeys.decode(
            curve,
            "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB");
    var first = key.derive(curve, DerivationPath.of(3));
    var second = first.key().derive(curve, DerivationPath.of(4));
    var both = key.derive(curve, DerivationPath.parse("m/3/4"));
    assertThat(both.key()).isEqualTo(second.key());
    assertThat(both.tweak()).isEqualTo(curve.add(first.tweak(), second.tweak()));
    assertThat(key.derive(curve, DerivationPath.ROOT).key()).isEqualTo(key);
    assertThat(key.derive(curve, DerivationPath.of(4, 3)).key()).isNotEqualTo(both.key());
  }

  @Test
  void aPathIsWrittenInOneWay() {
    assertThat(DerivationPath.parse("m")).isEqualTo(DerivationPath.ROOT).hasToString("m");
    assertThat(DerivationPath.parse("m/0/2147483647"))
        .isEqualTo(DerivationPath.of(0, Integer.MAX_VALUE))
        .hasToString("m/0/2147483647");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0/1", "m/", "m//1", "m/-1", "m/+1", "m/01", "m/2147483648", "M/1"})
  void otherTextIsNoPath(String text) {
    assertThatThrownBy(() -> DerivationPath.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m/0'", "m/0h/1", "m/1/0H"})
  void hardenedStepsAreRefusedWithTheReason(String text) {
    assertThatThrownBy(() -> DerivationPath.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("private key");
    assertThatThrownBy(() -> DerivationPath.of(0x80000000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2147483648");
  }

  @Test
  void aPathHasAtMostSixteenSteps() {
    assertThat(DerivationPath.parse("m" + "/1".repeat(16)).indices()).hasSize(16);
    assertThatThrownBy(() -> DerivationPath.parse("m" + "/1".repeat(17)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DerivationPath(java.util.Collections.nCopies(17, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
