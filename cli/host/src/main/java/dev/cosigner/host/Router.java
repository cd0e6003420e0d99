package dev.cosigner.host;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries envelopes between the members of a group until nobody has anything more to say. It knows
 * members by their instances and nothing of what it carries.
 */
public final class Router {
  private final Map<InstanceId, Mailbox> members;
  private final Broker broker;
  private final int maxEnvelopes;

  /**
   * A router between these members.
   *
   * @param members where each one's envelopes are delivered
   * @param broker what lies between them
   * @param maxEnvelopes how many may be delivered in all, so that a loop between members ends
   */
  public Router(Map<InstanceId, Mailbox> members, Broker broker, int maxEnvelopes) {
    this.members = new LinkedHashMap<>(members);
    this.broker = broker;
    this.maxEnvelopes = maxEnvelopes;
  }

  /**
   * An envelope that its receiver did not take, or that has no receiver here.
   *
   * @param envelope the envelope
   * @param reason the receiver's words, or why it was not delivered
   */
  public record Undelivered(SealedEnvelope envelope, String reason) {}

  /**
   * How it went.
   *
   * @param delivered how many envelopes were delivered, refused ones included
   * @param undelivered those that nobody took
   */
  public record Summary(int delivered, List<Undelivered> undelivered) {
    /** Copies the list. */
    public Summary {
      undelivered = List.copyOf(undelivered);
    }
  }

  /**
   * Delivers what was posted, then what comes in answer, until all is quiet.
   *
   * @param posted the first envelopes
   * @return what was delivered and what was not
   * @throws EnclaveRefusalException if a member refuses a delivery as a whole
   * @throws IOException if a member cannot be reached, or there are more envelopes than allowed
   */
  public Summary route(List<SealedEnvelope> posted) throws EnclaveRefusalException, IOException {
    List<Undelivered> undelivered = new ArrayList<>();
    int delivered = 0;
    List<SealedEnvelope> next = List.copyOf(posted);
    while (true) {
      List<SealedEnvelope> arriving = broker.carry(next);
      if (arriving.isEmpty() && next.isEmpty()) {
        return new Summary(delivered, undelivered);
      }
      delivered += arriving.size();
      if (delivered > maxEnvelopes) {
        throw new IOException(
            "expected at most %d envelopes, found more: the members do not come to an end"
                .formatted(maxEnvelopes));
      }
      next = deliver(arriving, undelivered);
    }
  }

  private List<SealedEnvelope> deliver(List<SealedEnvelope> arriving, List<Undelivered> undelivered)
      throws EnclaveRefusalException, IOException {
    Map<InstanceId, List<SealedEnvelope>> byReceiver = new LinkedHashMap<>();
    for (SealedEnvelope envelope : arriving) {
      if (members.containsKey(envelope.receiver())) {
        byReceiver.computeIfAbsent(envelope.receiver(), id -> new ArrayList<>()).add(envelope);
      } else {
        undelivered.add(new Undelivered(envelope, "no member has this instance"));
      }
    }
    List<SealedEnvelope> posted = new ArrayList<>();
    for (Map.Entry<InstanceId, List<SealedEnvelope>> entry : byReceiver.entrySet()) {
      List<SealedEnvelope> batch = entry.getValue();
      Mailbox.Delivery delivery =
          members.get(entry.getKey()).deliver(batch.stream().map(SealedEnvelope::bytes).toList());
      posted.addAll(delivery.posted());
      for (Mailbox.Refused refused : delivery.refused()) {
        undelivered.add(new Undelivered(batch.get(refused.index()), refused.reason()));
      }
    }
    return posted;
  }
}
