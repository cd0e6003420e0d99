package dev.cosigner.transaction;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * One thing that a signature brings about, exactly: what a policy judges. A decoder that cannot
 * describe an effect fully refuses the transaction.
 *
 * <p>Addresses are in one form, so that they compare as texts: Ethereum's in lower-case hexadecimal
 * with {@code 0x}, Bitcoin's as bech32, bech32m (lower case) or base58check, Solana's in base58.
 * Amounts are base units and not negative.
 */
public sealed interface Effect {
  /** The ledger on which it happens, or which the caller means. */
  Chain chain();

  /** What a policy calls it. */
  EffectKind kind();

  /**
   * Value moves.
   *
   * @param kind {@code TRANSFER}, {@code CHANGE} or {@code TRANSFER_OF_OTHERS}; see {@link #of}
   * @param from whose value it is
   * @param to where it arrives (Solana: the token account)
   * @param owner who controls {@code to}, where the transaction itself proves it and it is another
   *     address
   */
  record Transfer(
      EffectKind kind,
      Asset asset,
      String from,
      String to,
      Optional<String> owner,
      BigInteger amount)
      implements Effect {
    /** Checks the kind and the amount. */
    public Transfer {
      require(
          kind == EffectKind.TRANSFER
              || kind == EffectKind.CHANGE
              || kind == EffectKind.TRANSFER_OF_OTHERS,
          "kind of a transfer");
      requireAmount(amount);
    }

    /** Of the kind that follows from whom {@code wallet} owns. */
    public static Transfer of(
        WalletContext wallet, Asset asset, String from, String to, BigInteger amount) {
      EffectKind kind =
          !wallet.owns(from)
              ? EffectKind.TRANSFER_OF_OTHERS
              : wallet.owns(to) ? EffectKind.CHANGE : EffectKind.TRANSFER;
      return new Transfer(kind, asset, from, to, Optional.empty(), amount);
    }

    @Override
    public Chain chain() {
      return asset.chain();
    }
  }

  /**
   * What the network may take.
   *
   * @param maximum of everything that the network can take, deposits not included
   * @param rate the price that is offered, at most
   */
  record Fee(Asset asset, BigInteger maximum, Rate rate) implements Effect {
    /** Checks the amount. */
    public Fee {
      requireAmount(maximum);
    }

    @Override
    public Chain chain() {
      return asset.chain();
    }

    @Override
    public EffectKind kind() {
      return EffectKind.FEE;
    }
  }

  /**
   * An exact price: {@code amount} base units for {@code units}.
   *
   * @param units of {@code unit}, at least 1
   * @param unit what is paid for: {@code gas}, {@code vbyte}, {@code compute unit}
   */
  record Rate(BigInteger amount, BigInteger units, String unit) {
    /** Checks the numbers. */
    public Rate {
      requireAmount(amount);
      require(units.signum() > 0, "units of a rate");
    }
  }

  /**
   * {@code spender} may take tokens of {@code owner}.
   *
   * @param kind {@code APPROVE}, or {@code PERMIT} where it is by a signature
   * @param amount as encoded; 0 revokes
   * @param unlimited whether the contract takes the amount for one without a limit, or it is beyond
   *     any supply
   * @param expiry seconds since 1970; empty where it never ends
   */
  record TokenApproval(
      EffectKind kind,
      Asset asset,
      String owner,
      String spender,
      BigInteger amount,
      boolean unlimited,
      Optional<BigInteger> expiry)
      implements Effect {
    /** Checks the kind and the amount. */
    public TokenApproval {
      require(kind == EffectKind.APPROVE || kind == EffectKind.PERMIT, "kind of an approval");
      requireAmount(amount);
    }

    @Override
    public Chain chain() {
      return asset.chain();
    }
  }

  /**
   * {@code operator} may take every item of a collection, or no longer.
   *
   * @param approved false revokes
   */
  record OperatorApproval(Asset collection, String owner, String operator, boolean approved)
      implements Effect {
    @Override
    public Chain chain() {
      return collection.chain();
    }

    @Override
    public EffectKind kind() {
      return EffectKind.APPROVE_ALL;
    }
  }

  /**
   * An account runs the code at {@code delegate} (EIP-7702).
   *
   * @param authority whose account; empty where the wallet does not have it
   * @param everyChain whether the authorization names no chain
   */
  record CodeDelegation(
      Chain chain,
      Optional<String> authority,
      String delegate,
      BigInteger nonce,
      boolean everyChain)
      implements Effect {
    @Override
    public EffectKind kind() {
      return EffectKind.CODE_DELEGATION;
    }
  }

  /**
   * Something is done with a stake.
   *
   * @param action {@code delegate}, {@code deactivate}, {@code split} or {@code merge}
   * @param account the stake
   * @param counterparty validator, or the other stake; empty where there is none
   */
  record Stake(Chain chain, String action, String account, Optional<String> counterparty)
      implements Effect {
    @Override
    public EffectKind kind() {
      return EffectKind.STAKE;
    }
  }

  /**
   * Another is put in charge.
   *
   * @param authority which power: {@code withdrawer}, {@code close}, {@code owner}
   * @param to empty where nobody has it any more
   */
  record AuthorityChange(Chain chain, String account, String authority, Optional<String> to)
      implements Effect {
    @Override
    public EffectKind kind() {
      return EffectKind.AUTHORITY_CHANGE;
    }
  }

  /**
   * A contract or program is called, and no other effect describes all that it does. Value that
   * moves with it is a {@link Transfer} of its own.
   *
   * @param caller in whose name
   * @param contract or program
   * @param selector in lower-case hexadecimal, as many bytes as the contract looks at; empty for a
   *     call without data
   * @param method name with types, such as {@code multicall(bytes[])}; empty for a call without
   *     data
   * @param depth 0 for the call of the transaction itself
   * @param delegate whether it is a delegatecall
   */
  record ContractCall(
      Chain chain,
      String caller,
      String contract,
      String selector,
      String method,
      int depth,
      boolean delegate)
      implements Effect {
    @Override
    public EffectKind kind() {
      return delegate
          ? EffectKind.DELEGATE_CALL
          : depth > 0 ? EffectKind.NESTED_CALL : EffectKind.CONTRACT_CALL;
    }
  }

  /**
   * Code is put on the chain.
   *
   * @param initCode SHA-256 of it, in lower-case hexadecimal
   */
  record ContractCreation(Chain chain, String initCode) implements Effect {
    @Override
    public EffectKind kind() {
      return EffectKind.CONTRACT_CREATION;
    }
  }

  /**
   * An account is made.
   *
   * @param owner the program, or for a token account whose it is
   * @param deposit at most, in the chain's coin, from {@code payer}; counts as leaving the wallet
   */
  record AccountCreation(
      Chain chain, String payer, String account, String owner, BigInteger deposit)
      implements Effect {
    /** Checks the amount. */
    public AccountCreation {
      requireAmount(deposit);
    }

    @Override
    public EffectKind kind() {
      return EffectKind.ACCOUNT_CREATION;
    }
  }

  /** An account is closed; what it holds of the chain's coin goes to {@code to}. */
  record AccountClosing(Chain chain, String account, String to) implements Effect {
    @Override
    public EffectKind kind() {
      return EffectKind.ACCOUNT_CLOSING;
    }
  }

  /**
   * A message is signed, version 0x45 of EIP-191.
   *
   * @param content SHA-256 of the message, in lower-case hexadecimal
   */
  record Message(Chain chain, String content) implements Effect {
    @Override
    public EffectKind kind() {
      return EffectKind.MESSAGE;
    }
  }

  /**
   * Typed data is signed, EIP-712.
   *
   * @param contract that verifies it; empty where the domain does not say
   * @param domain name and version, such as {@code USD Coin 2}; may be empty
   * @param primaryType such as {@code Permit}
   * @param understood whether further effects describe all that it brings about
   */
  record TypedData(
      Chain chain, String contract, String domain, String primaryType, boolean understood)
      implements Effect {
    @Override
    public EffectKind kind() {
      return understood ? EffectKind.TYPED_DATA : EffectKind.UNKNOWN_TYPED_DATA;
    }
  }

  /**
   * 32 bytes are signed.
   *
   * @param digest in lower-case hexadecimal
   */
  record RawDigest(Chain chain, String digest) implements Effect {
    @Override
    public EffectKind kind() {
      return EffectKind.RAW_DIGEST;
    }
  }

  /** The signature is valid until {@code account} is advanced. */
  record DurableNonce(Chain chain, String account, String authority) implements Effect {
    @Override
    public EffectKind kind() {
      return EffectKind.DURABLE_NONCE;
    }
  }

  /** Accounts come from a table whose content the {@link ReferenceData} pins. */
  record AddressLookup(Chain chain, String table, List<String> addresses) implements Effect {
    /** Copies the list. */
    public AddressLookup {
      addresses = List.copyOf(addresses);
    }

    @Override
    public EffectKind kind() {
      return EffectKind.ADDRESS_LOOKUP;
    }
  }

  /** The signature is good on every chain of the namespace; {@code chain} is the one meant. */
  record ReplayUnprotected(Chain chain) implements Effect {
    @Override
    public EffectKind kind() {
      return EffectKind.REPLAY_UNPROTECTED;
    }
  }

  /**
   * Text or bytes stay on the chain.
   *
   * @param content SHA-256 of them, in lower-case hexadecimal
   */
  record Memo(Chain chain, String content) implements Effect {
    @Override
    public EffectKind kind() {
      return EffectKind.MEMO;
    }
  }

  /** Blobs are published (EIP-4844); their price is in the {@link Fee}. */
  record Blobs(Chain chain, int count) implements Effect {
    @Override
    public EffectKind kind() {
      return EffectKind.BLOBS;
    }
  }

  private static void requireAmount(BigInteger amount) {
    require(amount.signum() >= 0, "amount of an effect");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException(what + " is not one");
    }
  }
}
