package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.Secp256k1;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A Bitcoin transaction that may be signed: a PSBT (BIP-174, BIP-370) without signatures, of which
 * every field is understood, every amount proved and every output of a standard form. Signatures
 * cover all inputs and outputs; every input must be the wallet's.
 */
public final class BitcoinTransaction implements DecodedTransaction {
  /** Most bytes of a PSBT: 1 MiB. */
  public static final int MAX_BYTES = Psbt.MAX_BYTES;

  /** Most inputs, and most outputs: what a rendering has room for. */
  public static final int MAX_INPUTS_OR_OUTPUTS = 120;

  private static final int MAX_VERSION = 2;
  private static final int KNOWN_MODIFIABLE_FLAGS = 7;

  private final byte[] encoded;
  private final Psbt psbt;
  private final List<SpentOutput> spent;
  private final List<List<KeyOrigin>> outputOrigins;
  private final BitcoinFee fee;
  private final ReferenceData references;
  private final SignatureHash hashes;
  // To judge, to show and to sign take the same derivations.
  private volatile BitcoinView lastView;

  private BitcoinTransaction(byte[] encoded, Psbt psbt, ReferenceData references)
      throws TransactionException {
    this.encoded = encoded.clone();
    this.psbt = psbt;
    this.references = references;
    RawTransaction unsigned = psbt.unsigned();
    refuseGlobal(psbt);
    refuseStructure(unsigned);
    List<SpentOutput> inputs = new ArrayList<>();
    for (int i = 0; i < unsigned.inputs().size(); i++) {
      inputs.add(
          InputReader.read(
              psbt.inputs().get(i), psbt.version(), unsigned.inputs().get(i).outpoint()));
    }
    List<List<KeyOrigin>> origins = new ArrayList<>();
    for (int i = 0; i < unsigned.outputs().size(); i++) {
      origins.add(
          OutputReader.read(psbt.outputs().get(i), psbt.version(), unsigned.outputs().get(i)));
    }
    spent = List.copyOf(inputs);
    outputOrigins = List.copyOf(origins);
    fee = BitcoinFee.of(unsigned, spent);
    hashes = new SignatureHash(unsigned, spent.stream().map(SpentOutput::output).toList());
  }

  /**
   * Decodes the binary form of a PSBT, version 0 or 2.
   *
   * @param references what the wallet's policy says of that to which the bytes refer
   * @throws TransactionException for everything that is not fully understood
   */
  public static BitcoinTransaction parse(byte[] bytes, ReferenceData references)
      throws TransactionException {
    return new BitcoinTransaction(bytes, Psbt.read(bytes), references);
  }

  private static void refuseGlobal(Psbt psbt) throws TransactionException {
    PsbtMap global = psbt.global();
    for (PsbtMap.Entry entry : global.entries()) {
      Optional<PsbtField> field = PsbtField.of(PsbtField.Scope.GLOBAL, entry, psbt.version());
      if (field.isEmpty()) {
        throw OutputReader.unsupported(global, entry, field);
      }
    }
    Optional<PsbtMap.Entry> flags = global.one(PsbtField.MODIFIABLE);
    if (flags.isPresent() && PsbtMap.reader(flags.get()).u8("flags") > KNOWN_MODIFIABLE_FLAGS) {
      throw OutputReader.unsupported(global, flags.get(), Optional.of(PsbtField.MODIFIABLE));
    }
  }

  private static void refuseStructure(RawTransaction unsigned) throws TransactionException {
    if (unsigned.version() < 1 || unsigned.version() > MAX_VERSION) {
      throw refusal(
          Reason.UNSUPPORTED_VERSION,
          "transaction version",
          "1 or 2",
          String.valueOf(unsigned.version()));
    }
    refuseNumber("inputs", unsigned.inputs().size());
    refuseNumber("outputs", unsigned.outputs().size());
    Set<RawTransaction.Outpoint> outpoints = new HashSet<>();
    for (RawTransaction.Input input : unsigned.inputs()) {
      if (!outpoints.add(input.outpoint())) {
        throw refusal(
            Reason.DUPLICATE_INPUT,
            "inputs",
            "each output spent once",
            input.outpoint() + " again");
      }
    }
  }

  private static void refuseNumber(String what, int number) throws TransactionException {
    if (number < 1 || number > MAX_INPUTS_OR_OUTPUTS) {
      throw refusal(
          Reason.NUMBER_OF_INPUTS_OR_OUTPUTS,
          what,
          "1 to " + MAX_INPUTS_OR_OUTPUTS,
          String.valueOf(number));
    }
  }

  @Override
  public Network network() {
    return Network.BITCOIN;
  }

  @Override
  public byte[] encoded() {
    return encoded.clone();
  }

  /** Addresses of the spent outputs, each once, in the main network's form. */
  @Override
  public List<String> requiredSigners() {
    return spent.stream()
        .map(each -> each.output().script().address(AddressFormat.MAIN).orElseThrow())
        .distinct()
        .toList();
  }

  /** The id that the transaction has, unless an input is P2SH-P2WPKH or P2PKH: then empty. */
  public Optional<String> id() {
    return spent.stream().allMatch(each -> emptyScript(each.kind()))
        ? Optional.of(psbt.unsigned().idText())
        : Optional.empty();
  }

  private static boolean emptyScript(InputKind kind) {
    return kind == InputKind.P2WPKH || kind == InputKind.P2TR;
  }

  /** What is left to the miner, in satoshis. */
  public long feeSatoshis() {
    return fee.satoshis();
  }

  /** The size once signed, in virtual bytes (BIP-141), with signatures of 71 bytes for ECDSA. */
  public long virtualSize() {
    return fee.virtualSize();
  }

  @Override
  public List<Effect> effects(WalletContext wallet) throws TransactionException {
    return BitcoinEffects.of(psbt.unsigned(), fee, view(wallet));
  }

  @Override
  public Rendering render(WalletContext wallet) throws TransactionException {
    return new BitcoinRenderer(psbt.unsigned(), spent, fee, view(wallet), references.assets())
        .render();
  }

  @Override
  public List<byte[]> bytesToSign(WalletContext wallet) throws TransactionException {
    return signingInputs(wallet).stream().map(input -> input.hash().toByteArray()).toList();
  }

  /**
   * The signatures to make, one for each input in order, with the key that makes each.
   *
   * @throws TransactionException where {@link #render} throws it
   */
  public List<SigningInput> signingInputs(WalletContext wallet) throws TransactionException {
    BitcoinView view = view(wallet);
    List<SigningInput> signing = new ArrayList<>();
    for (int i = 0; i < spent.size(); i++) {
      SpentOutput each = spent.get(i);
      signing.add(
          new SigningInput(
              i,
              each.kind(),
              ByteString.copyOf(hash(i)),
              verifier(each),
              view.inputs().get(i).path(),
              each.kind().isTaproot()
                  ? each.publicKey().map(key -> ByteString.copyOf(Taproot.tweak(key)))
                  : Optional.empty()));
    }
    return List.copyOf(signing);
  }

  private BitcoinView view(WalletContext wallet) throws TransactionException {
    BitcoinView view = lastView;
    if (view == null || !view.wallet().equals(wallet)) {
      view = BitcoinView.of(wallet, psbt.unsigned(), spent, outputOrigins);
      lastView = view;
    }
    return view;
  }

  private byte[] hash(int input) {
    SpentOutput each = spent.get(input);
    return switch (each.kind()) {
      case P2PKH -> hashes.legacy(input);
      case P2WPKH, P2SH_P2WPKH -> hashes.witness(input, keyHash(each));
      case P2TR -> hashes.taproot(input, each.sighashType());
    };
  }

  private static ByteString keyHash(SpentOutput each) {
    return ByteString.copyOf(BitcoinHash.hash160(each.publicKey().orElseThrow().toByteArray()));
  }

  private static ByteString verifier(SpentOutput each) {
    return each.kind().isTaproot()
        ? each.output().script().payload()
        : each.publicKey().orElseThrow();
  }

  /**
   * The transaction for the network.
   *
   * @param signatures one for each input, 64 bytes: r and s of ECDSA, most significant byte first,
   *     or BIP-340's
   */
  @Override
  public byte[] assemble(WalletContext wallet, List<byte[]> signatures)
      throws TransactionException {
    view(wallet);
    return finalizedPsbt(signatures).extract().encode();
  }

  /**
   * The PSBT with every input final (BIP-174, "Input Finalizer"), for others to extract.
   *
   * @param signatures as for {@link #assemble}
   */
  public byte[] finalized(WalletContext wallet, List<byte[]> signatures)
      throws TransactionException {
    view(wallet);
    return finalizedPsbt(signatures).encode();
  }

  private Psbt finalizedPsbt(List<byte[]> signatures) throws TransactionException {
    if (signatures.size() != spent.size()) {
      throw refusal(
          Reason.SIGNATURE_COUNT,
          "signatures",
          spent.size() + ", one of each input",
          String.valueOf(signatures.size()));
    }
    List<ByteString> scripts = new ArrayList<>();
    List<List<ByteString>> witnesses = new ArrayList<>();
    for (int i = 0; i < spent.size(); i++) {
      ByteString signature = checked(i, signatures.get(i));
      SpentOutput each = spent.get(i);
      ByteString key = verifier(each);
      switch (each.kind()) {
        case P2PKH -> {
          scripts.add(new ByteWriter().sized(signature).sized(key).toByteString());
          witnesses.add(List.of());
        }
        case P2SH_P2WPKH -> {
          OutputScript program = OutputScript.payToWitness(0, keyHash(each).toByteArray());
          scripts.add(new ByteWriter().sized(program.bytes()).toByteString());
          witnesses.add(List.of(signature, key));
        }
        case P2WPKH -> {
          scripts.add(ByteString.EMPTY);
          witnesses.add(List.of(signature, key));
        }
        case P2TR -> {
          scripts.add(ByteString.EMPTY);
          witnesses.add(List.of(signature));
        }
      }
    }
    return psbt.finalized(scripts, witnesses);
  }

  /** The signature as it goes to the network, with the type of its hash. */
  private ByteString checked(int input, byte[] signature) throws TransactionException {
    String what = "signature " + (input + 1);
    if (signature.length != EcdsaSignature.BYTES) {
      throw refusal(
          Reason.SIGNATURE_LENGTH,
          what,
          EcdsaSignature.BYTES + " bytes",
          signature.length + " bytes");
    }
    SpentOutput each = spent.get(input);
    ByteString key = verifier(each);
    byte[] hash = hash(input);
    if (each.kind().isTaproot()) {
      ByteString bytes = ByteString.copyOf(signature);
      if (Taproot.verify(key, hash, bytes)) {
        return each.sighashType() == SignatureHash.DEFAULT
            ? bytes
            : new ByteWriter().bytes(bytes).u8(each.sighashType()).toByteString();
      }
    } else {
      EcdsaSignature ecdsa = EcdsaSignature.of(signature);
      Optional<Secp256k1.Point> point = Secp256k1.parsePublicKey(key.toByteArray());
      if (point.isPresent() && ecdsa.verifies(hash, point.get())) {
        return new ByteWriter().bytes(ecdsa.der()).u8(each.sighashType()).toByteString();
      }
    }
    throw refusal(
        Reason.INVALID_SIGNATURE,
        what,
        "a signature of this input by the key " + key,
        "one that does not verify");
  }

  private static TransactionException refusal(
      Reason reason, String what, String expected, String found) {
    return new TransactionException(reason, what, expected, found, TransactionException.NO_OFFSET);
  }
}
