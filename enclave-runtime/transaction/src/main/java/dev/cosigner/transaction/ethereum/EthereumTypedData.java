package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Effect;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import dev.cosigner.transaction.WalletContext;
import dev.cosigner.transaction.ethereum.TypedDataType.Struct;
import dev.cosigner.transaction.json.JsonReader;
import dev.cosigner.transaction.json.JsonValue;
import dev.cosigner.transaction.json.JsonValue.JsonObject;
import dev.cosigner.transaction.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Typed data (EIP-712) from the JSON document of the EIP, of which every value is signed. */
public final class EthereumTypedData implements DecodedTransaction {
  /** Most bytes of a document: 128 KiB. */
  public static final int MAX_BYTES = 128 * 1024;

  private static final int MAX_DEPTH = 32;
  private static final int MAX_VALUES = 8192;
  private static final Set<String> MEMBERS = Set.of("types", "primaryType", "domain", "message");

  private final byte[] document;
  private final ReferenceData references;
  private final Struct type;
  private final AbiValue.Sequence message;
  private final TypedDataDomain domain;
  private final byte[] hash;

  private EthereumTypedData(byte[] document, JsonObject json, ReferenceData references)
      throws TransactionException {
    this.document = document.clone();
    this.references = references;
    if (!(json.members().get("types") instanceof JsonObject definitions)
        || !(json.members().get("primaryType") instanceof JsonString primaryType)
        || !json.members().keySet().equals(MEMBERS)) {
      throw invalid("an object of types, primaryType, domain and message", "another");
    }
    if (primaryType.value().equals(TypedDataDomain.TYPE)) {
      throw invalid("a primary type other than the domain's", TypedDataDomain.TYPE);
    }
    Map<String, Struct> types =
        TypedDataTypes.read(definitions, List.of(TypedDataDomain.TYPE, primaryType.value()));
    Struct domainType = types.get(TypedDataDomain.TYPE);
    AbiValue.Sequence domainValues =
        TypedDataReader.struct("domain", domainType, json.members().get("domain"));
    type = types.get(primaryType.value());
    message = TypedDataReader.struct("message", type, json.members().get("message"));
    domain = TypedDataDomain.of(domainType, domainValues);
    hash = new TypedDataHash().of(domainType, domainValues, type, message);
  }

  /**
   * Reads the document: an object of {@code types}, {@code primaryType}, {@code domain} and {@code
   * message}.
   *
   * @param references what the wallet's policy says of tokens and contracts
   * @throws TransactionException where a part is of another form, or would not be signed
   */
  public static EthereumTypedData parse(byte[] document, ReferenceData references)
      throws TransactionException {
    JsonValue json = JsonReader.read(document, MAX_BYTES, MAX_DEPTH, MAX_VALUES);
    if (!(json instanceof JsonObject object)) {
      throw invalid("an object", json.describe());
    }
    return new EthereumTypedData(document, object, references);
  }

  private static TransactionException invalid(String expected, String found) {
    return new TransactionException(
        Reason.INVALID_TYPED_DATA, "typed data", expected, found, TransactionException.NO_OFFSET);
  }

  Struct type() {
    return type;
  }

  AbiValue.Sequence message() {
    return message;
  }

  TypedDataDomain domain() {
    return domain;
  }

  @Override
  public Network network() {
    return Network.ETHEREUM;
  }

  @Override
  public byte[] encoded() {
    return document.clone();
  }

  @Override
  public List<String> requiredSigners() {
    return List.of();
  }

  @Override
  public List<Effect> effects(WalletContext wallet) throws TransactionException {
    EthereumSigner signer = EthereumSigner.of(wallet);
    Chain chain = signer.chain(domain.chainId());
    TypedDataMeaning meaning = meaning(signer, tokens(signer, chain));
    List<Effect> effects = new ArrayList<>();
    effects.add(
        new Effect.TypedData(
            chain,
            domain.contract().map(TokenEffects::text).orElse(""),
            domain.title(),
            type.name(),
            meaning.understood()));
    if (domain.chainId().isEmpty()) {
      effects.add(new Effect.ReplayUnprotected(chain));
    }
    effects.addAll(meaning.effects());
    return List.copyOf(effects);
  }

  @Override
  public Rendering render(WalletContext wallet) throws TransactionException {
    EthereumSigner signer = EthereumSigner.of(wallet);
    TokenEffects tokens = tokens(signer, signer.chain(domain.chainId()));
    return new TypedDataRenderer(this, tokens, new RenderingBuilder(references.assets()))
        .render(meaning(signer, tokens), signer.address());
  }

  @Override
  public List<byte[]> bytesToSign(WalletContext wallet) throws TransactionException {
    // What cannot be shown cannot be signed.
    render(wallet);
    return List.of(hash.clone());
  }

  /** r, s and v (27 or 28), 65 bytes: what contracts and applications take. */
  @Override
  public byte[] assemble(WalletContext wallet, List<byte[]> signatures)
      throws TransactionException {
    return EthereumSigner.of(wallet).signature(hash, signatures).encodeWithV();
  }

  private TokenEffects tokens(EthereumSigner signer, Chain chain) {
    return new TokenEffects(chain, signer.wallet(), references.assets());
  }

  private TypedDataMeaning meaning(EthereumSigner signer, TokenEffects tokens)
      throws TransactionException {
    return TypedDataMeaning.of(
        TypedDataHash.type(type), domain, message, signer.address(), tokens, references);
  }
}
