package dev.cosigner.transaction.ethereum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.transaction.ReferenceData;
import dev.cosigner.transaction.TransactionException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.StructuredDataEncoder;

/**
 * Compares the hashes of generated typed data, with structs in each other and arrays of numbers and
 * addresses, with web3j.
 */
class TypedDataOracleTest {
  private static final int DOCUMENTS = 2000;
  private static final int LEVELS = 3;
  private final Random random = new Random(1);

  @Test
  void agreesWithWeb3jOnGeneratedDocuments() throws Exception {
    for (int i = 0; i < DOCUMENTS; i++) {
      String document = document();
      EthereumTypedData data =
          EthereumTypedData.parse(document.getBytes(UTF_8), ReferenceData.NONE);
      assertThat(data.bytesToSign(Transactions.CONTEXT))
          .as(document)
          .containsExactly(new StructuredDataEncoder(document).hashStructuredData());
    }
  }

  /** Whatever is accepted after a change, web3j hashes alike. */
  @Test
  void acceptsNoChangedDocumentThatWeb3jHashesOtherwise() throws Exception {
    int accepted = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      byte[] document = document().getBytes(UTF_8);
      int at = random.nextInt(document.length);
      document[at] = (byte) (0x20 + random.nextInt(0x5f));
      try {
        EthereumTypedData data = EthereumTypedData.parse(document, ReferenceData.NONE);
        String text = new String(document, UTF_8);
        assertThat(data.bytesToSign(Transactions.CONTEXT))
            .as(text)
            .containsExactly(new StructuredDataEncoder(text).hashStructuredData());
        accepted++;
      } catch (TransactionException e) {
        assertThat(e).hasMessageContaining(e.expected());
      }
    }
    assertThat(accepted).isPositive();
  }

  /** Struct S0 has S1 in it, S1 has S2, so that none has itself. */
  private String document() {
    List<List<String>> types = new ArrayList<>();
    for (int level = 0; level < LEVELS; level++) {
      List<String> fields = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        String type = elementary();
        // web3j 6.0.0 hashes arrays of structs and bytes otherwise than viem and ethers, which
        // agree
        // with this module (sdk-sample.txt).
        boolean inArrays = type.startsWith("uint") || type.equals("address");
        fields.add(inArrays ? type + suffix() : type);
      }
      if (level + 1 < LEVELS) {
        fields.add(random.nextInt(fields.size() + 1), "S" + (level + 1));
      }
      types.add(fields);
    }
    StringBuilder definitions = new StringBuilder();
    for (int level = 0; level < LEVELS; level++) {
      definitions.append(",\"S").append(level).append("\":[");
      for (int i = 0; i < types.get(level).size(); i++) {
        definitions.append(i == 0 ? "" : ",");
        definitions.append(
            "{\"name\":\"f%d\",\"type\":\"%s\"}".formatted(i, types.get(level).get(i)));
      }
      definitions.append(']');
    }
    return """
    {"types":{"EIP712Domain":[{"name":"name","type":"string"},
      {"name":"chainId","type":"uint256"}]%s},
     "primaryType":"S0","domain":{"name":"D","chainId":%d},"message":%s}
    """
        .formatted(definitions, 1 + random.nextInt(1000), value("S0", types));
  }

  private String elementary() {
    return switch (random.nextInt(7)) {
      case 0 -> "uint" + 8 * (1 + random.nextInt(32));
      case 1 -> "int" + 8 * (1 + random.nextInt(32));
      case 2 -> "address";
      case 3 -> "bool";
      case 4 -> "bytes" + (1 + random.nextInt(32));
      case 5 -> "bytes";
      default -> "string";
    };
  }

  private String suffix() {
    return switch (random.nextInt(5)) {
      case 0 -> "[]";
      case 1 -> "[2]";
      default -> "";
    };
  }

  private String value(String type, List<List<String>> types) {
    if (type.endsWith("]")) {
      int count = type.endsWith("[2]") ? 2 : random.nextInt(3);
      String element = type.substring(0, type.lastIndexOf('['));
      List<String> values = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        values.add(value(element, types));
      }
      return "[" + String.join(",", values) + "]";
    }
    if (type.startsWith("S")) {
      List<String> fields = types.get(Integer.parseInt(type.substring(1)));
      List<String> members = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        members.add("\"f%d\":%s".formatted(i, value(fields.get(i), types)));
      }
      return "{" + String.join(",", members) + "}";
    }
    return elementary(type);
  }

  private String elementary(String type) {
    if (type.startsWith("uint")) {
      return "\"" + new BigInteger(Integer.parseInt(type.substring(4)), random) + "\"";
    }
    if (type.startsWith("int")) {
      BigInteger magnitude = new BigInteger(Integer.parseInt(type.substring(3)) - 1, random);
      return "\"" + (random.nextBoolean() ? magnitude : magnitude.not()) + "\"";
    }
    return switch (type) {
      case "address" -> hex(20);
      case "bool" -> String.valueOf(random.nextBoolean());
      case "bytes" -> hex(random.nextInt(70));
      case "string" -> "\"\u00e9t\u00e9 \\\\ \ud83d\ude00\"";
      default -> hex(Integer.parseInt(type.substring(5)));
    };
  }

  private String hex(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return "\"0x" + HexFormat.of().formatHex(bytes) + "\"";
  }
}
