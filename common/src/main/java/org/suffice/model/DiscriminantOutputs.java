package org.suffice.model;

import java.util.ArrayList;
import java.util.List;
import org.suffice.block.Block;
import org.suffice.statistic.ClassScorer;

/** The class of each row, the probability of every class, and where it lies between them. */
final class DiscriminantOutputs implements Outputs {
  private static final long serialVersionUID = 1L;

  /** What is said of rows. */
  enum Mode {
    /** The prediction. */
    PLAIN,
    /** With coordinates along the directions. */
    COORDINATES,
    /** The prediction of the fit without the row, with the same priors. */
    LEFT_OUT,
    /** The prediction of the fit without the row, priors too. */
    LEFT_OUT_WITH_PRIORS
  }

  private final DiscriminantScores scores;
  private final Mode mode;
  private final List<String> classes;
  private final List<String> names;

  DiscriminantOutputs(DiscriminantScores scores, List<String> classes, Mode mode) {
    this.scores = scores;
    this.classes = classes;
    this.mode = mode;
    List<String> all = new ArrayList<>(Outputs.withProbabilities(classes));
    for (int v = 0; mode == Mode.COORDINATES && v < scores.numDiscriminants(); v++) {
      all.add("LD" + (v + 1));
    }
    this.names = List.copyOf(all);
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  /** Logarithms of probabilities: those of rows far from their class would be 0 themselves. */
  @Override
  public ClassScorer scorer() {
    return new LogProbabilities(classes.size(), this::logProbabilities);
  }

  private void logProbabilities(Block block, double[] out) {
    int c = classes.size();
    score(
        block,
        (row, values, offset) -> {
          out[row * (c + 1)] = DiscriminantScores.logPosterior(values, offset, c);
          System.arraycopy(values, offset, out, row * (c + 1) + 1, c);
        });
  }

  @Override
  public void compute(Block block, double[] out) {
    int m = names.size();
    int c = classes.size();
    score(
        block,
        (row, values, offset) -> {
          out[row * m] = DiscriminantScores.posterior(values, offset, c);
          System.arraycopy(values, offset, out, row * m + 1, m - 1);
        });
  }

  private void score(Block block, DiscriminantScores.Sink sink) {
    if (mode == Mode.PLAIN || mode == Mode.COORDINATES) {
      scores.score(block, sink);
    } else {
      scores.scoreLeftOut(block, mode == Mode.LEFT_OUT_WITH_PRIORS, sink);
    }
  }
}
