package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.VisibleText;
import java.util.Arrays;
import java.util.Optional;

/**
 * What must be fulfilled to spend an output (scriptPubKey), by the standard forms of BIP-13,
 * BIP-16, BIP-141 and BIP-341.
 *
 * @param bytes the script
 */
public record OutputScript(ByteString bytes) {
  private static final int OP_RETURN = 0x6a;
  private static final int OP_PUSHDATA1 = 0x4c;

  /** The form of a script. */
  public enum Kind {
    /** Pay to the hash of a public key. */
    P2PKH("P2PKH"),
    /** Pay to the hash of a script, or of a nested witness program. */
    P2SH("P2SH"),
    /** Pay to the hash of a public key, witness version 0. */
    P2WPKH("P2WPKH"),
    /** Pay to the hash of a script, witness version 0. */
    P2WSH("P2WSH"),
    /** Pay to a Taproot key, witness version 1. */
    P2TR("P2TR"),
    /** OP_RETURN and one push of at most 80 bytes: data, never spendable. */
    DATA("OP_RETURN"),
    /** None of these. */
    OTHER("script of no standard form");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** The name that Bitcoin's documentation uses. */
    public String title() {
      return title;
    }
  }

  static OutputScript of(byte[] bytes) {
    return new OutputScript(ByteString.copyOf(bytes));
  }

  static OutputScript payToPublicKeyHash(byte[] hash) {
    return of(new ByteWriter().u8(0x76).u8(0xa9).sized(hash).u8(0x88).u8(0xac).toByteArray());
  }

  static OutputScript payToScriptHash(byte[] hash) {
    return of(new ByteWriter().u8(0xa9).sized(hash).u8(0x87).toByteArray());
  }

  static OutputScript payToWitness(int version, byte[] program) {
    return of(new ByteWriter().u8(version == 0 ? 0 : 0x50 + version).sized(program).toByteArray());
  }

  /**
   * Reads an address of {@code format}: base58check, bech32 or bech32m.
   *
   * @throws TransactionException {@link Reason#INVALID_ADDRESS}, or {@link Reason#OTHER_NETWORK}
   *     for an address of another network's form
   */
  public static OutputScript parse(String address, AddressFormat format)
      throws TransactionException {
    for (AddressFormat candidate : AddressFormat.values()) {
      Optional<OutputScript> script = read(address, candidate);
      if (script.isPresent() && sameForm(candidate, format, script.get().kind())) {
        return script.get();
      }
      if (script.isPresent()) {
        throw new TransactionException(
            Reason.OTHER_NETWORK,
            "Bitcoin address",
            "one of the network " + format,
            VisibleText.quote(address) + ", of the network " + candidate,
            TransactionException.NO_OFFSET);
      }
    }
    throw new TransactionException(
        Reason.INVALID_ADDRESS,
        "Bitcoin address",
        "base58check, bech32 or bech32m with its checksum",
        VisibleText.quote(address.substring(0, Math.min(address.length(), 100))),
        TransactionException.NO_OFFSET);
  }

  /** The form that an address has; empty where it is none of Bitcoin's. */
  static Optional<AddressFormat> format(String address) {
    return Arrays.stream(AddressFormat.values())
        .filter(format -> read(address, format).isPresent())
        .findFirst();
  }

  private static boolean sameForm(AddressFormat one, AddressFormat other, Kind kind) {
    // Base58check does not tell the test networks from private chains.
    return one == other
        || ((kind == Kind.P2PKH || kind == Kind.P2SH) && one.keyVersion() == other.keyVersion());
  }

  private static Optional<OutputScript> read(String address, AddressFormat format) {
    if (Bech32.prefix(address).filter(format.witnessPrefix()::equals).isPresent()) {
      return Bech32.decode(format.witnessPrefix(), address)
          .map(program -> payToWitness(program.version(), program.program().toByteArray()));
    }
    try {
      byte[] payload = Base58Check.decode("Bitcoin address", address, 21);
      byte[] hash = Arrays.copyOfRange(payload, 1, 21);
      int version = payload[0] & 0xff;
      return version == format.keyVersion()
          ? Optional.of(payToPublicKeyHash(hash))
          : version == format.scriptVersion()
              ? Optional.of(payToScriptHash(hash))
              : Optional.empty();
    } catch (TransactionException e) {
      return Optional.empty();
    }
  }

  /** Which form it has. */
  public Kind kind() {
    byte[] b = bytes.toByteArray();
    if (b.length == 25 && starts(b, 0x76, 0xa9, 20) && ends(b, 0x88, 0xac)) {
      return Kind.P2PKH;
    } else if (b.length == 23 && starts(b, 0xa9, 20) && ends(b, 0x87)) {
      return Kind.P2SH;
    } else if (b.length == 22 && starts(b, 0, 20)) {
      return Kind.P2WPKH;
    } else if (b.length == 34 && starts(b, 0, 32)) {
      return Kind.P2WSH;
    } else if (b.length == 34 && starts(b, 0x51, 32)) {
      return Kind.P2TR;
    }
    return isData(b) ? Kind.DATA : Kind.OTHER;
  }

  /** The hash, witness program or data that the script carries; of {@code OTHER} nothing. */
  public ByteString payload() {
    byte[] b = bytes.toByteArray();
    return ByteString.copyOf(
        switch (kind()) {
          case P2PKH -> Arrays.copyOfRange(b, 3, 23);
          case P2SH -> Arrays.copyOfRange(b, 2, 22);
          case P2WPKH, P2WSH, P2TR -> Arrays.copyOfRange(b, 2, b.length);
          case DATA ->
              Arrays.copyOfRange(
                  b, b.length > 1 && b[1] == OP_PUSHDATA1 ? 3 : Math.min(2, b.length), b.length);
          case OTHER -> new byte[0];
        });
  }

  /** The address in the form of a network; empty for data and scripts of no standard form. */
  public Optional<String> address(AddressFormat format) {
    return switch (kind()) {
      case P2PKH -> Optional.of(base58(format.keyVersion()));
      case P2SH -> Optional.of(base58(format.scriptVersion()));
      case P2WPKH, P2WSH -> Optional.of(bech32(format, 0));
      case P2TR -> Optional.of(bech32(format, 1));
      case DATA, OTHER -> Optional.empty();
    };
  }

  private String base58(int version) {
    return Base58Check.encode(new ByteWriter().u8(version).bytes(payload()).toByteArray());
  }

  private String bech32(AddressFormat format, int version) {
    return Bech32.encode(format.witnessPrefix(), new Bech32.Program(version, payload()));
  }

  private static boolean isData(byte[] b) {
    if (b.length == 0 || b[0] != OP_RETURN) {
      return false;
    }
    return b.length == 1
        || (b[1] > 0 && b[1] < OP_PUSHDATA1 && b.length == 2 + b[1])
        || (b[1] == OP_PUSHDATA1 && b.length > 78 && b.length <= 83 && b.length == 3 + b[2]);
  }

  private static boolean starts(byte[] bytes, int... with) {
    for (int i = 0; i < with.length; i++) {
      if ((bytes[i] & 0xff) != with[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean ends(byte[] bytes, int... with) {
    for (int i = 0; i < with.length; i++) {
      if ((bytes[bytes.length - with.length + i] & 0xff) != with[i]) {
        return false;
      }
    }
    return true;
  }
}
