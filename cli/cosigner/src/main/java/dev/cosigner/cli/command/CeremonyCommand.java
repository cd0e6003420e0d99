package dev.cosigner.cli.command;

import dev.cosigner.cli.Command;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.Invocation;
import dev.cosigner.cli.ceremony.CeremonyRun;
import dev.cosigner.cli.ceremony.Fleet;
import dev.cosigner.cli.ceremony.RemoteCosigner;
import dev.cosigner.cli.ceremony.WalletStore;
import dev.cosigner.host.Broker;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.wallet.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the commands that drive ceremonies have in common. */
abstract class CeremonyCommand extends Command {
  private final CeremonyRun carrier = new CeremonyRun(Broker.LOCAL);

  CeremonyCommand(Invocation invocation) {
    super(invocation);
  }

  final Fleet fleet() throws CosignerException {
    return new Fleet(invocation().state(), invocation().settings());
  }

  final CeremonyRun carrier() {
    return carrier;
  }

  final WalletStore store(Fleet fleet) throws CosignerException, IOException {
    return new WalletStore(invocation().state(), fleet.trusted());
  }

  /** Pairs a group's members with the enclaves that hold it. */
  static List<CeremonyRun.Member> members(List<Member> members, List<RemoteCosigner> cosigners) {
    List<CeremonyRun.Member> all = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      ByteString instance = members.get(i).enrolment().instance();
      all.add(new CeremonyRun.Member(instance, cosigners.get(i)));
    }
    return all;
  }
}
