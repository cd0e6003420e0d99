package dev.cosigner.transaction.ethereum;

import static dev.cosigner.transaction.ethereum.Refusals.assertRefused;
import static dev.cosigner.transaction.ethereum.Transactions.CONTEXT;
import static dev.cosigner.transaction.ethereum.Transactions.OTHER;
import static dev.cosigner.transaction.ethereum.Transactions.WALLET;
import static dev.cosigner.transaction.ethereum.Transactions.blob;
import static dev.cosigner.transaction.ethereum.Transactions.encode;
import static dev.cosigner.transaction.ethereum.Transactions.feeMarket;
import static dev.cosigner.transaction.ethereum.Transactions.hex;
import static dev.cosigner.transaction.ethereum.Transactions.legacy;
import static dev.cosigner.transaction.ethereum.Transactions.list;
import static dev.cosigner.transaction.ethereum.Transactions.number;
import static dev.cosigner.transaction.ethereum.Transactions.setCode;
import static dev.cosigner.transaction.ethereum.Transactions.string;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.Secp256k1;
import dev.cosigner.transaction.TransactionDecoder;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How transactions are read, shown and assembled, and each reason for which one is refused. */
class EthereumTransactionTest {
  /** The example of EIP-155, whose key is 32 times 0x46. */
  @Test
  void readsSignsAndAssemblesTheExampleOfEip155() throws Exception {
    byte[] unsigned =
        hex(
            "ec098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a7640000"
                + "80018080");
    WalletContext wallet =
        WalletContext.of(Chain.parse("eip155:1"), "0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
    DecodedTransaction transaction = TransactionDecoder.decode("ethereum", unsigned);
    assertThat(transaction.encoded()).isEqualTo(unsigned);
    assertThat(transaction.bytesToSign(wallet))
        .containsExactly(hex("daf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53"));
    byte[] signature =
        hex(
            "28ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276"
                + "67cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83");
    assertThat(transaction.assemble(wallet, List.of(signature)))
        .isEqualTo(
            hex(
                "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a764"
                    + "00008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276"
                    + "a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83"));

    assertThat(transaction.render(wallet).text())
        .isEqualTo(
            """
            Ethereum transaction (EIP-155): Payment
              Network               ethereum
              From                  0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F
              Chain                 eip155:1
              Nonce                 9
              Network fee, at most  0.000420000000000000 ETH
              Gas limit             21000 units
              Gas price, at most    20.000000000 gwei
              1.                    Payment
              1. amount             1.000000000000000000 ETH
              1. from               0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F
              1. to                 0x3535353535353535353535353535353535353535
            """);
    assertThat(transaction.effects(wallet))
        .extracting(Effect::kind)
        .containsExactly(EffectKind.FEE, EffectKind.TRANSFER);
  }

  @Test
  void namesWhatIsGoodOnEveryChain() throws Exception {
    DecodedTransaction transaction = parse(encode(-1, legacy().subList(0, 6)));
    assertThat(transaction.effects(CONTEXT))
        .extracting(Effect::kind)
        .containsExactly(EffectKind.FEE, EffectKind.REPLAY_UNPROTECTED, EffectKind.TRANSFER);
    assertThat(transaction.render(CONTEXT).title()).contains("good on every chain");
    assertThat(transaction.render(CONTEXT).warnings())
        .anyMatch(w -> w.contains("every other chain"));
  }

  @Test
  void namesContractsThatAreCreated() throws Exception {
    // The nonce and sender of go-ethereum's crypto tests (TestNewContractAddress).
    assertThat(
            TransactionEffects.created(
                    EthereumAddress.parse("0x970E8128AB834E8EAC17Ab8E3812F010678CF791"),
                    BigInteger.ONE)
                .lowerCase())
        .isEqualTo("0x8bda78331c916a08481428e4b07c96d3e916d165");
    List<RlpItem> fields = feeMarket();
    fields.set(5, string(""));
    fields.set(7, string("6001600255"));
    List<Effect> effects = parse(encode(2, fields)).effects(CONTEXT);
    assertThat(effects)
        .extracting(Effect::kind)
        .containsExactly(EffectKind.FEE, EffectKind.CONTRACT_CREATION, EffectKind.TRANSFER);
  }

  @Test
  void namesBlobsAndTheirFee() throws Exception {
    List<Effect> effects = parse(encode(3, blob())).effects(CONTEXT);
    assertThat(effects).contains(new Effect.Blobs(Chain.parse("eip155:1"), 1));
    assertThat(((Effect.Fee) effects.getFirst()).maximum())
        .isEqualTo(new BigInteger("630000000000000").add(new BigInteger("131072000000000")));
  }

  @Test
  void namesEveryDelegationWithItsAuthority() throws Exception {
    // Key 1 agrees by r = x(G), s = 1 with parity of G: some key made it, and it is found.
    RlpItem authorization = authorization(0, 1);
    DecodedTransaction transaction = parse(encode(4, setCode(authorization)));
    Effect.CodeDelegation delegation = (Effect.CodeDelegation) transaction.effects(CONTEXT).get(1);
    assertThat(delegation.delegate()).isEqualTo(Transactions.lower(OTHER));
    assertThat(delegation.everyChain()).isTrue();
    assertThat(delegation.authority()).isPresent();
    Rendering rendering = transaction.render(CONTEXT);
    assertThat(rendering.text()).contains("Authorization 1, account").contains("every chain");
    assertThat(rendering.warnings()).anyMatch(w -> w.contains("controls everything"));
  }

  @Test
  void refusesEveryFieldOfAnotherForm() {
    assertRefused(Reason.TRUNCATED, () -> parse(new byte[0]));
    assertRefused(Reason.TOO_LARGE, () -> parse(new byte[UnsignedTransaction.MAX_BYTES + 1]));
    assertRefused(Reason.UNSUPPORTED_TYPE, () -> parse(encode(5, feeMarket())));
    assertRefused(Reason.UNSUPPORTED_TYPE, () -> parse(encode(0, legacy())));
    assertRefused(Reason.UNSUPPORTED_TYPE, () -> parse(hex("80")));
    assertRefused(Reason.FIELD_COUNT, () -> parse(encode(-1, legacy().subList(0, 7))));
    assertRefused(Reason.FIELD_COUNT, () -> parse(encode(2, feeMarket().subList(0, 8))));
    assertRefused(Reason.WRONG_KIND, () -> parse(encode(2, with(feeMarket(), 1, list()))));
    assertRefused(Reason.WRONG_KIND, () -> parse(encode(2, with(feeMarket(), 8, string("")))));
    assertRefused(Reason.WRONG_KIND, () -> parse(hex("0280")));
    assertRefused(
        Reason.NON_MINIMAL_NUMBER, () -> parse(encode(2, with(feeMarket(), 1, string("0001")))));
    assertRefused(
        Reason.NON_MINIMAL_NUMBER, () -> parse(encode(2, with(feeMarket(), 1, string("00")))));
    assertRefused(
        Reason.NUMBER_OUT_OF_RANGE,
        () -> parse(encode(2, with(feeMarket(), 1, string("01" + "00".repeat(8))))));
    assertRefused(
        Reason.NUMBER_OUT_OF_RANGE,
        () -> parse(encode(2, with(feeMarket(), 6, string("01" + "00".repeat(32))))));
    assertRefused(
        Reason.FIELD_LENGTH, () -> parse(encode(2, with(feeMarket(), 5, string("00".repeat(19))))));
    assertRefused(
        Reason.TOO_DEEP,
        () -> parse(encode(2, with(feeMarket(), 8, list(list(list(list(list()))))))));
    assertRefused(
        Reason.FIELD_COUNT,
        () -> parse(encode(2, with(feeMarket(), 8, list(list(string(OTHER)))))));
    assertRefused(
        Reason.FIELD_LENGTH,
        () ->
            parse(encode(2, with(feeMarket(), 8, list(list(string(OTHER), list(string("00"))))))));
  }

  @Test
  void refusesMissingChains() {
    assertRefused(
        Reason.NUMBER_OUT_OF_RANGE, () -> parse(encode(2, with(feeMarket(), 0, number(0)))));
    assertRefused(
        Reason.NUMBER_OUT_OF_RANGE, () -> parse(encode(-1, with(legacy(), 6, number(0)))));
    assertRefused(
        Reason.NUMBER_OUT_OF_RANGE,
        () -> parse(encode(2, with(feeMarket(), 0, number(Long.MAX_VALUE)))));
  }

  @Test
  void refusesTransactionsThatAreSigned() {
    assertRefused(Reason.ALREADY_SIGNED, () -> parse(encode(-1, with(legacy(), 7, number(1)))));
    assertRefused(Reason.ALREADY_SIGNED, () -> parse(encode(-1, with(legacy(), 8, number(1)))));
    List<RlpItem> signed = feeMarket();
    signed.addAll(List.of(number(1), number(1), number(1)));
    assertRefused(Reason.ALREADY_SIGNED, () -> parse(encode(2, signed)));
  }

  @Test
  void refusesFeesThatCannotBe() {
    assertRefused(
        Reason.INVALID_FEE, () -> parse(encode(2, with(feeMarket(), 2, number(30_000_000_001L)))));
    assertRefused(
        Reason.INVALID_FEE, () -> parse(encode(2, with(feeMarket(), 3, string("ff".repeat(32))))));
  }

  @Test
  void refusesOtherBlobs() {
    assertRefused(Reason.INVALID_BLOBS, () -> parse(encode(3, with(blob(), 10, list()))));
    assertRefused(
        Reason.INVALID_BLOBS,
        () -> parse(encode(3, with(blob(), 10, list(string("02" + "00".repeat(31)))))));
    RlpItem hash = string("01" + "00".repeat(31));
    assertRefused(
        Reason.INVALID_BLOBS,
        () -> parse(encode(3, with(blob(), 10, RlpItem.list(Collections.nCopies(10, hash))))));
    assertRefused(
        Reason.FIELD_LENGTH, () -> parse(encode(3, with(blob(), 10, list(string("01"))))));
    assertRefused(Reason.FIELD_LENGTH, () -> parse(encode(3, with(blob(), 5, string("")))));
  }

  @Test
  void refusesAuthorizationsThatNobodyGave() throws Exception {
    assertRefused(Reason.INVALID_AUTHORIZATION, () -> parse(encode(4, setCode())));
    RlpItem good = authorization(0, 1);
    parse(encode(4, setCode(good)));
    assertRefused(
        Reason.INVALID_AUTHORIZATION,
        () -> parse(encode(4, setCode(Collections.nCopies(17, good).toArray(new RlpItem[0])))));
    BigInteger high = Secp256k1.HALF_N.add(BigInteger.ONE);
    assertRefused(
        Reason.INVALID_AUTHORIZATION,
        () -> parse(encode(4, setCode(authorization(RlpItem.of(high), number(0))))));
    assertRefused(
        Reason.INVALID_AUTHORIZATION,
        () -> parse(encode(4, setCode(authorization(number(0), number(0))))));
    assertRefused(
        Reason.NUMBER_OUT_OF_RANGE,
        () -> parse(encode(4, setCode(authorization(number(1), number(2))))));
    assertRefused(Reason.FIELD_LENGTH, () -> parse(encode(4, with(setCode(good), 5, string("")))));
  }

  @Test
  void refusesSignaturesOfOthersAndOtherForms() throws Exception {
    DecodedTransaction transaction = parse(encode(2, feeMarket()));
    assertRefused(Reason.SIGNATURE_COUNT, () -> transaction.assemble(CONTEXT, List.of()));
    assertRefused(
        Reason.SIGNATURE_COUNT,
        () -> transaction.assemble(CONTEXT, List.of(new byte[64], new byte[64])));
    assertRefused(
        Reason.SIGNATURE_LENGTH, () -> transaction.assemble(CONTEXT, List.of(new byte[65])));
    assertRefused(
        Reason.INVALID_SIGNATURE, () -> transaction.assemble(CONTEXT, List.of(new byte[64])));
    byte[] ofSomeone = new byte[64];
    System.arraycopy(Secp256k1.bytes32(Secp256k1.G.x()), 0, ofSomeone, 0, 32);
    ofSomeone[63] = 1;
    assertRefused(
        Reason.INVALID_SIGNATURE, () -> transaction.assemble(CONTEXT, List.of(ofSomeone)));
  }

  @Test
  void refusesWalletsOfOtherNetworks() throws Exception {
    DecodedTransaction transaction = parse(encode(2, feeMarket()));
    assertRefused(
        Reason.OTHER_NETWORK,
        () -> transaction.effects(WalletContext.of(Chain.parse("solana"), WALLET)));
    assertRefused(Reason.INVALID_ADDRESS, () -> transaction.render("nobody"));
    assertThat(transaction.render(WALLET)).isEqualTo(transaction.render(CONTEXT));
  }

  private static RlpItem authorization(long chain, long s) {
    return list(
        number(chain), string(OTHER), number(7), number(0), RlpItem.of(Secp256k1.G.x()), number(s));
  }

  private static RlpItem authorization(RlpItem s, RlpItem parity) {
    return list(number(1), string(OTHER), number(7), parity, RlpItem.of(Secp256k1.G.x()), s);
  }

  private static List<RlpItem> with(List<RlpItem> fields, int index, RlpItem item) {
    fields.set(index, item);
    return fields;
  }

  private static DecodedTransaction parse(byte[] bytes) throws TransactionException {
    return EthereumTransaction.parse(bytes, ReferenceData.NONE);
  }
}
