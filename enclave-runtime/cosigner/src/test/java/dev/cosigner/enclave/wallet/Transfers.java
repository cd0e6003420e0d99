package dev.cosigner.enclave.wallet;

import dev.cosigner.protocol.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The smallest Solana message: the wallet pays someone lamports. */
final class Transfers {
  private Transfers() {}

  static byte[] of(ByteString wallet, long lamports) {
    ByteBuffer message = ByteBuffer.allocate(150).order(ByteOrder.LITTLE_ENDIAN);
    message.put((byte) 1).put((byte) 0).put((byte) 1); // one signer; one read-only account
    message.put((byte) 3).put(wallet.toByteArray());
    message.put(filled(0x77)).put(new byte[32]); // the receiver; the System program
    message.put(filled(0x42)); // recent blockhash
    message.put((byte) 1).put((byte) 2).put((byte) 2).put((byte) 0).put((byte) 1);
    message.put((byte) 12).putInt(2).putLong(lamports);
    return Arrays.copyOf(message.array(), message.position());
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
