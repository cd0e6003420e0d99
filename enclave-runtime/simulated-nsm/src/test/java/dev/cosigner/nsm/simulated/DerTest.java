package dev.cosigner.nsm.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The writer against Bouncy Castle's. */
class DerTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 255, 256, 65_535})
  void lengthsAreMinimal(int length) throws Exception {
    byte[] content = new byte[length];
    assertThat(Der.octetString(content)).isEqualTo(new DEROctetString(content).getEncoded());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-24T05:06:07Z",
        "2049-12-31T23:59:59Z",
        "2050-01-01T00:00:00Z",
        "2009-01-02T03:04:05Z"
      })
  void timesChangeTheirFormIn2050(String text) throws Exception {
    Instant instant = Instant.parse(text);
    assertThat(Der.time(instant.toEpochMilli()))
        .isEqualTo(new Time(Date.from(instant)).getEncoded());
  }

  @Test
  void theOtherForms() throws Exception {
    assertThat(Der.objectIdentifier("2a8648ce3d040303"))
        .isEqualTo(new ASN1ObjectIdentifier("1.2.840.10045.4.3.3").getEncoded());
    assertThat(Der.utf8String("AWS")).isEqualTo(new DERUTF8String("AWS").getEncoded());
    assertThat(Der.printableString("US")).isEqualTo(new DERPrintableString("US").getEncoded());
    assertThat(Der.bitString(new byte[] {5}))
        .isEqualTo(new DERBitString(new byte[] {5}).getEncoded());
    assertThat(Der.explicit(3, Der.sequence()))
        .isEqualTo(new DERTaggedObject(true, 3, new DERSequence()).getEncoded());
  }
}
