package dev.cosigner.transaction.ethereum;

import static dev.cosigner.transaction.ethereum.Refusals.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.esaulpaugh.headlong.abi.ABIJSON;
import com.esaulpaugh.headlong.abi.Function;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON of the Solidity documentation and of its compilers, and what is refused of it. */
class ContractAbiTest {
  /** Solidity documentation, "Contract ABI Specification": the example with tuples, and more. */
  private static final String JSON =
      """
      [
        {"type":"error","name":"InsufficientBalance","inputs":[
          {"name":"available","type":"uint256"},{"name":"required","type":"uint256"}]},
        {"type":"event","name":"Event","anonymous":false,"inputs":[
          {"name":"a","type":"uint256","indexed":true},{"name":"b","type":"bytes32","indexed":false}]},
        {"type":"constructor","stateMutability":"nonpayable","inputs":[]},
        {"type":"receive","stateMutability":"payable"},
        {"type":"function","name":"f","stateMutability":"nonpayable","outputs":[],"inputs":[
          {"name":"s","type":"tuple","internalType":"struct Test.S","components":[
            {"name":"a","type":"uint256"},{"name":"b","type":"uint256[]"},
            {"name":"c","type":"tuple[]","components":[
              {"name":"x","type":"uint256"},{"name":"y","type":"uint256"}]}]},
          {"name":"t","type":"tuple[2][]","components":[
            {"name":"x","type":"uint256"},{"name":"y","type":"uint256"}]},
          {"name":"","type":"uint256"}]},
        {"type":"function","name":"deposit","stateMutability":"payable","outputs":[],"inputs":[
          {"name":"asset","type":"address"},{"name":"amount","type":"uint256"}]},
        {"type":"function","name":"balance","stateMutability":"view","inputs":[],"outputs":[
          {"name":"","type":"uint256"}]},
        {"type":"function","name":"before","constant":false,"payable":false,"inputs":[],"outputs":[]},
        {"type":"function","name":"read","constant":true,"inputs":[],"outputs":[]}
      ]
      """;

  @Test
  void keepsWhatCanChangeSomething() throws Exception {
    assertThat(parse(JSON).functions())
        .containsExactly(
            "before()",
            "deposit(address asset,uint256 amount)",
            "f((uint256 a,uint256[] b,(uint256 x,uint256 y)[] c) s,(uint256 x,uint256 y)[2][] t,"
                + "uint256)");
  }

  @Test
  void agreesWithHeadlongOnEverySelector() throws Exception {
    List<String> selectors =
        ABIJSON.parseFunctions(JSON).stream().map(Function::selectorHex).toList();
    for (String function : parse(JSON).functions()) {
      assertThat(selectors).contains(FunctionSignature.parse(function).selector());
    }
  }

  /** SHA-256 of the lines, as any other tool computes it. */
  @Test
  void hasOneHashForWhatItSays() throws Exception {
    ContractAbi abi = new ContractAbi(List.of("b()", "a(uint256 x)"));
    assertThat(abi.hash())
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    java.security.MessageDigest.getInstance("SHA-256")
                        .digest("a(uint256 x)\nb()\n".getBytes(UTF_8))));
    String entry =
        "{\"type\":\"function\",\"name\":\"%s\",\"stateMutability\":\"%s\",\"inputs\":[%s]}";
    String x = "{\"name\":\"x\",\"type\":\"uint256\"}";
    String a = entry.formatted("a", "payable", x);
    String b = entry.formatted("b", "nonpayable", "");
    assertThat(parse("[" + a + "," + b + "]").hash()).isEqualTo(abi.hash());
    assertThat(parse(" [ " + b + " , " + a + " ] ").hash()).isEqualTo(abi.hash());
    // Another name of a parameter shows people something else: it counts.
    assertThat(parse("[" + b + "," + a.replace("\"x\"", "\"y\"") + "]").hash())
        .isNotEqualTo(abi.hash());
  }

  /** Each line changes one thing of the example. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"type\":\"error\"          | \"type\":\"mistake\"                  | INVALID_ABI",
        "\"type\":\"error\",         |                                       | INVALID_ABI",
        "\"type\":\"error\"          | \"type\":1                            | INVALID_ABI",
        "\"type\":\"error\"          | \"type\":\"error\",\"selector\":\"0x\" | INVALID_ABI",
        "\"type\":\"error\"          | \"type\":\"error\",\"type\":\"event\" | INVALID_JSON",
        "\"name\":\"deposit\",       |                                       | INVALID_ABI",
        "\"name\":\"deposit\"        | \"name\":\"de posit\"                 | INVALID_ABI",
        "\"name\":\"deposit\"        | \"name\":\"\"                         | INVALID_ABI",
        "\"name\":\"asset\"          | \"name\":\"as,set\"                   | INVALID_ABI",
        "\"name\":\"asset\"          | \"name\":\"as,uint256\"               | INVALID_ABI",
        "\"name\":\"deposit\"        | \"name\":\"deposit(bool)\"            | INVALID_ABI",
        "\"type\":\"address\"        | \"type\":\"address a,uint256\"        | INVALID_ABI",
        "\"name\":\"asset\"          | \"name\":\"amount\"                   | INVALID_ABI",
        "\"name\":\"asset\",         |                                       | INVALID_ABI",
        "\"type\":\"address\"        | \"type\":\"address payable\"          | INVALID_ABI",
        "\"type\":\"address\"        | \"type\":\"uint\"                     | INVALID_ABI",
        "\"type\":\"address\"        | \"type\":\"fixed128x18\"              | INVALID_ABI",
        "\"type\":\"address\"        | \"type\":\"(uint256 a)\"              | INVALID_ABI",
        "\"type\":\"address\"        | \"type\":\"tuple\"                    | INVALID_ABI",
        "\"type\":\"address\"        | \"type\":\"address\",\"components\":[] | INVALID_ABI",
        "\"type\":\"tuple[2][]\"     | \"type\":\"tuple[0][]\"               | INVALID_ABI",
        "\"type\":\"tuple[2][]\"     | \"type\":\"tuple[2][] \"              | INVALID_ABI",
        "\"stateMutability\":\"view\" | \"stateMutability\":\"often\"        | INVALID_ABI",
        "\"stateMutability\":\"view\" | \"stateMutability\":true             | INVALID_ABI",
        "\"constant\":true,          |                                       | INVALID_ABI",
        "\"constant\":true           | \"constant\":\"true\"                 | INVALID_ABI",
        "\"name\":\"before\"         | \"name\":\"read\",\"name\":\"before\" | INVALID_JSON"
      })
  void refusesWhatIsOfAnotherForm(String from, String to, Reason reason) {
    String changed = JSON.replace(from, to == null ? "" : to);
    assertThat(changed).isNotEqualTo(JSON);
    assertRefused(reason, () -> parse(changed));
  }

  @Test
  void refusesFunctionsThatCannotBeToldApart() {
    // Two functions of one selector, found by search: what a call means would be a choice.
    assertThat(FunctionSignature.parse("collate_propagate_storage(bytes16)").selector())
        .isEqualTo(FunctionSignature.parse("burn(uint256)").selector());
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new ContractAbi(List.of("burn(uint256 x)", "collate_propagate_storage(bytes16 y)")))
        .withMessageContaining("0x42966c68");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ContractAbi(List.of("a(uint256 x)", "a(uint256 y)")));
  }

  @Test
  void refusesOtherDocuments() {
    assertRefused(Reason.INVALID_ABI, () -> parse("{}"));
    assertRefused(Reason.INVALID_ABI, () -> parse("[[]]"));
    assertRefused(Reason.INVALID_JSON, () -> parse("[]]"));
    assertRefused(Reason.TOO_LARGE, () -> parse(" ".repeat(ContractAbi.MAX_BYTES + 1)));
    assertRefused(Reason.TOO_DEEP, () -> parse("[".repeat(100)));
  }

  private static ContractAbi parse(String json) throws TransactionException {
    return ContractAbi.parse(json.getBytes(UTF_8));
  }
}
