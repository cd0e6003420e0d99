package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.nsm.NsmException;
import dev.cosigner.enclave.server.Enclave;
import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.enclave.server.RequestHandler;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestationException;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.envelope.EnvelopeOpener;
import dev.cosigner.protocol.envelope.EnvelopeSealer;
import dev.cosigner.protocol.hpke.HpkePrivateKey;
import dev.cosigner.protocol.request.BeginOnboard;
import dev.cosigner.protocol.request.BeginSign;
import dev.cosigner.protocol.request.BeginWallet;
import dev.cosigner.protocol.request.Delivery;
import dev.cosigner.protocol.request.Method;
import dev.cosigner.protocol.request.Review;
import dev.cosigner.protocol.wallet.Certificate;
import dev.cosigner.protocol.wallet.OnboardPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From the bodies of wallet requests to {@link WalletService} and back. */
public final class WalletHandlers {
  private static final int MAX_PLAN = 64 * 1024;
  private static final int MAX_CERTIFICATE = 512 * 1024;

  private final WalletService service;

  private WalletHandlers(WalletService service) {
    this.service = service;
  }

  /**
   * Answers every wallet method, by its name on the wire.
   *
   * @throws NsmException where the NSM does not attest
   * @throws AttestationException where the enclave's own document does not verify
   */
  public static Map<String, RequestHandler> of(Enclave enclave)
      throws NsmException, AttestationException {
    return of(Custody.open(enclave), enclave.identity().openingKey());
  }

  static Map<String, RequestHandler> of(Custody custody, HpkePrivateKey openingKey) {
    EnvelopeSealer sealer =
        new EnvelopeSealer(
            custody.enrolment(),
            custody.identity(),
            userData -> custody.attestor().attest(userData, null),
            custody.random());
    EnvelopeOpener opener = new EnvelopeOpener(custody.enrolment().instance(), openingKey);
    Ceremonies ceremonies =
        new Ceremonies(custody.enrolment(), sealer, opener, custody.random(), custody.clock());
    return new WalletHandlers(new WalletService(custody, ceremonies)).all();
  }

  private Map<String, RequestHandler> all() {
    Map<Method, RequestHandler> methods =
        Map.ofEntries(
            Map.entry(Method.ENROL, this::enrol),
            Map.entry(
                Method.WALLET_CREATE,
                body -> service.createWallet(BeginWallet.fromCbor(body)).toCbor()),
            Map.entry(Method.WALLET_LIST, this::list),
            Map.entry(Method.SIGN_REVIEW, body -> service.review(Review.fromCbor(body)).toCbor()),
            Map.entry(
                Method.SIGN_BEGIN, body -> service.beginSign(BeginSign.fromCbor(body)).toCbor()),
            Map.entry(Method.PAIRING_COMMIT, this::pairingCommit),
            Map.entry(Method.PAIRING_ANSWER, this::pairingAnswer),
            Map.entry(Method.PAIRING_OPEN, this::pairingOpen),
            Map.entry(Method.PAIRING_CLOSE, this::pairingClose),
            Map.entry(Method.PAIRING_WORDS, this::pairingWords),
            Map.entry(Method.PAIRING_REJECT, this::pairingReject),
            Map.entry(
                Method.ONBOARD_BEGIN,
                body -> service.onboard(BeginOnboard.fromCbor(body)).toCbor()),
            Map.entry(
                Method.DELIVER,
                body -> service.ceremonies().deliver(Delivery.fromCbor(body)).toCbor()),
            Map.entry(Method.RESEND, body -> service.ceremonies().resend(id(body)).toCbor()),
            Map.entry(Method.OUTCOME, body -> service.ceremonies().outcome(id(body)).toCbor()));
    Map<String, RequestHandler> byName = new HashMap<>();
    methods.forEach((method, handler) -> byName.put(method.wireName(), handler));
    return byName;
  }

  private CborValue enrol(CborValue body) throws CborException {
    byte[] nonce = body.asArrayOf("enrol", 1).getFirst().asBytes("nonce", 16, 64);
    return service.enrol(nonce).toCbor();
  }

  private CborValue list(CborValue body) throws CborException {
    body.asArrayOf("wallet list", 0);
    return CborValue.array(
        service.wallets().list().entrySet().stream()
            .flatMap(wallet ->
                wallet.getValue().stream()
                    .map(group ->
                        CborValue.array(
                            CborValue.of(wallet.getKey().toByteArray()),
                            CborValue.of(group.toByteArray()))))
            .toList());
  }

  private CborValue pairingCommit(CborValue body) throws CborException, RequestException {
    List<CborValue> fields = body.asArrayOf("pairing commitment", 2);
    Certificate genesis =
        Certificate.decode(fields.get(0).asBytes("genesis certificate", 1, MAX_CERTIFICATE));
    OnboardPlan plan = plan(fields.get(1));
    return CborValue.array(CborValue.of(service.commitPairing(genesis, plan)));
  }

  private CborValue pairingAnswer(CborValue body) throws CborException, RequestException {
    List<CborValue> fields = body.asArrayOf("pairing answer", 2);
    OnboardPlan plan = plan(fields.get(0));
    byte[] commitment = fields.get(1).asBytes("commitment", 32, 32);
    return CborValue.array(CborValue.of(service.answerPairing(plan, commitment)));
  }

  private CborValue pairingOpen(CborValue body) throws CborException, RequestException {
    List<CborValue> fields = body.asArrayOf("pairing opening", 2);
    return CborValue.array(CborValue.of(service.pairings().open(group(fields), random(fields))));
  }

  private CborValue pairingClose(CborValue body) throws CborException, RequestException {
    List<CborValue> fields = body.asArrayOf("pairing close", 2);
    service.pairings().close(group(fields), random(fields));
    return CborValue.array();
  }

  private CborValue pairingWords(CborValue body) throws CborException {
    body.asArrayOf("pairing words", 0);
    List<CborValue> all = new ArrayList<>();
    service
        .pairings()
        .words()
        .forEach((group, words) ->
            all.add(
                CborValue.array(
                    CborValue.of(group.toByteArray()),
                    CborValue.array(words.stream().map(CborValue::of).toList()))));
    return CborValue.array(all);
  }

  private CborValue pairingReject(CborValue body) throws CborException {
    service.pairings().reject(group(body.asArrayOf("pairing rejection", 1)));
    return CborValue.array();
  }

  private static OnboardPlan plan(CborValue value) throws CborException {
    return OnboardPlan.decode(value.asBytes("onboarding plan", 1, MAX_PLAN));
  }

  private static ByteString group(List<CborValue> fields) throws CborException {
    return ByteString.copyOf(fields.getFirst().asBytes("group", 32, 32));
  }

  private static byte[] random(List<CborValue> fields) throws CborException {
    return fields.get(1).asBytes("random", 32, 32);
  }

  private static ByteString id(CborValue body) throws CborException {
    return ByteString.copyOf(body.asArrayOf("ceremony", 1).getFirst().asBytes("ceremony", 32, 32));
  }
}
