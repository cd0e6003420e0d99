package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Outcome;
import dev.cosigner.mpc.SeededRandom;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.arithmetic.BackEnds;
import dev.cosigner.mpc.arithmetic.LibcryptoArithmetic;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.Curves;
import dev.cosigner.mpc.derivation.DerivationPath;
import dev.cosigner.mpc.frost.KeyGeneration;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.paillier.RingPedersenTrapdoor;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.paillier.SmallParameters;
import dev.cosigner.mpc.proof.Prover;
import dev.cosigner.protocol.wallet.Scheme;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Groups and sessions with small moduli. */
final class EcdsaGroups {
  static final ConstantTimeCurve CURVE = Curves.secp256k1();
  static final LibcryptoArithmetic ARITHMETIC = BackEnds.libcrypto();

  /** The least that leaves room for the product of two scalars under a mask. */
  static final SecurityParameters SMALL = SmallParameters.of(768, 256, 520, 288, 16);

  static final byte[] DIGEST = id(0x77);

  /** Four primes of each member: two for N, two safe ones for N^. */
  private static final List<List<BigInteger>> PRIMES = new ArrayList<>();

  private EcdsaGroups() {}

  static byte[] id(int fill) {
    var id = new byte[32];
    Arrays.fill(id, (byte) fill);
    return id;
  }

  static List<Integer> range(int from, int to) {
    return IntStream.rangeClosed(from, to).boxed().toList();
  }

  static SessionContext context(int self, List<Integer> parties) {
    return context(1, self, parties);
  }

  static SessionContext context(int session, int self, List<Integer> parties) {
    return new SessionContext(Scheme.ECDSA_SECP256K1, id(session), id(2), id(3), self, parties);
  }

  static Prover prover(long seed, int party) {
    return new Prover(SMALL, ARITHMETIC, CURVE, random(seed, party));
  }

  static SeededRandom random(long seed, int party) {
    return new SeededRandom(1000 * seed + party);
  }

  /** Shares of a key of members 1 to n. */
  static SortedMap<Integer, KeyShare> generate(int n, long seed) {
    var parties = range(1, n);
    var sessions = new TreeMap<Integer, Session<?>>();
    for (int party : parties) {
      sessions.put(party, new KeyGeneration(CURVE, context(party, parties), random(seed, party)));
    }
    return results(KeyShare.class, new Network(sessions).run());
  }

  /** The primes of a place, made once. */
  static synchronized List<BigInteger> primes(int place) {
    while (PRIMES.size() <= place) {
      int bits = SMALL.modulusBits() / 2;
      try (var p = ARITHMETIC.randomPrime(random(7, PRIMES.size()), bits);
          var q = ARITHMETIC.randomPrime(random(8, PRIMES.size()), bits);
          var safeP = ARITHMETIC.randomSafePrime(bits);
          var safeQ = ARITHMETIC.randomSafePrime(bits)) {
        PRIMES.add(List.of(p.publish(), q.publish(), safeP.publish(), safeQ.publish()));
      }
    }
    return PRIMES.get(place);
  }

  /** The auxiliary secrets of a place: the same moduli each time. */
  static AuxiliarySecrets secrets(int place) {
    var primes = primes(place);
    return secrets(primes.get(0), primes.get(1), primes.get(2), primes.get(3));
  }

  static AuxiliarySecrets secrets(
      BigInteger p, BigInteger q, BigInteger pedersenP, BigInteger pedersenQ) {
    try (var safeP = ARITHMETIC.fromPublic(pedersenP);
        var safeQ = ARITHMETIC.fromPublic(pedersenQ)) {
      return new AuxiliarySecrets(
          SmallParameters.key(SMALL, p, q),
          RingPedersenTrapdoor.generate(ARITHMETIC, SMALL, safeP, safeQ, random(9, 1)));
    }
  }

  static SortedMap<Integer, Session<?>> setup(Map<Integer, KeyShare> shares, long seed) {
    var sessions = new TreeMap<Integer, Session<?>>();
    var parties = List.copyOf(new TreeMap<>(shares).keySet());
    shares.forEach((party, share) ->
        sessions.put(
            party,
            new AuxiliarySetup(
                prover(seed, party),
                context(party, parties),
                share.publicKeys(),
                secrets(party),
                List.of())));
    return sessions;
  }

  static SortedMap<Integer, AuxiliaryKeys> auxiliaryKeys(Map<Integer, KeyShare> shares, long seed) {
    return results(AuxiliaryKeys.class, new Network(setup(shares, seed)).run());
  }

  static SortedMap<Integer, Session<?>> presigning(
      Map<Integer, KeyShare> shares, Map<Integer, AuxiliaryKeys> keys, int count, long seed) {
    var sessions = new TreeMap<Integer, Session<?>>();
    var parties = List.copyOf(new TreeMap<>(shares).keySet());
    shares.forEach((party, share) ->
        sessions.put(
            party,
            new Presigning(
                prover(seed, party),
                context((int) seed, party, parties),
                share,
                keys.get(party),
                count)));
    return sessions;
  }

  /** One presignature at each member. */
  static SortedMap<Integer, Presignature> presign(
      Map<Integer, KeyShare> shares, Map<Integer, AuxiliaryKeys> keys, long seed) {
    var presignatures = new TreeMap<Integer, Presignature>();
    new Network(presigning(shares, keys, 1, seed))
        .run()
        .forEach((party, outcome) ->
            presignatures.put(party, (Presignature) ((List<?>) result(outcome)).getFirst()));
    return presignatures;
  }

  static SortedMap<Integer, Session<?>> signing(
      Map<Integer, Presignature> presignatures, DerivationPath path, byte[] digest, long seed) {
    var sessions = new TreeMap<Integer, Session<?>>();
    var parties = List.copyOf(new TreeMap<>(presignatures).keySet());
    presignatures.forEach((party, presignature) ->
        sessions.put(
            party,
            new Signing(
                CURVE, context(party, parties), presignature, path, digest, random(seed, party))));
    return sessions;
  }

  static <T> SortedMap<Integer, T> results(Class<T> type, Map<Integer, Outcome<?>> outcomes) {
    var results = new TreeMap<Integer, T>();
    outcomes.forEach((party, outcome) -> results.put(party, type.cast(result(outcome))));
    return results;
  }

  static Object result(Outcome<?> outcome) {
    if (outcome instanceof Outcome.Done<?> done) {
      return done.result();
    }
    throw new AssertionError("expected a result, found " + outcome);
  }
}
