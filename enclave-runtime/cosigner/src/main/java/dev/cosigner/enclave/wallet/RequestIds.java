package dev.cosigner.enclave.wallet;

import dev.cosigner.enclave.server.RequestException;
import dev.cosigner.protocol.ByteString;
import dev.cosigner.protocol.request.Begun;
import dev.cosigner.protocol.wallet.SignRequest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

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
   * Begins a request unless one with the same id and content runs or has ended well: then what was
   * said in that one is the answer. Two at once are taken one after the other.
   *
   * @param script carries the request out
   * @throws RequestException {@code request-id-reused} where the id was for something else
   */
  synchronized Begun begin(SignRequest request, Ceremonies ceremonies, Script script)
      throws RequestException {
    Key key = new Key(request.walletId(), request.requestId());
    Used earlier = used.get(key);
    if (earlier != null && !earlier.content.equals(request.contentDigest())) {
      throw new RequestException(
          "request-id-reused",
          "this request id was used for something else",
          "content " + earlier.content,
          "content " + request.contentDigest(),
          "choose a new request id");
    }
    if (earlier != null && ceremonies.stands(earlier.ceremony)) {
      return ceremonies.resend(earlier.ceremony);
    }
    Begun begun = ceremonies.begin(script);
    used.remove(key);
    used.put(key, new Used(request.contentDigest(), request.digest()));
    Iterator<Key> oldest = used.keySet().iterator();
    while (used.size() > MAX) {
      oldest.next();
      oldest.remove();
    }
    return begun;
  }
}
