package dev.cosigner.mpc.proof;

import static dev.cosigner.mpc.proof.Parties.ARITHMETIC;
import static dev.cosigner.mpc.proof.Parties.CURVE;
import static dev.cosigner.mpc.proof.Parties.RANDOM;
import static dev.cosigner.mpc.proof.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.paillier.PaillierPrivateKey;
import dev.cosigner.mpc.paillier.RingPedersenParameters;
import dev.cosigner.mpc.paillier.RingPedersenTrapdoor;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.paillier.SmallParameters;
import dev.cosigner.mpc.proof.ProofException.Reason;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each proof once with the parameters of production, through its encoding; and small factors. */
class FullSizeProofTest {
  private static final SecurityParameters STANDARD = SecurityParameters.STANDARD;
  private static final Prover PROVER = new Prover(STANDARD, ARITHMETIC, CURVE, RANDOM);
  private static final Verifier VERIFIER = new Verifier(STANDARD, ARITHMETIC, CURVE);

  private static final List<BigInteger> PRIMES = Parties.safePrimes(1024);
  private static final PaillierPrivateKey PROVER_KEY =
      SmallParameters.key(STANDARD, PRIMES.get(0), PRIMES.get(1));
  private static final PaillierPrivateKey VERIFIER_KEY =
      SmallParameters.key(STANDARD, PRIMES.get(2), PRIMES.get(3));
  private static final RingPedersenTrapdoor TRAPDOOR =
      Parties.trapdoor(STANDARD, PRIMES.subList(4, 6));
  private static final RingPedersenParameters PEDERSEN = TRAPDOOR.parameters();

  @Test
  void theParametersAreThoseOfThePaper() {
    for (var parameters : List.of(STANDARD, SecurityParameters.STRICT)) {
      assertThat(parameters.l()).isEqualTo(256);
      assertThat(parameters.lPrime()).isEqualTo(1280);
      assertThat(parameters.epsilon()).isEqualTo(512);
      assertThat(parameters.rounds()).isEqualTo(128);
      // A response to a decrypted sum stays below half the modulus, so that it is unique.
      assertThat(new Ranges(parameters, CURVE.order()).maskedSum().shiftLeft(2).bitLength())
          .isLessThan(parameters.modulusBits());
    }
    assertThat(STANDARD.modulusBits()).isEqualTo(2048);
    assertThat(SecurityParameters.STRICT.modulusBits()).isEqualTo(3072);
  }

  @Test
  void aModulus() throws Exception {
    var statement = new ModProof.Statement(PROVER_KEY.n());
    var proof =
        ModProof.prove(PROVER, Contexts.honest(), statement, new ModProof.Witness(PROVER_KEY));
    assertThat(proof.rounds()).hasSize(128);
    var received = ModProof.decode(STANDARD, proof.encode(STANDARD));
    ModProof.verify(VERIFIER, Contexts.honest(), statement, received, List.of(VERIFIER_KEY.n()));
  }

  @Test
  void ringPedersenParameters() throws Exception {
    var statement = new PrmProof.Statement(PEDERSEN.modulus().value(), PEDERSEN.s(), PEDERSEN.t());
    var proof =
        PrmProof.prove(PROVER, Contexts.honest(), statement, new PrmProof.Witness(TRAPDOOR));
    assertThat(proof.rounds()).hasSize(128);
    var received = PrmProof.decode(STANDARD, proof.encode(STANDARD));
    PrmProof.verify(VERIFIER, Contexts.honest(), statement, received, List.of(VERIFIER_KEY.n()));
  }

  @Test
  void noSmallFactor() throws Exception {
    var statement = new FacProof.Statement(PROVER_KEY.n(), PEDERSEN);
    var proof =
        FacProof.prove(PROVER, Contexts.honest(), statement, new FacProof.Witness(PROVER_KEY));
    var received = FacProof.decode(STANDARD, proof.encode(STANDARD));
    FacProof.verify(VERIFIER, Contexts.honest(), statement, received);
  }

  @Test
  void aRange() throws Exception {
    var x = Parties.integer(256);
    var b = new BigInteger(255, RANDOM);
    var elGamalKey = CURVE.multiplyGenerator(Parties.scalar());
    try (var secretX = Parties.secret(x);
        var secretB = Parties.secretScalar(b);
        var rho = PROVER_KEY.randomiser(RANDOM)) {
      var statement =
          new EncElgProof.Statement(
              PROVER_KEY.publicKey(),
              PEDERSEN,
              PROVER_KEY.encrypt(secretX, rho),
              elGamalKey,
              Parties.power(b),
              CURVE.add(CURVE.multiply(CURVE.scalar(b), elGamalKey), Parties.power(x)));
      var proof =
          EncElgProof.prove(
              PROVER,
              Contexts.honest(),
              statement,
              new EncElgProof.Witness(PROVER_KEY, secretX, rho, secretB),
              PROVER_KEY.randomiser(RANDOM));
      var received = EncElgProof.decode(STANDARD, CURVE, proof.encode(STANDARD));
      EncElgProof.verify(VERIFIER, Contexts.honest(), statement, received);
      var batch = new ProofBatch(VERIFIER_KEY, TRAPDOOR);
      batch.add(1, EncElgProof.check(VERIFIER, Contexts.honest(), statement, received));
      assertThat(batch.verify(RANDOM, Workers.NONE)).isEmpty();
    }
  }

  @Test
  void anAffineFunction() throws Exception {
    var c = VERIFIER_KEY.publicKey().encrypt(Parties.integer(256), BigInteger.TWO);
    var x = Parties.integer(256);
    try (var secretX = Parties.secret(x);
        var secretY = Parties.secret(Parties.integer(1280));
        var rho = VERIFIER_KEY.publicKey().randomiser(RANDOM);
        var rhoY = PROVER_KEY.randomiser(RANDOM)) {
      var witness = new AffGProof.Witness(PROVER_KEY, secretX, secretY, rho, rhoY);
      var statement =
          new AffGProof.Statement(
              VERIFIER_KEY.publicKey(),
              PROVER_KEY.publicKey(),
              PEDERSEN,
              c,
              VERIFIER_KEY.publicKey().affine(c, secretX, secretY, rho),
              PROVER_KEY.encrypt(secretY, rhoY),
              Parties.power(x));
      var proof =
          AffGProof.prove(
              PROVER,
              Contexts.honest(),
              statement,
              witness,
              VERIFIER_KEY.publicKey().comb(c, 769, 4),
              VERIFIER_KEY.publicKey().randomiser(RANDOM),
              PROVER_KEY.randomiser(RANDOM));
      var received = AffGProof.decode(STANDARD, CURVE, proof.encode(STANDARD));
      AffGProof.verify(VERIFIER, Contexts.honest(), statement, received);
      var batch = new ProofBatch(VERIFIER_KEY, TRAPDOOR);
      batch.add(1, AffGProof.check(VERIFIER, Contexts.honest(), statement, received));
      assertThat(batch.verify(RANDOM, Workers.NONE)).isEmpty();

      var star =
          new AffGStarProof.Statement(
              statement.key(),
              statement.proverKey(),
              c,
              statement.d(),
              statement.y(),
              statement.x());
      var starProof = AffGStarProof.prove(PROVER, Contexts.honest(), star, witness);
      assertThat(starProof.rounds()).hasSize(128);
      var starReceived = AffGStarProof.decode(STANDARD, CURVE, starProof.encode(STANDARD));
      AffGStarProof.verify(VERIFIER, Contexts.honest(), star, starReceived);
    }
  }

  @Test
  void aDecryption() throws Exception {
    var key = PROVER_KEY.publicKey();
    var x = Parties.integer(256);
    var y = Parties.integer(1798);
    var k = key.encrypt(Parties.integer(256), BigInteger.TWO);
    var d = key.add(key.encrypt(y, BigInteger.TEN), key.times(k, x.negate()));
    var base = CURVE.multiplyGenerator(Parties.scalar());
    var statement =
        new DecProof.Statement(
            key, k, d, Parties.power(x), base, CURVE.multiply(CURVE.scalar(y), base));
    try (var secretX = Parties.secret(x);
        var secretY = Parties.secret(y)) {
      var proof =
          DecProof.prove(
              PROVER,
              Contexts.honest(),
              statement,
              new DecProof.Witness(PROVER_KEY, secretX, secretY));
      assertThat(proof.rounds()).hasSize(128);
      var received = DecProof.decode(STANDARD, CURVE, proof.encode(STANDARD));
      DecProof.verify(VERIFIER, Contexts.honest(), statement, received);
    }
  }

  /** BitForge (CVE-2023-33241): N = p1 ... p16 q with primes of 16 bits. */
  @Test
  void manySmallFactorsAreRefused() {
    var p = BigInteger.ONE;
    var prime = BigInteger.valueOf(60_000);
    for (int i = 0; i < 16; i++) {
      prime = prime.nextProbablePrime();
      p = p.multiply(prime);
    }
    var q = PRIMES.get(0).multiply(BigInteger.probablePrime(768, RANDOM).setBit(766));
    while (p.multiply(q).bitLength() < 2048) {
      q = q.shiftLeft(1).setBit(0);
    }
    assertRefusedWith(p, q, "z2");
    assertRefusedWith(q, p, "z1");
  }

  @Test
  void aSmallFactorIsRefused() {
    for (int bits : new int[] {3, 64, 256, 480}) {
      var p = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
      var q = BigInteger.ONE.shiftLeft(2047).divide(p).add(BigInteger.TWO.pow(1000)).setBit(0);
      assertRefusedWith(p, q, "z2");
    }
  }

  /** Proves as the figure says, whatever the factors' sizes. */
  private static void assertRefusedWith(BigInteger p, BigInteger q, String part) {
    var n0 = p.multiply(q);
    assertThat(n0.bitLength()).isEqualTo(2048);
    var statement = new FacProof.Statement(n0, PEDERSEN);
    var modulus = PEDERSEN.modulus().value();
    var alpha = new BigInteger(1791, RANDOM);
    var beta = new BigInteger(1791, RANDOM);
    var mu = new BigInteger(2300, RANDOM);
    var nu = new BigInteger(2300, RANDOM);
    var r = new BigInteger(4800, RANDOM);
    var x = new BigInteger(2800, RANDOM);
    var y = new BigInteger(2800, RANDOM);
    var ofQ = commit(q, nu);
    var first =
        new FacProof.FirstMessage(
            commit(p, mu),
            ofQ,
            commit(alpha, x),
            commit(beta, y),
            ofQ.modPow(alpha, modulus).multiply(commit(BigInteger.ZERO, r)).mod(modulus));
    var e = FacProof.challenge(STANDARD, CURVE, Contexts.honest(), statement, first);
    var proof =
        new FacProof.Proof(
            first,
            alpha.add(e.multiply(p)),
            beta.add(e.multiply(q)),
            x.add(e.multiply(mu)),
            y.add(e.multiply(nu)),
            r.subtract(e.multiply(nu).multiply(p)));
    assertRefused(
        Reason.OUT_OF_RANGE,
        part,
        () -> FacProof.verify(VERIFIER, Contexts.honest(), statement, proof));
  }

  private static BigInteger commit(BigInteger x, BigInteger mu) {
    return TRAPDOOR.commit(x, mu);
  }
}
