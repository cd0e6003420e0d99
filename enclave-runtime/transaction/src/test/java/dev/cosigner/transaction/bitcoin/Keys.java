package dev.cosigner.transaction.bitcoin;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.WalletContext;
import fr.acinq.bitcoin.ByteVector32;
import fr.acinq.bitcoin.Crypto;
import fr.acinq.bitcoin.DeterministicWallet;
import fr.acinq.bitcoin.PrivateKey;
import fr.acinq.bitcoin.PublicKey;
import fr.acinq.bitcoin.Script;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of a wallet, derived by bitcoin-kmp, a library that shares no code with this module. */
final class Keys {
  static final Chain MAINNET = Chain.parse("bip122:000000000019d6689c085ae165831e93");

  private final DeterministicWallet.ExtendedPrivateKey master;

  Keys(String name) {
    master = DeterministicWallet.generate(name.getBytes(StandardCharsets.UTF_8));
  }

  ExtendedPublicKey extendedPublicKey() {
    return new ExtendedPublicKey(
        ByteString.copyOf(master.getPublicKey().value.toByteArray()),
        ByteString.copyOf(master.chaincode.toByteArray()));
  }

  WalletContext wallet() {
    return new WalletContext(
        MAINNET, address(InputKind.P2WPKH), Set.of(), Optional.of(extendedPublicKey()));
  }

  /** The address at m/0/0. */
  String address(InputKind kind) {
    return OutputScript.of(script(kind, 0, 0)).address(AddressFormat.MAIN).orElseThrow();
  }

  PrivateKey privateKey(Long... path) {
    return DeterministicWallet.derivePrivateKey(master, Arrays.asList(path)).getPrivateKey();
  }

  PublicKey publicKey(Long... path) {
    return privateKey(path).publicKey();
  }

  byte[] script(InputKind kind, long... path) {
    return script(kind, publicKey(Arrays.stream(path).boxed().toArray(Long[]::new)));
  }

  static byte[] script(InputKind kind, PublicKey key) {
    return Script.write(
        switch (kind) {
          case P2PKH -> Script.pay2pkh(key);
          case P2SH_P2WPKH -> Script.pay2sh(Script.pay2wpkh(key));
          case P2WPKH -> Script.pay2wpkh(key);
          case P2TR -> Script.pay2tr(key.xOnly(), Crypto.TaprootTweak.KeyPathTweak.INSTANCE);
        });
  }

  /** Fingerprint and path as a PSBT writes them. */
  byte[] origin(long... path) {
    ByteWriter writer = new ByteWriter().bytes(fingerprint());
    Arrays.stream(path).forEach(writer::u32);
    return writer.toByteArray();
  }

  byte[] fingerprint() {
    return ByteBuffer.allocate(4).putInt((int) DeterministicWallet.fingerprint(master)).array();
  }

  /** Signs as the wallet would: 64 bytes. */
  byte[] sign(SigningInput input) {
    PrivateKey key = privateKey(input.path().orElseThrow().toArray(Long[]::new));
    ByteVector32 hash = new ByteVector32(input.hash().toByteArray());
    return input.kind().isTaproot()
        ? Crypto.signSchnorr(hash, key, Crypto.TaprootTweak.KeyPathTweak.INSTANCE, null)
            .toByteArray()
        : Crypto.sign(hash, key).toByteArray();
  }

  List<byte[]> signAll(BitcoinTransaction transaction) throws Exception {
    return transaction.signingInputs(wallet()).stream().map(this::sign).toList();
  }
}
