package dev.cosigner.mpc.proof;

import static dev.cosigner.mpc.proof.Parties.CURVE;
import static dev.cosigner.mpc.proof.Parties.SMALL;
import static dev.cosigner.mpc.proof.Parties.VERIFIER;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes are refused, or are the one encoding of a proof; and that one is refused too, or proves the
 * statement.
 */
class ProofFuzzTest {
  private static final CborLimits LIMITS = CborLimits.of(64 * 1024, 5, 1000);
  private static final AffineClaim AFFINE = new AffineClaim(BigInteger.TWO, BigInteger.TEN);
  private static final ModProof.Statement MODULUS = new ModProof.Statement(Parties.proverKey().n());
  private static final PrmProof.Statement PEDERSEN =
      new PrmProof.Statement(
          Parties.verifierTrapdoor().parameters().modulus().value(),
          Parties.verifierTrapdoor().parameters().s(),
          Parties.verifierTrapdoor().parameters().t());
  private static final FacProof.Statement FACTORS =
      new FacProof.Statement(MODULUS.n(), Parties.verifierTrapdoor().parameters());

  static List<byte[]> proofs() {
    var mod =
        ModProof.prove(
            Parties.PROVER, Contexts.honest(), MODULUS, new ModProof.Witness(Parties.proverKey()));
    var prm =
        PrmProof.prove(
            Parties.PROVER,
            Contexts.honest(),
            PEDERSEN,
            new PrmProof.Witness(Parties.verifierTrapdoor()));
    var fac =
        FacProof.prove(
            Parties.PROVER, Contexts.honest(), FACTORS, new FacProof.Witness(Parties.proverKey()));
    return Stream.of(
            mod.encode(SMALL),
            prm.encode(SMALL),
            fac.encode(SMALL),
            AFFINE.prove(AFFINE.statement()).encode(SMALL),
            AFFINE.prove(AFFINE.starStatement()).encode(SMALL))
        .map(CborValue::encode)
        .toList();
  }

  @MethodSource("proofs")
  @FuzzTest(maxDuration = "30s")
  void aProofHasOneEncoding(byte[] bytes) throws Exception {
    CborValue encoded;
    try {
      encoded = CborDecoder.decode(bytes, LIMITS);
    } catch (CborException e) {
      return;
    }
    assertThat(read(encoded)).allSatisfy(again -> assertThat(again).isEqualTo(bytes));
  }

  /** As each kind of proof, whose verification ends whatever the values; encoded again. */
  private static List<byte[]> read(CborValue encoded) throws Exception {
    return Stream.<Reader>of(
            value -> {
              var proof = ModProof.decode(SMALL, value);
              verify(() -> ModProof.verify(VERIFIER, Contexts.honest(), MODULUS, proof, List.of()));
              return proof.encode(SMALL);
            },
            value -> {
              var proof = PrmProof.decode(SMALL, value);
              verify(
                  () -> PrmProof.verify(VERIFIER, Contexts.honest(), PEDERSEN, proof, List.of()));
              return proof.encode(SMALL);
            },
            value -> {
              var proof = FacProof.decode(SMALL, value);
              verify(() -> FacProof.verify(VERIFIER, Contexts.honest(), FACTORS, proof));
              return proof.encode(SMALL);
            },
            value -> EncElgProof.decode(SMALL, CURVE, value).encode(SMALL),
            value -> ElogProof.decode(CURVE, value).encode(),
            value -> DecProof.decode(SMALL, CURVE, value).encode(SMALL),
            value -> {
              var proof = AffGProof.decode(SMALL, CURVE, value);
              verify(
                  () -> AffGProof.verify(VERIFIER, Contexts.honest(), AFFINE.statement(), proof));
              return proof.encode(SMALL);
            },
            value -> {
              var proof = AffGStarProof.decode(SMALL, CURVE, value);
              verify(() ->
                  AffGStarProof.verify(VERIFIER, Contexts.honest(), AFFINE.starStatement(), proof));
              return proof.encode(SMALL);
            })
        .flatMap(reader -> encodedAgain(reader, encoded))
        .toList();
  }

  /** Reads, verifies and writes a proof. */
  private interface Reader {
    CborValue read(CborValue encoded) throws Exception;
  }

  /** Verifies a proof. */
  private interface Verification {
    void run() throws ProofException;
  }

  private static void verify(Verification verification) {
    try {
      verification.run();
    } catch (ProofException e) {
      assertThat(e).hasMessageStartingWith("expected ");
    }
  }

  private static Stream<byte[]> encodedAgain(Reader reader, CborValue encoded) {
    try {
      return Stream.of(reader.read(encoded).encode());
    } catch (CborException | CurveException e) {
      return Stream.empty();
    } catch (Exception e) {
      throw new AssertionError("a proof that makes a verifier fail", e);
    }
  }
}
