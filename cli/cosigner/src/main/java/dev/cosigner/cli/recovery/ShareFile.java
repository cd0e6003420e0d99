package dev.cosigner.cli.recovery;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.mpc.curve.Curve;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.curve.Scalar;
import dev.cosigner.mpc.frost.PublicKeyPackage;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.wallet.Scheme;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One member's share of a key, sealed by a pass-phrase: strict CBOR,
 *
 * <pre>
 * ["cosigner/share", 1, scheme, member, [[member, verification share] ...], [chain code],
 *  iterations, salt, nonce, sealed]
 * </pre>
 *
 * The share, 32 bytes, is sealed by AES-256-GCM under PBKDF2-HMAC-SHA-256 of the pass-phrase; all
 * items before it, encoded as an array, are its associated data. What is public can be read without
 * the pass-phrase, and is only proven right by it and by the share.
 */
public final class ShareFile {
  /** Largest file, in bytes. */
  public static final int MAX_BYTES = 4096;

  private static final String FORMAT = "cosigner/share";
  private static final int VERSION = 1;
  private static final int ITERATIONS = 600_000;
  private static final int MAX_ITERATIONS = 10_000_000;
  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int SHARE_BYTES = 32;

  private final SharedKey key;
  private final int member;
  private final byte[] header;
  private final int iterations;
  private final byte[] salt;
  private final byte[] nonce;
  private final byte[] sealed;

  private ShareFile(
      SharedKey key, int member, int iterations, byte[] salt, byte[] nonce, byte[] sealed) {
    this.key = key;
    this.member = member;
    this.iterations = iterations;
    this.salt = salt;
    this.nonce = nonce;
    this.sealed = sealed;
    header = CborValue.array(header(key, member, iterations, salt, nonce)).encode();
  }

  /**
   * Reads a file. Nothing of it is proven yet.
   *
   * @param name what to call it in errors
   * @throws CosignerException {@code share-malformed}
   */
  public static ShareFile read(String name, byte[] encoded) throws CosignerException {
    try {
      List<CborValue> items =
          CborDecoder.decode(encoded, CborLimits.of(MAX_BYTES, 4, 256)).asArrayOf("share file", 10);
      if (!items.get(0).asText("format", 32).equals(FORMAT)) {
        throw new IllegalArgumentException("another format");
      }
      if (items.get(1).asInteger("version", 0, 0xffff) != VERSION) {
        throw new IllegalArgumentException("another version of the format");
      }
      Scheme scheme = scheme(items.get(2).asText("scheme", 32));
      int member = (int) items.get(3).asInteger("member", 1, 0xffff);
      var key = new SharedKey(scheme, publicKeys(scheme, items.get(4), items.get(5)));
      key.publicKeys().verificationShare(member);
      return new ShareFile(
          key,
          member,
          (int) items.get(6).asInteger("iterations", 1, MAX_ITERATIONS),
          items.get(7).asBytes("salt", SALT_BYTES, SALT_BYTES),
          items.get(8).asBytes("nonce", NONCE_BYTES, NONCE_BYTES),
          items.get(9).asBytes("sealed share", SHARE_BYTES + TAG_BYTES, SHARE_BYTES + TAG_BYTES));
    } catch (CborException | CurveException | IllegalArgumentException e) {
      throw CosignerException.of("share-malformed", ExitCode.BAD_INPUT, name + " is no share file")
          .expected("a file that 'cosigner recovery import' wrote")
          .found(e.getMessage())
          .hint("the file may be cut off, or another one: take another copy of it")
          .cause(e)
          .build();
    }
  }

  private static Scheme scheme(String label) {
    for (Scheme scheme : Scheme.values()) {
      if (scheme.label().equals(label)) {
        return scheme;
      }
    }
    throw new IllegalArgumentException("a scheme that is unknown");
  }

  private static PublicKeyPackage publicKeys(Scheme scheme, CborValue shares, CborValue chainCodes)
      throws CborException, CurveException {
    Curve curve = SharedKey.curve(scheme);
    var points = new TreeMap<Integer, Point>();
    for (CborValue pair : shares.asArray("verification shares", 2, SharedKey.MAX_MEMBERS)) {
      List<CborValue> items = pair.asArrayOf("verification share", 2);
      int member = (int) items.get(0).asInteger("member", 1, 0xffff);
      if (!points.isEmpty() && member <= points.lastKey()) {
        throw new IllegalArgumentException("members that do not ascend");
      }
      byte[] encoding =
          items.get(1).asBytes("verification share", curve.pointBytes(), curve.pointBytes());
      points.put(member, curve.decodePoint(encoding));
    }
    List<CborValue> codes =
        chainCodes.asArrayOf("chain code", scheme == Scheme.FROST_ED25519 ? 0 : 1);
    return PublicKeyPackage.of(
        curve,
        points,
        codes.isEmpty()
            ? Optional.empty()
            : Optional.of(
                Bytes32.of(
                    codes.getFirst().asBytes("chain code", Bytes32.LENGTH, Bytes32.LENGTH))));
  }

  /**
   * Seals a share.
   *
   * @param share the member's
   * @param passphrase wiped by the caller
   * @return the file's content
   * @throws IllegalArgumentException if it is not the member's share of the key
   */
  public static byte[] seal(SharedKey key, int member, Scalar share, char[] passphrase) {
    return seal(key, member, share, passphrase, ITERATIONS);
  }

  static byte[] seal(SharedKey key, int member, Scalar share, char[] passphrase, int iterations) {
    if (!key.isShare(member, share)) {
      throw new IllegalArgumentException("expected the share of member " + member);
    }
    var random = new SecureRandom();
    byte[] salt = new byte[SALT_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    var unsealed = new ShareFile(key, member, iterations, salt, nonce, new byte[0]);
    byte[] plain = share.encoding();
    try {
      byte[] sealed = unsealed.cipher(Cipher.ENCRYPT_MODE, passphrase).doFinal(plain);
      List<CborValue> items = new ArrayList<>(header(key, member, iterations, salt, nonce));
      items.add(CborValue.of(sealed));
      return CborValue.array(items).encode();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2 and AES-GCM", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static List<CborValue> header(
      SharedKey key, int member, int iterations, byte[] salt, byte[] nonce) {
    PublicKeyPackage publicKeys = key.publicKeys();
    List<CborValue> shares = new ArrayList<>();
    for (int one : publicKeys.members()) {
      shares.add(
          CborValue.array(
              CborValue.of(one), CborValue.of(publicKeys.verificationShare(one).encoding())));
    }
    return List.of(
        CborValue.of(FORMAT),
        CborValue.of(VERSION),
        CborValue.of(key.scheme().label()),
        CborValue.of(member),
        CborValue.array(shares),
        CborValue.array(
            publicKeys.chainCode().stream().map(code -> CborValue.of(code.bytes())).toList()),
        CborValue.of(iterations),
        CborValue.of(salt),
        CborValue.of(nonce));
  }

  /** The key that this is a share of, as the file has it. */
  public SharedKey key() {
    return key;
  }

  public int member() {
    return member;
  }

  /**
   * Opens the share, and checks that it is the member's share of the key.
   *
   * @param name what to call the file in errors
   * @param passphrase wiped by the caller
   * @throws CosignerException {@code share-passphrase} or {@code share-wrong}
   */
  public Scalar open(String name, char[] passphrase) throws CosignerException {
    byte[] plain = null;
    try {
      plain = cipher(Cipher.DECRYPT_MODE, passphrase).doFinal(sealed);
      Scalar share = SharedKey.curve(key.scheme()).decodeScalar(plain);
      if (key.isShare(member, share)) {
        return share;
      }
      throw wrong(name, "another number");
    } catch (CurveException e) {
      throw wrong(name, "no scalar of the curve");
    } catch (GeneralSecurityException e) {
      throw CosignerException.of(
              "share-passphrase", ExitCode.REFUSED, "the share " + name + " stays shut")
          .expected("the pass-phrase of this share, and a file that nobody changed")
          .found("another pass-phrase, or another file")
          .hint("each share has the pass-phrase of its own member")
          .build();
    } finally {
      if (plain != null) {
        Arrays.fill(plain, (byte) 0);
      }
    }
  }

  private CosignerException wrong(String name, String found) {
    return CosignerException.of(
            "share-wrong",
            ExitCode.REFUSED,
            "the share in " + name + " is not member " + member + "'s")
        .expected("the number whose public point the file has")
        .found(found)
        .hint("whoever sealed this file made it wrong: take the share from elsewhere")
        .build();
  }

  private Cipher cipher(int mode, char[] passphrase) throws GeneralSecurityException {
    var derivation = new PBEKeySpec(passphrase, salt, iterations, 256);
    byte[] wrapping = null;
    try {
      wrapping =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(derivation)
              .getEncoded();
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          mode, new SecretKeySpec(wrapping, "AES"), new GCMParameterSpec(8 * TAG_BYTES, nonce));
      cipher.updateAAD(header);
      return cipher;
    } finally {
      derivation.clearPassword();
      if (wrapping != null) {
        Arrays.fill(wrapping, (byte) 0);
      }
    }
  }

  /** Says nothing of the share. */
  @Override
  public String toString() {
    return "ShareFile[member " + member + " of " + key + "]";
  }
}
