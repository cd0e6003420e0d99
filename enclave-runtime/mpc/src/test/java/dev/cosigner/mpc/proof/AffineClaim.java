package dev.cosigner.mpc.proof;

import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.paillier.Randomiser;
import java.math.BigInteger;

/** An affine function of the verifier's ciphertext, and who can prove it by either proof. */
final class AffineClaim {
  /** Of anything, under the verifier's key. */
  private static final BigInteger C =
      Parties.verifierKey().publicKey().encrypt(Parties.integer(256), BigInteger.TWO);

  private final BigInteger x;
  private final BigInteger y;
  private final Randomiser rho = Parties.verifierKey().publicKey().randomiser(Parties.RANDOM);
  private final Randomiser rhoY = Parties.proverKey().randomiser(Parties.RANDOM);
  private final BigInteger d;
  private final BigInteger ofY;

  AffineClaim(BigInteger x, BigInteger y) {
    this.x = x;
    this.y = y;
    try (var secretX = Parties.secret(x);
        var secretY = Parties.secret(y)) {
      d = Parties.verifierKey().publicKey().affine(C, secretX, secretY, rho);
      ofY = Parties.proverKey().encrypt(secretY, rhoY);
    }
  }

  AffGProof.Statement statement() {
    return new AffGProof.Statement(
        Parties.verifierKey().publicKey(),
        Parties.proverKey().publicKey(),
        Parties.verifierTrapdoor().parameters(),
        C,
        d,
        ofY,
        point());
  }

  AffGStarProof.Statement starStatement() {
    return new AffGStarProof.Statement(
        Parties.verifierKey().publicKey(), Parties.proverKey().publicKey(), C, d, ofY, point());
  }

  private Point point() {
    return Parties.power(x);
  }

  AffGProof.Proof prove(AffGProof.Statement about) {
    try (var secretX = Parties.secret(x);
        var secretY = Parties.secret(y)) {
      return AffGProof.prove(
          Parties.PROVER,
          Contexts.honest(),
          about,
          new AffGProof.Witness(Parties.proverKey(), secretX, secretY, rho, rhoY),
          about.key().comb(about.c(), Parties.SMALL.l() + Parties.SMALL.epsilon() + 1, 2),
          about.key().randomiser(Parties.RANDOM),
          Parties.proverKey().randomiser(Parties.RANDOM));
    }
  }

  AffGStarProof.Proof prove(AffGStarProof.Statement about) {
    try (var secretX = Parties.secret(x);
        var secretY = Parties.secret(y)) {
      return AffGStarProof.prove(
          Parties.PROVER,
          Contexts.honest(),
          about,
          new AffGProof.Witness(Parties.proverKey(), secretX, secretY, rho, rhoY));
    }
  }
}
