package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.cbor.CborDecoder;
import dev.cosigner.protocol.cbor.CborLimits;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.identity.IdentityException;
import dev.cosigner.protocol.identity.IdentityPublicKey;
import dev.cosigner.protocol.request.BeginOnboard;
import dev.cosigner.protocol.request.BeginSign;
import dev.cosigner.protocol.request.BeginWallet;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.request.Method;
import dev.cosigner.protocol.request.Outcome;
import dev.cosigner.protocol.wallet.Certificate;
import dev.cosigner.protocol.wallet.Genesis;
import dev.cosigner.protocol.wallet.OnboardPlan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** A wallet that a test has created, and what its members do with it. */
record Wallet(Scene scene, List<TestCosigner> members, Certificate certificate, Genesis genesis) {

  static Wallet create(Scene scene, List<TestCosigner> members) throws Exception {
    BeginWallet begin = scene.beginWallet(members);
    List<Begun> begun = new ArrayList<>();
    for (TestCosigner member : members) {
      begun.add(member.begin(begin));
    }
    new Courier(members).carry(begun);
    return of(scene, members, begun.getFirst().ceremony());
  }

  /** From what the members have attested: verifies it first. */
  static Wallet of(Scene scene, List<TestCosigner> members, ByteString ceremony) throws Exception {
    Certificate certificate = certificate(members, ceremony);
    Genesis genesis = Genesis.decode(certificate.statement().toByteArray());
    certificate.verify(
        Genesis.DOMAIN, genesis.plan().members(), scene.verifier(genesis.plan().measurements()));
    return new Wallet(scene, members, certificate, genesis);
  }

  static Certificate certificate(List<TestCosigner> members, ByteString ceremony) throws Exception {
    List<Certificate.Attested> attested = new ArrayList<>();
    ByteString statement = null;
    for (TestCosigner member : members) {
      byte[] result = done(member.outcome(ceremony)).toByteArray();
      List<CborValue> fields =
          CborDecoder.decode(result, CborLimits.of(result.length, 4, 16)).asArrayOf("result", 2);
      ByteString stated = ByteString.copyOf(fields.get(0).asBytes("statement", 1, result.length));
      if (statement != null && !statement.equals(stated)) {
        throw new AssertionError("two members attest two statements");
      }
      statement = stated;
      attested.add(Certificate.Attested.fromCbor(fields.get(1)));
    }
    return new Certificate(statement, attested);
  }

  static ByteString done(Outcome outcome) {
    if (outcome instanceof Outcome.Done(ByteString result)) {
      return result;
    }
    throw new AssertionError("expected an end, found " + outcome);
  }

  ByteString group() {
    return genesis.plan().groupId();
  }

  byte[] transfer(long lamports) {
    return Transfers.of(genesis.publicKey(), lamports);
  }

  /** Has a group sign, and returns the signature, which verifies. */
  ByteString sign(List<TestCosigner> group, ByteString groupId, byte[] message) throws Exception {
    BeginSign begin =
        scene.beginSign(genesis, groupId, "sign-" + scene.nonce().hex().substring(8, 20), message);
    List<Begun> begun = new ArrayList<>();
    for (TestCosigner member : group) {
      begun.add(member.begin(begin));
    }
    new Courier(group).carry(begun);
    ByteString signature = done(group.getFirst().outcome(begun.getFirst().ceremony()));
    for (TestCosigner member : group) {
      if (!done(member.outcome(begun.getFirst().ceremony())).equals(signature)) {
        throw new AssertionError("two members have two signatures");
      }
    }
    requireValid(message, signature);
    return signature;
  }

  /** By the JDK and by Bouncy Castle. */
  void requireValid(byte[] message, ByteString signature) {
    byte[] key = genesis.publicKey().toByteArray();
    try {
      IdentityPublicKey.of(key).verify(message, signature.toByteArray());
    } catch (IdentityException e) {
      throw new AssertionError("wrong signature", e);
    }
    Ed25519Signer verifier = new Ed25519Signer();
    verifier.init(false, new Ed25519PublicKeyParameters(key));
    verifier.update(message, 0, message.length);
    if (!verifier.verifySignature(signature.toByteArray())) {
      throw new AssertionError("wrong signature, says Bouncy Castle");
    }
  }

  /** Pairs the wallet's customer device with the last of a new group. */
  void pair(OnboardPlan plan, List<TestCosigner> newGroup) throws RequestException {
    TestCosigner existing = members.getLast();
    TestCosigner added = newGroup.getLast();
    ByteString encoded = ByteString.copyOf(plan.encode());
    ByteString commitment =
        only(
            added.call(
                Method.PAIRING_COMMIT,
                TestCosigner.bytes(ByteString.copyOf(certificate.encode()), encoded)));
    ByteString existingRandom =
        only(existing.call(Method.PAIRING_ANSWER, TestCosigner.bytes(encoded, commitment)));
    ByteString newRandom =
        only(added.call(Method.PAIRING_OPEN, TestCosigner.bytes(plan.groupId(), existingRandom)));
    existing.call(Method.PAIRING_CLOSE, TestCosigner.bytes(plan.groupId(), newRandom));
  }

  static ByteString only(CborValue answer) {
    return TestCosigner.read(
        value -> ByteString.copyOf(value.asArrayOf("answer", 1).getFirst().asBytes("", 32, 32)),
        answer);
  }

  /** The old members and those new ones that are not among them. */
  List<TestCosigner> with(List<TestCosigner> newGroup) {
    LinkedHashSet<TestCosigner> all = new LinkedHashSet<>(members);
    all.addAll(newGroup);
    return List.copyOf(all);
  }

  /** Adds a group; the certificate of its transcript. */
  Certificate onboard(OnboardPlan plan, List<TestCosigner> newGroup) throws Exception {
    pair(plan, newGroup);
    BeginOnboard begin = scene.beginOnboard(certificate, plan, newGroup);
    List<TestCosigner> all = with(newGroup);
    List<Begun> begun = new ArrayList<>();
    for (TestCosigner one : all) {
      begun.add(one.begin(begin));
    }
    new Courier(all).carry(begun);
    return certificate(all, begun.getFirst().ceremony());
  }
}
