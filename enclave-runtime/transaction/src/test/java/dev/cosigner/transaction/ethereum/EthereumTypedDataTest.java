package dev.cosigner.transaction.ethereum;

import static dev.cosigner.transaction.ethereum.Refusals.assertRefused;
import static dev.cosigner.transaction.ethereum.Transactions.CONTEXT;
import static dev.cosigner.transaction.ethereum.Transactions.MAINNET;
import static dev.cosigner.transaction.ethereum.Transactions.OTHER;
import static dev.cosigner.transaction.ethereum.Transactions.THIRD;
import static dev.cosigner.transaction.ethereum.Transactions.WALLET;
import static dev.cosigner.transaction.ethereum.Transactions.hex;
import static dev.cosigner.transaction.ethereum.Transactions.lower;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Asset.Kind;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.web3j.crypto.StructuredDataEncoder;

/** Typed data by EIP-712's example, by its known meanings, and each reason for a refusal. */
class EthereumTypedDataTest {
  private static final String USDC = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48";
  private static final Asset DOLLARS = Asset.of(MAINNET, Kind.ERC20, USDC);
  private static final ReferenceData LISTS =
      new ReferenceData(
          new AssetList(List.of(new AssetList.Entry(DOLLARS, new AssetList.Unit("USDC", 6)))),
          Map.of(),
          Map.of());
  private static final String MAIL =
      """
      {"types":{
        "EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},
          {"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],
        "Person":[{"name":"name","type":"string"},{"name":"wallet","type":"address"}],
        "Mail":[{"name":"from","type":"Person"},{"name":"to","type":"Person"},
          {"name":"contents","type":"string"}]},
       "primaryType":"Mail",
       "domain":{"name":"Ether Mail","version":"1","chainId":1,
         "verifyingContract":"0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},
       "message":{
         "from":{"name":"Cow","wallet":"0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"},
         "to":{"name":"Bob","wallet":"0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"},
         "contents":"Hello, Bob!"}}
      """;

  /** EIP-712, "Test Cases" (Example.js), and the digest and signature of its JSON-RPC example. */
  @Test
  void hashesAndSignsTheExampleOfTheEip() throws Exception {
    EthereumTypedData mail = parse(MAIL);
    assertThat(TypedDataHash.type(mail.type()))
        .isEqualTo("Mail(Person from,Person to,string contents)Person(string name,address wallet)");
    assertThat(HexFormat.of().formatHex(new TypedDataHash().struct(mail.type(), mail.message())))
        .isEqualTo("c52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e");
    WalletContext cow = WalletContext.of(MAINNET, "0xcd2a3d9f938e13cd947ec05abc7fe734df8dd826");
    assertThat(mail.bytesToSign(cow))
        .containsExactly(hex("be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2"));
    String signature =
        "4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d"
            + "07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562";
    assertThat(mail.assemble(cow, List.of(hex(signature)))).isEqualTo(hex(signature + "1c"));
    assertThat(new StructuredDataEncoder(MAIL).hashStructuredData())
        .isEqualTo(mail.bytesToSign(cow).getFirst());
    assertThat(mail.render(cow).text())
        .isEqualTo(
            """
            Ethereum typed data (EIP-712): Mail
              Network              ethereum
              From                 0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826
              Chain                eip155:1
              Domain name          "Ether Mail"
              Domain version       "1"
              Contract             0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC
              Message.from.name    "Cow"
              Message.from.wallet  0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826
              Message.to.name      "Bob"
              Message.to.wallet    0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB
              Message.contents     "Hello, Bob!"
              Warning: Whoever gets this signature can use it at the contract or service that the\
             domain names: what follows from it there is not known here.
            """);
    assertThat(mail.effects(cow))
        .containsExactly(
            new Effect.TypedData(
                MAINNET,
                "0xcccccccccccccccccccccccccccccccccccccccc",
                "Ether Mail 1",
                "Mail",
                false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"name\":\"Cow\"          | \"name\":\"Cow\",\"more\":1           | INVALID_TYPED_DATA",
        "\"name\":\"Cow\",         |                                       | INVALID_TYPED_DATA",
        "\"name\":\"Cow\"          | \"name\":null                         | INVALID_TYPED_DATA",
        "\"name\":\"Cow\"          | \"name\":1                            | INVALID_TYPED_DATA",
        "\"name\":\"Cow\"          | \"name\":\"Cow\",\"name\":\"Cow\"     | INVALID_JSON",
        "\"chainId\":1             | \"chainId\":1.0                       | INVALID_TYPED_DATA",
        "\"chainId\":1             | \"chainId\":1e0                       | INVALID_TYPED_DATA",
        "\"chainId\":1             | \"chainId\":\"01\"                    | INVALID_TYPED_DATA",
        "\"chainId\":1             | \"chainId\":true                      | INVALID_TYPED_DATA",
        "\"chainId\":1             | \"chainId\":-1                        | NUMBER_OUT_OF_RANGE",
        "\"chainId\":1             | \"chainId\":0                         | NUMBER_OUT_OF_RANGE",
        "\"chainId\":1             | \"chainId\":9223372036854775808       | NUMBER_OUT_OF_RANGE",
        "0xCD2a3d                  | 0xcD2a3d                              | INVALID_ADDRESS",
        "\"primaryType\":\"Mail\"  | \"primaryType\":\"EIP712Domain\"      | INVALID_TYPED_DATA",
        "\"primaryType\":\"Mail\"  | \"primaryType\":\"Nothing\"           | INVALID_TYPED_DATA",
        "\"primaryType\":\"Mail\"  | \"primaryType\":\"Person\"            | INVALID_TYPED_DATA",
        "\"primaryType\":\"Mail\"  | \"primaryType\":\"Mail\",\"more\":1   | INVALID_TYPED_DATA",
        "\"type\":\"Person\"       | \"type\":\"Stranger\"                 | INVALID_TYPED_DATA",
        "\"type\":\"Person\"       | \"type\":\"Mail\"                     | INVALID_TYPED_DATA",
        "\"type\":\"Person\"       | \"type\":\"Person[]\"                 | INVALID_TYPED_DATA",
        "\"name\":\"wallet\"       | \"name\":\"name\"                     | INVALID_TYPED_DATA",
        "\"name\":\"wallet\"       | \"name\":\"wal let\"                  | INVALID_TYPED_DATA",
        "\"name\":\"chainId\"      | \"name\":\"salt\"                     | INVALID_TYPED_DATA",
        "\"contents\":\"Hello      | \"contents\":\"\\ud800                | INVALID_JSON",
        "\"Person\":[              | \"uint256\":[                         | INVALID_TYPED_DATA",
        "\"Person\":[              | \"Other\":[],\"Person\":[             | INVALID_TYPED_DATA"
      })
  void refusesWhatIsOfAnotherForm(String from, String to, Reason reason) {
    String changed =
        MAIL.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to == null ? "" : to));
    assertThat(changed).isNotEqualTo(MAIL);
    assertRefused(reason, () -> parse(changed));
  }

  @Test
  void refusesOtherDocumentsAndTooLargeOnes() {
    assertRefused(Reason.INVALID_TYPED_DATA, () -> parse("[]"));
    assertRefused(Reason.INVALID_TYPED_DATA, () -> parse("{}"));
    assertRefused(
        Reason.INVALID_TYPED_DATA,
        () -> parse(MAIL.replace("\"Ether Mail\"", "\"" + "x".repeat(257) + "\"")));
    assertRefused(Reason.TOO_LARGE, () -> parse(" ".repeat(EthereumTypedData.MAX_BYTES + 1)));
    assertRefused(Reason.TOO_DEEP, () -> parse("[".repeat(100)));
    assertRefused(Reason.INVALID_TYPED_DATA, () -> parse(one("uint8[][][][][]", "[]")));
    assertRefused(Reason.INVALID_TYPED_DATA, () -> parse(one("uint8[2]", "[1]")));
    assertRefused(Reason.INVALID_TYPED_DATA, () -> parse(one("uint", "1")));
    assertRefused(Reason.INVALID_TYPED_DATA, () -> parse(one("bytes4", "\"0x112233\"")));
    assertRefused(Reason.INVALID_TYPED_DATA, () -> parse(one("bytes", "\"0x1\"")));
    assertRefused(Reason.INVALID_TYPED_DATA, () -> parse(one("bytes", "\"11\"")));
    assertRefused(Reason.INVALID_TYPED_DATA, () -> parse(one("bool", "\"true\"")));
    assertRefused(Reason.NUMBER_OUT_OF_RANGE, () -> parse(one("uint8", "256")));
    assertRefused(Reason.NUMBER_OUT_OF_RANGE, () -> parse(one("int8", "128")));
    assertRefused(Reason.NUMBER_OUT_OF_RANGE, () -> parse(one("int8", "-129")));
    assertRefused(Reason.NUMBER_OUT_OF_RANGE, () -> parse(one("uint8", "-1")));
    assertRefused(Reason.INVALID_TYPED_DATA, () -> parse(one("A", "{\"v\":{}}")));
  }

  @Test
  void namesPermitsOfTokens() throws Exception {
    String permit =
        document(
            "\"Permit\":"
                + fields(
                    "address owner,address spender,uint256 value,uint256 nonce,"
                        + "uint256 deadline"),
            "Permit",
            USDC,
            """
            {"owner":"%s","spender":"%s","value":"5000000","nonce":0,"deadline":"1900000000"}
            """
                .formatted(WALLET, OTHER));
    Effect.TokenApproval approval =
        new Effect.TokenApproval(
            EffectKind.PERMIT,
            DOLLARS,
            lower(WALLET),
            lower(OTHER),
            BigInteger.valueOf(5_000_000),
            false,
            Optional.empty());
    assertThat(parse(permit).effects(CONTEXT))
        .containsExactly(new Effect.TypedData(MAINNET, USDC, "D", "Permit", true), approval);
    assertThat(parse(permit).render(CONTEXT).text())
        .containsPattern("1\\. allowance +5\\.000000 USDC");
    assertThat(EthereumTypedData.parse(permit.getBytes(UTF_8), ReferenceData.NONE).effects(CONTEXT))
        .containsExactly(new Effect.TypedData(MAINNET, USDC, "D", "Permit", false), approval);

    String dai =
        document(
            "\"Permit\":"
                + fields(
                    "address holder,address spender,uint256 nonce,uint256 expiry,"
                        + "bool allowed"),
            "Permit",
            USDC,
            """
            {"holder":"%s","spender":"%s","nonce":0,"expiry":0,"allowed":true}
            """
                .formatted(WALLET, OTHER));
    assertThat(parse(dai).effects(CONTEXT).get(1))
        .isInstanceOfSatisfying(
            Effect.TokenApproval.class, all -> assertThat(all.unlimited()).isTrue());
  }

  @Test
  void namesPermit2AndWhenItEnds() throws Exception {
    String details =
        "\"PermitDetails\":"
            + fields("address token,uint160 amount,uint48 expiration,uint48 nonce");
    String single =
        document(
            details
                + ",\"PermitSingle\":"
                + fields("PermitDetails details,address spender,uint256 sigDeadline"),
            "PermitSingle",
            Permit2.ADDRESS.toString(),
            """
            {"details":{"token":"%s","amount":"%s","expiration":1900000000,"nonce":0},
             "spender":"%s","sigDeadline":"1800000000"}
            """
                .formatted(USDC, Permit2.UNLIMITED, OTHER));
    assertThat(parse(single).effects(CONTEXT).get(1))
        .isEqualTo(permit2(OTHER, Permit2.UNLIMITED, true, 1_900_000_000));
    assertThat(parse(single.replace(Permit2.ADDRESS.toString(), THIRD)).effects(CONTEXT))
        .extracting(Effect::kind)
        .containsExactly(EffectKind.UNKNOWN_TYPED_DATA);
    String batch =
        document(
            details
                + ",\"PermitBatch\":"
                + fields("PermitDetails[] details,address spender,uint256 sigDeadline"),
            "PermitBatch",
            Permit2.ADDRESS.toString(),
            """
            {"details":[{"token":"%s","amount":"7","expiration":1900000000,"nonce":0},
              {"token":"%s","amount":"8","expiration":1900000001,"nonce":0}],
             "spender":"%s","sigDeadline":"1800000000"}
            """
                .formatted(USDC, USDC, OTHER));
    assertThat(parse(batch).effects(CONTEXT).subList(1, 3))
        .containsExactly(
            permit2(OTHER, BigInteger.valueOf(7), false, 1_900_000_000),
            permit2(OTHER, BigInteger.valueOf(8), false, 1_900_000_001));
    String permissions = "\"TokenPermissions\":" + fields("address token,uint256 amount");
    String transfer =
        document(
            permissions
                + ",\"PermitTransferFrom\":"
                + fields(
                    "TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline"),
            "PermitTransferFrom",
            Permit2.ADDRESS.toString(),
            """
            {"permitted":{"token":"%s","amount":"7"},"spender":"%s","nonce":"1",
             "deadline":"1800000000"}
            """
                .formatted(USDC, OTHER));
    assertThat(parse(transfer).effects(CONTEXT).get(1))
        .isEqualTo(permit2(OTHER, BigInteger.valueOf(7), false, 1_800_000_000));
    String batchTransfer =
        document(
            permissions
                + ",\"PermitBatchTransferFrom\":"
                + fields(
                    "TokenPermissions[] permitted,address spender,uint256 nonce,uint256 deadline"),
            "PermitBatchTransferFrom",
            Permit2.ADDRESS.toString(),
            """
            {"permitted":[{"token":"%s","amount":"7"}],"spender":"%s","nonce":"1",
             "deadline":"1800000000"}
            """
                .formatted(USDC, OTHER));
    assertThat(parse(batchTransfer).effects(CONTEXT).get(1))
        .isEqualTo(permit2(OTHER, BigInteger.valueOf(7), false, 1_800_000_000));
  }

  /** What the witness is for nobody knows here, and that tokens can move is known. */
  @Test
  void namesWhatPermit2TakesWithAWitness() throws Exception {
    String permissions = "\"TokenPermissions\":" + fields("address token,uint256 amount");
    String order = ",\"Order\":" + fields("uint256 give,address[] to");
    String transfer =
        document(
            permissions
                + order
                + ",\"PermitWitnessTransferFrom\":"
                + fields(
                    "TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline,"
                        + "Order witness"),
            "PermitWitnessTransferFrom",
            Permit2.ADDRESS.toString(),
            """
            {"permitted":{"token":"%s","amount":"7"},"spender":"%s","nonce":"1",
             "deadline":"1800000000","witness":{"give":"1","to":["%s"]}}
            """
                .formatted(USDC, OTHER, OTHER));
    assertThat(parse(transfer).effects(CONTEXT))
        .containsExactly(
            new Effect.TypedData(
                MAINNET,
                lower(Permit2.ADDRESS.toString()),
                "D",
                "PermitWitnessTransferFrom",
                false),
            permit2(OTHER, BigInteger.valueOf(7), false, 1_800_000_000));
    assertThat(parse(transfer).render(CONTEXT).text())
        .containsPattern("1\\. allowance +0\\.000007 USDC")
        .contains("Message.witness.give")
        .contains("Warning: Whoever gets this signature");
    String batch =
        document(
            permissions
                + order
                + ",\"PermitBatchWitnessTransferFrom\":"
                + fields(
                    "TokenPermissions[] permitted,address spender,uint256 nonce,uint256 deadline,"
                        + "Order witness"),
            "PermitBatchWitnessTransferFrom",
            Permit2.ADDRESS.toString(),
            """
            {"permitted":[{"token":"%s","amount":"7"},{"token":"%s","amount":"8"}],"spender":"%s",
             "nonce":"1","deadline":"1800000000","witness":{"give":"1","to":[]}}
            """
                .formatted(USDC, USDC, OTHER));
    assertThat(parse(batch).effects(CONTEXT))
        .extracting(Effect::kind)
        .containsExactly(EffectKind.UNKNOWN_TYPED_DATA, EffectKind.PERMIT, EffectKind.PERMIT);
    // Elsewhere it is no transfer of Permit2's.
    assertThat(parse(transfer.replace(Permit2.ADDRESS.toString(), THIRD)).effects(CONTEXT))
        .extracting(Effect::kind)
        .containsExactly(EffectKind.UNKNOWN_TYPED_DATA);
  }

  /** EIP-3009. */
  @Test
  void namesAuthorizedTransfers() throws Exception {
    for (String type : List.of("TransferWithAuthorization", "ReceiveWithAuthorization")) {
      String transfer =
          document(
              "\"%s\":".formatted(type)
                  + fields(
                      "address from,address to,uint256 value,uint256 validAfter,"
                          + "uint256 validBefore,bytes32 nonce"),
              type,
              USDC,
              """
              {"from":"%s","to":"%s","value":"5000000","validAfter":0,"validBefore":"1900000000",
               "nonce":"0x%s"}
              """
                  .formatted(WALLET, OTHER, "07".repeat(32)));
      Effect moved =
          Effect.Transfer.of(
              CONTEXT, DOLLARS, lower(WALLET), lower(OTHER), BigInteger.valueOf(5_000_000));
      assertThat(moved.kind()).isEqualTo(EffectKind.TRANSFER);
      assertThat(parse(transfer).effects(CONTEXT))
          .containsExactly(new Effect.TypedData(MAINNET, USDC, "D", type, true), moved);
      assertThat(
              EthereumTypedData.parse(transfer.getBytes(UTF_8), ReferenceData.NONE)
                  .effects(CONTEXT))
          .containsExactly(new Effect.TypedData(MAINNET, USDC, "D", type, false), moved);
    }
    String cancel =
        document(
            "\"CancelAuthorization\":" + fields("address authorizer,bytes32 nonce"),
            "CancelAuthorization",
            USDC,
            "{\"authorizer\":\"%s\",\"nonce\":\"0x%s\"}".formatted(WALLET, "07".repeat(32)));
    assertThat(parse(cancel).effects(CONTEXT))
        .containsExactly(new Effect.TypedData(MAINNET, USDC, "D", "CancelAuthorization", true));
  }

  @Test
  void seesIntoASafesTransaction() throws Exception {
    byte[] data = AbiEncoder.call(KnownFunction.TRANSFER, OTHER, 7);
    String safe =
        document(
            "\"SafeTx\":"
                + fields(
                    "address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,"
                        + "uint256 baseGas,uint256 gasPrice,address gasToken,"
                        + "address refundReceiver,uint256 nonce"),
            "SafeTx",
            THIRD,
            """
            {"to":"%s","value":0,"data":"0x%s","operation":OP,"safeTxGas":0,"baseGas":0,
             "gasPrice":0,"gasToken":"0x0000000000000000000000000000000000000000",
             "refundReceiver":"0x0000000000000000000000000000000000000000","nonce":5}
            """
                .formatted(USDC, HexFormat.of().formatHex(data)));
    assertThat(parse(safe.replace("OP", "0")).effects(CONTEXT))
        .extracting(Effect::kind)
        .containsExactly(
            EffectKind.TYPED_DATA, EffectKind.NESTED_CALL, EffectKind.TRANSFER_OF_OTHERS);
    assertThat(parse(safe.replace("OP", "1")).effects(CONTEXT))
        .extracting(Effect::kind)
        .containsExactly(EffectKind.TYPED_DATA, EffectKind.DELEGATE_CALL);
    Rendering rendering = parse(safe.replace("OP", "1")).render(CONTEXT);
    assertThat(rendering.warnings()).anyMatch(warning -> warning.contains("delegatecall"));
    assertThat(rendering.text()).contains("Message.nonce");
    assertRefused(Reason.INVALID_CALL, () -> parse(safe.replace("OP", "2")).effects(CONTEXT));
  }

  @Test
  void namesDomainsWithoutAChain() throws Exception {
    String permit =
        one("uint8", "1")
            .replace(",{\"name\":\"chainId\",\"type\":\"uint256\"}", "")
            .replace("\"chainId\":1,", "");
    assertThat(parse(permit).effects(CONTEXT))
        .extracting(Effect::kind)
        .containsExactly(EffectKind.UNKNOWN_TYPED_DATA, EffectKind.REPLAY_UNPROTECTED);
    assertThat(parse(permit).render(CONTEXT).warnings()).anyMatch(w -> w.contains("every one"));
  }

  private static Effect permit2(String spender, BigInteger amount, boolean unlimited, long expiry) {
    return new Effect.TokenApproval(
        EffectKind.PERMIT,
        DOLLARS,
        lower(WALLET),
        lower(spender),
        amount,
        unlimited,
        Optional.of(BigInteger.valueOf(expiry)));
  }

  /** A document whose message has the one field v. */
  private static String one(String type, String value) {
    return document("\"A\":" + fields(type + " v"), "A", USDC, "{\"v\":" + value + "}");
  }

  private static String fields(String declaration) {
    StringBuilder json = new StringBuilder("[");
    for (String field : declaration.split(",", -1)) {
      String[] parts = field.split(" ", -1);
      json.append(json.length() > 1 ? "," : "");
      json.append("{\"name\":\"%s\",\"type\":\"%s\"}".formatted(parts[1], parts[0]));
    }
    return json.append("]").toString();
  }

  private static String document(
      String types, String primaryType, String contract, String message) {
    return """
    {"types":{"EIP712Domain":%s,%s},"primaryType":"%s",
     "domain":{"name":"D","chainId":1,"verifyingContract":"%s"},"message":%s}
    """
        .formatted(
            fields("string name,uint256 chainId,address verifyingContract"),
            types,
            primaryType,
            contract,
            message);
  }

  private static EthereumTypedData parse(String json) throws TransactionException {
    return EthereumTypedData.parse(json.getBytes(UTF_8), LISTS);
  }
}
