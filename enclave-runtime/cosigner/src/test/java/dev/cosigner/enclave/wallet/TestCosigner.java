package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.server.RequestDispatcher;
import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.mpc.curve.Curves;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestingModule;
import dev.cosigner.protocol.attestation.Measurements;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.envelope.EnvelopeForge;
import dev.cosigner.protocol.hpke.HpkePrivateKey;
import dev.cosigner.protocol.identity.IdentityKey;
import dev.cosigner.protocol.request.BeginOnboard;
import dev.cosigner.protocol.request.BeginSign;
import dev.cosigner.protocol.request.BeginWallet;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.request.Delivery;
import dev.cosigner.protocol.request.DeliveryResult;
import dev.cosigner.protocol.request.Method;
import dev.cosigner.protocol.request.Outcome;
import dev.cosigner.protocol.wallet.Enrolment;
import dev.cosigner.protocol.wallet.EnrolmentRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One boot of a cosigner in this process, spoken to in requests as they come over the wire. */
final class TestCosigner {
  private static final CborLimits ANSWER = CborLimits.of(4 << 20, 16, 1 << 16);

  private final Custody custody;
  private final RequestDispatcher dispatcher;

  TestCosigner(Scene scene, Measurements image) {
    this(scene, image, HpkePrivateKey.generate(scene.random()));
  }

  private TestCosigner(Scene scene, Measurements image, HpkePrivateKey openingKey) {
    this(scene, image, openingKey, ByteString.copyOf(openingKey.publicKey()));
  }

  /** One that says of itself that envelopes to it are sealed to {@code hpkeKey}. */
  TestCosigner(Scene scene, Measurements image, HpkePrivateKey openingKey, ByteString hpkeKey) {
    AttestingModule module = new AttestingModule(image, scene.ideal());
    IdentityKey identity = IdentityKey.generate(scene.random());
    byte[] instance = new byte[16];
    scene.random().nextBytes(instance);
    custody =
        new Custody(
            new Enrolment(
                AttestingModule.anchor().kind(),
                ByteString.copyOf(identity.publicKey().encoded()),
                hpkeKey,
                ByteString.copyOf(instance)),
            identity,
            AttestingModule.anchor(),
            image,
            new Verifiers(scene::verifier),
            (userData, nonce) -> module.attest(userData, nonce, null, scene.clock().millis()),
            Curves.ed25519(),
            scene.random(),
            scene.clock().clock(),
            new Wallets());
    dispatcher = new RequestDispatcher(WalletHandlers.of(custody, openingKey));
  }

  Enrolment enrolment() {
    return custody.enrolment();
  }

  ByteString instance() {
    return custody.enrolment().instance();
  }

  Custody custody() {
    return custody;
  }

  /** What this member could send if it did not keep to the rules. */
  EnvelopeForge forge() {
    return new EnvelopeForge(
        custody.identity(), userData -> custody.attestor().attest(userData, null));
  }

  EnrolmentRequest enrol() throws RequestException {
    return read(
        EnrolmentRequest::fromCbor,
        call(Method.ENROL, CborValue.array(CborValue.of(new byte[16]))));
  }

  Begun begin(BeginWallet asked) throws RequestException {
    return read(Begun::fromCbor, call(Method.WALLET_CREATE, asked.toCbor()));
  }

  Begun begin(BeginSign asked) throws RequestException {
    return read(Begun::fromCbor, call(Method.SIGN_BEGIN, asked.toCbor()));
  }

  Begun begin(BeginOnboard asked) throws RequestException {
    return read(Begun::fromCbor, call(Method.ONBOARD_BEGIN, asked.toCbor()));
  }

  Begun resend(ByteString ceremony) throws RequestException {
    return read(Begun::fromCbor, call(Method.RESEND, bytes(ceremony)));
  }

  Outcome outcome(ByteString ceremony) throws RequestException {
    return read(Outcome::fromCbor, call(Method.OUTCOME, bytes(ceremony)));
  }

  DeliveryResult deliver(List<ByteString> envelopes) throws RequestException {
    return read(DeliveryResult::fromCbor, call(Method.DELIVER, new Delivery(envelopes).toCbor()));
  }

  /** The reason for which one envelope is refused, or {@code taken}. */
  String fate(ByteString envelope) throws RequestException {
    List<DeliveryResult.Refused> refused = deliver(List.of(envelope)).refused();
    return refused.isEmpty() ? "taken" : refused.getFirst().reason();
  }

  int groups() throws RequestException {
    return read(
            value -> value.asArray("list", 0, 4096), call(Method.WALLET_LIST, CborValue.array()))
        .size();
  }

  static CborValue bytes(ByteString... fields) {
    return CborValue.array(
        List.of(fields).stream().map(field -> CborValue.of(field.toByteArray())).toList());
  }

  /** Asks over the wire; what the cosigner refuses is thrown as it was told. */
  CborValue call(Method method, CborValue body) throws RequestException {
    byte[] request =
        CborValue.array(CborValue.of(1), CborValue.of(method.wireName()), body).encode();
    byte[] response = dispatch(request);
    List<CborValue> fields =
        read(value -> value.asArray("response", 3, 7), read(TestCosigner::decode, response));
    if (fields.get(1).equals(CborValue.of("ok"))) {
      return fields.get(2);
    }
    throw new RequestException(
        text(fields.get(2)),
        text(fields.get(3)),
        text(fields.get(4)),
        text(fields.get(5)),
        text(fields.get(6)));
  }

  byte[] dispatch(byte[] request) {
    return dispatcher.dispatch(request);
  }

  private static CborValue decode(byte[] bytes) throws CborException {
    return CborDecoder.decode(bytes, ANSWER);
  }

  private static String text(CborValue value) {
    // As long as the tools outside take.
    return value.isNull() ? null : read(text -> text.asText("text", 1000), value);
  }

  interface Reader<S, T> {
    T read(S value) throws CborException;
  }

  static <S, T> T read(Reader<S, T> reader, S value) {
    try {
      return reader.read(value);
    } catch (CborException e) {
      throw new AssertionError("the answer is not of its form", e);
    }
  }

  static Map<ByteString, TestCosigner> byInstance(List<TestCosigner> all) {
    return all.stream().collect(Collectors.toMap(TestCosigner::instance, one -> one));
  }
}
