package dev.cosigner.mpc.frost;

import dev.cosigner.mpc.SessionContext;
import dev.cosigner.mpc.transcript.Bytes32;
import dev.cosigner.mpc.transcript.Transcript;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the members of a group and those of a new one have agreed on before add-user: everybody's
 * input.
 *
 * @param publicKeys those of the existing group, all of whose members deal
 * @param newGroup 32 bytes that name the new group
 * @param receivers the numbers of the new group's members, other than those of the existing group;
 *     in ascending order
 */
public record AddUserPlan(PublicKeyPackage publicKeys, Bytes32 newGroup, List<Integer> receivers) {

  /**
   * Checks the receivers.
   *
   * @throws IllegalArgumentException if there are fewer than two, or one occurs twice or in the
   *     existing group
   */
  public AddUserPlan {
    var sorted = receivers.stream().sorted().distinct().toList();
    if (sorted.size() < 2 || sorted.size() != receivers.size() || sorted.getFirst() < 1) {
      throw new IllegalArgumentException(
          "expected two or more different receivers numbered from 1, found " + receivers);
    }
    if (!Collections.disjoint(sorted, publicKeys.members())) {
      throw new IllegalArgumentException(
          "expected receivers with new numbers, found "
              + receivers
              + " in place of the members "
              + publicKeys.members());
    }
    receivers = sorted;
  }

  /** The members of the existing group, in ascending order. */
  public List<Integer> dealers() {
    return publicKeys.members();
  }

  /** The parties of a session: dealers and receivers, in ascending order. */
  public List<Integer> parties() {
    return Stream.concat(dealers().stream(), receivers.stream()).sorted().toList();
  }

  Transcript addTo(Transcript transcript) {
    return publicKeys
        .addTo(transcript)
        .item("new group", newGroup)
        .integers("receivers", receivers);
  }

  void requireParties(SessionContext context) {
    if (!context.parties().equals(parties())) {
      throw new IllegalArgumentException(
          "expected all dealers and receivers "
              + parties()
              + " as parties, found "
              + context.parties());
    }
  }
}
