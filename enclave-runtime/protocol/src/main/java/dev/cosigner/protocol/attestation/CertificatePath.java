package dev.cosigner.protocol.attestation;

import dev.cosigner.protocol.attestation.AttestationException.Reason;
import dev.cosigner.protocol.cbor.CborBytes;
import dev.cosigner.protocol.cose.CoseException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The path from the pinned root to the module's own certificate, by the rules of RFC 5280, section
 * 6.1, that concern a chain of the NSM. What is cheap to check comes first; signatures come last.
 */
final class CertificatePath {
  /**
   * A path that was verified.
   *
   * @param moduleKey the key of the module's own certificate
   * @param notBeforeMillis from when all certificates are valid
   * @param notAfterMillis until when all certificates are valid
   */
  record Verified(ECPublicKey moduleKey, long notBeforeMillis, long notAfterMillis) {
    boolean isValidAt(long millis) {
      return notBeforeMillis <= millis && millis <= notAfterMillis;
    }
  }

  private final List<NitroCertificate> authorities;
  private final NitroCertificate leaf;

  private CertificatePath(List<NitroCertificate> authorities, NitroCertificate leaf) {
    this.authorities = authorities;
    this.leaf = leaf;
  }

  /** Verifies the path of a document at a time. */
  static Verified verify(
      DocumentPayload payload, TrustAnchor anchor, long atMillis, SignatureCheck signatures)
      throws AttestationException {
    requirePinned(payload.cabundle().getFirst(), anchor);
    List<NitroCertificate> authorities = new ArrayList<>();
    for (CborBytes certificate : payload.cabundle()) {
      String what = authorities.isEmpty() ? "root" : "authority " + authorities.size();
      authorities.add(NitroCertificate.parse(what + " certificate", certificate.value()));
    }
    NitroCertificate leaf =
        NitroCertificate.parse("module certificate", payload.certificate().value());
    return new CertificatePath(authorities, leaf).verify(atMillis, signatures);
  }

  private static void requirePinned(CborBytes root, TrustAnchor anchor)
      throws AttestationException {
    String found = HexFormat.of().formatHex(sha256(root.value()));
    if (!found.equals(anchor.hex())) {
      throw new AttestationException(
          Reason.ROOT, "root certificate", anchor.toString(), "root " + found);
    }
  }

  private Verified verify(long atMillis, SignatureCheck signatures) throws AttestationException {
    requireNames();
    requireValidity(atMillis);
    requireAuthorities();
    requireLeaf();
    requireSignatures(signatures);
    return new Verified(
        leaf.publicKey(),
        certificates().stream().mapToLong(NitroCertificate::notBeforeMillis).max().orElseThrow(),
        certificates().stream().mapToLong(NitroCertificate::notAfterMillis).min().orElseThrow());
  }

  private List<NitroCertificate> certificates() {
    List<NitroCertificate> all = new ArrayList<>(authorities);
    all.add(leaf);
    return all;
  }

  private void requireNames() throws AttestationException {
    NitroCertificate authority = authorities.getFirst();
    for (NitroCertificate certificate : certificates()) {
      if (!certificate.isIssuedUnderNameOf(authority)) {
        throw new AttestationException(
            Reason.CERTIFICATE_NAMES,
            certificate.what() + " issuer",
            "the subject of the " + authority.what(),
            "another name");
      }
      authority = certificate;
    }
  }

  private void requireValidity(long atMillis) throws AttestationException {
    for (NitroCertificate certificate : certificates()) {
      if (atMillis < certificate.notBeforeMillis()) {
        throw new AttestationException(
            Reason.CERTIFICATE_NOT_YET_VALID,
            certificate.what(),
            "valid at " + Instant.ofEpochMilli(atMillis),
            "valid from " + Instant.ofEpochMilli(certificate.notBeforeMillis()));
      }
      if (atMillis > certificate.notAfterMillis()) {
        boolean isRoot = certificate.equals(authorities.getFirst());
        throw new AttestationException(
            isRoot ? Reason.ROOT_EXPIRED : Reason.CERTIFICATE_EXPIRED,
            certificate.what(),
            "valid at " + Instant.ofEpochMilli(atMillis),
            "valid until " + Instant.ofEpochMilli(certificate.notAfterMillis()));
      }
    }
  }

  private void requireAuthorities() throws AttestationException {
    for (int i = 0; i < authorities.size(); i++) {
      NitroCertificate authority = authorities.get(i);
      int following = authorities.size() - 1 - i;
      authority.requireKnownCriticalExtensions();
      if (!authority.isAuthority()) {
        throw new AttestationException(
            Reason.NOT_A_CA, authority.what(), "a certification authority", "none");
      }
      if (authority.pathLength() < following) {
        throw new AttestationException(
            Reason.PATH_LENGTH,
            authority.what(),
            "a path length of at least " + following,
            Integer.toString(authority.pathLength()));
      }
      if (!authority.maySignCertificates()) {
        throw new AttestationException(
            Reason.CA_KEY_USAGE, authority.what(), "key usage keyCertSign", "none");
      }
    }
  }

  private void requireLeaf() throws AttestationException {
    leaf.requireKnownCriticalExtensions();
    if (leaf.isAuthority()) {
      throw new AttestationException(
          Reason.LEAF_IS_CA, leaf.what(), "no certification authority", "one");
    }
    if (!leaf.maySignDocuments()) {
      throw new AttestationException(
          Reason.LEAF_KEY_USAGE, leaf.what(), "key usage digitalSignature", "none");
    }
  }

  /** The root is trusted by its digest, so its own signature says nothing. */
  private void requireSignatures(SignatureCheck signatures) throws AttestationException {
    NitroCertificate authority = authorities.getFirst();
    for (NitroCertificate certificate : certificates().subList(1, authorities.size() + 1)) {
      try {
        signatures.verify(authority.publicKey(), certificate.signed(), certificate.signature());
      } catch (CoseException e) {
        Reason reason =
            e.reason() == CoseException.Reason.SIGNATURE_RANGE
                ? Reason.SIGNATURE_RANGE
                : Reason.CERTIFICATE_SIGNATURE;
        throw new AttestationException(
            reason, certificate.what() + " by the " + authority.what() + ": " + e.getMessage(), e);
      }
      authority = certificate;
    }
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }
}
