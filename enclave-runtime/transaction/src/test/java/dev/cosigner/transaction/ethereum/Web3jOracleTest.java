package dev.cosigner.transaction.ethereum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.Secp256k1;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.WalletContext;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.web3j.crypto.AccessListObject;
import org.web3j.crypto.AuthorizationTuple;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.crypto.transaction.type.Transaction1559;
import org.web3j.crypto.transaction.type.Transaction2930;
import org.web3j.crypto.transaction.type.Transaction4844;
import org.web3j.crypto.transaction.type.Transaction7702;

/** Compares transactions of every type with web3j, which shares no code with this module. */
class Web3jOracleTest {
  private static final int TRANSACTIONS = 2000;
  private static final ECKeyPair PAIR = ECKeyPair.create(BigInteger.valueOf(0x1234567));
  private static final Credentials CREDENTIALS = Credentials.create(PAIR);
  private final Random random = new Random(1);

  @ParameterizedTest
  @EnumSource(TransactionType.class)
  void readsWhatWeb3jWritesAndAgreesWithItsReading(TransactionType type) throws Exception {
    for (int i = 0; i < TRANSACTIONS; i++) {
      long chainId = 1L + random.nextInt(1 << (1 + random.nextInt(30)));
      RawTransaction raw = raw(type, chainId);
      byte[] unsigned =
          type == TransactionType.LEGACY
              ? TransactionEncoder.encode(raw, chainId)
              : TransactionEncoder.encode(raw);
      UnsignedTransaction transaction = UnsignedTransaction.decode(unsigned);
      assertThat(transaction.encode()).isEqualTo(unsigned);
      assertSame(raw, chainId, transaction);
      // Recovering keys by BigInteger costs milliseconds, so not every one is assembled.
      if (i % 20 == 0) {
        assertAssembles(raw, chainId, unsigned);
      }
    }
  }

  private void assertSame(RawTransaction raw, long chainId, UnsignedTransaction transaction) {
    assertThat(transaction.nonce()).isEqualTo(raw.getNonce());
    assertThat(transaction.gasLimit()).isEqualTo(raw.getGasLimit());
    assertThat(transaction.value()).isEqualTo(raw.getValue());
    assertThat(transaction.to().map(EthereumAddress::lowerCase).orElse("")).isEqualTo(raw.getTo());
    assertThat(HexFormat.of().formatHex(transaction.data())).isEqualTo(raw.getData());
    if (transaction.type() != TransactionType.UNPROTECTED) {
      assertThat(transaction.chainId()).contains(BigInteger.valueOf(chainId));
    }
    switch (raw.getTransaction()) {
      case Transaction7702 seven -> {
        assertThat(transaction.accessList()).isEqualTo(accessList(seven.getAccessList()));
        assertThat(transaction.authorizations()).hasSameSizeAs(seven.getAuthorizationList());
        for (int i = 0; i < transaction.authorizations().size(); i++) {
          assertSame(seven.getAuthorizationList().get(i), transaction.authorizations().get(i));
        }
        assertFees(seven, transaction);
      }
      case Transaction4844 four -> {
        assertThat(transaction.blobs().maxFeePerGas()).isEqualTo(four.getMaxFeePerBlobGas());
        assertThat(transaction.blobs().hashes())
            .isEqualTo(
                four.getVersionedHashes().stream().map(Bytes::toUnprefixedHexString).toList());
        assertThat(transaction.maximumFee())
            .isEqualTo(
                four.getGasLimit()
                    .multiply(four.getMaxFeePerGas())
                    .add(
                        BigInteger.valueOf(four.getVersionedHashes().size() * 131072L)
                            .multiply(four.getMaxFeePerBlobGas())));
      }
      case Transaction1559 fees -> {
        assertThat(transaction.accessList()).isEqualTo(accessList(fees.getAccessList()));
        assertFees(fees, transaction);
      }
      case Transaction2930 list ->
          assertThat(transaction.accessList()).isEqualTo(accessList(list.getAccessList()));
      default -> assertThat(transaction.accessList()).isEmpty();
    }
    if (!transaction.type().hasFeeMarket()) {
      assertThat(transaction.gasPrice().maximum()).isEqualTo(raw.getGasPrice());
    }
  }

  private static void assertFees(Transaction1559 fees, UnsignedTransaction transaction) {
    assertThat(transaction.gasPrice())
        .isEqualTo(new GasPrice(fees.getMaxPriorityFeePerGas(), fees.getMaxFeePerGas()));
    assertThat(transaction.maximumFee())
        .isEqualTo(fees.getGasLimit().multiply(fees.getMaxFeePerGas()));
  }

  private static void assertSame(AuthorizationTuple expected, Authorization found) {
    assertThat(found.delegation())
        .isEqualTo(
            new CodeDelegation(
                expected.getChainId(),
                EthereumAddress.ofHex(expected.getAddress()),
                expected.getNonce()));
    assertThat(found.r()).isEqualTo(expected.getR());
    assertThat(found.s()).isEqualTo(expected.getS());
    assertThat(found.authority().lowerCase()).isEqualTo(CREDENTIALS.getAddress());
  }

  /** From r and s alone to the very bytes that web3j signs, which it reads back as ours. */
  private static void assertAssembles(RawTransaction raw, long chainId, byte[] unsigned)
      throws Exception {
    boolean protectedLegacy = raw.getTransaction().getType().name().equals("LEGACY");
    boolean named =
        protectedLegacy && UnsignedTransaction.decode(unsigned).type() == TransactionType.LEGACY;
    byte[] signed =
        named
            ? TransactionEncoder.signMessage(raw, chainId, CREDENTIALS)
            : TransactionEncoder.signMessage(raw, CREDENTIALS);
    Sign.SignatureData signature = Sign.signMessage(unsigned, PAIR);
    byte[] both = new byte[64];
    System.arraycopy(signature.getR(), 0, both, 0, 32);
    System.arraycopy(signature.getS(), 0, both, 32, 32);
    WalletContext wallet = WalletContext.of(Chain.parse("eip155:1"), CREDENTIALS.getAddress());
    EthereumSigner signer = EthereumSigner.of(wallet);
    UnsignedTransaction transaction = UnsignedTransaction.decode(unsigned);
    byte[] hash = transaction.signingHash();
    assertThat(transaction.encodeSigned(signer.signature(hash, List.of(both)))).isEqualTo(signed);

    BigInteger s = new BigInteger(1, signature.getS());
    byte[] high = both.clone();
    System.arraycopy(Secp256k1.bytes32(Secp256k1.N.subtract(s)), 0, high, 32, 32);
    assertThat(transaction.encodeSigned(signer.signature(hash, List.of(high)))).isEqualTo(signed);
    RawTransaction read = TransactionDecoder.decode("0x" + HexFormat.of().formatHex(signed));
    assertThat(read.getNonce()).isEqualTo(transaction.nonce());
    assertThat(read.getValue()).isEqualTo(transaction.value());
  }

  /** Whatever is accepted after a change has one encoding, and web3j reads the same from it. */
  @ParameterizedTest
  @EnumSource(TransactionType.class)
  void acceptsNoChangedTransactionThatWeb3jReadsOtherwise(TransactionType type) throws Exception {
    int accepted = 0;
    int count = type == TransactionType.SET_CODE ? TRANSACTIONS / 5 : TRANSACTIONS;
    for (int i = 0; i < count; i++) {
      long chainId = 1L + random.nextInt(1000);
      RawTransaction raw = raw(type, chainId);
      byte[] unsigned =
          type == TransactionType.LEGACY
              ? TransactionEncoder.encode(raw, chainId)
              : TransactionEncoder.encode(raw);
      int at = random.nextInt(unsigned.length);
      unsigned[at] = (byte) (unsigned[at] + 1 + random.nextInt(255));
      if (random.nextInt(8) == 0) {
        unsigned = Arrays.copyOf(unsigned, at);
      }
      try {
        UnsignedTransaction transaction = UnsignedTransaction.decode(unsigned);
        assertThat(transaction.encode()).isEqualTo(unsigned);
        RawTransaction read =
            TransactionDecoder.decode("0x" + HexFormat.of().formatHex(transaction.encode()));
        assertThat(transaction.nonce()).isEqualTo(read.getNonce());
        assertThat(transaction.gasLimit()).isEqualTo(read.getGasLimit());
        assertThat(transaction.value()).isEqualTo(read.getValue());
        assertThat(HexFormat.of().formatHex(transaction.data()))
            .isEqualTo(read.getData().toLowerCase(Locale.ROOT).replaceFirst("^0x", ""));
        accepted++;
      } catch (TransactionException e) {
        assertThat(e).hasMessageContaining(e.expected()).hasMessageContaining(e.found());
      }
    }
    assertThat(accepted).isPositive();
  }

  private RawTransaction raw(TransactionType type, long chainId) {
    BigInteger nonce = number(4);
    BigInteger gasPrice = number(8);
    BigInteger gasLimit = number(4);
    boolean creation =
        random.nextInt(10) == 0 && type != TransactionType.BLOB && type != TransactionType.SET_CODE;
    String to = creation ? "" : address();
    BigInteger value = number(16);
    String data = random.nextInt(2) == 0 ? "" : hex(random.nextInt(300));
    BigInteger maxFee = number(6);
    BigInteger priority = maxFee.shiftRight(random.nextInt(5));
    return switch (type) {
      case UNPROTECTED, LEGACY ->
          RawTransaction.createTransaction(nonce, gasPrice, gasLimit, to, value, data);
      case ACCESS_LIST ->
          RawTransaction.createTransaction(
              chainId, nonce, gasPrice, gasLimit, to, value, data, accessList());
      case FEE_MARKET ->
          RawTransaction.createTransaction(
              chainId, nonce, gasLimit, to, value, data, priority, maxFee, accessList());
      case BLOB ->
          RawTransaction.createTransaction(
              chainId, nonce, priority, maxFee, gasLimit, to, value, data, number(6), hashes());
      case SET_CODE ->
          RawTransaction.createTransaction(
              chainId,
              nonce,
              priority,
              maxFee,
              gasLimit,
              to,
              value,
              data,
              accessList(),
              authorizations(chainId));
    };
  }

  private List<AuthorizationTuple> authorizations(long chainId) {
    List<AuthorizationTuple> list = new ArrayList<>();
    // One in a few, since each costs the recovery of a key on both sides.
    for (int i = random.nextInt(30) == 0 ? 3 : 1; i > 0; i--) {
      list.add(
          Sign.signAuthorization(random.nextBoolean() ? chainId : 0, address(), number(3), PAIR));
    }
    return list;
  }

  private List<AccessListObject> accessList() {
    List<AccessListObject> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      List<String> keys = new ArrayList<>();
      for (int k = random.nextInt(4); k > 0; k--) {
        keys.add("0x" + hex(32));
      }
      list.add(new AccessListObject(address(), keys));
    }
    return list;
  }

  private static List<AccessListEntry> accessList(List<AccessListObject> list) {
    return list.stream()
        .map(entry ->
            new AccessListEntry(
                EthereumAddress.ofHex(entry.getAddress()),
                entry.getStorageKeys().stream().map(key -> key.substring(2)).toList()))
        .toList();
  }

  private List<Bytes> hashes() {
    List<Bytes> list = new ArrayList<>();
    for (int i = 1 + random.nextInt(9); i > 0; i--) {
      list.add(Bytes.fromHexString("0x01" + hex(31)));
    }
    return list;
  }

  private BigInteger number(int maxBytes) {
    return new BigInteger(8 * random.nextInt(maxBytes + 1), random);
  }

  private String address() {
    return "0x" + hex(20);
  }

  private String hex(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
