package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.host.EnclaveConnection;
import dev.cosigner.host.EnclaveMailbox;
import dev.cosigner.host.EnclaveRefusalException;
import dev.cosigner.host.EnclaveUnavailableException;
import dev.cosigner.host.Mailbox;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.request.BeginOnboard;
import dev.cosigner.protocol.request.BeginSign;
import dev.cosigner.protocol.request.BeginWallet;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.request.Method;
import dev.cosigner.protocol.request.Outcome;
import dev.cosigner.protocol.request.Review;
import dev.cosigner.protocol.request.ReviewResult;
import dev.cosigner.protocol.wallet.Certificate;
import dev.cosigner.protocol.wallet.EnrolmentRequest;
import dev.cosigner.protocol.wallet.OnboardPlan;
import dev.cosigner.protocol.wallet.Pairing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A launched cosigner as the ceremonies see it. Nothing that it answers is believed for having come
 * from here: what matters is attested or signed and checked by whoever uses it.
 */
public final class RemoteCosigner implements AutoCloseable {
  /** Long enough for an emulated machine, which is twenty times slower than a real one. */
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final String id;
  private final String name;
  private final EnclaveConnection connection;

  /** A step in reading an answer. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(CborValue body) throws CborException;
  }

  /**
   * A cosigner at the other end of a connection, which is closed with this object.
   *
   * @param id what names the launched enclave, and no other ever
   * @param name what the operator calls the enclave
   */
  public RemoteCosigner(String id, String name, EnclaveConnection connection) {
    this.id = id;
    this.name = name;
    this.connection = connection;
  }

  /** What names the launched enclave, and no other ever. */
  public String id() {
    return id;
  }

  /** What the operator calls the enclave. */
  public String name() {
    return name;
  }

  /** Its enrolment, attested over {@code nonce}. */
  public EnrolmentRequest enrol(byte[] nonce) throws CosignerException {
    return ask(Method.ENROL, CborValue.array(CborValue.of(nonce)), EnrolmentRequest::fromCbor);
  }

  /** Begins a wallet's creation. */
  public Begun begin(BeginWallet request) throws CosignerException {
    return ask(Method.WALLET_CREATE, request.toCbor(), Begun::fromCbor);
  }

  /** Begins a signature. */
  public Begun begin(BeginSign request) throws CosignerException {
    return ask(Method.SIGN_BEGIN, request.toCbor(), Begun::fromCbor);
  }

  /** Begins adding a group. */
  public Begun begin(BeginOnboard request) throws CosignerException {
    return ask(Method.ONBOARD_BEGIN, request.toCbor(), Begun::fromCbor);
  }

  /** The enclave's attested rendering of a message. */
  public ReviewResult review(Review review) throws CosignerException {
    return ask(Method.SIGN_REVIEW, review.toCbor(), ReviewResult::fromCbor);
  }

  /** The new device's commitment, 32 bytes. */
  public byte[] pairingCommit(Certificate genesis, OnboardPlan plan) throws CosignerException {
    return ask(
        Method.PAIRING_COMMIT,
        CborValue.array(CborValue.of(genesis.encode()), CborValue.of(plan.encode())),
        body -> body.asArrayOf("commitment", 1).getFirst().asBytes("commitment", 32, 32));
  }

  /** The existing device's random, 32 bytes. */
  public byte[] pairingAnswer(OnboardPlan plan, byte[] commitment) throws CosignerException {
    return ask(
        Method.PAIRING_ANSWER,
        CborValue.array(CborValue.of(plan.encode()), CborValue.of(commitment)),
        body -> body.asArrayOf("answer", 1).getFirst().asBytes("random", 32, 32));
  }

  /** The new device's random, 32 bytes. */
  public byte[] pairingOpen(ByteString groupId, byte[] existingRandom) throws CosignerException {
    return ask(
        Method.PAIRING_OPEN,
        CborValue.array(CborValue.of(groupId.toByteArray()), CborValue.of(existingRandom)),
        body -> body.asArrayOf("opening", 1).getFirst().asBytes("random", 32, 32));
  }

  /** Tells the existing device the new device's random. */
  public void pairingClose(ByteString groupId, byte[] newRandom) throws CosignerException {
    ask(
        Method.PAIRING_CLOSE,
        CborValue.array(CborValue.of(groupId.toByteArray()), CborValue.of(newRandom)),
        body -> body.asArrayOf("answer", 0));
  }

  /** The words that a device shows, from the device itself, by the group of each plan. */
  public Map<ByteString, List<String>> pairingWords() throws CosignerException {
    return ask(
        Method.PAIRING_WORDS,
        CborValue.array(),
        body -> {
          Map<ByteString, List<String>> all = new LinkedHashMap<>();
          for (CborValue item : body.asArray("pairings", 0, 256)) {
            List<CborValue> fields = item.asArrayOf("pairing", 2);
            List<String> words = new ArrayList<>();
            for (CborValue word : fields.get(1).asArray("words", Pairing.WORDS, Pairing.WORDS)) {
              words.add(word.asText("word", 16));
            }
            all.put(ByteString.copyOf(fields.get(0).asBytes("group", 32, 32)), words);
          }
          return all;
        });
  }

  /** People saw different words. */
  public void pairingReject(ByteString groupId) throws CosignerException {
    ask(
        Method.PAIRING_REJECT,
        CborValue.array(CborValue.of(groupId.toByteArray())),
        body -> body.asArrayOf("answer", 0));
  }

  /** Where envelopes for it are delivered. */
  Mailbox mailbox() {
    return new EnclaveMailbox(connection, TIMEOUT);
  }

  /** What it said in a ceremony so far. */
  public Begun resend(ByteString ceremony) throws CosignerException {
    return ask(
        Method.RESEND, CborValue.array(CborValue.of(ceremony.toByteArray())), Begun::fromCbor);
  }

  /** How a ceremony stands. */
  public Outcome outcome(ByteString ceremony) throws CosignerException {
    return ask(
        Method.OUTCOME, CborValue.array(CborValue.of(ceremony.toByteArray())), Outcome::fromCbor);
  }

  @Override
  public void close() {
    connection.close();
  }

  private <T> T ask(Method method, CborValue body, Reader<T> reader) throws CosignerException {
    CborValue answer;
    try {
      answer = connection.call(method.wireName(), body, TIMEOUT);
    } catch (EnclaveRefusalException e) {
      throw refused(name, e);
    } catch (IOException e) {
      throw unreachable(name, e);
    }
    try {
      return reader.read(answer);
    } catch (CborException e) {
      throw CosignerException.of(
              "answer-malformed",
              ExitCode.REFUSED,
              "the answer of " + name + " to " + method.wireName() + " cannot be read")
          .expected("an answer of this version's form")
          .found(e.getMessage())
          .hint("the enclave may run another version: 'cosigner inspect " + name + "'")
          .cause(e)
          .build();
    }
  }

  /** An enclave's refusal as the operator sees it. */
  static CosignerException refused(String name, EnclaveRefusalException e) {
    return CosignerException.of(
            kebab(e.id()), ExitCode.REFUSED, name + " refuses: " + e.getMessage())
        .expected(e.expected().orElse(null))
        .found(e.found().orElse(null))
        .hint(e.hint().orElse(null))
        .cause(e)
        .build();
  }

  /** An enclave that does not answer as the operator sees it. */
  static CosignerException unreachable(String name, IOException e) {
    boolean late =
        e instanceof EnclaveUnavailableException unavailable
            && unavailable.reason() == EnclaveUnavailableException.Reason.TIMED_OUT;
    return CosignerException.of(
            late ? "enclave-timeout" : "enclave-unreachable",
            late ? ExitCode.PEER_TIMEOUT : ExitCode.ENVIRONMENT,
            "the enclave " + name + " does not answer")
        .found(e.getMessage())
        .hint("'cosigner list' shows which enclaves run")
        .cause(e)
        .build();
  }

  /** The enclave's id for scripts; an enclave that gives none of the form gets a general one. */
  private static String kebab(String id) {
    return id.matches("[a-z0-9]+(-[a-z0-9]+)*") ? id : "enclave-refused";
  }
}
