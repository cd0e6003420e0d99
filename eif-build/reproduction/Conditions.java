import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TreeSet;
import java.util.zip.DeflaterOutputStream;

/**
 * What a JVM sees of the machine and the user it runs for, one {@code name<TAB>value} a line: the
 * reproduction compares two of these to know that a variation took place.
 */
final class Conditions {
  public static void main(String[] args) throws Exception {
    line("jdk", System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"));
    line("user", System.getProperty("user.name"));
    line("path", Path.of("").toAbsolutePath().toString());
    line("locale", Locale.getDefault().toLanguageTag() + " i-" + "I".toLowerCase());
    line("zone", ZoneId.systemDefault().getId());
    line("zlib", "deflates to " + digest(deflated()));
    line("trust", "authorities " + digest(authorities()));
  }

  private static void line(String name, String value) {
    System.out.println(name + "\t" + value);
  }

  private static byte[] deflated() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      for (int i = 0; i < 5000; i++) {
        deflater.write(Integer.toString(i * i).getBytes("US-ASCII"));
      }
    }
    return out.toByteArray();
  }

  private static byte[] authorities() throws Exception {
    Path file = Path.of(System.getProperty("java.home"), "lib/security/cacerts");
    if (!Files.exists(file)) {
      return new byte[0];
    }
    KeyStore store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
    return String.join("\n", new TreeSet<>(java.util.Collections.list(store.aliases())))
        .getBytes("UTF-8");
  }

  private static String digest(byte[] bytes) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return HexFormat.of().formatHex(digest, 0, 8);
  }
}
