package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.attestation.AttestationException;
import dev.cosigner.protocol.attestation.Expectation;
import dev.cosigner.protocol.cbor.CborException;
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
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Signs a transaction: decoded here and in an enclave, compared, shown, approved, signed by a
 * group, checked, and put together for the network.
 */
public final class SignCeremony {
  /** A member's word for a ceremony that it has given up. */
  private static final String OVER = "ceremony-over";

  private static final long MAX_AGE_MILLIS = 5 * 60 * 1000L;

  private final Workstation workstation;
  private final CeremonyRun run;
  private final WalletFile wallet;
  private final SignRequests requests;
  private final String address;

  /** A decoded transaction with what a person is to confirm. */
  public record Reviewed(DecodedTransaction transaction, Rendering rendering, ByteString message) {}

  public SignCeremony(
      Workstation workstation, CeremonyRun run, WalletFile wallet, SignRequests requests) {
    this.requests = requests;
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
          .expected("its document over this rendering and this workstation's nonce")
          .hint("do not approve; 'cosigner inspect " + cosigner.name() + "' shows what runs")
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
      throw TransactionRefusal.of(e);
    }
  }

  /**
   * The request that is to be approved: the one that was begun under this id before, where there is
   * one.
   *
   * @throws CosignerException {@code invalid-request-id}, or {@code request-id-reused} where the id
   *     was used for other content
   */
  public SignRequest request(Reviewed reviewed, ByteString groupId, String requestId)
      throws CosignerException, IOException {
    SignRequest fresh = fresh(reviewed, groupId, requestId);
    try {
      // The members read it as strictly.
      SignRequest.decode(fresh.encode());
    } catch (CborException e) {
      throw CosignerException.of(
              "invalid-request-id", ExitCode.USAGE, "a request cannot be called that")
          .expected("1 to 64 visible characters")
          .found(e.getMessage())
          .hint("choose another --request-id")
          .cause(e)
          .build();
    }
    Optional<SignRequest> earlier = requests.find(wallet.id(), requestId);
    if (earlier.isPresent() && !earlier.get().contentDigest().equals(fresh.contentDigest())) {
      throw CosignerException.of(
              "request-id-reused",
              ExitCode.REFUSED,
              "the request id " + requestId + " was used for something else")
          .expected("the wallet, group and transaction that it was used for")
          .found("another group or transaction")
          .hint("choose a new --request-id")
          .build();
    }
    return earlier
        .filter(request -> request.expiryMillis() > workstation.clock().millis())
        .orElse(fresh);
  }

  private SignRequest fresh(Reviewed reviewed, ByteString groupId, String requestId) {
    return new SignRequest(
        wallet.id(),
        groupId,
        requestId,
        reviewed.transaction().network().id(),
        reviewed.message(),
        0,
        workstation.nonce(),
        workstation.expiryMillis());
  }

  /**
   * Has a group sign what the operators have agreed to.
   *
   * @param members its members by the boots that the group names
   * @return the transaction to send to the network
   */
  public byte[] sign(
      Reviewed reviewed,
      SignRequest request,
      List<CeremonyRun.Member> members,
      List<OperatorKey> operators)
      throws CosignerException, IOException {
    ByteString signature;
    try {
      signature = carryOut(reviewed, request, members, operators);
    } catch (CosignerException e) {
      if (!e.id().equals(OVER)) {
        throw e;
      }
      // An earlier run came to nothing at this member; its approvals cannot be used again.
      signature =
          carryOut(
              reviewed,
              fresh(reviewed, request.groupId(), request.requestId()),
              members,
              operators);
    }
    try {
      // Checks the signature under the wallet's address before anything leaves.
      return reviewed.transaction().assemble(address, List.of(signature.toByteArray()));
    } catch (TransactionException e) {
      throw CosignerException.of(
              "signature-refused", ExitCode.REFUSED, "what the members signed does not verify")
          .expected("a signature on this transaction under " + address)
          .found(e.getMessage())
          .hint("nothing is printed; 'cosigner inspect' shows what each member runs")
          .cause(e)
          .build();
    }
  }

  private ByteString carryOut(
      Reviewed reviewed,
      SignRequest request,
      List<CeremonyRun.Member> members,
      List<OperatorKey> operators)
      throws CosignerException, IOException {
    requests.keep(request);
    ApprovalStatement statement = ApprovalStatement.of(request, reviewed.rendering().encode());
    List<Approval> approvals = operators.stream().map(key -> key.approve(statement)).toList();
    BeginSign begin = new BeginSign(request, approvals);
    Map<CeremonyRun.Member, Begun> begun = new LinkedHashMap<>();
    for (CeremonyRun.Member member : members) {
      begun.put(member, member.cosigner().begin(begin));
    }
    return run.runForOne(begun);
  }
}
