package dev.cosigner.mpc.ecdsa;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.mpc.Network;
import dev.cosigner.mpc.Session;
import dev.cosigner.mpc.derivation.DerivationPath;
import dev.cosigner.mpc.paillier.PaillierPrivateKey;
import dev.cosigner.mpc.paillier.RingPedersenTrapdoor;
import dev.cosigner.mpc.paillier.SecurityParameters;
import dev.cosigner.mpc.proof.Prover;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every protocol once with the parameters of production: three members, 2048 bits, 128 rounds. */
class FullSizeTest {
  private static final SecurityParameters PARAMETERS = SecurityParameters.STANDARD;
  private static final int PRIME_DIGITS = 256;

  @Test
  void aKeyIsSetUpAndSigns() throws Exception {
    var parties = List.of(1, 2, 3);
    var shares = EcdsaGroups.generate(3, 1);
    var safePrimes = safePrimes();
    var setup = new TreeMap<Integer, Session<?>>();
    for (int party : parties) {
      var secrets = secrets(safePrimes.get(2 * party - 2), safePrimes.get(2 * party - 1), party);
      setup.put(
          party,
          new AuxiliarySetup(
              prover(party),
              EcdsaGroups.context(party, parties),
              shares.get(party).publicKeys(),
              secrets,
              List.of()));
    }
    var keys = EcdsaGroups.results(AuxiliaryKeys.class, new Network(setup).run());
    assertThat(keys.get(1).moduli()).allMatch(modulus -> modulus.bitLength() == 2048);

    var presigning = new TreeMap<Integer, Session<?>>();
    for (int party : parties) {
      presigning.put(
          party,
          new Presigning(
              prover(party),
              EcdsaGroups.context(party, parties),
              shares.get(party),
              keys.get(party),
              1));
    }
    var presignatures = new TreeMap<Integer, Presignature>();
    new Network(presigning)
        .run()
        .forEach((party, outcome) ->
            presignatures.put(
                party, (Presignature) ((List<?>) EcdsaGroups.result(outcome)).getFirst()));

    var path = DerivationPath.of(0, 0);
    var signing = EcdsaGroups.signing(presignatures, path, EcdsaGroups.DIGEST, 1);
    var signature = (Signature) EcdsaGroups.result(new Network(signing).run().get(1));
    var publicKey = Signing.publicKey(EcdsaGroups.CURVE, shares.get(1).publicKeys(), path);
    assertThat(signature.verifies(EcdsaGroups.CURVE, publicKey, EcdsaGroups.DIGEST)).isTrue();
    keys.values().forEach(AuxiliaryKeys::close);
  }

  private static Prover prover(int party) {
    return new Prover(
        PARAMETERS, EcdsaGroups.ARITHMETIC, EcdsaGroups.CURVE, EcdsaGroups.random(3, party));
  }

  private static AuxiliarySecrets secrets(BigInteger p, BigInteger q, int party) {
    var random = EcdsaGroups.random(4, party);
    try (var safeP = EcdsaGroups.ARITHMETIC.fromPublic(p);
        var safeQ = EcdsaGroups.ARITHMETIC.fromPublic(q)) {
      return new AuxiliarySecrets(
          PaillierPrivateKey.generate(EcdsaGroups.ARITHMETIC, PARAMETERS, random),
          RingPedersenTrapdoor.generate(EcdsaGroups.ARITHMETIC, PARAMETERS, safeP, safeQ, random));
    }
  }

  private static List<BigInteger> safePrimes() throws IOException {
    var primes = new ArrayList<>(safePrimes("/dev/cosigner/mpc/proof/safe-primes"));
    primes.addAll(safePrimes("safe-primes"));
    return primes;
  }

  private static List<BigInteger> safePrimes(String resource) throws IOException {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(FullSizeTest.class.getResourceAsStream(resource), US_ASCII))) {
      return reader
          .lines()
          .filter(line -> line.length() == PRIME_DIGITS)
          .map(line -> new BigInteger(line, 16))
          .toList();
    }
  }
}
