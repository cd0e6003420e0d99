package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.request.DeliveryResult;
import dev.cosigner.protocol.request.Outbound;
import dev.cosigner.protocol.request.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Carries envelopes and does to them, by chance, all that whoever carries them can: loses, doubles,
 * holds back, changes bits, brings to the wrong cosigner, and brings those of earlier ceremonies.
 */
final class HostileBroker {
  private static final int MAX_STEPS = 3000;
  private static final int MAX_REMEMBERED = 400;

  private final Map<ByteString, TestCosigner> cosigners;
  private final List<Outbound> earlier = new ArrayList<>();

  HostileBroker(List<TestCosigner> cosigners) {
    this.cosigners = TestCosigner.byInstance(cosigners);
  }

  /** How likely each misdeed is, of 1000 deliveries each. */
  private record Temper(int loses, int doubles, int changes, int misleads, int replays) {
    static Temper of(Random random) {
      return random.nextInt(4) == 0
          ? new Temper(200, 200, 200, 200, 200)
          : new Temper(
              random.nextInt(40),
              random.nextInt(200),
              random.nextInt(40),
              random.nextInt(40),
              random.nextInt(100));
    }
  }

  /**
   * Carries until all have ended, or the broker tires of it. When nothing is on its way any more,
   * it asks the members to say again what they said, which for each ceremony it does a few times.
   *
   * @param begun what each of {@code members} said when it began, in their order
   */
  void carry(List<TestCosigner> members, List<Begun> begun, Random random) throws RequestException {
    Temper temper = Temper.of(random);
    List<Outbound> waiting = new ArrayList<>();
    begun.forEach(one -> waiting.addAll(one.envelopes()));
    for (int resends = random.nextInt(4); ; resends--) {
      carry(waiting, temper, random);
      if (resends <= 0 || !isPending(members, begun.getFirst().ceremony())) {
        return;
      }
      for (TestCosigner member : members) {
        waiting.addAll(member.resend(begun.getFirst().ceremony()).envelopes());
      }
    }
  }

  private static boolean isPending(List<TestCosigner> members, ByteString ceremony)
      throws RequestException {
    for (TestCosigner member : members) {
      if (member.outcome(ceremony) instanceof Outcome.Pending) {
        return true;
      }
    }
    return false;
  }

  private void carry(List<Outbound> waiting, Temper temper, Random random) throws RequestException {
    List<TestCosigner> all = List.copyOf(cosigners.values());
    int patience = MAX_STEPS;
    while (!waiting.isEmpty() && patience-- > 0) {
      Outbound out = waiting.remove(random.nextInt(waiting.size()));
      remember(out, random);
      if (random.nextInt(1000) < temper.loses) {
        continue;
      }
      if (random.nextInt(1000) < temper.doubles) {
        waiting.add(out);
      }
      if (random.nextInt(1000) < temper.replays) {
        Outbound old = earlier.get(random.nextInt(earlier.size()));
        waiting.addAll(
            cosigners.get(old.receiverInstance()).deliver(List.of(old.envelope())).envelopes());
      }
      ByteString envelope =
          random.nextInt(1000) < temper.changes ? changed(out.envelope(), random) : out.envelope();
      TestCosigner receiver =
          random.nextInt(1000) < temper.misleads
              ? all.get(random.nextInt(all.size()))
              : cosigners.get(out.receiverInstance());
      DeliveryResult result = receiver.deliver(List.of(envelope));
      waiting.addAll(result.envelopes());
      // Perhaps it came too early; an ended ceremony's is brought in vain for a while.
      if (!result.refused().isEmpty()
          && result.refused().getFirst().reason().equals("UNKNOWN_SESSION")
          && random.nextInt(16) != 0) {
        waiting.add(out);
      }
    }
    waiting.clear();
  }

  private void remember(Outbound out, Random random) {
    if (earlier.size() < MAX_REMEMBERED) {
      earlier.add(out);
    } else {
      earlier.set(random.nextInt(earlier.size()), out);
    }
  }

  private static ByteString changed(ByteString envelope, Random random) {
    byte[] bytes = envelope.toByteArray();
    switch (random.nextInt(3)) {
      case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> {
        // The first kilobyte holds header, sealed payload and signature.
        bytes[random.nextInt(Math.min(1024, bytes.length))] ^= (byte) (1 << random.nextInt(8));
      }
      default -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    return ByteString.copyOf(bytes);
  }
}
