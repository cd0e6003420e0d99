package dev.cosigner.enclave.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.protocol.cbor.CborValue;
import dev.cosigner.protocol.request.BeginOnboard;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.request.Method;
import dev.cosigner.protocol.wallet.Certificate;
import dev.cosigner.protocol.wallet.OnboardPlan;
import dev.cosigner.protocol.wallet.OnboardTranscript;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the package is for: a wallet is created, signs, gets a second device, and both sign. */
class WalletStoryTest {
  @Test
  void aWalletIsCreatedOnboardsADeviceAndSignsWithBothGroups() throws Exception {
    Scene scene = new Scene(1, false);
    List<TestCosigner> members = scene.boot(3);
    Wallet wallet = Wallet.create(scene, members);
    wallet.sign(members, wallet.group(), wallet.transfer(1));

    List<TestCosigner> newGroup = List.of(members.get(0), members.get(1), scene.boot());
    OnboardPlan plan = scene.onboardPlan(wallet.genesis(), newGroup);
    Certificate certificate = wallet.onboard(plan, newGroup);

    OnboardTranscript transcript = OnboardTranscript.verify(certificate, wallet.genesis());
    assertThat(transcript.plan()).isEqualTo(plan);
    assertThat(words(members.getLast())).isEqualTo(words(newGroup.getLast()));
    wallet.sign(members, wallet.group(), wallet.transfer(2));
    wallet.sign(newGroup, plan.groupId(), wallet.transfer(3));
    assertThat(members.getFirst().groups()).isEqualTo(2);
    assertThat(members.getLast().groups()).isEqualTo(1);
    assertThat(newGroup.getLast().groups()).isEqualTo(1);
  }

  @Test
  void aGroupOfNewCosignersOnlyTakesOver() throws Exception {
    Scene scene = new Scene(2, true);
    Wallet wallet = Wallet.create(scene, scene.boot(2));
    List<TestCosigner> newGroup = scene.boot(4);
    OnboardPlan plan = scene.onboardPlan(wallet.genesis(), newGroup);
    wallet.onboard(plan, newGroup);
    wallet.sign(newGroup, plan.groupId(), wallet.transfer(1));
  }

  @Test
  void aGroupRenewsItself() throws Exception {
    Scene scene = new Scene(3, true);
    List<TestCosigner> members = scene.boot(3);
    Wallet wallet = Wallet.create(scene, members);
    OnboardPlan plan = scene.onboardPlan(wallet.genesis(), members);
    BeginOnboard begin = scene.beginOnboard(wallet.certificate(), plan, members);
    List<Begun> begun = new ArrayList<>();
    for (TestCosigner member : members) {
      begun.add(member.begin(begin));
    }
    new Courier(members).carry(begun);
    wallet.sign(members, plan.groupId(), wallet.transfer(1));
    wallet.sign(members, wallet.group(), wallet.transfer(2));
  }

  private static CborValue words(TestCosigner cosigner) throws Exception {
    CborValue words = cosigner.call(Method.PAIRING_WORDS, CborValue.array());
    assertThat(words.asArray("words", 1, 1)).hasSize(1);
    return words;
  }
}
