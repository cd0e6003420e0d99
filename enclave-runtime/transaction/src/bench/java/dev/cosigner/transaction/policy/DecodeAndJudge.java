package dev.cosigner.transaction.policy;

import dev.cosigner.protocol.ByteString;
import dev.cosigner.transaction.Chain;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.TransactionDecoder;
import dev.cosigner.transaction.TransactionException;
import dev.cosigner.transaction.WalletContext;
import dev.cosigner.transaction.bitcoin.ExtendedPublicKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From bytes to a decision: transactions of the attack corpus under the treasury's policy. */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecodeAndJudge {
  private static final long NOON = 1_795_521_600L;

  /** Which transaction, by its file. */
  @Param({"solana-split-payments", "bitcoin-split-payments", "ethereum-permit-hidden-in-multicall"})
  public String transaction;

  private Policy policy;
  private Network network;
  private byte[] bytes;
  private WalletContext wallet;

  /** Reads the policy and the transaction. */
  @Setup
  public void read() throws IOException, PolicyException, TransactionException {
    try (InputStream in = resource("PolicyCodecFuzzTestInputs/policy/treasury")) {
      policy = PolicyCodec.decode(in.readAllBytes());
    }
    Properties fields = new Properties();
    try (InputStream in = resource("attacks/" + transaction + ".properties")) {
      fields.load(in);
    }
    network = Network.of(fields.getProperty("network"));
    String text = fields.getProperty("bytes");
    bytes =
        text.startsWith("0x")
            ? HexFormat.of().parseHex(text.substring(2))
            : Base64.getDecoder().decode(text);
    wallet =
        new WalletContext(
            Chain.parse(fields.getProperty("chain")),
            fields.getProperty("wallet"),
            Set.of(),
            Optional.ofNullable(fields.getProperty("key")).map(DecodeAndJudge::key));
  }

  /** What an enclave would do for each signature. */
  @Benchmark
  public Decision decide() throws TransactionException {
    return policy.evaluate(
        Ledger.EMPTY,
        NOON,
        Proposal.of(TransactionDecoder.decode(network, bytes, policy.references()), wallet));
  }

  private static ExtendedPublicKey key(String text) {
    int space = text.indexOf(' ');
    return new ExtendedPublicKey(
        ByteString.fromHex(text.substring(0, space)),
        ByteString.fromHex(text.substring(space + 1)));
  }

  private static InputStream resource(String name) {
    return DecodeAndJudge.class.getResourceAsStream(name);
  }
}
