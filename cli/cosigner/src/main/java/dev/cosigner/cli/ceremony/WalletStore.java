package dev.cosigner.cli.ceremony;

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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The wallets that this operator knows: for each a folder with its genesis certificate, the
 * transcripts of its further groups, and for each group the ids of the launched enclaves that hold
 * it. The certificates are verified at every use; the rest is a convenience that nothing relies on.
 */
public final class WalletStore {
  static final String FOLDER = "wallets";
  static final String GENESIS = "genesis.cbor";
  private static final Pattern WALLET = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern TRANSCRIPT = Pattern.compile("group-([0-9a-f]{64})\\.cbor");
  private static final int MIN_PREFIX = 8;
  private static final int MAX_HOLDERS_BYTES = 64 * 1024;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  private final StateDirectory state;
  private final Set<TrustAnchor> trusted;

  /** The ids of the enclaves that hold a group, in the order of its members. */
  private record Holders(List<String> enclaves) {}

  /** A verified wallet with its groups, the first one first. */
  public record Stored(WalletFile file, List<StoredGroup> groups) {
    /** What people call it. */
    public String name() {
      return file.genesis().plan().name();
    }
  }

  /** A verified group: its id, members, and the ids of the enclaves that hold it. */
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

  /**
   * Keeps a new wallet.
   *
   * @param enclaves the ids of the enclaves that hold its first group
   */
  public void add(WalletFile wallet, List<String> enclaves) throws IOException {
    // The certificate last: what it names is complete once it is there.
    writeHolders(wallet.id(), wallet.genesis().plan().groupId(), enclaves);
    state.write(wallet.certificate().encode(), FOLDER, wallet.id().hex(), GENESIS);
  }

  /**
   * Keeps a further group of a wallet.
   *
   * @param enclaves the ids of the enclaves that hold it
   */
  public void add(WalletFile wallet, TranscriptFile transcript, List<String> enclaves)
      throws IOException {
    ByteString group = transcript.transcript().plan().groupId();
    writeHolders(wallet.id(), group, enclaves);
    state.write(
        transcript.certificate().encode(), FOLDER, wallet.id().hex(), transcriptName(group.hex()));
  }

  /** Where a group's transcript is kept. */
  public Path transcript(WalletFile wallet, ByteString group) {
    return state.path(FOLDER, wallet.id().hex(), transcriptName(group.hex()));
  }

  /**
   * Finds a wallet by its name or the beginning of its id, and verifies it. What is wrong with
   * another wallet does not matter.
   *
   * @throws CosignerException {@code unknown-wallet}, {@code ambiguous-wallet}, or why it does not
   *     verify
   */
  public Stored find(String nameOrId) throws CosignerException, IOException {
    List<String> matches = new ArrayList<>();
    List<String> names = new ArrayList<>();
    boolean refused = false;
    for (String folder : folders()) {
      boolean byId = nameOrId.length() >= MIN_PREFIX && folder.startsWith(nameOrId);
      String name;
      try {
        name = genesis(folder).genesis().plan().name();
      } catch (CosignerException e) {
        name = folder;
        refused = true;
      }
      names.add(name);
      if (byId || name.equals(nameOrId)) {
        matches.add(folder);
      }
    }
    if (matches.size() == 1) {
      return open(matches.getFirst());
    }
    boolean none = matches.isEmpty();
    throw CosignerException.of(
            none ? "unknown-wallet" : "ambiguous-wallet",
            ExitCode.BAD_INPUT,
            none
                ? "there is no wallet '" + nameOrId + "'"
                : matches.size() + " wallets are called '" + nameOrId + "'")
        .expected(
            none && names.isEmpty()
                ? "a wallet of this state directory, which has none"
                : none ? "one of " + names : "the first digits of one of the ids " + matches)
        .found(nameOrId)
        .hint(
            refused
                ? "one that is told by its id does not verify: 'cosigner wallet show ID' says why"
                : "'cosigner wallet list' names the wallets of this state directory")
        .build();
  }

  /**
   * Requires that a new wallet can be told from the others by its name.
   *
   * @throws CosignerException {@code name-taken}
   */
  public void requireUnused(String name) throws CosignerException, IOException {
    for (Stored wallet : all()) {
      if (wallet.name().equals(name)) {
        throw CosignerException.of(
                "name-taken", ExitCode.BAD_INPUT, "there is a wallet of that name")
            .expected("a name that no wallet has")
            .found(name)
            .hint("'cosigner wallet show " + name + "' shows it; choose another name")
            .build();
      }
    }
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
    WalletFile file = genesis(folder);
    List<StoredGroup> groups = new ArrayList<>();
    groups.add(group(file, file.genesis().plan().groupId(), file.genesis().plan().members()));
    List<TranscriptFile> transcripts = new ArrayList<>();
    for (String name : files(folder)) {
      Matcher transcript = TRANSCRIPT.matcher(name);
      if (transcript.matches()) {
        transcripts.add(transcript(file, folder, transcript.group(1)));
      }
    }
    // All plans are valid for as long from their making, so this is the order of their making.
    transcripts.sort(Comparator.comparingLong(one -> one.transcript().plan().expiryMillis()));
    for (TranscriptFile transcript : transcripts) {
      groups.add(
          group(
              file,
              transcript.transcript().plan().groupId(),
              transcript.transcript().plan().members()));
    }
    return new Stored(file, List.copyOf(groups));
  }

  private WalletFile genesis(String folder) throws CosignerException, IOException {
    Path path = state.path(FOLDER, folder, GENESIS);
    WalletFile file =
        WalletFile.open(
            path.toString(),
            BoundedFile.read(path, WalletFile.MAX_BYTES, "genesis certificate"),
            trusted);
    requireOwnPlace(path, folder, file.id());
    return file;
  }

  private TranscriptFile transcript(WalletFile wallet, String folder, String group)
      throws CosignerException, IOException {
    Path path = state.path(FOLDER, folder, transcriptName(group));
    TranscriptFile transcript =
        TranscriptFile.open(
            path.toString(),
            BoundedFile.read(path, TranscriptFile.MAX_BYTES, "transcript"),
            wallet);
    requireOwnPlace(path, group, transcript.transcript().plan().groupId());
    return transcript;
  }

  private static void requireOwnPlace(Path path, String expected, ByteString found)
      throws CosignerException {
    if (!found.hex().equals(expected)) {
      throw CosignerException.of(
              "certificate-misplaced",
              ExitCode.REFUSED,
              path + " is a certificate of something else")
          .expected("one of " + expected)
          .found(found.hex())
          .hint("restore the file from a backup")
          .build();
    }
  }

  private StoredGroup group(WalletFile wallet, ByteString id, List<Member> members)
      throws CosignerException, IOException {
    Path path = state.path(FOLDER, wallet.id().hex(), holdersName(id.hex()));
    String found;
    try {
      List<String> enclaves =
          JSON.readValue(BoundedFile.read(path, MAX_HOLDERS_BYTES, "list"), Holders.class)
              .enclaves();
      if (enclaves.size() == members.size() && !enclaves.contains(null)) {
        return new StoredGroup(id, members, List.copyOf(enclaves));
      }
      found = enclaves.size() + " enclaves";
    } catch (NoSuchFileException e) {
      found = "no such file";
    } catch (IOException | NullPointerException e) {
      found = "something else";
    }
    throw CosignerException.of(
            "wallet-index-malformed",
            ExitCode.BAD_INPUT,
            path + " does not say which enclaves hold the group")
        .expected("the JSON that cosigner wrote, with " + members.size() + " enclaves")
        .found(found)
        .hint("the certificates beside it are what counts; restore the file from a backup")
        .build();
  }

  private List<String> folders() throws IOException {
    try (Stream<Path> folders = Files.list(state.directory(FOLDER))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve(GENESIS)))
          .map(folder -> folder.getFileName().toString())
          .filter(WALLET.asMatchPredicate())
          .sorted()
          .toList();
    }
  }

  private List<String> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(state.path(FOLDER, folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void writeHolders(ByteString wallet, ByteString group, List<String> enclaves)
      throws IOException {
    state.write(
        JSON.writeValueAsBytes(new Holders(List.copyOf(enclaves))),
        FOLDER,
        wallet.hex(),
        holdersName(group.hex()));
  }

  private static String transcriptName(String group) {
    return "group-" + group + ".cbor";
  }

  private static String holdersName(String group) {
    return "group-" + group + ".enclaves.json";
  }
}
