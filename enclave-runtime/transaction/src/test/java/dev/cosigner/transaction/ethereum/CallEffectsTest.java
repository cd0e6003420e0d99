package dev.cosigner.transaction.ethereum;

import static dev.cosigner.transaction.ethereum.AbiEncoder.call;
import static dev.cosigner.transaction.ethereum.AbiEncoder.packed;
import static dev.cosigner.transaction.ethereum.Refusals.assertRefused;
import static dev.cosigner.transaction.ethereum.Transactions.CONTEXT;
import static dev.cosigner.transaction.ethereum.Transactions.MAINNET;
import static dev.cosigner.transaction.ethereum.Transactions.OTHER;
import static dev.cosigner.transaction.ethereum.Transactions.THIRD;
import static dev.cosigner.transaction.ethereum.Transactions.WALLET;
import static dev.cosigner.transaction.ethereum.Transactions.hex;
import static dev.cosigner.transaction.ethereum.Transactions.lower;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.Asset.Kind;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What calls bring about, by what the policy's lists say of the contracts. */
class CallEffectsTest {
  private static final String USDC = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48";
  private static final String PUNKS = "0x60e4d786628fea6478f785a6d7e704777c86a7c6";
  private static final String ITEMS = "0x76be3b62873462d2142405439777e971754e8e77";
  private static final String SAFE = "0x1234567890123456789012345678901234567890";
  private static final String MULTI_SEND = "0x38869bf66a61cf6bdb996a6ae40d5853fd43b526";
  private static final String STRANGER = "0x00000000000000000000000000000000000000ff";
  private static final BigInteger ALL = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
  private static final byte[] NONE = new byte[0];
  private static final Asset DOLLARS = Asset.of(MAINNET, Kind.ERC20, USDC);
  private static final ReferenceData LISTS =
      new ReferenceData(
          new AssetList(
              List.of(
                  new AssetList.Entry(DOLLARS, new AssetList.Unit("USDC", 6)),
                  new AssetList.Entry(
                      Asset.of(MAINNET, Kind.ERC721, PUNKS), new AssetList.Unit("PUNK", 0)),
                  new AssetList.Entry(
                      Asset.of(MAINNET, Kind.ERC1155, ITEMS), new AssetList.Unit("ITEM", 0)))),
          Map.of(),
          Map.of(
              "eip155:1:" + STRANGER,
              List.of("stake(address validator,(uint256 amount,bytes note)[] parts)")));

  @Test
  void aListedTokensTransferIsThatAlone() throws Exception {
    byte[] data = call(KnownFunction.TRANSFER, OTHER, 2_500_000);
    assertThat(effects(USDC, 0, data)).containsExactly(transfer(DOLLARS, WALLET, OTHER, 2_500_000));
    Rendering rendering = render(USDC, 0, data);
    assertThat(rendering.text()).containsPattern("1\\. amount +2\\.500000 USDC\n");
    assertThat(rendering.warnings()).isEmpty();
  }

  @Test
  void anUnlistedTokensTransferIsACallBesides() throws Exception {
    byte[] data = call(KnownFunction.TRANSFER, OTHER, 2_500_000);
    assertThat(effects(THIRD, 0, data))
        .containsExactly(
            contract(WALLET, THIRD, KnownFunction.TRANSFER, 0, false),
            transfer(Asset.of(MAINNET, Kind.ERC20, lower(THIRD)), WALLET, OTHER, 2_500_000));
    assertThat(render(THIRD, 0, data).text())
        .contains("2500000 base units of eip155:1/erc20:" + lower(THIRD));
    assertThat(render(THIRD, 0, data).warnings())
        .anyMatch(warning -> warning.startsWith("No list says what the contract"));
  }

  @Test
  void theSameFunctionMeansWhatTheListedKindMeans() throws Exception {
    byte[] data = call(KnownFunction.TRANSFER_FROM, WALLET, OTHER, 7);
    assertThat(effects(USDC, 0, data)).containsExactly(transfer(DOLLARS, WALLET, OTHER, 7));
    assertThat(effects(PUNKS, 0, data))
        .containsExactly(transfer(item(Kind.ERC721, PUNKS, 7), WALLET, OTHER, 1));
    byte[] approve = call(KnownFunction.APPROVE, OTHER, 7);
    assertThat(effects(USDC, 0, approve))
        .containsExactly(approval(EffectKind.APPROVE, WALLET, OTHER, BigInteger.valueOf(7), false));
    assertThat(effects(PUNKS, 0, approve))
        .containsExactly(
            new Effect.TokenApproval(
                EffectKind.APPROVE,
                item(Kind.ERC721, PUNKS, 7),
                lower(WALLET),
                lower(OTHER),
                BigInteger.ONE,
                false,
                Optional.empty()));
  }

  @Test
  void namesItemsAndOperators() throws Exception {
    assertThat(
            effects(
                PUNKS, 0, call(KnownFunction.SAFE_TRANSFER_FROM_WITH_DATA, WALLET, OTHER, 7, NONE)))
        .containsExactly(transfer(item(Kind.ERC721, PUNKS, 7), WALLET, OTHER, 1));
    assertThat(effects(PUNKS, 0, call(KnownFunction.SAFE_TRANSFER_FROM, WALLET, OTHER, 7)))
        .containsExactly(transfer(item(Kind.ERC721, PUNKS, 7), WALLET, OTHER, 1));
    assertThat(effects(ITEMS, 0, call(KnownFunction.SAFE_TRANSFER_ITEM, WALLET, OTHER, 7, 9, NONE)))
        .containsExactly(transfer(item(Kind.ERC1155, ITEMS, 7), WALLET, OTHER, 9));
    assertThat(
            effects(
                ITEMS,
                0,
                call(
                    KnownFunction.SAFE_BATCH_TRANSFER,
                    WALLET,
                    OTHER,
                    List.of(7, 8),
                    List.of(9, 10),
                    NONE)))
        .containsExactly(
            transfer(item(Kind.ERC1155, ITEMS, 7), WALLET, OTHER, 9),
            transfer(item(Kind.ERC1155, ITEMS, 8), WALLET, OTHER, 10));
    assertRefused(
        Reason.INVALID_CALL,
        () ->
            effects(
                ITEMS,
                0,
                call(
                    KnownFunction.SAFE_BATCH_TRANSFER,
                    WALLET,
                    OTHER,
                    List.of(7, 8),
                    List.of(9),
                    NONE)));
    assertThat(effects(ITEMS, 0, call(KnownFunction.SET_APPROVAL_FOR_ALL, OTHER, true)))
        .containsExactly(
            new Effect.OperatorApproval(
                Asset.of(MAINNET, Kind.ERC1155, ITEMS), lower(WALLET), lower(OTHER), true));
  }

  @Test
  void namesApprovalsAndWhetherTheyAreUnlimited() throws Exception {
    for (BigInteger amount :
        List.of(
            ALL,
            ALL.shiftRight(160),
            Permit2.UNLIMITED,
            Permit2.UNLIMITED.subtract(BigInteger.TWO),
            BigInteger.ONE.shiftLeft(255),
            BigInteger.ONE.shiftLeft(128))) {
      assertThat(effects(USDC, 0, call(KnownFunction.APPROVE, OTHER, amount)))
          .containsExactly(approval(EffectKind.APPROVE, WALLET, OTHER, amount, true));
    }
    BigInteger most = BigInteger.ONE.shiftLeft(127);
    assertThat(effects(USDC, 0, call(KnownFunction.APPROVE, OTHER, most)))
        .containsExactly(approval(EffectKind.APPROVE, WALLET, OTHER, most, false));
    assertThat(effects(USDC, 0, call(KnownFunction.INCREASE_ALLOWANCE, OTHER, 5)))
        .containsExactly(approval(EffectKind.APPROVE, WALLET, OTHER, BigInteger.valueOf(5), false));
    assertThat(effects(USDC, 0, call(KnownFunction.DECREASE_ALLOWANCE, OTHER, 5)))
        .containsExactly(contract(WALLET, USDC, KnownFunction.DECREASE_ALLOWANCE, 0, false));
    byte[] word = new byte[32];
    assertThat(effects(USDC, 0, call(KnownFunction.PERMIT, OTHER, THIRD, ALL, 1, 27, word, word)))
        .containsExactly(approval(EffectKind.PERMIT, OTHER, THIRD, ALL, true));
    assertThat(
            effects(
                USDC, 0, call(KnownFunction.DAI_PERMIT, OTHER, THIRD, 0, 1, true, 27, word, word)))
        .containsExactly(approval(EffectKind.PERMIT, OTHER, THIRD, ALL, true));
    assertThat(render(USDC, 0, call(KnownFunction.APPROVE, OTHER, ALL)).warnings())
        .anyMatch(warning -> warning.contains("no limit"));
  }

  @Test
  void movesOfOthersValueAreNamedSo() throws Exception {
    Effect effect =
        effects(USDC, 0, call(KnownFunction.TRANSFER_FROM, OTHER, WALLET, 7)).getFirst();
    assertThat(effect.kind()).isEqualTo(EffectKind.TRANSFER_OF_OTHERS);
  }

  @Test
  void namesAddressesThatLookAlike() throws Exception {
    String alike = lower(OTHER).substring(0, 10) + "0".repeat(26) + lower(OTHER).substring(36);
    byte[] two =
        call(
            KnownFunction.MULTICALL,
            List.of(
                call(KnownFunction.TRANSFER, OTHER, 7), call(KnownFunction.TRANSFER, alike, 7)));
    assertThat(render(USDC, 0, two).warnings())
        .anyMatch(warning -> warning.startsWith("Two addresses look alike"));
    String own = lower(WALLET).substring(0, 10) + "0".repeat(26) + lower(WALLET).substring(36);
    assertThat(
            EthereumTransaction.parse(Transactions.call(1, own, 5, NONE), LISTS)
                .render(CONTEXT)
                .warnings())
        .anyMatch(warning -> warning.contains("look alike"));
  }

  @Test
  void wrappingIsACallWithItsValue() throws Exception {
    assertThat(effects(THIRD, 5, call(KnownFunction.DEPOSIT)))
        .containsExactly(
            contract(WALLET, THIRD, KnownFunction.DEPOSIT, 0, false),
            transfer(Asset.nativeOf(MAINNET), WALLET, THIRD, 5));
    assertThat(effects(THIRD, 0, call(KnownFunction.WITHDRAW, 5)))
        .containsExactly(contract(WALLET, THIRD, KnownFunction.WITHDRAW, 0, false));
  }

  @Test
  void permit2IsKnownByItsAddress() throws Exception {
    String permit2 = Permit2.ADDRESS.toString();
    assertThat(
            effects(
                permit2,
                0,
                call(KnownFunction.PERMIT2_APPROVE, USDC, OTHER, Permit2.UNLIMITED, 1000)))
        .containsExactly(
            new Effect.TokenApproval(
                EffectKind.APPROVE,
                DOLLARS,
                lower(WALLET),
                lower(OTHER),
                Permit2.UNLIMITED,
                true,
                Optional.of(BigInteger.valueOf(1000))));
    assertThat(effects(permit2, 0, call(KnownFunction.PERMIT2_TRANSFER, WALLET, OTHER, 5, USDC)))
        .containsExactly(transfer(DOLLARS, WALLET, OTHER, 5));
    assertThat(
            effects(
                permit2,
                0,
                call(
                    KnownFunction.PERMIT2_TRANSFER_BATCH,
                    List.of(List.of(WALLET, OTHER, 5, USDC), List.of(OTHER, THIRD, 6, USDC)))))
        .containsExactly(transfer(DOLLARS, WALLET, OTHER, 5), transfer(DOLLARS, OTHER, THIRD, 6));
    assertThat(
            effects(
                permit2,
                0,
                call(
                    KnownFunction.PERMIT2_PERMIT,
                    THIRD,
                    List.of(List.of(USDC, 5, 1000, 0), OTHER, 2000),
                    NONE)))
        .containsExactly(
            new Effect.TokenApproval(
                EffectKind.PERMIT,
                DOLLARS,
                lower(THIRD),
                lower(OTHER),
                BigInteger.valueOf(5),
                false,
                Optional.of(BigInteger.valueOf(1000))));
    assertThat(
            effects(
                permit2,
                0,
                call(
                    KnownFunction.PERMIT2_TRANSFER_BY_PERMIT,
                    List.of(List.of(USDC, 9), 0, 1000),
                    List.of(WALLET, 8),
                    THIRD,
                    NONE)))
        .containsExactly(transfer(DOLLARS, THIRD, WALLET, 8));
    assertRefused(
        Reason.INVALID_CALL,
        () ->
            effects(
                permit2,
                0,
                call(
                    KnownFunction.PERMIT2_TRANSFER_BY_PERMIT_BATCH,
                    List.of(List.of(List.of(USDC, 9)), 0, 1000),
                    List.of(),
                    THIRD,
                    NONE)));
    assertRefused(
        Reason.UNKNOWN_FUNCTION,
        () -> effects(OTHER, 0, call(KnownFunction.PERMIT2_TRANSFER, WALLET, OTHER, 5, USDC)));
  }

  /** A permit that is hidden in a multicall in a multicall. */
  @Test
  void multicallsHideNothing() throws Exception {
    byte[] word = new byte[32];
    byte[] permit = call(KnownFunction.PERMIT, WALLET, THIRD, ALL, 1, 27, word, word);
    byte[] inner = call(KnownFunction.MULTICALL, List.of(permit));
    byte[] outer = call(KnownFunction.MULTICALL_UNTIL, 1000, List.of(inner));
    assertThat(effects(USDC, 0, outer))
        .containsExactly(
            contract(WALLET, USDC, KnownFunction.MULTICALL_UNTIL, 0, false),
            contract(WALLET, USDC, KnownFunction.MULTICALL, 1, false),
            contract(WALLET, USDC, KnownFunction.PERMIT, 2, false),
            approval(EffectKind.PERMIT, WALLET, THIRD, ALL, true));
    assertThat(render(USDC, 0, outer).text()).contains("1.1.1. spender");
  }

  @Test
  void otherContractsCallInTheirOwnName() throws Exception {
    byte[] transfer = call(KnownFunction.TRANSFER, OTHER, 7);
    byte[] aggregate =
        call(KnownFunction.AGGREGATE3_VALUE, List.of(List.of(USDC, false, 0, transfer)));
    assertThat(effects(THIRD, 0, aggregate))
        .containsExactly(
            contract(WALLET, THIRD, KnownFunction.AGGREGATE3_VALUE, 0, false),
            contract(THIRD, USDC, KnownFunction.TRANSFER, 1, false),
            transfer(DOLLARS, THIRD, OTHER, 7));
  }

  @Test
  void aSafesTransactionIsOfTheSafe() throws Exception {
    byte[] transfer = call(KnownFunction.TRANSFER, OTHER, 7);
    assertThat(effects(SAFE, 0, safe(USDC, 0, transfer, 0)))
        .containsExactly(
            contract(WALLET, SAFE, KnownFunction.EXEC_TRANSACTION, 0, false),
            contract(SAFE, USDC, KnownFunction.TRANSFER, 1, false),
            transfer(DOLLARS, SAFE, OTHER, 7));
  }

  @Test
  void delegatecallsAreNamedAndTheirCallsAreOfTheSafe() throws Exception {
    byte[] transfer = call(KnownFunction.TRANSFER, OTHER, 7);
    byte[] multi =
        call(KnownFunction.MULTI_SEND, (Object) packed(0, USDC, 0, transfer, 0, OTHER, 9, NONE));
    byte[] data = safe(MULTI_SEND, 0, multi, 1);
    assertThat(effects(SAFE, 0, data))
        .containsExactly(
            contract(WALLET, SAFE, KnownFunction.EXEC_TRANSACTION, 0, false),
            contract(SAFE, MULTI_SEND, KnownFunction.MULTI_SEND, 1, true),
            contract(SAFE, USDC, KnownFunction.TRANSFER, 2, false),
            transfer(DOLLARS, SAFE, OTHER, 7),
            new Effect.ContractCall(MAINNET, lower(SAFE), lower(OTHER), "", "", 2, false),
            transfer(Asset.nativeOf(MAINNET), SAFE, OTHER, 9));
    assertThat(render(SAFE, 0, data).warnings()).anyMatch(w -> w.contains("delegatecall"));

    // The code of a token, run in the Safe's account, moves no token.
    assertThat(effects(SAFE, 0, safe(USDC, 0, transfer, 1)))
        .containsExactly(
            contract(WALLET, SAFE, KnownFunction.EXEC_TRANSACTION, 0, false),
            contract(SAFE, USDC, KnownFunction.TRANSFER, 1, true));
  }

  @Test
  void refusesSafeTransactionsThatCannotBeDescribed() {
    byte[] transfer = call(KnownFunction.TRANSFER, OTHER, 7);
    assertRefused(Reason.INVALID_CALL, () -> effects(SAFE, 0, safe(USDC, 0, transfer, 2)));
    assertRefused(Reason.INVALID_CALL, () -> effects(SAFE, 0, safe(USDC, 5, transfer, 1)));
    assertRefused(Reason.INVALID_CALL, () -> effects(SAFE, 0, safe(USDC, 0, NONE, 1)));
    // Run in the Safe's account, a multicall calls the Safe and not the contract it is of.
    byte[] multicall = call(KnownFunction.MULTICALL, List.of(transfer));
    assertRefused(Reason.INVALID_CALL, () -> effects(SAFE, 0, safe(USDC, 0, multicall, 1)));
    byte[] until = call(KnownFunction.MULTICALL_UNTIL, 1, List.of(transfer));
    assertRefused(Reason.INVALID_CALL, () -> effects(SAFE, 0, safe(USDC, 0, until, 1)));
    assertRefused(
        Reason.INVALID_CALL,
        () ->
            effects(
                SAFE,
                0,
                call(
                    KnownFunction.EXEC_TRANSACTION,
                    USDC,
                    0,
                    transfer,
                    0,
                    0,
                    0,
                    1,
                    OTHER,
                    OTHER,
                    NONE)));
    byte[] packed = packed(0, USDC, 0, transfer);
    for (int length : new int[] {1, 84, packed.length - 1}) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertRefused(
          Reason.TRUNCATED,
          () ->
              effects(
                  SAFE, 0, safe(MULTI_SEND, 0, call(KnownFunction.MULTI_SEND, (Object) cut), 1)));
    }
  }

  @Test
  void understandsWhatThePolicyDeclaresAndNothingElse() throws Exception {
    byte[] data =
        call(
            "stake(address validator,(uint256 amount,bytes note)[] parts)",
            OTHER,
            List.of(List.of(5, hex("0102"))));
    assertThat(effects(STRANGER, 3, data))
        .containsExactly(
            new Effect.ContractCall(
                MAINNET,
                lower(WALLET),
                STRANGER,
                FunctionSignature.parse("stake(address,(uint256,bytes)[])").selector(),
                "stake(address,(uint256,bytes)[])",
                0,
                false),
            transfer(Asset.nativeOf(MAINNET), WALLET, STRANGER, 3));
    assertThat(render(STRANGER, 3, data).text())
        .containsPattern("1\\. argument validator +" + OTHER)
        .containsPattern("1\\. argument parts\\[0\\]\\.amount +5 uint256")
        .containsPattern("1\\. argument parts\\[0\\]\\.note +0x0102");
    assertRefused(Reason.UNKNOWN_FUNCTION, () -> effects(THIRD, 3, data));
    assertRefused(Reason.INVALID_CALL, () -> effects(THIRD, 3, hex("010203")));
    byte[] more = Arrays.copyOf(data, data.length + 32);
    assertRefused(Reason.TRAILING_BYTES, () -> effects(STRANGER, 3, more));
  }

  @Test
  void refusesDeclarationsThatAreNone() {
    for (List<String> functions :
        List.of(List.of("stake(uint)"), List.of("a(uint8)", "a(uint8 other)"))) {
      ReferenceData references =
          new ReferenceData(AssetList.EMPTY, Map.of(), Map.of("eip155:1:" + STRANGER, functions));
      byte[] bytes = Transactions.call(1, STRANGER, 0, hex("01020304"));
      TransactionException refusal =
          catchThrowableOfType(
              TransactionException.class, () -> EthereumTransaction.parse(bytes, references));
      assertThat(refusal).hasMessageStartingWith("functions of eip155:1:" + STRANGER);
    }
  }

  @Test
  void refusesMoreThanAPersonCanJudge() {
    byte[] data = call(KnownFunction.TRANSFER, OTHER, 7);
    for (int i = 0; i < 7; i++) {
      data = call(KnownFunction.MULTICALL, List.of(data));
    }
    byte[] deep = data;
    assertRefused(Reason.TOO_DEEP, () -> effects(USDC, 0, deep));
    byte[] many =
        call(
            KnownFunction.MULTICALL,
            Collections.nCopies(128, call(KnownFunction.TRANSFER, OTHER, 7)));
    assertRefused(Reason.TOO_DEEP, () -> effects(USDC, 0, many));
    byte[] packed = hex((String.format("%02x", 0) + "00".repeat(84)).repeat(129));
    assertRefused(
        Reason.TOO_DEEP, () -> effects(USDC, 0, call(KnownFunction.MULTI_SEND, (Object) packed)));
    byte[] wide =
        call(
            KnownFunction.SAFE_BATCH_TRANSFER,
            WALLET,
            OTHER,
            Collections.nCopies(300, 7),
            Collections.nCopies(300, 7),
            NONE);
    assertRefused(Reason.TOO_MUCH_TO_SHOW, () -> render(ITEMS, 0, wide));
    assertRefused(
        Reason.TOO_MUCH_TO_SHOW,
        () ->
            EthereumTransaction.parse(Transactions.call(1, ITEMS, 0, wide), LISTS)
                .bytesToSign(CONTEXT));
  }

  private static byte[] safe(String to, int value, byte[] data, int operation) {
    String none = "0x0000000000000000000000000000000000000000";
    return call(
        KnownFunction.EXEC_TRANSACTION, to, value, data, operation, 0, 0, 0, none, none, NONE);
  }

  /** Effects without the fee. */
  private static List<Effect> effects(String contract, long value, byte[] data)
      throws TransactionException {
    List<Effect> effects =
        EthereumTransaction.parse(Transactions.call(1, contract, value, data), LISTS)
            .effects(CONTEXT);
    assertThat(effects.getFirst().kind()).isEqualTo(EffectKind.FEE);
    return effects.subList(1, effects.size());
  }

  private static Rendering render(String contract, long value, byte[] data)
      throws TransactionException {
    Rendering rendering =
        EthereumTransaction.parse(Transactions.call(1, contract, value, data), LISTS)
            .render(CONTEXT);
    assertThat(Rendering.decode(rendering.encode())).isEqualTo(rendering);
    return rendering;
  }

  private static Effect transfer(Asset asset, String from, String to, long amount) {
    return Effect.Transfer.of(CONTEXT, asset, lower(from), lower(to), BigInteger.valueOf(amount));
  }

  private static Effect approval(
      EffectKind kind, String owner, String spender, BigInteger amount, boolean unlimited) {
    return new Effect.TokenApproval(
        kind, DOLLARS, lower(owner), lower(spender), amount, unlimited, Optional.empty());
  }

  private static Effect contract(
      String caller, String contract, KnownFunction function, int depth, boolean delegate) {
    return new Effect.ContractCall(
        MAINNET,
        lower(caller),
        lower(contract),
        function.signature().selector(),
        function.signature().canonical(),
        depth,
        delegate);
  }

  private static Asset item(Kind kind, String contract, long id) {
    return Asset.item(MAINNET, kind, contract, BigInteger.valueOf(id));
  }
}
