package dev.cosigner.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.transaction.policy.Policy;
import dev.cosigner.transaction.policy.PolicyCodec;
import dev.cosigner.transaction.policy.Rule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {
  private static final Path EXAMPLE = Path.of("../../docs/policy/treasury.json");

  @Test
  void readsThePolicyThatTheEnclaveReads() throws Exception {
    Policy policy = PolicyFile.read(EXAMPLE);
    byte[] encoded = PolicyCodec.encode(policy);
    assertThat(PolicyCodec.decode(encoded).rules()).isEqualTo(policy.rules());
    assertThat(policy.rules(Rule.AmountLimit.class))
        .extracting(Rule.AmountLimit::name)
        .containsExactly("eth-limit", "sol-limit", "usdc-limit", "usdc-on-solana-limit");
    assertThat(policy.lists().lists().get("sanctioned"))
        .containsExactly("0x8589427373d6d84e98730d7795d8f6f8731fda16");
  }

  /** Four bytes that Jackson takes for the start of UTF-32, and then others. */
  @Test
  void refusesBytesThatAreNoText() {
    byte[] bytes = {0, 0, 0, '{', (byte) 0xff, (byte) 0xfe, (byte) 0xff, (byte) 0xff};
    CosignerException e =
        assertThrows(CosignerException.class, () -> PolicyFile.parse(bytes, EXAMPLE.getParent()));
    assertThat(e.id()).isEqualTo("policy-malformed");
    assertThat(e.expected()).contains("text in UTF-8");
  }

  @Test
  void takesAddressesAsPeopleWriteThem() throws Exception {
    String json = Files.readString(EXAMPLE);
    String more =
        json.replace(
            "\"sanctioned\": [",
            "\"sanctioned\": [\"BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ\","
                + " \"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa\",");
    assertThat(more).isNotEqualTo(json);
    Policy policy = PolicyFile.parse(more.getBytes(StandardCharsets.UTF_8), EXAMPLE.getParent());
    assertThat(policy.lists().lists().get("sanctioned"))
        .contains(
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa");
  }

  /** Each line changes one thing of the example, and names the place. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\": 1|\"version\": 2|version",
        "\"name\": \"treasury\"|\"name\": \"The treasury\"|malformed",
        "\"decimals\": 6|\"decimals\": 78|assets[0]",
        "\"decimals\": 6|\"decimals\": \"6\"|assets[0].decimals",
        "\"0x71660c4005BA|\"0x71660c4005|malformed",
        "\"H8sMJSCQ|\"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp\", \"H8sMJSCQ|malformed",
        "\"H8sMJSCQ|\"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb\", \"H8sMJSCQ|malformed",
        "\"effects\": [\"transfer\"]|\"effects\": [\"transfers\"]|permits[0]",
        "\"effects\": [\"transfer\"]|\"effects\": [\"fee\"]|permits[0]",
        "\"effects\": [\"transfer\"]|\"effects\": []|permits[0]",
        "\"effects\": [\"transfer\"]|\"effects\": [\"transfer\", \"transfer\"]|permits[0].effects",
        "\"to\": [\"exchanges\"]|\"to\": [\"friends\"]|malformed",
        "\"to\": [\"exchanges\"]|\"to\": []|permits[0].to",
        "\"to\": [\"exchanges\"]|\"to\": [\"exchanges\"], \"assets\": []|permits[0].assets",
        "\"to\": [\"exchanges\"]|\"to\": [\"exchanges\"], \"wallets\": []|permits[0].wallets",
        "\"mon\"|\"monday\"|permits[0].hours.days",
        "\"from\": \"07:00\"|\"from\": \"7:00\"|permits[0].hours.from",
        "\"until\": \"19:00\"|\"until\": \"06:00\"|permits[0]",
        "\"maximum\": \"0.05\"|\"maximum\": 0.05|fees[0].maximum",
        "\"maximum\": \"0.05\"|\"maximum\": \"0.0000000000000000001\"|fees[0]",
        "\"perTransaction\": \"500\"|\"perTransaction\": \"5e2\"|limits[0]",
        "\"within\": \"24h\"|\"within\": \"1 day\"|limits[0].rolling.within",
        "\"within\": \"24h\"|\"within\": \"9000h\"|limits[0]",
        "\"of\": \"policy\"|\"of\": \"everyone\"|limits[3]",
        "\"count\": 20|\"count\": 0|limits[4].count",
        "\"name\": \"memos\"|\"name\": \"pace\"|malformed",
        "\"name\": \"memos\"|\"name\": \"memos\", \"nmae\": 1|permits[1].nmae",
        "\"group\": \"board\"|\"group\": null|approvals[1].group",
        "\"version\": 1|\"version\": 1, \"version\": 1|no JSON",
      })
  void refusesAnotherFormAndNamesThePlace(String part, String other, String place)
      throws Exception {
    String json = Files.readString(EXAMPLE);
    assertThat(json).contains(part);
    int start = json.indexOf(part);
    byte[] changed =
        (json.substring(0, start) + other + json.substring(start + part.length()))
            .getBytes(StandardCharsets.UTF_8);
    CosignerException e =
        assertThrows(CosignerException.class, () -> PolicyFile.parse(changed, EXAMPLE.getParent()));
    assertThat(e.id()).isEqualTo("policy-malformed");
    assertThat(e.exit()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(e.getMessage()).contains(place);
    assertThat(e.expected()).isPresent();
    assertThat(e.found()).isPresent();
  }
}
