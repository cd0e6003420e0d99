package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.frost.PublicKeyPackage;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.wallet.Genesis;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The public side of key shares as certificates hold it. */
final class KeyShares {
  private KeyShares() {}

  static ByteString publicKey(PublicKeyPackage keys) {
    return ByteString.copyOf(keys.groupPublicKey().encoding());
  }

  /** A wallet's first group as its genesis states it. */
  static PublicKeyPackage publicKeys(Curve curve, Genesis genesis) throws RequestException {
    try {
      Map<Integer, Point> shares = new TreeMap<>();
      for (ByteString share : genesis.verificationShares()) {
        shares.put(shares.size() + 1, curve.decodePoint(share.toByteArray()));
      }
      PublicKeyPackage keys = PublicKeyPackage.of(curve, shares);
      if (publicKey(keys).equals(genesis.publicKey())) {
        return keys;
      }
    } catch (CurveException | IllegalArgumentException e) {
      throw new RequestException(
          "genesis-malformed", "a verification share is no point", null, e.getMessage(), null);
    }
    throw new RequestException(
        "genesis-malformed",
        "the verification shares do not make up the public key",
        genesis.publicKey().hex(),
        null,
        null);
  }

  /** In the order of the members' identifiers. */
  static List<ByteString> verificationShares(PublicKeyPackage keys) {
    return keys.members().stream()
        .map(member -> ByteString.copyOf(keys.verificationShare(member).encoding()))
        .toList();
  }
}
