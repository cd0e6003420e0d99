package dev.cosigner.mpc.ecdsa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Confirmation;
import dev.cosigner.mpc.ecdsa.PresigningMessage.ElGamal;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Identification;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Multiplication;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Nonce;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Nonces;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Product;
import dev.cosigner.mpc.ecdsa.PresigningMessage.Products;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.proof.AffGProof;
import dev.cosigner.mpc.proof.AffGStarProof;
import dev.cosigner.mpc.proof.DecProof;
import dev.cosigner.mpc.proof.ElogProof;
import dev.cosigner.mpc.proof.EncElgProof;
import dev.cosigner.mpc.proof.FacProof;
import dev.cosigner.mpc.proof.ModProof;
import dev.cosigner.mpc.proof.PrmProof;
import dev.cosigner.mpc.proof.SchnorrProof;
import dev.cosigner.mpc.rounds.Protocol;
import dev.cosigner.mpc.rounds.RoundMessage;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The longest messages there can be, of five parties with moduli of 3072 bits, are within the
 * bounds of their protocols. Every field has one size, so zeros do.
 */
class MessageBoundsTest {
  private static final SecurityParameters PARAMETERS = SecurityParameters.STRICT;
  private static final int PARTIES = Presigning.MAX_PARTIES;
  private static final int PEERS = PARTIES - 1;
  private static final BigInteger ZERO = BigInteger.ZERO;
  private static final Point POINT = EcdsaGroups.CURVE.generator();
  private static final Scalar SCALAR = EcdsaGroups.CURVE.scalar(0);
  private static final Bytes32 HASH = Bytes32.of(new byte[32]);
  private static final PresigningMessage.Form FORM =
      new PresigningMessage.Form(PARAMETERS, EcdsaGroups.CURVE, PARTIES, Presigning.MAX_COUNT);

  @Test
  void nonces() {
    var proof =
        new EncElgProof.Proof(
            new EncElgProof.FirstMessage(ZERO, ZERO, ZERO, POINT, POINT), ZERO, ZERO, ZERO, SCALAR);
    var commitment = new ElGamal(POINT, POINT);
    var nonce = new Nonce(ZERO, ZERO, commitment, commitment, peers(proof), peers(proof));
    assertWithin(
        Presigning.PROTOCOL, new Nonces(FORM, Collections.nCopies(Presigning.MAX_COUNT, nonce)));
  }

  @Test
  void products() {
    var proof =
        new AffGProof.Proof(
            new AffGProof.FirstMessage(ZERO, POINT, ZERO, ZERO, ZERO, ZERO, ZERO),
            ZERO,
            ZERO,
            ZERO,
            ZERO,
            ZERO,
            ZERO);
    var elog = new ElogProof.Proof(new ElogProof.FirstMessage(POINT, POINT, POINT), SCALAR, SCALAR);
    var product = new Product(ZERO, ZERO, proof);
    var multiplication = new Multiplication(POINT, elog, peers(product), peers(product));
    assertWithin(
        Presigning.PROTOCOL,
        new Products(
            FORM,
            Collections.nCopies(PARTIES, HASH),
            Collections.nCopies(Presigning.MAX_COUNT, multiplication)));
  }

  @Test
  void identification() {
    var decryption =
        new DecProof.Proof(
            rounds(
                new DecProof.Round(
                    new DecProof.FirstMessage(ZERO, POINT, POINT), ZERO, ZERO, ZERO)));
    var product =
        new AffGStarProof.Proof(
            rounds(
                new AffGStarProof.Round(
                    new AffGStarProof.FirstMessage(ZERO, POINT, ZERO), ZERO, ZERO, ZERO, ZERO)));
    assertWithin(
        Presigning.PROTOCOL,
        new Confirmation(
            FORM,
            Collections.nCopies(PARTIES, HASH),
            Optional.of(new Identification(decryption, peers(product)))));
  }

  @Test
  void setup() {
    var prm = new PrmProof.Proof(rounds(new PrmProof.Round(ZERO, ZERO)));
    assertWithin(
        AuxiliarySetup.PROTOCOL,
        new AuxiliaryMessage.Opening(
            PARAMETERS, ZERO, new PrmProof.Statement(ZERO, ZERO, ZERO), prm, POINT, HASH, HASH));
    var mod = new ModProof.Proof(ZERO, rounds(new ModProof.Round(ZERO, true, true, ZERO)));
    var fac =
        new FacProof.Proof(
            new FacProof.FirstMessage(ZERO, ZERO, ZERO, ZERO, ZERO), ZERO, ZERO, ZERO, ZERO, ZERO);
    assertWithin(
        AuxiliarySetup.PROTOCOL,
        new AuxiliaryMessage.Proofs(
            PARAMETERS, mod, new SchnorrProof.Proof(POINT, SCALAR), peers(fac)));
  }

  private static <T> List<T> peers(T one) {
    return Collections.nCopies(PEERS, one);
  }

  private static <T> List<T> rounds(T one) {
    return Collections.nCopies(PARAMETERS.rounds(), one);
  }

  /** With room for the frame: eight values and less than 200 bytes. */
  private static void assertWithin(Protocol protocol, RoundMessage message) {
    var body = CborValue.array(List.of(CborValue.array(message.fields()))).encode();
    var limits =
        CborLimits.of(protocol.maxBytes() - 200, protocol.maxDepth(), protocol.maxItems() - 8);
    assertThat(body.length).isLessThan(protocol.maxBytes() - 200);
    try {
      assertThat(CborDecoder.decode(body, limits).encode()).isEqualTo(body);
    } catch (CborException e) {
      throw new AssertionError(e);
    }
  }
}
