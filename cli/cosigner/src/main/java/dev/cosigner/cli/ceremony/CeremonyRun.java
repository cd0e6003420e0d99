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
    for (int resends = 0; ; resends++) {
      Map<Member, Outcome> outcomes = carry(begun, resends > 0);
      requireNoneAborted(outcomes);
      List<ByteString> results = results(outcomes);
      if (results.size() == outcomes.size()) {
        return results;
      }
      if (resends == MAX_RESENDS) {
        throw timeout(outcomes);
      }
    }
  }

  /**
   * Carries until a member has a result that the caller can check by itself, as it can a signature;
   * the others are given the time to get it too, but cannot take it away.
   *
   * @param begun what each member answered when it began; a member may have taken up an earlier
   *     ceremony
   * @return a result of one of them
   * @throws CosignerException as {@link #run}
   */
  public ByteString runForOne(Map<Member, Begun> begun) throws CosignerException {
    for (int resends = 0; ; resends++) {
      Map<Member, Outcome> outcomes = carry(begun, resends > 0);
      List<ByteString> results = results(outcomes);
      boolean pending = outcomes.values().stream().anyMatch(Outcome.Pending.class::isInstance);
      boolean aborted = outcomes.values().stream().anyMatch(Outcome.Aborted.class::isInstance);
      if (!results.isEmpty() && (!pending || aborted || resends == MAX_RESENDS)) {
        return results.getFirst();
      }
      requireNoneAborted(outcomes);
      if (resends == MAX_RESENDS) {
        throw timeout(outcomes);
      }
    }
  }

  private static List<ByteString> results(Map<Member, Outcome> outcomes) {
    return outcomes.values().stream()
        .filter(Outcome.Done.class::isInstance)
        .map(outcome -> ((Outcome.Done) outcome).result())
        .toList();
  }

  /** Carries what was said, or is said once more, until all is quiet. */
  private Map<Member, Outcome> carry(Map<Member, Begun> begun, boolean again)
      throws CosignerException {
    List<SealedEnvelope> posted = new ArrayList<>();
    for (Map.Entry<Member, Begun> entry : begun.entrySet()) {
      Begun said = entry.getValue();
      posted.addAll(envelopes(again ? entry.getKey().cosigner().resend(said.ceremony()) : said));
    }
    carry(begun, posted);
    Map<Member, Outcome> outcomes = new LinkedHashMap<>();
    for (Map.Entry<Member, Begun> entry : begun.entrySet()) {
      outcomes.put(entry.getKey(), entry.getKey().cosigner().outcome(entry.getValue().ceremony()));
    }
    return outcomes;
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
            .hint("what existed before is as it was; begin again with a new plan or request")
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
