package dev.cosigner.protocol.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerifiedPathsTest {
  private static final CertificatePath.Verified PATH = new CertificatePath.Verified(null, 10, 20);

  @Test
  void areFoundByAllCertificatesAndWhileValid() throws Exception {
    VerifiedPaths paths = new VerifiedPaths();
    DocumentPayload payload = payload(1, 2);
    paths.remember(payload, PATH);

    assertThat(paths.find(payload, 9)).isEmpty();
    assertThat(paths.find(payload, 10)).contains(PATH);
    assertThat(paths.find(payload(1, 2), 20)).contains(PATH);
    assertThat(paths.find(payload, 21)).isEmpty();
    assertThat(paths.find(payload(1, 3), 15)).isEmpty();
    assertThat(paths.find(payload(3, 2), 15)).isEmpty();
  }

  @Test
  void areBounded() throws Exception {
    VerifiedPaths paths = new VerifiedPaths();
    for (int i = 0; i <= VerifiedPaths.MOST; i++) {
      paths.remember(payload(1, i), PATH);
    }

    assertThat(paths.size()).isEqualTo(VerifiedPaths.MOST);
    assertThat(paths.find(payload(1, 0), 15)).isEmpty();
    assertThat(paths.find(payload(1, VerifiedPaths.MOST), 15)).contains(PATH);
  }

  private static DocumentPayload payload(int authority, int leaf) throws Exception {
    return DocumentPayload.parse(
        new TestModule()
            .certificates(List.of(new byte[] {(byte) authority}, new byte[] {(byte) leaf}))
            .payload()
            .encode());
  }
}
