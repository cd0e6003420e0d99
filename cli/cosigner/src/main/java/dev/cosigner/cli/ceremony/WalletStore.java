package dev.cosigner.cli.ceremony;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.StateDirectory;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.TrustAnchor;
import dev.cosigner.protocol.wallet.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The wallets that this operator knows: for each a folder with its genesis certificate, the
 * transcripts of its further groups, and which launched enclaves hold which group. The certificates
 * are verified at every use; the rest is a convenience that nothing relies on.
 */
public final class WalletStore {
  private static final String FOLDER = "wallets";
  private static final String GENESIS = "genesis.cbor";
  private static final String INDEX = "index.json";
  private static final int MAX_INDEX_BYTES = 64 * 1024;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final StateDirectory state;
  private final Set<TrustAnchor> trusted;

  /** What a wallet's folder says beside its certificates. */
  public record Index(String name, List<Group> groups) {
    /** A group and the enclaves that hold it, in the order of its members. */
    public record Group(String id, List<String> enclaves) {}
  }

  /** A verified wallet with its groups, the first one first. */
  public record Stored(WalletFile file, Index index, List<StoredGroup> groups) {}

  /** A verified group: its id, members, and the enclaves that hold it. */
  public record StoredGroup(ByteString id, List<Member> members, List<String> enclaves) {}

  /**
   * The wallets of a state directory.
   *
   * @param trusted the roots that the operator trusts
   */
  public WalletStore(StateDirectory state, Set<TrustAnchor> trusted) {
    this.state = state;
    this.trusted = trusted;
  }

  /** Keeps a new wallet. */
  public void add(WalletFile wallet, List<String> enclaves) throws IOException {
    String folder = folder(wallet.id());
    state.write(wallet.certificate().encode(), FOLDER, folder, GENESIS);
    write(
        folder,
        new Index(
            wallet.genesis().plan().name(),
            List.of(
                new Index.Group(wallet.genesis().plan().groupId().hex(), List.copyOf(enclaves)))));
  }

  /** Keeps a further group of a wallet. */
  public void add(Stored wallet, TranscriptFile transcript, List<String> enclaves)
      throws IOException {
    String folder = folder(wallet.file().id());
    String group = transcript.transcript().plan().groupId().hex();
    state.write(transcript.certificate().encode(), FOLDER, folder, transcriptName(group));
    List<Index.Group> groups = new ArrayList<>(wallet.index().groups());
    groups.add(new Index.Group(group, List.copyOf(enclaves)));
    write(folder, new Index(wallet.index().name(), groups));
  }

  /** Where a group's transcript is kept. */
  public Path transcript(WalletFile wallet, ByteString group) {
    return state.path(FOLDER, folder(wallet.id()), transcriptName(group.hex()));
  }

  /** Where a wallet's genesis certificate is kept. */
  public Path genesis(WalletFile wallet) {
    return state.path(FOLDER, folder(wallet.id()), GENESIS);
  }

  /**
   * Finds a wallet by its name or the beginning of its id, and verifies it.
   *
   * @throws CosignerException {@code unknown-wallet}, {@code ambiguous-wallet}, or why it does not
   *     verify
   */
  public Stored find(String nameOrId) throws CosignerException, IOException {
    List<String> matches = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (String folder : folders()) {
      String name = index(folder).name();
      all.add(name);
      if (name.equals(nameOrId) || (nameOrId.length() >= 8 && folder.startsWith(nameOrId))) {
        matches.add(folder);
      }
    }
    if (matches.size() != 1) {
      throw CosignerException.of(
              matches.isEmpty() ? "unknown-wallet" : "ambiguous-wallet",
              ExitCode.BAD_INPUT,
              matches.isEmpty()
                  ? "there is no wallet " + nameOrId
                  : matches.size() + " wallets are called " + nameOrId)
          .expected(
              matches.isEmpty() ? "one of " + all : "the first digits of one of the ids " + matches)
          .found(nameOrId)
          .hint("'cosigner wallet list' names the wallets of this state directory")
          .build();
    }
    return open(matches.getFirst());
  }

  /** All wallets, verified. */
  public List<Stored> all() throws CosignerException, IOException {
    List<Stored> all = new ArrayList<>();
    for (String folder : folders()) {
      all.add(open(folder));
    }
    return all;
  }

  private Stored open(String folder) throws CosignerException, IOException {
    Index index = index(folder);
    WalletFile file =
        WalletFile.open(
            index.name(), state.read(WalletFile.MAX_BYTES, FOLDER, folder, GENESIS), trusted);
    List<StoredGroup> groups = new ArrayList<>();
    for (Index.Group group : index.groups()) {
      ByteString id = ByteString.fromHex(group.id());
      if (id.equals(file.genesis().plan().groupId())) {
        groups.add(new StoredGroup(id, file.genesis().plan().members(), group.enclaves()));
      } else {
        TranscriptFile transcript =
            TranscriptFile.open(
                group.id(),
                state.read(TranscriptFile.MAX_BYTES, FOLDER, folder, transcriptName(group.id())),
                file);
        groups.add(new StoredGroup(id, transcript.transcript().plan().members(), group.enclaves()));
      }
    }
    return new Stored(file, index, groups);
  }

  private List<String> folders() throws IOException {
    Path root = state.directory(FOLDER);
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve(INDEX)))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private Index index(String folder) throws CosignerException, IOException {
    try {
      return JSON.readValue(state.read(MAX_INDEX_BYTES, FOLDER, folder, INDEX), Index.class);
    } catch (JsonProcessingException e) {
      throw CosignerException.of(
              "wallet-index-malformed",
              ExitCode.BAD_INPUT,
              "the index of wallet " + folder + " cannot be read")
          .expected("the JSON that cosigner wrote")
          .found(e.getOriginalMessage())
          .hint("the certificates beside it are what counts; restore the file from a backup")
          .cause(e)
          .build();
    }
  }

  private void write(String folder, Index index) throws IOException {
    state.write(JSON.writeValueAsBytes(index), FOLDER, folder, INDEX);
  }

  private static String folder(ByteString walletId) {
    return walletId.hex();
  }

  private static String transcriptName(String group) {
    return "group-" + group + ".cbor";
  }
}
