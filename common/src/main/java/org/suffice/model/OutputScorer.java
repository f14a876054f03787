package org.suffice.model;

import org.suffice.block.Block;
import org.suffice.statistic.ClassScorer;

/** Outputs as metrics want them: the prediction, and the probabilities where they come next. */
final class OutputScorer implements ClassScorer {
  private static final long serialVersionUID = 1L;

  private final Outputs outputs;
  private final int numClasses;
  private final int width;
  private final Scores scores;

  OutputScorer(Outputs outputs) {
    this.outputs = outputs;
    this.numClasses = outputs.classes().size();
    this.width = outputs.names().size();
    boolean probabilities =
        width > numClasses
            && outputs.names().subList(1, 1 + numClasses).stream()
                .allMatch(name -> name.startsWith(Outputs.PROBABILITY));
    this.scores = probabilities ? Scores.PROBABILITIES : Scores.NONE;
  }

  @Override
  public int numClasses() {
    return numClasses;
  }

  @Override
  public Scores scores() {
    return scores;
  }

  @Override
  public void score(Block block, double[] out) {
    int wanted = scores == Scores.NONE ? 1 : 1 + numClasses;
    if (wanted == width) {
      outputs.compute(block, out);
      return;
    }
    int n = block.numRows();
    double[] all = new double[n * width]; // not kept: threads share a scorer
    outputs.compute(block, all);
    for (int i = 0; i < n; i++) {
      System.arraycopy(all, i * width, out, i * wanted, wanted);
    }
  }
}
