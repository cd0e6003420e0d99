package dev.cosigner.mpc.frost;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.params.provider.MethodSource;

class AddUserFuzzTest {
  private static final SortedMap<Integer, KeyShare> KEYS = Groups.generate(2, 1);
  private static final AddUserPlan PLAN = Groups.plan(KEYS, List.of(3, 4));

  static List<byte[]> messages() {
    return Fuzzing.messages(Groups.addUser(KEYS, PLAN, 1), 2, 3);
  }

  @MethodSource("messages")
  @FuzzTest(maxDuration = "30s")
  void aMessageIsRefusedOrHasOneEncoding(byte[] body) throws Exception {
    var session = new AddUserReceiver(Groups.CURVE, Groups.context(3, PLAN.parties()), PLAN);
    Fuzzing.accept(
        session,
        2,
        body,
        (round, fields) -> AddUserMessage.decode(Groups.CURVE, round, 2, 2, fields));
  }
}
