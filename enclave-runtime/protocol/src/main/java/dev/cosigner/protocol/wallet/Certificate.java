package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.attestation.AttestationDocument;
import dev.cosigner.protocol.attestation.AttestationException;
import dev.cosigner.protocol.attestation.AttestationVerifier;
import dev.cosigner.protocol.attestation.Expectation;
import dev.cosigner.protocol.attestation.UnverifiedClaims;
import dev.cosigner.protocol.attestation.VerifiedAttestation;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.identity.IdentityException;
import dev.cosigner.protocol.identity.IdentityPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A statement that every member of a group has signed with its identity key and attested: a genesis
 * or an onboarding transcript.
 *
 * @param statement the encoded record
 * @param attestations one per member, in the order in which {@link #verify} is given the members
 */
public record Certificate(ByteString statement, List<Attested> attestations) {

  /** A member's signature (64 bytes) on the statement's hash, and the document that carries it. */
  public record Attested(ByteString signature, ByteString document) {
    /** [signature, document]. */
    public CborValue toCbor() {
      return CborValue.array(Fields.of(signature), Fields.of(document));
    }

    /** Reads {@link #toCbor}'s form. */
    public static Attested fromCbor(CborValue value) throws CborException {
      List<CborValue> fields = value.asArrayOf("attested statement", 2);
      return new Attested(
          Fields.bytes(fields.get(0), "member signature", 64),
          ByteString.copyOf(fields.get(1).asBytes("document", 1, AttestationDocument.MAX_BYTES)));
    }

    /**
     * Checks this member's signature and document for {@code statement}, at the time that the
     * document itself states: what is archived stays verifiable after the leaf's three hours.
     */
    private VerifiedAttestation verify(byte[] hash, Member member, AttestationVerifier verifier)
        throws WalletException {
      try {
        IdentityPublicKey.of(member.enrolment().identityKey().toByteArray())
            .verify(hash, signature.toByteArray());
      } catch (IdentityException e) {
        throw new WalletException(
            WalletException.Reason.BAD_MEMBER_SIGNATURE,
            "the "
                + member.role().label()
                + " "
                + member.enrolment().identityKey()
                + " did not sign this statement",
            e);
      }
      try {
        byte[] bytes = document.toByteArray();
        return verifier.verify(
            bytes,
            Expectation.nothing().withUserData(hash),
            UnverifiedClaims.read(bytes).timestampMillis(),
            0);
      } catch (AttestationException e) {
        throw new WalletException(
            WalletException.Reason.BAD_ATTESTATION,
            "the attestation of the "
                + member.role().label()
                + " "
                + member.enrolment().identityKey()
                + " does not verify: "
                + e.getMessage(),
            e);
      }
    }
  }

  public Certificate {
    attestations = List.copyOf(attestations);
  }

  /** The one encoding: [1, statement, [[signature, document]...]]. */
  public byte[] encode() {
    return CborValue.array(
            CborValue.of(1),
            Fields.of(statement),
            CborValue.array(attestations.stream().map(Attested::toCbor).toList()))
        .encode();
  }

  /** Reads {@link #encode}'s form; at most 512 KiB. */
  public static Certificate decode(byte[] encoded) throws CborException {
    List<CborValue> fields =
        CborDecoder.decode(encoded, WalletLimits.CERTIFICATE).asArrayOf("certificate", 3);
    Fields.version(fields.get(0), "certificate");
    List<Attested> attestations = new ArrayList<>();
    for (CborValue item : fields.get(2).asArray("attestations", 1, 2 * Member.MAX_MEMBERS)) {
      attestations.add(Attested.fromCbor(item));
    }
    return new Certificate(
        ByteString.copyOf(fields.get(1).asBytes("statement", 1, WalletLimits.STATEMENT.maxBytes())),
        attestations);
  }

  /**
   * Checks that each of {@code members}, in this order, signed and attested the statement.
   *
   * @param domain the statement's domain, such as {@link Genesis#DOMAIN}
   * @param verifier of the wallet's anchor and the group's measurements
   */
  public void verify(String domain, List<Member> members, AttestationVerifier verifier)
      throws WalletException {
    verify(domain, members, _ -> verifier);
  }

  /**
   * As above, with a verifier for each member.
   *
   * @return what the documents say, in the order of the members
   */
  List<VerifiedAttestation> verify(
      String domain, List<Member> members, Function<Member, AttestationVerifier> verifiers)
      throws WalletException {
    if (members.size() != attestations.size()) {
      throw new WalletException(
          WalletException.Reason.MEMBER_COUNT,
          "expected attestations of " + members.size() + " members, found " + attestations.size());
    }
    byte[] hash = DomainHash.of(domain, statement.toByteArray());
    List<VerifiedAttestation> verified = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      verified.add(attestations.get(i).verify(hash, member, verifiers.apply(member)));
    }
    return verified;
  }
}
