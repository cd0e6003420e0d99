package dev.cosigner.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the operator is told when a run is cut short by Ctrl-C. A command that is about to leave
 * something behind, such as a running enclave or an open session, says so here first and closes the
 * notice once it is settled.
 */
public final class Interruption {
  private final List<Supplier<String>> notices = new ArrayList<>();

  /**
   * Says what is left if the run ends while the notice is open.
   *
   * @param state one line, lower case: what is left and how to go on or remove it; called as the
   *     process ends, it may tidy up first if that takes no more than a second or two
   */
  public synchronized Notice leaving(Supplier<String> state) {
    notices.add(state);
    return () -> remove(state);
  }

  private synchronized void remove(Supplier<String> state) {
    notices.remove(state);
  }

  /** The lines for the operator, oldest first; what was begun last is tidied up first. */
  synchronized List<String> whatIsLeft() {
    return notices.reversed().stream().map(Supplier::get).toList().reversed();
  }

  /** An open notice; closing it withdraws it. */
  @FunctionalInterface
  public interface Notice extends AutoCloseable {
    @Override
    void close();
  }
}
