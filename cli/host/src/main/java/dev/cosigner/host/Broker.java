package dev.cosigner.host;

import java.util.List;

/**
 * What carries envelopes between enclaves that may be far apart. It is untrusted: it may drop,
 * delay, reorder, repeat and change what it is given.
 */
@FunctionalInterface
public interface Broker {
  /** Carries everything at once and as it is: the broker of one machine. */
  Broker LOCAL = posted -> posted;

  /**
   * Takes what was posted, and gives what arrives. It is called once more with nothing after all
   * has become quiet, so that a broker that holds something back can let it go.
   *
   * @param posted since the last call, in order
   * @return what arrives now, in order; nothing means that nothing is under way
   */
  List<SealedEnvelope> carry(List<SealedEnvelope> posted);
}
