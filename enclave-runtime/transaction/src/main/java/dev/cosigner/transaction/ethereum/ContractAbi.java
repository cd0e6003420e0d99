package dev.cosigner.transaction.ethereum;

import dev.cosigner.transaction.Sha256;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.TransactionException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The functions of a contract by which a policy has its calls read: of Solidity's ABI no more than
 * what can change something.
 *
 * @param functions signatures with the names of their parameters, such as {@code deposit(address
 *     asset,uint256 amount)}, sorted
 */
public record ContractAbi(List<String> functions) {
  /** Most bytes of a JSON document: 1 MiB. */
  public static final int MAX_BYTES = 1024 * 1024;

  /** Most functions of a contract. */
  public static final int MAX_FUNCTIONS = 512;

  /**
   * Checks and sorts the signatures.
   *
   * @throws IllegalArgumentException where one is none, or two have one selector: a call would not
   *     say which is meant
   */
  public ContractAbi {
    functions = functions.stream().sorted().toList();
    if (functions.size() > MAX_FUNCTIONS) {
      throw new IllegalArgumentException(
          "functions of a contract: expected at most %d, found %d"
              .formatted(MAX_FUNCTIONS, functions.size()));
    }
    Set<String> selectors = new HashSet<>();
    for (String function : functions) {
      FunctionSignature signature = FunctionSignature.parse(function);
      if (!selectors.add(signature.selector())) {
        throw new IllegalArgumentException(
            "functions of a contract: expected each selector once, found 0x%s again, of %s"
                .formatted(signature.selector(), signature.canonical()));
      }
    }
  }

  /**
   * Reads the JSON that Solidity's compiler writes (Solidity documentation, "Contract ABI
   * Specification", section JSON): functions that are neither view nor pure. Of other entries only
   * the form counts.
   *
   * @throws TransactionException {@link Reason#INVALID_ABI}, or a reason of {@link
   *     dev.cosigner.transaction.json.JsonReader}
   */
  public static ContractAbi parse(byte[] json) throws TransactionException {
    return AbiJson.read(json);
  }

  /**
   * What stands for the ABI in a policy: SHA-256, in lower-case hexadecimal, of the signatures in
   * order, each ended by a line feed. The order, spaces and further members of a JSON document say
   * nothing, so they count for nothing.
   */
  public String hash() {
    String lines = functions.isEmpty() ? "" : String.join("\n", functions) + "\n";
    return Sha256.hex(lines.getBytes(StandardCharsets.US_ASCII));
  }
}
