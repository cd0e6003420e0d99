package dev.cosigner.transaction.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import fr.acinq.bitcoin.DeterministicWallet;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtendedPublicKeyTest {
  /** BIP-32, test vectors 1 and 2: the public derivations. */
  @ParameterizedTest
  @CsvSource({
    "xpub68Gmy5EdvgibQVfPdqkBBCHxA5htiqg55crXYuXoQRKfDBFA1WEjWgP6LHhwBZeNK1VTsfTFUHCdrfp1bgwQ9xv5ski8PX9rL2dZXvgGDnw,"
        + " 1,"
        + " xpub6ASuArnXKPbfEwhqN6e3mwBcDTgzisQN1wXN9BJcM47sSikHjJf3UFHKkNAWbWMiGj7Wf5uMash7SyYq527Hqck2AxYysAA7xmALppuCkwQ",
    "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB,"
        + " 0,"
        + " xpub69H7F5d8KSRgmmdJg2KhpAK8SR3DjMwAdkxj3ZuxV27CprR9LgpeyGmXUbC6wb7ERfvrnKZjXoUmmDznezpbZb7ap6r1D3tgFxHmwMkQTPH"
  })
  void derivesThePublicVectors(String parent, long index, String child) throws Exception {
    assertThat(read(parent).child(index)).hasValue(read(child));
    byte[] fingerprint = Arrays.copyOfRange(Base58Check.decode("xpub", child, 78), 5, 9);
    assertThat(read(parent).fingerprint()).isEqualTo(ByteString.copyOf(fingerprint));
  }

  /** BIP-86, "Test vectors": from the account's key to its first addresses. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr",
    "0, 1, bc1p4qhjn9zdvkux4e44uhx8tc55attvtyu358kutcqkudyccelu0was9fqzwh",
    "1, 0, bc1p3qkhfews2uk44qtvauqyr2ttdsw7svhkl9nkm9s9c3x4ax5h60wqwruhk7"
  })
  void derivesTheAddressesOfTaproot(long chain, long index, String address) throws Exception {
    ExtendedPublicKey account =
        read(
            "xpub6BgBgsespWvERF3LHQu6CnqdvfEvtMcQjYrcRzx53QJjSxarj2afYWcLteoGVky7D3UKDP9QyrLprQ3VCECoY49yfdDEHGCtMMj92pReUsQ");
    ExtendedPublicKey key = account.child(chain).orElseThrow().child(index).orElseThrow();
    byte[] output = Taproot.outputKey(key.xOnly()).orElseThrow().toByteArray();
    assertThat(OutputScript.payToWitness(1, output).address(AddressFormat.MAIN)).hasValue(address);
  }

  @Test
  void agreesWithBitcoinKmp() {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      byte[] seed = new byte[32];
      random.nextBytes(seed);
      DeterministicWallet.ExtendedPublicKey other =
          DeterministicWallet.generate(seed).getExtendedPublicKey();
      ExtendedPublicKey key =
          new ExtendedPublicKey(
              ByteString.copyOf(other.publickeybytes.toByteArray()),
              ByteString.copyOf(other.chaincode.toByteArray()));
      long index = random.nextInt() & 0x7fff_ffffL;
      DeterministicWallet.ExtendedPublicKey expected = other.derivePublicKey(index);
      ExtendedPublicKey child = key.child(index).orElseThrow();
      assertThat(child.publicKey().toByteArray()).isEqualTo(expected.publickeybytes.toByteArray());
      assertThat(child.chainCode().toByteArray()).isEqualTo(expected.chaincode.toByteArray());
    }
  }

  @Test
  void derivesNoHardenedChildren() {
    ExtendedPublicKey key = new Keys("hardened").extendedPublicKey();
    assertThatThrownBy(() -> key.child(KeyOrigin.HARDENED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not hardened");
  }

  @Test
  void refusesKeysThatAreNone() {
    ByteString code = ByteString.copyOf(new byte[32]);
    ByteString key = new Keys("none").extendedPublicKey().publicKey();
    assertThatThrownBy(() -> new ExtendedPublicKey(ByteString.copyOf(new byte[33]), code))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ExtendedPublicKey(key, ByteString.copyOf(new byte[31])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesTextsOfOtherKeys() {
    String xpub =
        "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB";
    assertThat(reason(xpub.replace('W', 'X'))).isEqualTo(Reason.INVALID_BASE58);
    assertThat(reason(xpub.substring(1))).isEqualTo(Reason.INVALID_BASE58);
    String xprv = DeterministicWallet.generate(new byte[32]).encode(DeterministicWallet.xprv);
    assertThat(reason(xprv)).isEqualTo(Reason.WRONG_PUBLIC_KEY);
    byte[] noKey = new byte[78];
    noKey[0] = 4;
    noKey[1] = (byte) 0x88;
    noKey[2] = (byte) 0xb2;
    noKey[3] = 0x1e;
    assertThat(reason(Base58Check.encode(noKey))).isEqualTo(Reason.WRONG_PUBLIC_KEY);
  }

  private static Reason reason(String text) {
    return catchThrowableOfType(TransactionException.class, () -> ExtendedPublicKey.parse(text))
        .reason();
  }

  private static ExtendedPublicKey read(String xpub) throws Exception {
    return ExtendedPublicKey.parse(xpub);
  }
}
