package dev.cosigner.protocol.request;

/**
 * What a cosigner can be asked over its server port. Whoever asks is untrusted: what needs
 * authority carries operators' approvals, and what comes from other cosigners comes in envelopes.
 */
public enum Method {
  /** Its version, clock, registers and locks, attested: body [nonce 16 to 64 bytes]. */
  DESCRIBE("describe"),
  /** A bare attestation document over a nonce. */
  ATTEST("attest"),
  /** An enrolment request over a nonce: body [nonce]; answer {@code EnrolmentRequest}. */
  ENROL("enrol"),
  /** Begins a wallet's key generation: {@link BeginWallet}; answer {@link Begun}. */
  WALLET_CREATE("wallet.create"),
  /**
   * Wallets and groups that this cosigner holds shares of: body []; answer [[wallet, group]...].
   */
  WALLET_LIST("wallet.list"),
  /** Decodes and renders a message: {@link Review}; answer {@link ReviewResult}. */
  SIGN_REVIEW("sign.review"),
  /** Begins a signature: {@link BeginSign}; answer {@link Begun}. */
  SIGN_BEGIN("sign.begin"),
  /** The new device commits to its pairing random: [genesis certificate, plan]; answer [C]. */
  PAIRING_COMMIT("pairing.commit"),
  /** The existing device answers: [plan, C]; answer [r_o]. */
  PAIRING_ANSWER("pairing.answer"),
  /** The new device opens: [plan digest, r_o]; answer [r_n]. */
  PAIRING_OPEN("pairing.open"),
  /** The existing device learns r_n: [plan digest, r_n]; answer []. */
  PAIRING_CLOSE("pairing.close"),
  /**
   * The words that a device shows for each plan it has paired for: []; answer [[group, words]...].
   */
  PAIRING_WORDS("pairing.words"),
  /** People saw different words: the exchange dies: [plan digest]; answer []. */
  PAIRING_REJECT("pairing.reject"),
  /** Begins adding a group: {@link BeginOnboard}; answer {@link Begun}. */
  ONBOARD_BEGIN("onboard.begin"),
  /** Envelopes from other cosigners: {@link Delivery}; answer {@link DeliveryResult}. */
  DELIVER("deliver"),
  /**
   * The envelopes of a ceremony again, the same bytes: body [ceremony id]; answer {@link Begun}.
   */
  RESEND("resend"),
  /** How a ceremony stands: body [ceremony id]; answer {@link Outcome}. */
  OUTCOME("outcome");

  private final String wireName;

  Method(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire. */
  public String wireName() {
    return wireName;
  }
}
