package dev.cosigner.transaction.solana;

import dev.cosigner.transaction.Asset;
import dev.cosigner.transaction.AssetList;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.FixedPoint;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.VisibleText;
import dev.cosigner.transaction.solana.SolanaInstruction.AdvanceNonce;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitLimit;
import dev.cosigner.transaction.solana.SolanaInstruction.ComputeUnitPrice;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateAccountWithSeed;
import dev.cosigner.transaction.solana.SolanaInstruction.CreateTokenAccount;
import dev.cosigner.transaction.solana.SolanaInstruction.HeapFrame;
import dev.cosigner.transaction.solana.SolanaInstruction.LoadedAccountsLimit;
import dev.cosigner.transaction.solana.SolanaInstruction.Memo;
import dev.cosigner.transaction.solana.SolanaInstruction.Setting;
import dev.cosigner.transaction.solana.SolanaInstruction.StakeInstruction;
import dev.cosigner.transaction.solana.SolanaInstruction.SystemTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.Token2022Transfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransfer;
import dev.cosigner.transaction.solana.SolanaInstruction.TokenTransferChecked;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the {@link Rendering} of one transaction; used once. */
final class SolanaRenderer {
  private static final int SOL_DECIMALS = 9;
  private static final BigInteger HIGH_FEE = BigInteger.valueOf(10_000_000);

  private final SolanaMessage message;
  private final List<SolanaInstruction> instructions;
  private final SolanaAddress wallet;
  private final Chain chain;
  private final AssetList assets;
  private final List<Rendering.Line> lines = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<SolanaAddress, SolanaAddress> tokenAccountOwners = new HashMap<>();
  private BigInteger leaving = BigInteger.ZERO;
  private boolean deposits;

  SolanaRenderer(
      SolanaMessage message,
      List<SolanaInstruction> instructions,
      SolanaAddress wallet,
      Chain chain,
      AssetList assets) {
    this.message = message;
    this.instructions = instructions;
    this.wallet = wallet;
    this.chain = chain;
    this.assets = assets;
  }

  Rendering render() {
    address("Fee payer", message.feePayer());
    fee();
    life();
    tables();
    for (int i = 0; i < instructions.size(); i++) {
      int number = i + 1;
      SolanaInstruction instruction = instructions.get(i);
      line(number + ".", instruction.title(), "(" + instruction.program() + ")");
      render(instruction, number);
    }
    sol(deposits ? "SOL out, at most, without deposits" : "SOL out, at most", leaving);
    return new Rendering(title(), chain.toString(), wallet.toString(), lines, warnings);
  }

  private String title() {
    List<String> titles =
        instructions.stream()
            .filter(instruction -> !(instruction instanceof Setting))
            .map(SolanaInstruction::title)
            .distinct()
            .toList();
    return "Solana transaction: "
        + (titles.isEmpty() ? "settings only" : String.join("; ", titles));
  }

  private void fee() {
    BigInteger fee = SolanaFee.bound(message.signers().size(), instructions);
    sol("Network fee, at most", fee);
    leaving = leaving.add(fee);
    if (fee.compareTo(HIGH_FEE) > 0) {
      warnings.add(
          "The network fee can reach "
              + FixedPoint.text(fee, SOL_DECIMALS)
              + " SOL: unusually much.");
    }
  }

  private void life() {
    if (instructions.getFirst() instanceof AdvanceNonce) {
      line("Durable nonce", message.recentBlockhash(), "");
      warnings.add(
          "A durable nonce: once signed, the transaction stays valid until the nonce is advanced.");
    } else {
      line("Recent blockhash", message.recentBlockhash(), "");
    }
  }

  private void tables() {
    for (AddressTable table : message.tables()) {
      address("Address look-up table", table.table());
      table.accounts().forEach(account -> address("Account from the table", account));
      warnings.add(
          "Accounts come from the table "
              + table.table()
              + ", whose content is what the policy says, if the ledger agrees.");
    }
  }

  private void render(SolanaInstruction instruction, int number) {
    switch (instruction) {
      case SystemTransfer transfer -> {
        address(number + ". from", transfer.from());
        address(number + ". to", transfer.to());
        sol(number + ". amount", FixedPoint.unsigned(transfer.lamports()));
        if (transfer.from().equals(wallet) && !transfer.to().equals(wallet)) {
          leaving = leaving.add(FixedPoint.unsigned(transfer.lamports()));
        }
      }
      case CreateAccount create -> {
        address(number + ". payer", create.payer());
        address(number + ". account", create.account());
        address(number + ". owner program", create.owner());
        sol(number + ". amount", FixedPoint.unsigned(create.lamports()));
        line(number + ". space", Long.toUnsignedString(create.space()), "bytes");
        leaving = leaving.add(FixedPoint.unsigned(create.lamports()));
      }
      case CreateAccountWithSeed create -> {
        address(number + ". payer", create.payer());
        address(number + ". account", create.account());
        line(number + ". seed", VisibleText.quote(create.seed()), "");
        address(number + ". owner program", create.owner());
        sol(number + ". amount", FixedPoint.unsigned(create.lamports()));
        line(number + ". space", Long.toUnsignedString(create.space()), "bytes");
        leaving = leaving.add(FixedPoint.unsigned(create.lamports()));
      }
      case AdvanceNonce nonce -> {
        address(number + ". nonce account", nonce.nonceAccount());
        address(number + ". nonce authority", nonce.authority());
      }
      case TokenTransfer transfer -> {
        tokens(number, transfer.source(), transfer.destination(), transfer.owner());
        line(number + ". amount", Long.toUnsignedString(transfer.amount()), "smallest units");
        warnings.add(
            "Instruction "
                + number
                + " names neither the token nor its decimals: they are those of the source account.");
      }
      case TokenTransferChecked transfer -> {
        address(number + ". token (mint)", transfer.mint());
        tokens(number, transfer.source(), transfer.destination(), transfer.owner());
        BigInteger amount = FixedPoint.unsigned(transfer.amount());
        // The chain compares the instruction's decimals with the mint's, and the list may differ.
        String symbol = symbol(number, transfer.mint(), transfer.decimals());
        line(number + ". amount", FixedPoint.text(amount, transfer.decimals()), symbol);
        line(number + ". exactly", amount.toString(), "smallest units");
      }
      case Token2022Transfer transfer -> token2022(number, transfer);
      case StakeInstruction stake -> new StakeLines(this, number).add(stake);
      case CreateTokenAccount create -> {
        address(number + ". payer", create.payer());
        address(number + ". token account", create.account());
        address(number + ". owner", create.owner());
        address(number + ". token (mint)", create.mint());
        tokenAccountOwners.put(create.account(), create.owner());
        deposits = true;
        warnings.add(
            "Instruction "
                + number
                + " takes a deposit for the new account from its payer, set by the network and not"
                + " included in the amounts here.");
      }
      case Memo memo -> memo(number, memo);
      case ComputeUnitLimit limit ->
          line(number + ". limit", String.valueOf(limit.units()), "compute units");
      case ComputeUnitPrice price ->
          line(
              number + ". price",
              FixedPoint.text(FixedPoint.unsigned(price.microLamports()), 6),
              "lamports for each compute unit");
      case HeapFrame heap -> line(number + ". heap", String.valueOf(heap.bytes()), "bytes");
      case LoadedAccountsLimit limit ->
          line(number + ". limit", String.valueOf(limit.bytes()), "bytes");
    }
  }

  private void token2022(int number, Token2022Transfer transfer) {
    address(number + ". token (mint)", transfer.mint());
    tokens(number, transfer.source(), transfer.destination(), transfer.owner());
    BigInteger amount = FixedPoint.unsigned(transfer.amount());
    String symbol = symbol(number, transfer.mint(), transfer.decimals());
    line(number + ". amount", FixedPoint.text(amount, transfer.decimals()), symbol);
    line(number + ". exactly", amount.toString(), "smallest units");
    if (transfer.fee().isPresent()) {
      BigInteger fee = FixedPoint.unsigned(transfer.fee().get());
      String withheld = FixedPoint.text(fee, transfer.decimals());
      line(number + ". of which is withheld", withheld, symbol);
    } else {
      warnings.add(
          "Instruction "
              + number
              + " does not say what the token's issuer withholds: less may arrive.");
    }
  }

  private String symbol(int number, SolanaAddress mint, int decimals) {
    Asset asset = Asset.of(chain, Asset.Kind.TOKEN, mint.toString());
    AssetList.Unit unit = assets.unit(asset).orElse(null);
    if (unit != null && unit.decimals() != decimals) {
      warnings.add(
          "Instruction %d says %d decimals where the asset list says %d: the network refuses it."
              .formatted(number, decimals, unit.decimals()));
    }
    return unit == null ? "tokens" : unit.symbol();
  }

  private void tokens(
      int number, SolanaAddress source, SolanaAddress destination, SolanaAddress owner) {
    address(number + ". from token account", source);
    address(number + ". authority (owner or delegate)", owner);
    address(number + ". to token account", destination);
    // The program that creates the account in the same transaction vouches for its owner.
    SolanaAddress recipient = tokenAccountOwners.get(destination);
    if (recipient != null) {
      address(number + ". of owner", recipient);
    } else {
      warnings.add(
          "Instruction "
              + number
              + " sends to a token account whose owner the transaction does not show: "
              + destination
              + ".");
    }
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  private void memo(int number, Memo memo) {
    line(number + ". text", VisibleText.quote(memo.text()), "");
    memo.signers().forEach(signer -> address(number + ". signed by", signer));
    List<String> mixed = VisibleText.mixedWords(memo.text());
    List<String> scripts = VisibleText.foreignScripts(memo.text());
    if (!mixed.isEmpty()) {
      warnings.add(
          "Instruction "
              + number
              + " has words of letters that look alike but are of different scripts: "
              + mixed.stream().distinct().collect(Collectors.joining(", "))
              + ".");
    } else if (!scripts.isEmpty()) {
      warnings.add(
          "Instruction " + number + " has letters of: " + String.join(", ", scripts) + ".");
    }
  }

  void address(String label, SolanaAddress address) {
    line(label, address.toString(), address.equals(wallet) ? "(this wallet)" : "");
  }

  void sol(String label, BigInteger lamports) {
    line(label, FixedPoint.text(lamports, SOL_DECIMALS), "SOL");
  }

  private void line(String label, String value, String unit) {
    lines.add(new Rendering.Line(label, value, unit));
  }
}
