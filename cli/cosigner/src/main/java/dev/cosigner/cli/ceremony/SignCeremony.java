package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestationException;
import dev.cosigner.protocol.attestation.Expectation;
import dev.cosigner.protocol.request.BeginSign;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.request.Review;
import dev.cosigner.protocol.request.ReviewResult;
import dev.cosigner.protocol.wallet.Approval;
import dev.cosigner.protocol.wallet.ApprovalStatement;
import dev.cosigner.protocol.wallet.SignRequest;
import dev.cosigner.transaction.Base58;
import dev.cosigner.transaction.DecodedTransaction;
import dev.cosigner.transaction.Network;
import dev.cosigner.transaction.Rendering;
import dev.cosigner.transaction.TransactionDecoder;
import dev.cosigner.transaction.TransactionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Signs a transaction: decoded here and in an enclave, compared, shown, approved, signed by a
 * group, checked, and put together for the network.
 */
public final class SignCeremony {
  private static final long MAX_AGE_MILLIS = 5 * 60 * 1000L;

  private final Workstation workstation;
  private final CeremonyRun run;
  private final WalletFile wallet;
  private final String address;

  /** A decoded transaction with what a person is to confirm. */
  public record Reviewed(DecodedTransaction transaction, Rendering rendering, ByteString message) {}

  public SignCeremony(Workstation workstation, CeremonyRun run, WalletFile wallet) {
    this.workstation = workstation;
    this.run = run;
    this.wallet = wallet;
    this.address = Base58.encode(wallet.genesis().publicKey().toByteArray());
  }

  /**
   * Decodes the bytes here, has an enclave do the same, and compares.
   *
   * @throws CosignerException {@code transaction-...} where they are not understood, {@code
   *     rendering-differs} where the enclave shows something else
   */
  public Reviewed review(Network network, byte[] bytes, RemoteCosigner cosigner)
      throws CosignerException {
    Reviewed reviewed = decode(network, bytes);
    Review review = new Review(wallet.id(), network.id(), reviewed.message(), workstation.nonce());
    ReviewResult result = cosigner.review(review);
    byte[] attested = result.rendering().toByteArray();
    try {
      workstation
          .verifier()
          .verify(
              result.document().toByteArray(),
              Expectation.nothing()
                  .withUserData(review.userData(attested))
                  .withNonce(review.nonce().toByteArray()),
              workstation.clock().millis(),
              MAX_AGE_MILLIS);
    } catch (AttestationException e) {
      throw CosignerException.of(
              "rendering-refused",
              ExitCode.REFUSED,
              "the rendering of " + cosigner.name() + " is not attested")
          .found(e.getMessage())
          .cause(e)
          .build();
    }
    if (!result.rendering().equals(ByteString.copyOf(reviewed.rendering().encode()))) {
      throw CosignerException.of(
              "rendering-differs",
              ExitCode.REFUSED,
              "the enclave of " + cosigner.name() + " reads this transaction in another way")
          .expected("the rendering of this workstation")
          .found("another one, attested")
          .hint("do not approve; the enclave runs another version of the decoder")
          .build();
    }
    return reviewed;
  }

  private Reviewed decode(Network network, byte[] bytes) throws CosignerException {
    try {
      DecodedTransaction transaction = TransactionDecoder.decode(network, bytes);
      Rendering rendering = transaction.render(address);
      return new Reviewed(
          transaction, rendering, ByteString.copyOf(transaction.bytesToSign(address).getFirst()));
    } catch (TransactionException e) {
      throw refused(e);
    }
  }

  /**
   * Has a group sign what the operators have agreed to.
   *
   * @param groupId the group
   * @param members its members by the boots that the group names
   * @return the transaction to send to the network
   */
  public byte[] sign(
      Reviewed reviewed,
      ByteString groupId,
      String requestId,
      List<CeremonyRun.Member> members,
      List<OperatorKey> operators)
      throws CosignerException {
    SignRequest request =
        new SignRequest(
            wallet.id(),
            groupId,
            requestId,
            reviewed.transaction().network().id(),
            reviewed.message(),
            0,
            workstation.nonce(),
            workstation.expiryMillis());
    ApprovalStatement statement = ApprovalStatement.of(request, reviewed.rendering().encode());
    List<Approval> approvals = operators.stream().map(key -> key.approve(statement)).toList();
    BeginSign begin = new BeginSign(request, approvals);
    Map<CeremonyRun.Member, Begun> begun = new LinkedHashMap<>();
    for (CeremonyRun.Member member : members) {
      begun.put(member, member.cosigner().begin(begin));
    }
    ByteString signature = run.run(begun).getFirst();
    try {
      // Checks the signature under the wallet's address before anything leaves.
      return reviewed.transaction().assemble(List.of(signature.toByteArray()));
    } catch (TransactionException e) {
      throw refused(e);
    }
  }

  private static CosignerException refused(TransactionException e) {
    String id = "transaction-" + e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return CosignerException.of(
            id, ExitCode.BAD_INPUT, "the transaction is refused: " + e.getMessage())
        .expected(e.expected())
        .found(e.found())
        .hint("a wallet signs only what it understands in full")
        .cause(e)
        .build();
  }
}
