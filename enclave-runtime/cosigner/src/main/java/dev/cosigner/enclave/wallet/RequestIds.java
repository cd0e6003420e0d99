package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.wallet.SignRequest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which request ids were used for what, so that a caller who asks again gets the same result and
 * one who reuses an id by mistake does not sign something else. The newest {@value #MAX} are
 * remembered.
 */
final class RequestIds {
  static final int MAX = 4096;

  private final Map<Key, Used> used = new LinkedHashMap<>();

  private record Key(ByteString walletId, String requestId) {}

  private record Used(ByteString content, ByteString ceremony) {}

  /**
   * The ceremony that a request with this id began.
   *
   * @throws RequestException {@code request-id-reused} where it was for something else
   */
  synchronized Optional<ByteString> find(SignRequest request) throws RequestException {
    Used earlier = used.get(new Key(request.walletId(), request.requestId()));
    if (earlier == null) {
      return Optional.empty();
    }
    if (!earlier.content.equals(request.contentDigest())) {
      throw new RequestException(
          "request-id-reused",
          "the request id " + request.requestId() + " was used for something else",
          "content " + earlier.content,
          "content " + request.contentDigest(),
          null);
    }
    return Optional.of(earlier.ceremony);
  }

  synchronized void put(SignRequest request) {
    Key key = new Key(request.walletId(), request.requestId());
    used.remove(key);
    used.put(key, new Used(request.contentDigest(), request.digest()));
    Iterator<Key> oldest = used.keySet().iterator();
    while (used.size() > MAX) {
      oldest.next();
      oldest.remove();
    }
  }
}
