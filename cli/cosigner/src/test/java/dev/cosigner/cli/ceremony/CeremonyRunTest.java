package dev.cosigner.cli.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.StateDirectories;
import dev.cosigner.cli.context.Settings;
import dev.cosigner.cli.launch.RepositoryImage;
import dev.cosigner.cli.launch.Sandbox;
import dev.cosigner.host.Broker;
import dev.cosigner.host.SealedEnvelope;
import dev.cosigner.protocol.attestation.AnchorKind;
import dev.cosigner.protocol.wallet.Governance;
import dev.cosigner.protocol.wallet.Role;
import dev.cosigner.transaction.Base58;
import dev.cosigner.transaction.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Signatures by real enclaves over a broker that drops, repeats, reorders and changes what it
 * carries: they come out right, or the run says that it did not get on.
 */
@Timeout(300)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class CeremonyRunTest {
  private static final List<String> NAMES = List.of("p1", "p2", "c1");

  @TempDir private static Path folder;
  private static Sandbox sandbox;
  private static Fleet fleet;
  private static List<RemoteCosigner> cosigners;
  private static WalletFile wallet;
  private static final OperatorKey OPERATOR = OperatorKey.generate();

  @BeforeAll
  static void makeWallet() throws Exception {
    sandbox = new Sandbox(folder.resolve("state"));
    String image = RepositoryImage.build(AnchorKind.DEVELOPMENT, folder).toString();
    for (String name : NAMES) {
      var ended = sandbox.run("launch", "--backend", "process", "--name", name, image);
      assertThat(ended.exit()).as(ended.err()).isEqualTo(ExitCode.DONE);
    }
    fleet = new Fleet(StateDirectories.at(sandbox.state()), Settings.none());
    cosigners = fleet.connect(NAMES);
    WalletCeremony ceremony =
        new WalletCeremony(fleet.workstation(NAMES), new CeremonyRun(Broker.LOCAL));
    List<WalletCeremony.Seat> seats =
        List.of(
            new WalletCeremony.Seat(Role.PROVIDER, cosigners.get(0)),
            new WalletCeremony.Seat(Role.PROVIDER, cosigners.get(1)),
            new WalletCeremony.Seat(Role.CUSTOMER, cosigners.get(2)));
    wallet =
        ceremony.create(
            ceremony.propose("main", seats, new Governance(List.of(OPERATOR.publicKey()), 1)),
            List.of(OPERATOR));
  }

  @AfterAll
  static void end() throws Exception {
    cosigners.forEach(RemoteCosigner::close);
    sandbox.close();
  }

  /** Does one of five things to each envelope, by a seeded choice. */
  private static Broker hostile(long seed) {
    Random random = new Random(seed);
    return posted -> {
      List<SealedEnvelope> arriving = new ArrayList<>();
      for (SealedEnvelope envelope : posted) {
        switch (random.nextInt(8)) {
          case 0 -> {}
          case 1 -> arriving.addAll(List.of(envelope, envelope));
          case 2 -> {
            byte[] changed = envelope.bytes();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            arriving.add(new SealedEnvelope(envelope.receiver(), changed));
          }
          default -> arriving.add(envelope);
        }
      }
      Collections.shuffle(arriving, random);
      return arriving;
    };
  }

  private static byte[] sign(Broker broker, String address) throws Exception {
    SignCeremony ceremony =
        new SignCeremony(
            fleet.workstation(NAMES),
            new CeremonyRun(broker),
            wallet,
            new SignRequests(StateDirectories.at(sandbox.state())));
    byte[] message = SolanaOracle.transfer(address, 1_000);
    SignCeremony.Reviewed reviewed = ceremony.review(Network.SOLANA, message, cosigners.getFirst());
    List<CeremonyRun.Member> members = new ArrayList<>();
    for (int i = 0; i < cosigners.size(); i++) {
      members.add(
          new CeremonyRun.Member(
              wallet.genesis().plan().members().get(i).enrolment().instance(), cosigners.get(i)));
    }
    String id = java.util.UUID.randomUUID().toString();
    byte[] wire =
        ceremony.sign(
            reviewed,
            ceremony.request(reviewed, wallet.genesis().plan().groupId(), id),
            members,
            List.of(OPERATOR));
    SolanaOracle.requireAccepted(wire, message, address);
    return wire;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void aSignatureIsRightOrThereIsNone(long seed) throws Exception {
    String address = Base58.encode(wallet.genesis().publicKey().toByteArray());
    try {
      assertThat(sign(hostile(seed), address)).isNotEmpty();
    } catch (CosignerException e) {
      assertThat(e.id()).isIn("peer-timeout", "ceremony-aborted");
      assertThat(e.exit()).isIn(ExitCode.PEER_TIMEOUT, ExitCode.REFUSED);
    }
    // The wallet signs all the same, over a broker that does its work.
    assertThat(sign(Broker.LOCAL, address)).isNotEmpty();
  }
}
