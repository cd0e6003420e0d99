package dev.cosigner.mpc.ecdsa;

import dev.cosigner.mpc.arithmetic.SecretInteger;
import dev.cosigner.mpc.curve.ConstantTimeCurve;
import dev.cosigner.mpc.curve.Point;
import dev.cosigner.mpc.frost.KeyShare;
import dev.cosigner.mpc.frost.PublicKeyPackage;
import dev.cosigner.mpc.paillier.PaillierPrivateKey;
import dev.cosigner.mpc.paillier.Randomiser;
import dev.cosigner.mpc.proof.Prover;
import dev.cosigner.mpc.proof.Verifier;
import dev.cosigner.mpc.proof.Workers;
import dev.cosigner.mpc.transcript.Transcript;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a member uses for every presignature of a session. Wiped when closed. */
final class PresigningMember implements AutoCloseable {
  private final Prover prover;
  private final Verifier verifier;
  private final KeyShare keyShare;
  private final AuxiliaryKeys auxiliaryKeys;
  private final SortedMap<Integer, Point> publicShares = new TreeMap<>();
  private final SecretInteger share;
  private final Randomisers randomisers;
  private final Workers workers;
  private final Transcripts transcripts;

  /** Begins the transcript of a proof. */
  interface Transcripts {
    Transcript of(String proof, int round, int sender, int receiver);
  }

  /** Copies the share. */
  PresigningMember(
      Prover prover,
      KeyShare keyShare,
      AuxiliaryKeys auxiliaryKeys,
      Randomisers randomisers,
      Workers workers,
      Transcripts transcripts) {
    this.prover = prover;
    this.auxiliaryKeys = auxiliaryKeys;
    this.randomisers = randomisers;
    this.workers = workers;
    this.transcripts = transcripts;
    verifier = new Verifier(prover.parameters(), prover.arithmetic(), prover.curve());
    this.keyShare = keyShare;
    var publicKeys = keyShare.publicKeys();
    for (int member : publicKeys.members()) {
      publicShares.put(member, publicKeys.additiveShare(prover.curve(), member));
    }
    try (var additive = keyShare.additiveShare(prover.curve())) {
      share = SecretConversion.integer(prover, additive);
    }
  }

  Prover prover() {
    return prover;
  }

  Verifier verifier() {
    return verifier;
  }

  ConstantTimeCurve curve() {
    return prover.curve();
  }

  int self() {
    return auxiliaryKeys.identifier();
  }

  KeyShare keyShare() {
    return keyShare;
  }

  PublicKeyPackage publicKeys() {
    return keyShare.publicKeys();
  }

  /** The share of the key that is added to the others'. */
  SecretInteger share() {
    return share;
  }

  /** A member's share times the generator. */
  Point publicShare(int member) {
    return publicShares.get(member);
  }

  PaillierPrivateKey paillier() {
    return auxiliaryKeys.secrets().paillier();
  }

  Workers workers() {
    return workers;
  }

  /** A fresh randomiser under the own Paillier key. */
  Randomiser randomiser() {
    return randomisers.under(self());
  }

  /** A fresh randomiser under a member's Paillier key. */
  Randomiser randomiser(int member) {
    return randomisers.under(member);
  }

  AuxiliaryPublicKeys keys(int member) {
    return auxiliaryKeys.publicKeys(member);
  }

  AuxiliarySecrets secrets() {
    return auxiliaryKeys.secrets();
  }

  /** All members but one: the receivers of what it sends, in order. */
  List<Integer> receivers(int sender) {
    return auxiliaryKeys.members().stream().filter(member -> member != sender).toList();
  }

  Transcript transcript(String proof, int index, int round, int sender, int receiver) {
    return transcripts.of(proof, round, sender, receiver).item("index", index);
  }

  @Override
  public void close() {
    share.close();
  }
}
