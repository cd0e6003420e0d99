package dev.cosigner.cli.policy;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.ceremony.BoundedFile;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.ethereum.ContractAbi;
import java.io.IOException;
import java.nio.file.Path;

/** ABIs of contracts, in the JSON that Solidity's compiler writes. */
public final class AbiFile {
  private AbiFile() {}

  /**
   * Reads a file.
   *
   * @throws CosignerException {@code abi-malformed}
   */
  public static ContractAbi read(Path file) throws CosignerException, IOException {
    try {
      return ContractAbi.parse(BoundedFile.read(file, ContractAbi.MAX_BYTES, "ABI"));
    } catch (TransactionException e) {
      throw CosignerException.of(
              "abi-malformed", ExitCode.BAD_INPUT, "the ABI is refused: " + e.getMessage())
          .expected(e.expected())
          .found(e.found())
          .hint("take the \"abi\" array alone of what the compiler writes")
          .cause(e)
          .build();
    }
  }

  /**
   * Reads the file that a policy names.
   *
   * @param hash that the policy has for it
   * @throws CosignerException {@code abi-malformed} or {@code abi-differs}
   */
  static ContractAbi bound(Path file, String hash) throws CosignerException, IOException {
    ContractAbi abi = read(file);
    if (!abi.hash().equals(hash)) {
      throw CosignerException.of(
              "abi-differs",
              ExitCode.REFUSED,
              "the ABI " + file.getFileName() + " is not the one that the policy means")
          .expected("functions with the hash " + hash)
          .found(abi.hash())
          .hint("review it with 'cosigner policy abi' before the policy names its hash")
          .build();
    }
    return abi;
  }
}
