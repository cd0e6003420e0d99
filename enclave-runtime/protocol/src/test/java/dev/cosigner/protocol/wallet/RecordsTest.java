package dev.cosigner.protocol.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestingModule;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.attestation.TrustAnchor;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every record has one encoding, and nothing else decodes. */
class RecordsTest {
  private static final GenesisPlan GENESIS_PLAN = Plans.fixedGenesisPlan();
  private static final Genesis GENESIS =
      new Genesis(
          GENESIS_PLAN,
          Plans.filled(32, 0x41),
          List.of(Plans.filled(32, 0x42), Plans.filled(32, 0x43)));
  private static final OnboardPlan ONBOARD_PLAN = Plans.fixedOnboardPlan();
  private static final OnboardTranscript TRANSCRIPT =
      new OnboardTranscript(
          ONBOARD_PLAN,
          List.of(new Approval(Plans.filled(32, 0x61), Plans.filled(64, 0x62))),
          Plans.filled(32, 0x41),
          List.of(Plans.filled(32, 0x42), Plans.filled(32, 0x43)),
          Plans.filled(64, 0x44));
  private static final SignRequest SIGN_REQUEST =
      new SignRequest(
          Plans.filled(32, 1),
          Plans.filled(32, 2),
          "payroll-2026-11",
          "solana",
          Plans.filled(100, 3),
          0,
          Plans.filled(32, 4),
          1_800_000_000_000L);
  private static final Certificate CERTIFICATE =
      new Certificate(
          ByteString.copyOf(GENESIS.encode()),
          List.of(new Certificate.Attested(Plans.filled(64, 5), Plans.filled(100, 6))));
  private static final EnrolmentRequest ENROLMENT =
      new EnrolmentRequest(
          Plans.member(Role.CUSTOMER, 7).enrolment(),
          Plans.filled(20, 8),
          Plans.filled(64, 9),
          Plans.filled(100, 10));

  interface Reader {
    Object read(byte[] bytes) throws CborException;
  }

  /** Each encoding with what reads it. */
  private static final Map<byte[], Reader> RECORDS =
      Map.of(
          GENESIS_PLAN.encode(), GenesisPlan::decode,
          GENESIS.encode(), Genesis::decode,
          ONBOARD_PLAN.encode(), OnboardPlan::decode,
          TRANSCRIPT.encode(), OnboardTranscript::decode,
          SIGN_REQUEST.encode(), SignRequest::decode,
          CERTIFICATE.encode(), Certificate::decode,
          ENROLMENT.encode(), EnrolmentRequest::decode);

  @Test
  void whatIsEncodedDecodesToTheSame() throws Exception {
    assertThat(GenesisPlan.decode(GENESIS_PLAN.encode())).isEqualTo(GENESIS_PLAN);
    assertThat(Genesis.decode(GENESIS.encode())).isEqualTo(GENESIS);
    assertThat(OnboardPlan.decode(ONBOARD_PLAN.encode())).isEqualTo(ONBOARD_PLAN);
    assertThat(OnboardTranscript.decode(TRANSCRIPT.encode())).isEqualTo(TRANSCRIPT);
    assertThat(SignRequest.decode(SIGN_REQUEST.encode())).isEqualTo(SIGN_REQUEST);
    assertThat(Certificate.decode(CERTIFICATE.encode())).isEqualTo(CERTIFICATE);
    assertThat(EnrolmentRequest.decode(ENROLMENT.encode())).isEqualTo(ENROLMENT);
  }

  @Test
  void otherVersionsFieldsAndLengthsAreRefused() throws Exception {
    for (Map.Entry<byte[], Reader> record : RECORDS.entrySet()) {
      byte[] encoded = record.getKey();
      List<CborValue> fields =
          CborDecoder.decode(encoded, CborLimits.of(1 << 17, 8, 4096)).asArray("record", 1, 64);
      List<byte[]> refused = new ArrayList<>();
      refused.add(Arrays.copyOf(encoded, encoded.length + 1));
      refused.add(Arrays.copyOf(encoded, encoded.length - 1));
      refused.add(CborValue.array(fields.subList(0, fields.size() - 1)).encode());
      List<CborValue> longer = new ArrayList<>(fields);
      longer.add(CborNull.NULL);
      refused.add(CborValue.array(longer).encode());
      for (int i = 0; i < fields.size(); i++) {
        List<CborValue> other = new ArrayList<>(fields);
        other.set(i, i == 0 ? CborValue.of(2) : CborValue.of(false));
        refused.add(CborValue.array(other).encode());
      }
      for (byte[] bytes : refused) {
        assertThatThrownBy(() -> record.getValue().read(bytes)).isInstanceOf(CborException.class);
      }
    }
  }

  /** Fields of the genesis plan, each with a value that is well-formed CBOR but means nothing. */
  @Test
  void plansThatMeanNothingAreRefused() throws Exception {
    byte[] zeros = new byte[48];
    CborValue someone = Plans.member(Role.PROVIDER, 0x10).toCbor();
    CborValue customer = Plans.member(Role.CUSTOMER, 0x20).toCbor();
    Map<Integer, List<CborValue>> bad =
        Map.of(
            1, List.of(CborValue.of("ecdsa")),
            2,
                List.of(
                    CborValue.of(""),
                    CborValue.of("  "),
                    CborValue.of("a\u202Eb"),
                    CborValue.of("a\nb"),
                    CborValue.of("a\u00a0b"),
                    CborValue.of("x".repeat(65))),
            3,
                List.of(
                    anchor("aws", new byte[32]),
                    anchor("development", TrustAnchor.aws().rootSha256()),
                    anchor("other", new byte[32]),
                    anchor("development", new byte[31])),
            4,
                List.of(
                    CborValue.array(someone),
                    CborValue.array(someone, someone),
                    CborValue.array(someone, Plans.member(Role.PROVIDER, 0x20).toCbor()),
                    CborValue.array(customer, Plans.member(Role.CUSTOMER, 0x30).toCbor()),
                    // The HPKE key of one is the identity of the other; then one instance twice.
                    CborValue.array(someone, Plans.member(Role.CUSTOMER, 0x11).toCbor()),
                    CborValue.array(
                        CborValue.array(CborValue.of("owner"), CborValue.array()), customer)),
            5, List.of(governance(0, 1), governance(3, 1, 2), governance(1, 1, 1), governance(1)),
            7,
                List.of(
                    CborValue.array(),
                    CborValue.array(registers(zeros, zeros, zeros)),
                    CborValue.array(
                        registers(zeros, AttestingModule.IMAGE.pcr1().bytes(), new byte[] {1})),
                    CborValue.array(java.util.Collections.nCopies(9, image()))),
            8,
                List.of(
                    CborValue.array(CborValue.of("arn:1")),
                    CborValue.array(CborValue.of("arn:1"), CborValue.of("arn\u0007"))),
            9, List.of(CborValue.array(CborValue.of(new byte[31]))),
            10, List.of(CborValue.of(new byte[31])),
            11, List.of(CborValue.of(-1)));
    List<CborValue> fields =
        CborDecoder.decode(GENESIS_PLAN.encode(), CborLimits.of(1 << 16, 8, 4096))
            .asArrayOf("plan", 12);
    bad.forEach((index, values) -> {
      for (CborValue value : values) {
        List<CborValue> other = new ArrayList<>(fields);
        other.set(index, value);
        assertThatThrownBy(() -> GenesisPlan.decode(CborValue.array(other).encode()))
            .as("field " + index)
            .isInstanceOf(CborException.class);
      }
    });
  }

  private static CborValue anchor(String kind, byte[] root) {
    return CborValue.array(CborValue.of(kind), CborValue.of(root));
  }

  private static CborValue governance(int quorum, int... operators) {
    return CborValue.array(
        CborValue.array(
            Arrays.stream(operators)
                .mapToObj(seed -> CborValue.of(Plans.filled(32, seed).toByteArray()))
                .toList()),
        CborValue.of(quorum));
  }

  private static CborValue image() {
    Measurements image = AttestingModule.IMAGE;
    return registers(image.pcr0().bytes(), image.pcr1().bytes(), image.pcr2().bytes());
  }

  private static CborValue registers(byte[] pcr0, byte[] pcr1, byte[] pcr2) {
    return CborValue.array(CborValue.of(pcr0), CborValue.of(pcr1), CborValue.of(pcr2));
  }

  @Test
  void idsDependOnWhatOperatorsApproveAndNotOnTheRequestId() {
    SignRequest renamed =
        new SignRequest(
            SIGN_REQUEST.walletId(),
            SIGN_REQUEST.groupId(),
            "other",
            SIGN_REQUEST.network(),
            SIGN_REQUEST.message(),
            0,
            SIGN_REQUEST.nonce(),
            SIGN_REQUEST.expiryMillis());
    assertThat(renamed.digest()).isEqualTo(SIGN_REQUEST.digest());
    assertThat(renamed.contentDigest()).isEqualTo(SIGN_REQUEST.contentDigest());
    SignRequest later =
        new SignRequest(
            SIGN_REQUEST.walletId(),
            SIGN_REQUEST.groupId(),
            SIGN_REQUEST.requestId(),
            SIGN_REQUEST.network(),
            SIGN_REQUEST.message(),
            0,
            SIGN_REQUEST.nonce(),
            SIGN_REQUEST.expiryMillis() + 1);
    assertThat(later.digest()).isNotEqualTo(SIGN_REQUEST.digest());
    assertThat(later.contentDigest()).isEqualTo(SIGN_REQUEST.contentDigest());
    assertThat(GENESIS_PLAN.walletId()).isNotEqualTo(GENESIS_PLAN.groupId());
  }

  /** No chain's transaction begins with this byte. */
  @Test
  void theProofOfAGroupIsNoTransaction() {
    assertThat(ONBOARD_PLAN.challenge()[0]).isEqualTo((byte) 0xFF);
  }
}
