package dev.cosigner.protocol.wallet;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.attestation.AttestingModule;
import dev.cosigner.protocol.attestation.MeasurementPolicy;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.TrustAnchor;
import dev.cosigner.protocol.identity.IdentityKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Plans of fixed bytes, and a whole wallet whose keys the tests hold. */
public final class Plans {
  private Plans() {}

  public static ByteString filled(int size, int value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return ByteString.copyOf(bytes);
  }

  static Member member(Role role, int seed) {
    return new Member(
        role,
        new Enrolment(
            AnchorKind.DEVELOPMENT, filled(32, seed), filled(32, seed + 1), filled(16, seed + 2)));
  }

  /** Every field of it is of constant bytes. */
  public static OnboardPlan fixedOnboardPlan() {
    return new OnboardPlan(
        filled(32, 1),
        filled(32, 2),
        List.of(member(Role.PROVIDER, 0x10), member(Role.CUSTOMER, 0x20)),
        MeasurementPolicy.of(
            new Measurements(
                AttestingModule.IMAGE.pcr0(),
                AttestingModule.IMAGE.pcr1(),
                AttestingModule.IMAGE.pcr2())),
        0,
        filled(32, 3),
        1_800_000_000_000L);
  }

  /** Every field of it is of constant bytes, and none is empty. */
  public static GenesisPlan fixedGenesisPlan() {
    return new GenesisPlan(
        Scheme.FROST_ED25519,
        "Treasury \u00e9",
        TrustAnchor.development(new byte[32]),
        List.of(member(Role.PROVIDER, 0x10), member(Role.CUSTOMER, 0x20)),
        new Governance(List.of(filled(32, 0x61), filled(32, 0x62), filled(32, 0x63)), 2),
        filled(5, 0x70),
        MeasurementPolicy.of(AttestingModule.IMAGE),
        List.of("arn:aws:kms:eu-central-1:1:key/a", "arn:aws:kms:eu-central-1:2:key/b"),
        List.of(filled(32, 0x71)),
        filled(32, 4),
        1_800_000_000_000L);
  }

  /** A cosigner of which the test has the key, in an enclave of an image. */
  record Signer(IdentityKey key, AttestingModule module, Member member) {
    static Signer of(Role role, Measurements image) {
      SecureRandom random = new SecureRandom();
      IdentityKey key = IdentityKey.generate(random);
      byte[] drawn = new byte[48];
      random.nextBytes(drawn);
      return new Signer(
          key,
          new AttestingModule(image, false),
          new Member(
              role,
              new Enrolment(
                  AnchorKind.DEVELOPMENT,
                  ByteString.copyOf(key.publicKey().encoded()),
                  ByteString.copyOf(Arrays.copyOf(drawn, 32)),
                  ByteString.copyOf(Arrays.copyOfRange(drawn, 32, 48)))));
    }

    Certificate.Attested attest(String domain, byte[] statement) {
      byte[] hash = DomainHash.of(domain, statement);
      return new Certificate.Attested(
          ByteString.copyOf(key.sign(hash)),
          ByteString.copyOf(module.attest(hash, null, null, AttestingModule.NOW)));
    }
  }

  static Certificate certify(String domain, byte[] statement, List<Signer> signers) {
    List<Certificate.Attested> attested = new ArrayList<>();
    for (Signer signer : signers) {
      attested.add(signer.attest(domain, statement));
    }
    return new Certificate(ByteString.copyOf(statement), attested);
  }

  static List<Member> members(List<Signer> signers) {
    return signers.stream().map(Signer::member).toList();
  }

  static Approval approve(IdentityKey operator, ApprovalStatement statement) {
    return new Approval(
        ByteString.copyOf(operator.publicKey().encoded()),
        ByteString.copyOf(operator.sign(statement.digest())));
  }
}
