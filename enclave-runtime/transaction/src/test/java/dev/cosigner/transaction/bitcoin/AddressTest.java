package dev.cosigner.transaction.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import fr.acinq.bitcoin.Base58Check;
import fr.acinq.bitcoin.Bech32;
import fr.acinq.bitcoin.Bitcoin;
import fr.acinq.bitcoin.Block;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  /** BIP-350, "Test vectors for v0-v16 native segregated witness addresses". */
  @ParameterizedTest
  @CsvSource({
    "MAIN, BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4,"
        + " 0014751e76e8199196d454941c45d1b3a323f1433bd6",
    "TEST, tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7,"
        + " 00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262",
    "MAIN, bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y,"
        + " 5128751e76e8199196d454941c45d1b3a323f1433bd6751e76e8199196d454941c45d1b3a323f1433bd6",
    "MAIN, BC1SW50QGDZ25J, 6002751e",
    "MAIN, bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs, 5210751e76e8199196d454941c45d1b3a323",
    "TEST, tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy,"
        + " 0020000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433",
    "TEST, tb1pqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesf3hn0c,"
        + " 5120000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433",
    "MAIN, bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0,"
        + " 512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
  })
  void readsTheValidVectors(AddressFormat format, String address, String script) throws Exception {
    OutputScript read = OutputScript.parse(address, format);
    assertThat(read.bytes().hex()).isEqualTo(script);
    if (read.kind() != OutputScript.Kind.OTHER) {
      assertThat(read.address(format)).hasValue(address.toLowerCase(Locale.ROOT));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq5zuyut",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
        "tb1z0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqglt7rf",
        "BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh",
        "tb1q0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq24jc47",
        "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",
        "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R",
        "bc1pw5dgrnzv",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav",
        "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P",
        "tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq47Zagq",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf",
        "tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vpggkg4j",
        "bc1gmk9yu",
        "",
        "1",
        "bc1",
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3",
        "xpub661MyMwAqRbcFW31YEwpkMuc5THy2PSt5bDMsktWQcFF8syAmRUapSCGu8ED9W6oDMSgv6Zz8idoc4a6mr8BDzTJY47LJhkJ8UB7WEGuduB"
      })
  void refusesTheInvalidVectors(String address) {
    for (AddressFormat format : AddressFormat.values()) {
      assertThat(
              catchThrowableOfType(
                      TransactionException.class, () -> OutputScript.parse(address, format))
                  .reason())
          .isEqualTo(Reason.INVALID_ADDRESS);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2, TEST",
    "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy, REGTEST",
    "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn, MAIN",
    "2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc, MAIN",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4, TEST",
    "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx, MAIN",
    "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx, REGTEST"
  })
  void refusesAddressesOfOtherNetworks(String address, AddressFormat format) {
    assertThat(
            catchThrowableOfType(
                    TransactionException.class, () -> OutputScript.parse(address, format))
                .reason())
        .isEqualTo(Reason.OTHER_NETWORK);
  }

  @Test
  void takesAddressesOfTestNetworksForThoseOfPrivateChainsWhereTheyAreWrittenAlike()
      throws Exception {
    assertThat(
            OutputScript.parse("mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn", AddressFormat.REGTEST).kind())
        .isEqualTo(OutputScript.Kind.P2PKH);
  }

  @Test
  void agreesWithBitcoinKmp() throws Exception {
    Random random = new Random(11);
    for (int i = 0; i < 2000; i++) {
      byte[] hash = new byte[20];
      byte[] program = new byte[32];
      random.nextBytes(hash);
      random.nextBytes(program);
      OutputScript[] scripts = {
        OutputScript.payToPublicKeyHash(hash),
        OutputScript.payToScriptHash(hash),
        OutputScript.payToWitness(0, hash),
        OutputScript.payToWitness(0, program),
        OutputScript.payToWitness(1, program)
      };
      for (OutputScript script : scripts) {
        String address = script.address(AddressFormat.MAIN).orElseThrow();
        assertThat(
                Bitcoin.addressFromPublicKeyScript(
                        Block.LivenetGenesisBlock.hash, script.bytes().toByteArray())
                    .getRight())
            .isEqualTo(address);
        assertThat(OutputScript.parse(address, AddressFormat.MAIN)).isEqualTo(script);
        String test = script.address(AddressFormat.TEST).orElseThrow();
        assertThat(OutputScript.parse(test, AddressFormat.TEST)).isEqualTo(script);
      }
      String address = scripts[random.nextInt(5)].address(AddressFormat.MAIN).orElseThrow();
      refusesWhateverBitcoinKmpRefuses(random, address);
    }
    assertThat(Base58Check.encode((byte) 0, new byte[20]))
        .isEqualTo(
            OutputScript.payToPublicKeyHash(new byte[20])
                .address(AddressFormat.MAIN)
                .orElseThrow());
    assertThat(Bech32.hrp(Block.RegtestGenesisBlock.hash))
        .isEqualTo(AddressFormat.REGTEST.witnessPrefix());
  }

  private static void refusesWhateverBitcoinKmpRefuses(Random random, String address) {
    StringBuilder changed = new StringBuilder(address);
    changed.setCharAt(random.nextInt(address.length()), (char) ('1' + random.nextInt(75)));
    boolean accepted;
    try {
      OutputScript.parse(changed.toString(), AddressFormat.MAIN);
      accepted = true;
    } catch (TransactionException e) {
      accepted = false;
    }
    if (accepted) {
      assertThat(
              Bitcoin.addressToPublicKeyScript(Block.LivenetGenesisBlock.hash, changed.toString())
                  .isRight())
          .isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "76a914000000000000000000000000000000000000000088ac, P2PKH",
    "76a914000000000000000000000000000000000000000088ad, OTHER",
    "a914000000000000000000000000000000000000000087, P2SH",
    "a914000000000000000000000000000000000000000088, OTHER",
    "6a, DATA",
    "6a0101, DATA",
    "6a0201, OTHER",
    "6a01, OTHER",
    "6a4c01ff, OTHER",
    "6a010151, OTHER",
    "00, OTHER"
  })
  void tellsTheFormsOfScripts(String script, OutputScript.Kind kind) {
    assertThat(OutputScript.of(HexFormat.of().parseHex(script)).kind()).isEqualTo(kind);
  }

  @Test
  void readsDataOfUpTo80BytesInItsShortestForm() {
    for (int length = 1; length <= 81; length++) {
      ByteWriter writer = new ByteWriter().u8(0x6a);
      if (length > 75) {
        writer.u8(0x4c);
      }
      OutputScript script = OutputScript.of(writer.sized(new byte[length]).toByteArray());
      if (length > 80) {
        assertThat(script.kind()).isEqualTo(OutputScript.Kind.OTHER);
      } else {
        assertThat(script.payload().size()).isEqualTo(length);
      }
    }
  }
}
