package dev.cosigner.cli.ceremony;

import dev.cosigner.cli.CosignerException;
import dev.cosigner.cli.ExitCode;
import dev.cosigner.cli.StateDirectory;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.DomainHash;
import dev.cosigner.protocol.cbor.CborException;
import dev.cosigner.protocol.wallet.SignRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The signing requests of this operator, each written down before any member hears of it. A run
 * that was cut short is taken up with the very same request, so that members that have begun and
 * members that have not meet in one ceremony.
 */
public final class SignRequests {
  private static final String FOLDER = "requests";
  private static final String NAME_DOMAIN = "cosigner/request-file/v1";
  private static final int MAX_BYTES = 64 * 1024;

  private final StateDirectory state;

  /** Those of a state directory. */
  public SignRequests(StateDirectory state) {
    this.state = state;
  }

  /**
   * The request of this id, if there is one.
   *
   * @throws CosignerException {@code request-malformed} if what was kept cannot be read
   */
  public Optional<SignRequest> find(ByteString walletId, String requestId)
      throws CosignerException, IOException {
    String name = name(walletId, requestId);
    Path path = state.path(FOLDER, name);
    try {
      return Optional.of(SignRequest.decode(BoundedFile.read(path, MAX_BYTES, "signing request")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (CborException e) {
      throw CosignerException.of(
              "request-malformed", ExitCode.BAD_INPUT, "what was kept of this request is damaged")
          .expected("the request " + requestId + " in " + path)
          .found(e.getMessage())
          .hint("remove the file, and choose a new request id")
          .cause(e)
          .build();
    }
  }

  /** Keeps a request, in place of an earlier one of its id. */
  public void keep(SignRequest request) throws IOException {
    state.write(request.encode(), FOLDER, name(request.walletId(), request.requestId()));
  }

  private static String name(ByteString walletId, String requestId) {
    return ByteString.copyOf(
                DomainHash.of(
                    NAME_DOMAIN,
                    walletId.toByteArray(),
                    requestId.getBytes(StandardCharsets.UTF_8)))
            .hex()
        + ".cbor";
  }
}
