package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.curve.CurveException;
import dev.cosigner.mpc.curve.SecretScalar;
import dev.cosigner.mpc.rounds.RoundSession;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.mpc.transcript.Step;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.cbor.CborValue;
import java.util.Collection;
import java.util.List;

/**
 * A dealer of add-user that deals pieces of its own choice, consistently: committed to, opened and
 * sent.
 */
final class RogueDealer extends RoundSession<AddUserMessage, PublicKeyPackage> {
  private final AddUserPlan plan;
  private final List<SecretScalar> pieces;
  private final AddUserMessage.Opening opening;

  RogueDealer(SessionContext context, AddUserPlan plan, List<SecretScalar> pieces) {
    super(
        Groups.CURVE,
        context,
        AddUser.PROTOCOL,
        plan.addTo(inputs(context, AddUser.PROTOCOL)).hash());
    this.plan = plan;
    this.pieces = pieces;
    opening =
        new AddUserMessage.Opening(
            pieces.stream().map(SecretScalar::timesGenerator).toList(), Bytes32.of(Groups.id(5)));
  }

  @Override
  protected void begin() {
    broadcast(new Commitment(opening.addTo(transcript("commitment", 1, self(), Step.ALL)).hash()));
  }

  @Override
  protected void complete(int round) {
    switch (round) {
      case 1 -> broadcast(new Echo(echo(1)));
      case 2 -> broadcast(opening);
      case 3 -> {
        for (int i = 0; i < pieces.size(); i++) {
          send(plan.receivers().get(i), new AddUserMessage.Piece(pieces.get(i)));
        }
      }
      default -> {}
    }
  }

  @Override
  protected Collection<Integer> senders(int round) {
    return switch (round) {
      case 2 -> parties();
      case 4 -> List.of();
      case 5 -> plan.receivers();
      default -> plan.dealers();
    };
  }

  @Override
  protected boolean confidential(int round) {
    return round == 4;
  }

  @Override
  protected AddUserMessage decode(int round, int sender, CborValue fields)
      throws CborException, CurveException {
    return AddUserMessage.decode(
        Groups.CURVE, round, plan.dealers().size(), plan.receivers().size(), fields);
  }

  @Override
  protected AddUserMessage confidentialMessage(int round, SecretScalar secret) {
    return new AddUserMessage.Piece(secret);
  }

  @Override
  protected void wipe() {}
}
