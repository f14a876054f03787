package org.suffice.jobs.retrain;

import java.io.Serializable;
import org.suffice.block.Block;
import org.suffice.model.LinearModel;
import org.suffice.model.Model;
import org.suffice.model.Outputs;
import org.suffice.statistic.ClassScorer;
import org.suffice.statistic.Scorer;

/**
 * What a model says of rows, as metrics want it: a number, or a class with its scores.
 *
 * @param number of a regression, or null
 * @param classes of a classifier, or null
 */
record ModelScorer(Scorer number, ClassScorer classes) implements Serializable {
  /**
   * The scorer of a model.
   *
   * @param outputs its outputs, or what stands for them
   */
  static ModelScorer of(Model model, Outputs outputs) {
    if (!outputs.classes().isEmpty()) {
      return new ModelScorer(null, outputs.scorer());
    }
    return new ModelScorer(
        model instanceof LinearModel linear ? linear.target(0) : outputs.column(0), null);
  }

  /** How many numbers it says of a row: the prediction, then a score for each class. */
  int width() {
    return classes == null || classes.scores() == ClassScorer.Scores.NONE
        ? 1
        : 1 + classes.numClasses();
  }

  /**
   * Scores every row.
   *
   * @param out n×width row-major, overwritten; may be longer
   */
  void score(Block block, double[] out) {
    if (classes == null) {
      number.score(block, out);
    } else {
      classes.score(block, out);
    }
  }

  /** Whether a label is one of the classes that it knows, or a number. */
  boolean knows(double label) {
    return classes == null || label < classes.numClasses();
  }

  /** Whether scores are logarithms, are probabilities, or are none. */
  ClassScorer.Scores scores() {
    return classes == null ? ClassScorer.Scores.NONE : classes.scores();
  }

  /** Scores that were computed before: the values of a block. */
  ModelScorer given() {
    return classes == null
        ? new ModelScorer(GivenScores::copy, null)
        : new ModelScorer(null, new GivenScores(classes.numClasses(), classes.scores()));
  }

  private record GivenScores(int numClasses, Scores scores) implements ClassScorer {
    static void copy(Block block, double[] out) {
      double[] row = new double[block.numFeatures()];
      for (int i = 0; i < block.numRows(); i++) {
        block.copyRow(i, row);
        System.arraycopy(row, 0, out, i * row.length, row.length);
      }
    }

    @Override
    public void score(Block block, double[] out) {
      copy(block, out);
    }
  }
}
