package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.host.Broker;
import dev.cosigner.host.EnclaveRefusalException;
import dev.cosigner.host.InstanceId;
import dev.cosigner.host.Mailbox;
import dev.cosigner.host.Router;
import dev.cosigner.host.SealedEnvelope;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.request.DeliveryResult;
import dev.cosigner.protocol.request.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries a ceremony's envelopes between its members until all have finished. It sees sealed bytes
 * only; what it loses is asked for again, and what it cannot bring about is a time-out, never a
 * wrong result.
 */
public final class CeremonyRun {
  private static final int MAX_ENVELOPES = 10_000;
  private static final int MAX_RESENDS = 3;

  private final Broker broker;

  /** A member and the boot that its envelopes name. */
  public record Member(ByteString instance, RemoteCosigner cosigner) {}

  /**
   * A carrier.
   *
   * @param broker what lies between the members
   */
  public CeremonyRun(Broker broker) {
    this.broker = broker;
  }

  /**
   * Carries until every member is done.
   *
   * @param begun what each member answered when it began
   * @return each member's result, in the order of {@code begun}
   * @throws CosignerException {@code ceremony-aborted} where a member gave up, {@code peer-timeout}
   *     where some do not get on
   */
  public List<ByteString> run(Map<Member, Begun> begun) throws CosignerException {
    List<SealedEnvelope> underway = new ArrayList<>();
    begun.values().forEach(one -> underway.addAll(envelopes(one)));
    for (int resends = 0; ; resends++) {
      carry(begun, underway);
      underway.clear();
      Map<Member, Outcome> outcomes = new LinkedHashMap<>();
      for (Map.Entry<Member, Begun> entry : begun.entrySet()) {
        outcomes.put(
            entry.getKey(), entry.getKey().cosigner().outcome(entry.getValue().ceremony()));
      }
      requireNoneAborted(outcomes);
      if (outcomes.values().stream().allMatch(Outcome.Done.class::isInstance)) {
        return outcomes.values().stream()
            .map(outcome -> ((Outcome.Done) outcome).result())
            .toList();
      }
      if (resends == MAX_RESENDS) {
        throw timeout(outcomes);
      }
      for (Map.Entry<Member, Begun> entry : begun.entrySet()) {
        underway.addAll(envelopes(entry.getKey().cosigner().resend(entry.getValue().ceremony())));
      }
    }
  }

  /** Carries envelopes until all is quiet; what came too early is carried again. */
  private void carry(Map<Member, Begun> begun, List<SealedEnvelope> posted)
      throws CosignerException {
    Map<InstanceId, Mailbox> mailboxes = new LinkedHashMap<>();
    begun.keySet().forEach(one -> mailboxes.put(id(one.instance()), one.cosigner().mailbox()));
    Router router = new Router(mailboxes, broker, MAX_ENVELOPES);
    List<SealedEnvelope> underway = posted;
    try {
      while (!underway.isEmpty()) {
        Router.Summary summary = router.route(underway);
        List<SealedEnvelope> early =
            summary.undelivered().stream()
                .filter(one -> DeliveryResult.comesTooEarly(one.reason()))
                .map(Router.Undelivered::envelope)
                .toList();
        // Only what others took in the meantime can have opened the session that it is for.
        underway = summary.delivered() > summary.undelivered().size() ? early : List.of();
      }
    } catch (EnclaveRefusalException e) {
      throw RemoteCosigner.refused("a member", e);
    } catch (IOException e) {
      throw RemoteCosigner.unreachable("of a member", e);
    }
  }

  private static List<SealedEnvelope> envelopes(Begun begun) {
    return begun.envelopes().stream()
        .map(one -> new SealedEnvelope(id(one.receiverInstance()), one.envelope().toByteArray()))
        .toList();
  }

  private static InstanceId id(ByteString instance) {
    return new InstanceId(instance.toByteArray());
  }

  private static void requireNoneAborted(Map<Member, Outcome> outcomes) throws CosignerException {
    for (Map.Entry<Member, Outcome> entry : outcomes.entrySet()) {
      if (entry.getValue() instanceof Outcome.Aborted aborted) {
        String culprit =
            aborted.culprit().isEmpty() ? "nobody by name" : "the cosigner " + aborted.culprit();
        throw CosignerException.of(
                "ceremony-aborted",
                ExitCode.REFUSED,
                entry.getKey().cosigner().name() + " gave the ceremony up: " + aborted.reason())
            .expected("every member to follow the protocol")
            .found(aborted.detail() + " (blamed: " + culprit + ")")
            .hint("nothing took effect; what existed before is as it was")
            .build();
      }
    }
  }

  private static CosignerException timeout(Map<Member, Outcome> outcomes) {
    StringBuilder found = new StringBuilder();
    outcomes.forEach((member, outcome) -> {
      if (outcome instanceof Outcome.Pending(String phase)) {
        found.append(found.isEmpty() ? "" : ", ");
        found.append(member.cosigner().name()).append(" waits in ").append(phase);
      }
    });
    return CosignerException.of(
            "peer-timeout", ExitCode.PEER_TIMEOUT, "the ceremony does not get on")
        .expected("every member to finish")
        .found(found.toString())
        .hint("a member gives up by itself after ten minutes; then begin again with a new request")
        .build();
  }
}
