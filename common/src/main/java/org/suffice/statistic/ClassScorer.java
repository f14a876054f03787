package org.suffice.statistic;

import java.io.Serializable;
import org.suffice.block.Block;

/** Says of each row which of c classes it has, and how sure that is: what metrics need to know. */
public interface ClassScorer extends Serializable {
  /** What stands beside the classes predicted. */
  enum Scores {
    /** Nothing. */
    NONE,
    /** The probability of each class. */
    PROBABILITIES,
    /** The natural logarithm of each, which tells apart what as a probability would be 0 or 1. */
    LOG_PROBABILITIES
  }

  /** The number c of classes. */
  int numClasses();

  /** What stands beside the classes predicted. */
  Scores scores();

  /**
   * Predicts every row.
   *
   * @param block not modified
   * @param out n×(1+c) row-major, or n×1 without scores, overwritten: the position of the class
   *     that is predicted, then a score for each class; may be longer
   */
  void score(Block block, double[] out);
}
