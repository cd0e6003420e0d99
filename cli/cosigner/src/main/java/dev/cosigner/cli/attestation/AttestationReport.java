package dev.cosigner.cli.attestation;

import dev.cosigner.cli.ui.Table;
import dev.cosigner.protocol.attestation.DocumentContents;
import dev.cosigner.protocol.attestation.PcrValue;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a document says, as a table and as a tree; none of it is verified. */
public final class AttestationReport {
  private static final List<String> USAGES =
      List.of(
          "digitalSignature",
          "nonRepudiation",
          "keyEncipherment",
          "dataEncipherment",
          "keyAgreement",
          "keyCertSign",
          "cRLSign",
          "encipherOnly",
          "decipherOnly");

  private final DocumentContents contents;

  /** The report on a document. */
  public AttestationReport(DocumentContents contents) {
    this.contents = contents;
  }

  /** The document as a tree for {@code --json}. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("module", contents.moduleId());
    tree.put("time", time());
    Map<String, Object> pcrs = new LinkedHashMap<>();
    contents.pcrs().forEach((index, value) -> pcrs.put("PCR" + index, value.hex()));
    tree.put("pcrs", pcrs);
    tree.put("userData", hex(contents.userData()));
    tree.put("nonce", hex(contents.nonce()));
    tree.put("publicKey", hex(contents.publicKey()));
    tree.put("certificates", contents.certificates().stream().map(this::certificate).toList());
    return tree;
  }

  /** The document and its chain of certificates, root first, as tables for people. */
  public String text() {
    Table table = Table.ofFields();
    table.row("Module", contents.moduleId());
    table.row("Time", time());
    contents.pcrs().forEach((index, value) -> table.row("PCR" + index, register(index, value)));
    table.row("User data", shown(contents.userData()));
    table.row("Nonce", shown(contents.nonce()));
    table.row("Public key", shown(contents.publicKey()));
    List<String> parts = new ArrayList<>(List.of(table.toString()));
    int last = contents.certificates().size() - 1;
    for (int i = 0; i <= last; i++) {
      Table fields = Table.ofFields();
      fields.row("Certificate", i == 0 ? "root" : i == last ? "module" : "authority " + i);
      certificate(contents.certificates().get(i))
          .forEach((name, value) -> fields.row("  " + name, value.toString()));
      parts.add(fields.toString());
    }
    return String.join("\n\n", parts);
  }

  /** When the module signed it, as it says. */
  public String time() {
    return Instant.ofEpochMilli(contents.timestampMillis()).toString();
  }

  private static String register(int index, PcrValue value) {
    if (!value.isZero()) {
      return value.hex();
    }
    return index < 3 ? "zeros: DEBUG MODE, nothing was measured" : "zeros";
  }

  private Map<String, Object> certificate(byte[] der) {
    Map<String, Object> fields = new LinkedHashMap<>();
    try {
      X509Certificate x509 =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      fields.put("subject", x509.getSubjectX500Principal().getName());
      fields.put("issuer", x509.getIssuerX500Principal().getName());
      fields.put("notBefore", x509.getNotBefore().toInstant().toString());
      fields.put("notAfter", x509.getNotAfter().toInstant().toString());
      fields.put("keyUsage", usages(x509.getKeyUsage()));
    } catch (CertificateException | RuntimeException e) {
      // Nobody has vouched for these bytes, and the JDK's parser declares not all that it throws.
      fields.clear();
      fields.put("subject", "not an X.509 certificate");
    }
    fields.put("sha256", HexFormat.of().formatHex(CertificateFile.sha256(der)));
    return fields;
  }

  private static String usages(boolean[] set) {
    List<String> names = new ArrayList<>();
    for (int i = 0; set != null && i < Math.min(set.length, USAGES.size()); i++) {
      if (set[i]) {
        names.add(USAGES.get(i));
      }
    }
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static String hex(Optional<byte[]> value) {
    return value.map(HexFormat.of()::formatHex).orElse(null);
  }

  private static String shown(Optional<byte[]> value) {
    return value.map(HexFormat.of()::formatHex).orElse("none");
  }
}
