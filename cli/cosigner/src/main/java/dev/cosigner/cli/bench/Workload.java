package dev.cosigner.cli.bench;

import dev.cosigner.mpc.pool.Pool;
import java.util.List;

/** What is measured of one scheme. */
interface Workload {

  /** The operations, in the order in which they are to run. */
  List<Operation> operations();

  /** The stocks that the operations took from, after they ran. */
  default List<Pool.Fill> pools() {
    return List.of();
  }
}
