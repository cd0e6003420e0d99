package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.proof.AffGProof;
import dev.cosigner.mpc.proof.AffGStarProof;
import dev.cosigner.mpc.proof.DecProof;
import dev.cosigner.mpc.proof.ElogProof;
import dev.cosigner.mpc.proof.EncElgProof;
import dev.cosigner.mpc.rounds.Fields;
import dev.cosigner.mpc.rounds.RoundMessage;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The messages of {@link Presigning}: of each presignature of the batch the same. What is for each
 * receiver is in the order of the other parties.
 */
sealed interface PresigningMessage extends RoundMessage {

  /** What the sizes of messages follow from. */
  record Form(SecurityParameters parameters, Curve curve, int parties, int count) {
    int ciphertextBytes() {
      return parameters.modulusBits() / 4;
    }

    int peers() {
      return parties - 1;
    }
  }

  /** Reads a broadcast. */
  static PresigningMessage decode(Form form, int round, CborValue fields)
      throws CborException, CurveException {
    return switch (round) {
      case Nonces.ROUND -> Nonces.decode(form, fields);
      case Products.ROUND -> Products.decode(form, fields);
      case Openings.ROUND -> Openings.decode(form, fields);
      case Confirmation.ROUND -> Confirmation.decode(form, fields);
      default -> throw new IllegalArgumentException("expected round 1 to 4, found " + round);
    };
  }

  /** An ElGamal commitment: {@code logarithm * generator} and {@code logarithm * Y + value}. */
  record ElGamal(Point commitment, Point masked) {
    static ElGamal decode(Curve curve, Fields fields) throws CborException, CurveException {
      return new ElGamal(
          fields.point(curve, "ElGamal commitment"), fields.point(curve, "ElGamal mask"));
    }
  }

  /**
   * Of one presignature: the sender's nonces, encrypted and committed to.
   *
   * @param k K, the ciphertext of k
   * @param g G, the ciphertext of gamma
   * @param a A, the commitment to k
   * @param b B, the commitment to gamma
   * @param proofsOfK for each receiver, that K and A hide one number in range
   * @param proofsOfGamma for each receiver, that G and B do
   */
  record Nonce(
      BigInteger k,
      BigInteger g,
      ElGamal a,
      ElGamal b,
      List<EncElgProof.Proof> proofsOfK,
      List<EncElgProof.Proof> proofsOfGamma) {
    private static final int WIDTH = 8;

    static Nonce decode(Form form, Fields fields) throws CborException, CurveException {
      var k = fields.natural("K", form.ciphertextBytes());
      var g = fields.natural("G", form.ciphertextBytes());
      var a = ElGamal.decode(form.curve(), fields);
      var b = ElGamal.decode(form.curve(), fields);
      return new Nonce(k, g, a, b, proofs(form, fields), proofs(form, fields));
    }

    private static List<EncElgProof.Proof> proofs(Form form, Fields fields)
        throws CborException, CurveException {
      var proofs = new ArrayList<EncElgProof.Proof>();
      for (var proof : fields.list("Pi-enc-elg", form.peers())) {
        proofs.add(EncElgProof.decode(form.parameters(), form.curve(), proof));
      }
      return proofs;
    }

    CborValue encode(Form form) {
      return CborValue.array(
          Fields.ofNatural(k, form.ciphertextBytes()),
          Fields.ofNatural(g, form.ciphertextBytes()),
          Fields.of(a.commitment()),
          Fields.of(a.masked()),
          Fields.of(b.commitment()),
          Fields.of(b.masked()),
          encode(form, proofsOfK),
          encode(form, proofsOfGamma));
    }

    private static CborValue encode(Form form, List<EncElgProof.Proof> proofs) {
      return CborValue.array(
          proofs.stream().map(proof -> proof.encode(form.parameters())).toList());
    }
  }

  /** Round 1. */
  record Nonces(Form form, List<Nonce> nonces) implements PresigningMessage {
    static final int ROUND = 1;

    static Nonces decode(Form form, CborValue encoded) throws CborException, CurveException {
      var nonces = new ArrayList<Nonce>();
      for (var row : Fields.of(encoded, 1).rows("nonces", form.count(), Nonce.WIDTH)) {
        nonces.add(Nonce.decode(form, row));
      }
      return new Nonces(form, nonces);
    }

    @Override
    public int round() {
      return ROUND;
    }

    @Override
    public List<CborValue> fields() {
      return List.of(CborValue.array(nonces.stream().map(nonce -> nonce.encode(form)).toList()));
    }
  }

  /**
   * Of one presignature and one factor, for one receiver: the product with the receiver's k,
   * masked.
   *
   * @param d D, under the receiver's key: factor * k + summand
   * @param f F, under the sender's key: the summand
   * @param proof that they are, for the receiver
   */
  record Product(BigInteger d, BigInteger f, AffGProof.Proof proof) {
    private static final int WIDTH = 3;

    static List<Product> decode(Form form, Fields fields) throws CborException, CurveException {
      var products = new ArrayList<Product>();
      for (var row : fields.rows("products", form.peers(), WIDTH)) {
        products.add(
            new Product(
                row.natural("D", form.ciphertextBytes()),
                row.natural("F", form.ciphertextBytes()),
                AffGProof.decode(form.parameters(), form.curve(), row.next())));
      }
      return products;
    }

    static CborValue encode(Form form, List<Product> products) {
      return CborValue.array(
          products.stream()
              .<CborValue>map(product ->
                  CborValue.array(
                      Fields.ofNatural(product.d, form.ciphertextBytes()),
                      Fields.ofNatural(product.f, form.ciphertextBytes()),
                      product.proof.encode(form.parameters())))
              .toList());
    }
  }

  /**
   * Of one presignature: the sender's gamma times the generator, and its products.
   *
   * @param gamma Gamma
   * @param proof that Gamma is what the sender committed to
   * @param ofGamma for each receiver, the product of gamma and its k
   * @param ofShare for each receiver, the product of the share of the key and its k
   */
  record Multiplication(
      Point gamma, ElogProof.Proof proof, List<Product> ofGamma, List<Product> ofShare) {
    private static final int WIDTH = 4;

    static Multiplication decode(Form form, Fields fields) throws CborException, CurveException {
      var gamma = fields.point(form.curve(), "Gamma");
      var proof = ElogProof.decode(form.curve(), fields.next());
      return new Multiplication(
          gamma, proof, Product.decode(form, fields), Product.decode(form, fields));
    }

    CborValue encode(Form form) {
      return CborValue.array(
          Fields.of(gamma),
          proof.encode(),
          Product.encode(form, ofGamma),
          Product.encode(form, ofShare));
    }
  }

  /**
   * Round 2.
   *
   * @param echo a hash of each message of round 1
   */
  record Products(Form form, List<Bytes32> echo, List<Multiplication> multiplications)
      implements PresigningMessage {
    static final int ROUND = 2;

    static Products decode(Form form, CborValue encoded) throws CborException, CurveException {
      var fields = Fields.of(encoded, 2);
      var echo = fields.listOfBytes32("echo", form.parties());
      var multiplications = new ArrayList<Multiplication>();
      for (var row : fields.rows("multiplications", form.count(), Multiplication.WIDTH)) {
        multiplications.add(Multiplication.decode(form, row));
      }
      return new Products(form, echo, multiplications);
    }

    @Override
    public int round() {
      return ROUND;
    }

    @Override
    public List<CborValue> fields() {
      return List.of(
          Fields.ofBytes32(echo),
          CborValue.array(multiplications.stream().map(one -> one.encode(form)).toList()));
    }
  }

  /**
   * Of one presignature: the sender's parts of k gamma and k x.
   *
   * @param delta the part of k gamma
   * @param s S, the part of k x times the sum of all Gamma
   * @param bigDelta Delta, the sender's k times the sum of all Gamma
   * @param proof that Delta has the k that the sender committed to
   */
  record Opening(Scalar delta, Point s, Point bigDelta, ElogProof.Proof proof) {
    private static final int WIDTH = 4;

    static Opening decode(Curve curve, Fields fields) throws CborException, CurveException {
      return new Opening(
          fields.scalar(curve, "delta"),
          fields.point(curve, "S"),
          fields.point(curve, "Delta"),
          ElogProof.decode(curve, fields.next()));
    }

    CborValue encode() {
      return CborValue.array(Fields.of(delta), Fields.of(s), Fields.of(bigDelta), proof.encode());
    }
  }

  /**
   * Round 3.
   *
   * @param echo a hash of each message of round 2, with all D and F
   */
  record Openings(List<Bytes32> echo, List<Opening> openings) implements PresigningMessage {
    static final int ROUND = 3;

    static Openings decode(Form form, CborValue encoded) throws CborException, CurveException {
      var fields = Fields.of(encoded, 2);
      var echo = fields.listOfBytes32("echo", form.parties());
      var openings = new ArrayList<Opening>();
      for (var row : fields.rows("openings", form.count(), Opening.WIDTH)) {
        openings.add(Opening.decode(form.curve(), row));
      }
      return new Openings(echo, openings);
    }

    @Override
    public int round() {
      return ROUND;
    }

    @Override
    public List<CborValue> fields() {
      return List.of(
          Fields.ofBytes32(echo), CborValue.array(openings.stream().map(Opening::encode).toList()));
    }
  }

  /**
   * What shows that the sender's part of a product was right, when the parts of all do not add up.
   *
   * @param decryption that the part is what the sender's ciphertexts hold
   * @param products for each receiver, that the sender's product was right
   */
  record Identification(DecProof.Proof decryption, List<AffGStarProof.Proof> products) {
    private static final int WIDTH = 2;

    static Identification decode(Form form, Fields fields) throws CborException, CurveException {
      var decryption = DecProof.decode(form.parameters(), form.curve(), fields.next());
      var products = new ArrayList<AffGStarProof.Proof>();
      for (var proof : fields.list("Pi-aff-g*", form.peers())) {
        products.add(AffGStarProof.decode(form.parameters(), form.curve(), proof));
      }
      return new Identification(decryption, products);
    }

    CborValue encode(Form form) {
      return CborValue.array(
          decryption.encode(form.parameters()),
          CborValue.array(
              products.stream().map(proof -> proof.encode(form.parameters())).toList()));
    }
  }

  /**
   * Round 4.
   *
   * @param echo a hash of each message of round 3
   * @param identification if some presignature's parts do not add up: for the first such
   */
  record Confirmation(Form form, List<Bytes32> echo, Optional<Identification> identification)
      implements PresigningMessage {
    static final int ROUND = 4;

    static Confirmation decode(Form form, CborValue encoded) throws CborException, CurveException {
      var fields = Fields.of(encoded, 2);
      var echo = fields.listOfBytes32("echo", form.parties());
      var proofs = fields.next().asArray("identification", 0, 1);
      Optional<Identification> identification =
          proofs.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  Identification.decode(form, Fields.of(proofs.getFirst(), Identification.WIDTH)));
      return new Confirmation(form, echo, identification);
    }

    @Override
    public int round() {
      return ROUND;
    }

    @Override
    public List<CborValue> fields() {
      return List.of(
          Fields.ofBytes32(echo),
          CborValue.array(identification.stream().map(proof -> proof.encode(form)).toList()));
    }
  }
}
