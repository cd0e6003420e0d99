package dev.cosigner.enclave.boot;

/**
 * The enclave's console: a few lines that tell how the boot went. Whoever runs an enclave in debug
 * mode reads it, so nothing of a wallet's is ever written here.
 */
final class Console {
  private Console() {}

  static void say(String line) {
    System.out.println("cosigner-enclave: " + line);
  }
}
