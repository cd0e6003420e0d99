package dev.cosigner.enclave.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cosigner.protocol.cbor.CborNull;
import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.request.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a body holds, a cosigner answers: an exception that nobody caught would end it. */
class WalletHandlersFuzzTest {
  private static final Scene SCENE = new Scene(40, true);
  private static final List<TestCosigner> MEMBERS = SCENE.boot(3);
  private static final Wallet WALLET = wallet();

  private static Wallet wallet() {
    try {
      return Wallet.create(SCENE, MEMBERS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @FuzzTest(maxDuration = "30s")
  void everyRequestIsAnswered(byte[] request) {
    assertThat(MEMBERS.getFirst().dispatch(request)).isNotEmpty();
  }

  /** Valid requests of every method with a byte changed, cut out or put in. */
  @Test
  void changedRequestsAreAnswered() throws Exception {
    List<byte[]> requests = requests();
    Random random = new Random(41);
    for (int i = 0; i < 6000; i++) {
      byte[] request = requests.get(random.nextInt(requests.size())).clone();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        int at = random.nextInt(request.length);
        request[at] = random.nextBoolean() ? (byte) random.nextInt(256) : (byte) (request[at] + 1);
      }
      assertThat(MEMBERS.get(random.nextInt(3)).dispatch(request)).isNotEmpty();
    }
    // It still works.
    WALLET.sign(MEMBERS, WALLET.group(), WALLET.transfer(1));
  }

  private static List<byte[]> requests() throws Exception {
    var newGroup = List.of(MEMBERS.get(0), MEMBERS.get(1), SCENE.boot());
    var plan = SCENE.onboardPlan(WALLET.genesis(), newGroup);
    var sign = SCENE.beginSign(WALLET.genesis(), WALLET.group(), "f", WALLET.transfer(3));
    List<byte[]> requests = new ArrayList<>();
    requests.add(request(Method.ENROL, CborValue.array(CborValue.of(new byte[16]))));
    requests.add(request(Method.WALLET_CREATE, SCENE.beginWallet(MEMBERS).toCbor()));
    requests.add(request(Method.WALLET_LIST, CborValue.array()));
    requests.add(request(Method.SIGN_BEGIN, sign.toCbor()));
    requests.add(
        request(
            Method.ONBOARD_BEGIN,
            SCENE.beginOnboard(WALLET.certificate(), plan, newGroup).toCbor()));
    requests.add(
        request(
            Method.PAIRING_COMMIT,
            CborValue.array(
                CborValue.of(WALLET.certificate().encode()), CborValue.of(plan.encode()))));
    requests.add(
        request(
            Method.PAIRING_ANSWER,
            CborValue.array(CborValue.of(plan.encode()), CborValue.of(new byte[32]))));
    for (Method method : List.of(Method.PAIRING_OPEN, Method.PAIRING_CLOSE)) {
      requests.add(request(method, TestCosigner.bytes(plan.groupId(), SCENE.nonce())));
    }
    for (Method method : List.of(Method.PAIRING_REJECT, Method.RESEND, Method.OUTCOME)) {
      requests.add(request(method, TestCosigner.bytes(sign.request().digest())));
    }
    requests.add(request(Method.PAIRING_WORDS, CborValue.array()));
    var begun = MEMBERS.getFirst().begin(sign);
    requests.add(
        request(Method.DELIVER, CborValue.array(CborValue.array(List.of()), CborNull.NULL)));
    requests.add(
        request(
            Method.DELIVER,
            CborValue.array(
                begun.envelopes().stream()
                    .map(out -> CborValue.of(out.envelope().toByteArray()))
                    .toList())));
    return requests;
  }

  private static byte[] request(Method method, CborValue body) {
    return CborValue.array(CborValue.of(1), CborValue.of(method.wireName()), body).encode();
  }
}
