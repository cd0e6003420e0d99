package dev.cosigner.enclave.nsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.enclave.nsm.NsmException.Reason;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborValue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NsmResponseTest {
  @Test
  void describesTheModule() throws Exception {
    byte[] response =
        answer(
            "DescribeNSM",
            CborMap.entry("version_major", CborValue.of(1)),
            CborMap.entry("version_minor", CborValue.of(0)),
            CborMap.entry("version_patch", CborValue.of(0)),
            CborMap.entry("module_id", CborValue.of("i-0-enc1")),
            CborMap.entry("max_pcrs", CborValue.of(32)),
            CborMap.entry("locked_pcrs", CborValue.array(CborValue.of(0), CborValue.of(31))),
            CborMap.entry("digest", CborValue.of("SHA384")));

    NsmDescription description = NsmResponse.description(response);

    assertThat(description.moduleId()).isEqualTo("i-0-enc1");
    assertThat(description.digest()).isEqualTo("SHA384");
    assertThat(description.lockedPcrs()).containsExactly(0, 31);
  }

  @Test
  void describesARegister() throws Exception {
    byte[] value = new byte[48];
    value[47] = 1;
    Pcr pcr = NsmResponse.pcr(pcrAnswer(value));
    assertThat(pcr.locked()).isTrue();
    assertThat(pcr.value()).isEqualTo(value);
  }

  @Test
  void aRegisterOfAnotherSizeIsRefused() {
    malformed(
        () -> NsmResponse.pcr(pcrAnswer(new byte[32])),
        "DescribePCR: data: expected 48 bytes, found 32");
  }

  @Test
  void anAnswerToAnotherRequestIsRefused() {
    malformed(
        () -> NsmResponse.bytes("GetRandom", "random", 1, 256, pcrAnswer(new byte[48])),
        "GetRandom: the answer: expected a key \"GetRandom\", found none");
  }

  @Test
  void theNameAloneSaysDone() {
    assertThatCode(() -> NsmResponse.done("LockPCR", CborValue.of("LockPCR").encode()))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherNameDoesNotSayDone() {
    malformed(
        () -> NsmResponse.done("LockPCR", CborValue.of("LockPCRs").encode()),
        "LockPCR: LockPCR: expected a map, found a text string");
  }

  @Test
  void aMapDoesNotSayDone() {
    malformed(
        () -> NsmResponse.done("LockPCR", answer("LockPCR")),
        "LockPCR: expected its name as the answer, found a map");
  }

  @Test
  void bytesThatAreNoCborAreRefused() {
    malformed(
        () -> NsmResponse.pcr(new byte[] {(byte) 0xa1}),
        "DescribePCR: CBOR at byte 1: expected 1 more bytes, found 0");
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"UNREACHABLE", "MALFORMED_RESPONSE"})
  void theModulesErrorsKeepTheirNames(Reason reason) {
    byte[] response = error(reason.code());
    assertThatThrownBy(() -> NsmResponse.pcr(response))
        .isInstanceOfSatisfying(NsmException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessage("DescribePCR: the NSM answered " + reason.code());
    assertThatThrownBy(() -> NsmResponse.done("LockPCR", response))
        .isInstanceOfSatisfying(NsmException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void anErrorThatAwsDoesNotDocumentIsMalformed() {
    malformed(() -> NsmResponse.pcr(error("Nonsense")), "DescribePCR: the NSM answered Nonsense");
  }

  private static void malformed(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            NsmException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED_RESPONSE))
        .hasMessage(message);
  }

  private static byte[] error(String code) {
    return CborValue.map(CborMap.entry("Error", CborValue.of(code))).encode();
  }

  private static byte[] pcrAnswer(byte[] value) {
    return answer(
        "DescribePCR",
        CborMap.entry("lock", CborValue.of(true)),
        CborMap.entry("data", CborValue.of(value)));
  }

  private static byte[] answer(String name, CborMap.Entry... fields) {
    return CborValue.map(CborMap.entry(name, CborValue.map(fields))).encode();
  }
}
