package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.EffectKind;
import dev.cosigner.transaction.TransactionException;

/** Says in lines what the effects on coins and tokens are, and what to look at twice. */
final class EffectLines {
  private final RenderingBuilder out;

  EffectLines(RenderingBuilder out) {
    this.out = out;
  }

  void add(String prefix, Effect effect) throws TransactionException {
    switch (effect) {
      case Effect.Transfer transfer -> transfer(prefix, transfer);
      case Effect.TokenApproval approval -> approval(prefix, approval);
      case Effect.OperatorApproval approval -> operator(prefix, approval);
      default -> {
        // The others are said where the call, the fee or the message is shown.
      }
    }
  }

  private void transfer(String prefix, Effect.Transfer transfer) throws TransactionException {
    out.amount(prefix + " amount", transfer.asset(), transfer.amount());
    out.line(prefix + " from", checksummed(transfer.from()));
    out.line(prefix + " to", checksummed(transfer.to()));
    if (transfer.kind() == EffectKind.TRANSFER_OF_OTHERS) {
      out.warn("Part " + prefix + " moves value that is not the wallet's own.");
    }
    if (transfer.to().equals(transfer.asset().reference())) {
      out.warn("Part " + prefix + " sends tokens to their own contract: usually they are lost.");
    }
    if (checksummed(transfer.to()).isZero()) {
      out.warn("Part " + prefix + " sends to the zero address, which nobody controls.");
    }
  }

  private void approval(String prefix, Effect.TokenApproval approval) throws TransactionException {
    if (approval.asset().tokenId().isPresent()) {
      out.line(
          prefix + " item",
          approval.asset().tokenId().get().toString(),
          "of " + checksummed(approval.asset().reference()));
    } else {
      out.amount(prefix + " allowance", approval.asset(), approval.amount());
    }
    out.line(prefix + " owner", checksummed(approval.owner()));
    out.line(prefix + " spender", checksummed(approval.spender()));
    if (approval.expiry().isPresent()) {
      out.line(prefix + " expires", UnixTime.text(approval.expiry().get()), "");
    }
    if (approval.unlimited()) {
      out.warn(
          "Part "
              + prefix
              + " lets the spender "
              + checksummed(approval.spender())
              + " take all of the owner's tokens of this kind, at any time: no limit.");
    } else if (approval.amount().signum() > 0) {
      out.warn("Part " + prefix + " lets the spender take tokens of the owner later.");
    }
  }

  private void operator(String prefix, Effect.OperatorApproval approval)
      throws TransactionException {
    out.line(prefix + " collection", checksummed(approval.collection().reference()));
    out.line(prefix + " owner", checksummed(approval.owner()));
    out.line(prefix + " operator", checksummed(approval.operator()));
    out.line(prefix + " allowed", approval.approved() ? "every item" : "nothing any more", "");
    if (approval.approved()) {
      out.warn(
          "Part "
              + prefix
              + " lets the operator "
              + checksummed(approval.operator())
              + " take every item of the collection, also future ones.");
    }
  }

  private static EthereumAddress checksummed(String address) {
    return EthereumAddress.ofHex(address);
  }
}
