package dev.cosigner.cli.bench;

import java.util.List;

/** What is measured of one scheme. */
interface Workload {

  /** The operations, in the order in which they are to run. */
  List<Operation> operations();
}
