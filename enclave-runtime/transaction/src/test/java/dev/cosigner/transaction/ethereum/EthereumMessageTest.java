package dev.cosigner.transaction.ethereum;

import static dev.cosigner.transaction.ethereum.Refusals.assertRefused;
import static dev.cosigner.transaction.ethereum.Transactions.CONTEXT;
import static dev.cosigner.transaction.ethereum.Transactions.MAINNET;
import static dev.cosigner.transaction.ethereum.Transactions.OTHER;
import static dev.cosigner.transaction.ethereum.Transactions.hex;
import static dev.cosigner.transaction.ethereum.Transactions.list;
import static dev.cosigner.transaction.ethereum.Transactions.lower;
import static dev.cosigner.transaction.ethereum.Transactions.number;
import static dev.cosigner.transaction.ethereum.Transactions.string;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.Secp256k1;
import dev.cosigner.transaction.Sha256;
import dev.cosigner.transaction.TransactionDecoder;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.AuthorizationTuple;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Sign;

/** What is signed beside transactions: messages, digests, the wallet's own authorizations. */
class EthereumMessageTest {
  private static final ECKeyPair PAIR = ECKeyPair.create(BigInteger.valueOf(0x1234567));
  private static final WalletContext WALLET =
      WalletContext.of(MAINNET, Credentials.create(PAIR).getAddress());

  /** The example of ethers' documentation of hashMessage. */
  @Test
  void hashesMessagesBehindTheirPrefix() throws Exception {
    DecodedTransaction message = message("Hello World".getBytes(UTF_8));
    assertThat(message.bytesToSign(CONTEXT))
        .containsExactly(hex("a1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2"));
    assertThat(message.effects(CONTEXT))
        .containsExactly(new Effect.Message(MAINNET, Sha256.hex("Hello World")));
    assertThat(message.encoded()).isEqualTo("Hello World".getBytes(UTF_8));
  }

  @Test
  void agreesWithWeb3jOnMessages() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(300)];
      random.nextBytes(bytes);
      DecodedTransaction message = message(bytes);
      assertThat(message.encoded()).isEqualTo(bytes);
      assertThat(message.bytesToSign(WALLET)).containsExactly(Sign.getEthereumMessageHash(bytes));
      // Recovering keys by BigInteger costs milliseconds, so not every one is assembled.
      if (i % 20 != 0) {
        continue;
      }
      Sign.SignatureData expected = Sign.signPrefixedMessage(bytes, PAIR);
      byte[] all = new byte[65];
      System.arraycopy(expected.getR(), 0, all, 0, 32);
      System.arraycopy(expected.getS(), 0, all, 32, 32);
      all[64] = expected.getV()[0];
      assertThat(message.assemble(WALLET, List.of(Arrays.copyOf(all, 64)))).isEqualTo(all);
    }
  }

  @Test
  void showsTextAndWhatDeceivesInIt() throws Exception {
    Rendering rendering =
        message("Sign in to ex\u0430mple.org\n\u202enonce 7".getBytes(UTF_8)).render(CONTEXT);
    assertThat(rendering.text())
        .contains("Line 1   \"Sign in to ex\\u{430}mple.org\"")
        .contains("Line 2   \"\\u{202E}nonce 7\"");
    assertThat(rendering.warnings()).anyMatch(warning -> warning.contains("look alike"));
    Rendering bytes = message(hex("ff".repeat(32))).render(CONTEXT);
    assertThat(bytes.text()).contains("Bytes    0x" + "ff".repeat(32));
    assertThat(bytes.warnings())
        .anyMatch(warning -> warning.contains("not text"))
        .anyMatch(warning -> warning.contains("may be the hash"));
    assertRefused(Reason.TRUNCATED, () -> message(new byte[0]));
    assertRefused(Reason.TOO_LARGE, () -> message(new byte[EthereumMessage.MAX_BYTES + 1]));
    byte[] lines = "\n".repeat(EthereumMessage.MAX_BYTES).getBytes(UTF_8);
    assertRefused(Reason.TOO_MUCH_TO_SHOW, () -> message(lines).bytesToSign(CONTEXT));
  }

  @Test
  void namesDigestsAsUnknown() throws Exception {
    byte[] digest = hex("ab".repeat(32));
    DecodedTransaction decoded =
        TransactionDecoder.decodeDigest(Network.ETHEREUM, digest, ReferenceData.NONE);
    assertThat(decoded.bytesToSign(CONTEXT)).containsExactly(digest);
    assertThat(decoded.effects(CONTEXT))
        .containsExactly(new Effect.RawDigest(MAINNET, "ab".repeat(32)));
    assertThat(decoded.render(CONTEXT).warnings()).hasSize(1);
    Sign.SignatureData expected = Sign.signMessage(digest, PAIR, false);
    byte[] both = new byte[64];
    System.arraycopy(expected.getR(), 0, both, 0, 32);
    System.arraycopy(expected.getS(), 0, both, 32, 32);
    assertThat(decoded.assemble(WALLET, List.of(both))[64]).isEqualTo(expected.getV()[0]);
    assertRefused(Reason.FIELD_LENGTH, () -> EthereumDigest.parse(new byte[31]));
  }

  @Test
  void namesAuthorizationsForEveryChainAsUnprotected() throws Exception {
    byte[] unsigned = UnsignedTransaction.prefixed(5, list(number(0), string(OTHER), number(10)));
    assertThat(TransactionDecoder.decode("ethereum", unsigned).effects(WALLET))
        .containsExactly(
            new Effect.ReplayUnprotected(MAINNET),
            new Effect.CodeDelegation(
                MAINNET, Optional.of(WALLET.address()), lower(OTHER), BigInteger.TEN, true));
  }

  @Test
  void readsAndAssemblesTheWalletsOwnAuthorizations() throws Exception {
    AuthorizationTuple expected = Sign.signAuthorization(1, lower(OTHER), BigInteger.TEN, PAIR);
    byte[] unsigned = UnsignedTransaction.prefixed(5, list(number(1), string(OTHER), number(10)));
    DecodedTransaction authorization = TransactionDecoder.decode("ethereum", unsigned);
    assertThat(authorization.encoded()).isEqualTo(unsigned);
    assertThat(authorization.bytesToSign(WALLET))
        .containsExactly(Sign.authorizationHash(BigInteger.ONE, lower(OTHER), BigInteger.TEN));
    byte[] both = new byte[64];
    System.arraycopy(Secp256k1.bytes32(expected.getR()), 0, both, 0, 32);
    System.arraycopy(Secp256k1.bytes32(expected.getS()), 0, both, 32, 32);
    assertThat(authorization.assemble(WALLET, List.of(both)))
        .isEqualTo(
            list(
                    number(1),
                    string(OTHER),
                    number(10),
                    RlpItem.of(expected.getYParity()),
                    RlpItem.of(expected.getR()),
                    RlpItem.of(expected.getS()))
                .encode());
    assertThat(authorization.effects(WALLET))
        .containsExactly(
            new Effect.CodeDelegation(
                MAINNET, Optional.of(WALLET.address()), lower(OTHER), BigInteger.TEN, false));
    assertThat(authorization.render(WALLET).warnings())
        .anyMatch(warning -> warning.contains("controls everything"));
    byte[] more = HexFormat.of().parseHex(HexFormat.of().formatHex(unsigned) + "00");
    assertRefused(Reason.TRAILING_BYTES, () -> TransactionDecoder.decode("ethereum", more));
    byte[] tooLong = Arrays.copyOf(unsigned, 65);
    assertRefused(Reason.TOO_LARGE, () -> TransactionDecoder.decode("ethereum", tooLong));
    assertRefused(
        Reason.FIELD_COUNT,
        () ->
            TransactionDecoder.decode(
                "ethereum", UnsignedTransaction.prefixed(5, list(number(1), string(OTHER)))));
  }

  @Test
  void otherNetworksHaveNoSuchForms() {
    assertRefused(
        Reason.UNKNOWN_NETWORK,
        () -> TransactionDecoder.decodeMessage(Network.SOLANA, new byte[1], ReferenceData.NONE));
    assertRefused(
        Reason.UNKNOWN_NETWORK,
        () -> TransactionDecoder.decodeTypedData(Network.SOLANA, new byte[1], ReferenceData.NONE));
    assertRefused(
        Reason.UNKNOWN_NETWORK,
        () -> TransactionDecoder.decodeDigest(Network.SOLANA, new byte[1], ReferenceData.NONE));
  }

  private static DecodedTransaction message(byte[] bytes) throws TransactionException {
    return TransactionDecoder.decodeMessage(Network.ETHEREUM, bytes, ReferenceData.NONE);
  }
}
