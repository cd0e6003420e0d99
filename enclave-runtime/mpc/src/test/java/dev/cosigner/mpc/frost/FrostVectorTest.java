package dev.cosigner.mpc.frost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.Curves;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * RFC 9591, appendices E.1 and E.5: FROST(Ed25519, SHA-512) and FROST(secp256k1, SHA-256), every
 * intermediate value.
 */
class FrostVectorTest {
  private static final HexFormat HEX = HexFormat.of();

  /** The vector's figures, for a clone without the folder of vectors. */
  private static final String FIGURES =
      """
      {"inputs": {"participant_list": [1, 3],
        "group_public_key": "15d21ccd7ee42959562fc8aa63224c8851fb3ec85a3faf66040d380fb9738673",
        "message": "74657374",
        "participant_shares": [
          {"identifier": 1, "participant_share": "929dcc590407aae7d388761cddb0c0db6f5627aea8e217f4a033f2ec83d93509"},
          {"identifier": 3, "participant_share": "d3cb090a075eb154e82fdb4b3cb507f110040905468bb9c46da8bdea643a9a02"}]},
       "round_one_outputs": {"outputs": [
          {"identifier": 1,
           "hiding_nonce_randomness": "0fd2e39e111cdc266f6c0f4d0fd45c947761f1f5d3cb583dfcb9bbaf8d4c9fec",
           "binding_nonce_randomness": "69cd85f631d5f7f2721ed5e40519b1366f340a87c2f6856363dbdcda348a7501",
           "hiding_nonce_commitment": "b5aa8ab305882a6fc69cbee9327e5a45e54c08af61ae77cb8207be3d2ce13de3",
           "binding_nonce_commitment": "67e98ab55aa310c3120418e5050c9cf76cf387cb20ac9e4b6fdb6f82a469f932",
           "binding_factor": "f2cb9d7dd9beff688da6fcc83fa89046b3479417f47f55600b106760eb3b5603"},
          {"identifier": 3,
           "hiding_nonce_randomness": "86d64a260059e495d0fb4fcc17ea3da7452391baa494d4b00321098ed2a0062f",
           "binding_nonce_randomness": "13e6b25afb2eba51716a9a7d44130c0dbae0004a9ef8d7b5550c8a0e07c61775",
           "hiding_nonce_commitment": "cfbdb165bd8aad6eb79deb8d287bcc0ab6658ae57fdcc98ed12c0669e90aec91",
           "binding_nonce_commitment": "7487bc41a6e712eea2f2af24681b58b1cf1da278ea11fe4e8b78398965f13552",
           "binding_factor": "b087686bf35a13f3dc78e780a34b0fe8a77fef1b9938c563f5573d71d8d7890f"}]},
       "round_two_outputs": {"outputs": [
          {"identifier": 1, "sig_share": "001719ab5a53ee1a12095cd088fd149702c0720ce5fd2f29dbecf24b7281b603"},
          {"identifier": 3, "sig_share": "bd86125de990acc5e1f13781d8e32c03a9bbd4c53539bbc106058bfd14326007"}]},
       "final_output": {"sig": "36282629c383bb820a88b71cae937d41f2f2adfcc3d02e55507e2fb9e2dd3cbebd9d2b0844e49ae0f3fa935161e1419aab7b47d21a37ebeae1f17d4987b3160b"}}
      """;

  @Test
  void theFiguresComeOut() throws Exception {
    check(new ObjectMapper().readTree(FIGURES), FrostEd25519.SUITE, Curves.ed25519());
  }

  @Test
  void theFileOfEd25519ComesOut() throws Exception {
    check(read("frost-ed25519-sha512.json"), FrostEd25519.SUITE, Curves.ed25519());
  }

  @Test
  void theFileOfSecp256k1ComesOut() throws Exception {
    check(read("frost-secp256k1-sha256.json"), new Rfc9591Secp256k1Suite(), Curves.secp256k1());
  }

  private static JsonNode read(String name) throws Exception {
    return new ObjectMapper().readTree(Vectors.read("frost/" + name));
  }

  private static void check(JsonNode vector, Ciphersuite suite, ConstantTimeCurve curve)
      throws Exception {
    var inputs = vector.get("inputs");
    var message = HEX.parseHex(inputs.get("message").asText());
    var groupPublicKey = curve.decodePoint(hex(inputs, "group_public_key"));
    var shares = new TreeMap<Integer, byte[]>();
    inputs
        .get("participant_shares")
        .forEach(s -> shares.put(s.get("identifier").asInt(), hex(s, "participant_share")));

    var nonces = new TreeMap<Integer, SigningNonces>();
    var commitments = new TreeMap<Integer, SigningCommitment>();
    var bindingFactors = new TreeMap<Integer, Scalar>();
    for (var output : vector.get("round_one_outputs").get("outputs")) {
      int identifier = output.get("identifier").asInt();
      try (var share = curve.receiveSecret(shares.get(identifier))) {
        var random =
            new FixedRandom(
                hex(output, "hiding_nonce_randomness"), hex(output, "binding_nonce_randomness"));
        nonces.put(identifier, Frost.commit(suite, curve, share, random));
      }
      var commitment = nonces.get(identifier).commitment();
      assertThat(commitment.hiding().encoding()).isEqualTo(hex(output, "hiding_nonce_commitment"));
      assertThat(commitment.binding().encoding())
          .isEqualTo(hex(output, "binding_nonce_commitment"));
      commitments.put(identifier, commitment);
      bindingFactors.put(identifier, curve.decodeScalar(hex(output, "binding_factor")));
    }
    var signingPackage =
        SigningPackage.of(
            suite, curve, EffectiveKey.of(curve, groupPublicKey), commitments, message);
    assertThat(signingPackage.bindingFactors()).isEqualTo(bindingFactors);

    var verificationShares = new TreeMap<Integer, Point>();
    var signatureShares = new TreeMap<Integer, Scalar>();
    for (var output : vector.get("round_two_outputs").get("outputs")) {
      int identifier = output.get("identifier").asInt();
      try (var share = curve.receiveSecret(shares.get(identifier))) {
        verificationShares.put(identifier, share.timesGenerator());
        var signatureShare =
            Frost.sign(curve, identifier, share, nonces.get(identifier), signingPackage);
        assertThat(signatureShare.encoding()).isEqualTo(hex(output, "sig_share"));
        signatureShares.put(identifier, signatureShare);
      }
    }
    signatureShares.forEach((identifier, signatureShare) ->
        assertThat(
                Frost.verifySignatureShare(
                    curve,
                    identifier,
                    verificationShares.get(identifier),
                    signatureShare,
                    signingPackage))
            .isTrue());
    var signature = Frost.aggregate(curve, signingPackage, signatureShares.values());
    // In the RFC's suite for secp256k1 a signature begins with the whole point.
    assertThat(HEX.formatHex(signature.commitment().encoding()) + signature.response())
        .isEqualTo(vector.get("final_output").get("sig").asText());
    assertThat(signature.verifies(curve, groupPublicKey, message))
        .isEqualTo(suite == FrostEd25519.SUITE);
    assertThat(PublicKeyPackage.of(curve, verificationShares).groupPublicKey())
        .isEqualTo(groupPublicKey);
  }

  private static byte[] hex(JsonNode node, String field) {
    return HEX.parseHex(node.get(field).asText());
  }

  /** The vector's randomness, in turn. */
  private static final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final transient Deque<byte[]> values = new ArrayDeque<>();

    FixedRandom(byte[]... values) {
      for (var value : values) {
        this.values.add(value);
      }
    }

    @Override
    public void nextBytes(byte[] bytes) {
      var value = values.removeFirst();
      System.arraycopy(value, 0, bytes, 0, bytes.length);
    }
  }
}
