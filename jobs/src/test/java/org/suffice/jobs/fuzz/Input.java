package org.suffice.jobs.fuzz;

import java.util.List;

/** One input for what is fuzzed, made from a seed. */
interface Input {
  /**
   * Gives the input to the product and judges what comes of it; whatever it throws is a finding.
   */
  void check() throws Exception;

  /** The input for a person, in ASCII. */
  String show();

  /** Smaller inputs of the same kind, to look for the smallest that still fails. */
  default List<? extends Input> smaller() {
    return List.of();
  }
}
