package dev.cosigner.nsm.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.enclave.nsm.NsmException;
import dev.cosigner.enclave.nsm.NsmException.Reason;
import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the parent may provision, and what is refused. */
class ProvisioningTest {
  private static List<CborValue> fields;

  @BeforeAll
  static void create() throws Exception {
    fields = DevelopmentAuthority.create().provisioningFields(Registers.IMAGE);
  }

  @Test
  void theKeyIsNeverPrinted() throws Exception {
    assertThat(decode(fields).toString())
        .isEqualTo("Provisioning[" + DevelopmentAuthority.MODULE_ID + "]");
  }

  @Test
  void nullRegistersAreTheDevices() throws Exception {
    assertThat(decode(with(4, CborNull.NULL)).registers()).isNull();
  }

  @Test
  void anotherVersionIsRefused() {
    refused(with(0, CborValue.of(2)), "provisioning version: expected integer 1, found 2");
  }

  @Test
  void aMissingCertificateIsRefused() throws Exception {
    List<CborValue> bundle = fields.get(2).asArrayOf("bundle", 4).subList(0, 3);
    refused(with(2, CborValue.array(bundle)), "certificates: expected 4 items, found 3");
  }

  @Test
  void aRegisterThatTheNsmDoesNotHaveIsRefused() {
    refused(
        with(4, CborValue.map(CborMap.entry(32, Registers.register(1)))),
        "register index: expected an integer from 0 to 31, found 32");
  }

  @Test
  void aRegisterOfAnotherSizeIsRefused() {
    refused(
        with(4, CborValue.map(CborMap.entry(0, CborValue.of(new byte[32])))),
        "register: expected 48 bytes, found 32");
  }

  @Test
  void aKeyOfAnotherCurveIsRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
    refused(with(3, CborValue.of(key)), "expected an instance key on P-384, found another");
  }

  @Test
  void aKeyThatIsNoneIsRefused() {
    refused(
        with(3, CborValue.of(new byte[] {1})),
        "expected an instance key in PKCS #8, found something else");
  }

  @Test
  void aCertificateCutShortIsRefused() throws Exception {
    List<CborValue> bundle = new ArrayList<>(fields.get(2).asArrayOf("bundle", 4));
    byte[] instance = bundle.get(3).asBytes("certificate", 1, 2048);
    for (int length = 1; length < 120; length++) {
      bundle.set(3, CborValue.of(Arrays.copyOf(instance, length)));
      refused(
          with(2, CborValue.array(bundle)),
          "expected the instance's certificate in DER, found something else");
    }
  }

  private static List<CborValue> with(int index, CborValue value) {
    List<CborValue> changed = new ArrayList<>(fields);
    changed.set(index, value);
    return changed;
  }

  private static Provisioning decode(List<CborValue> values) throws NsmException {
    return Provisioning.decode(CborValue.array(values).encode());
  }

  private static void refused(List<CborValue> values, String message) {
    assertThatThrownBy(
            () -> {
              Provisioning provisioning = decode(values);
              new SimulatedNsm(provisioning, new MemoryBacking(provisioning.registers(), () -> 0));
            })
        .isInstanceOfSatisfying(
            NsmException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_ARGUMENT))
        .hasMessage(message);
  }
}
