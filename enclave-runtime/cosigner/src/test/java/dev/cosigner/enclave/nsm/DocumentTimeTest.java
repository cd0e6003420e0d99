package dev.cosigner.enclave.nsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cosigner.protocol.cbor.CborMap;
import dev.cosigner.protocol.cbor.CborTag;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DocumentTimeTest {
  private static final byte[] PAYLOAD =
      CborValue.map(CborMap.entry("timestamp", CborValue.of(1_700_000_000_123L))).encode();

  @Test
  void anUntaggedDocument() throws Exception {
    assertThat(DocumentTime.millisOf(document(PAYLOAD).encode())).isEqualTo(1_700_000_000_123L);
  }

  @Test
  void aTaggedDocument() throws Exception {
    assertThat(DocumentTime.millisOf(new CborTag(18, document(PAYLOAD)).encode()))
        .isEqualTo(1_700_000_000_123L);
  }

  @Test
  void aPayloadOfIndefiniteLength() throws Exception {
    byte[] payload = HexFormat.of().parseHex("bf6974696d657374616d7001ff");
    assertThat(DocumentTime.millisOf(document(payload).encode())).isEqualTo(1);
  }

  @Test
  void aDocumentWithoutATimeIsRefused() {
    assertThatThrownBy(() -> DocumentTime.millisOf(document(CborValue.map().encode()).encode()))
        .isInstanceOf(NsmException.class)
        .hasMessage("attestation document: payload: expected a key \"timestamp\", found none");
  }

  private static CborValue document(byte[] payload) {
    return CborValue.array(
        CborValue.of(new byte[0]),
        CborValue.map(),
        CborValue.of(payload),
        CborValue.of(new byte[96]));
  }
}
