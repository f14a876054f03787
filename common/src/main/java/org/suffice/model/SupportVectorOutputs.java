package org.suffice.model;

import java.util.ArrayList;
import java.util.List;
import org.suffice.block.Block;
import org.suffice.solve.PairwiseCoupling;
import org.suffice.solve.PlattScaling;
import org.suffice.solve.SupportVectorFit;

/**
 * The class of each row, by the votes of all pairs, the first of the classes where votes are equal;
 * the probability of every class where it was asked for; and the decision value of every pair.
 */
final class SupportVectorOutputs implements Outputs {
  private static final long serialVersionUID = 1L;

  private final SupportVectorScores scores;
  private final List<String> classes;
  private final List<String> names;
  private final double[] plattA;
  private final double[] plattB;

  SupportVectorOutputs(SupportVectorScores scores, List<String> classes, SupportVectorFit fit) {
    this.scores = scores;
    this.classes = classes;
    boolean probabilities = fit.hasProbabilities();
    int numPairs = fit.pairs().size();
    plattA = new double[probabilities ? numPairs : 0];
    plattB = new double[plattA.length];
    for (int p = 0; p < plattA.length; p++) {
      plattA[p] = fit.pairs().get(p).scaling().a();
      plattB[p] = fit.pairs().get(p).scaling().b();
    }
    List<String> all = new ArrayList<>();
    all.add("prediction");
    if (probabilities) {
      all.addAll(Outputs.withProbabilities(classes).subList(1, 1 + classes.size()));
    }
    for (int a = 0; a < classes.size(); a++) {
      for (int b = a + 1; b < classes.size(); b++) {
        all.add("decision_" + classes.get(a) + "_" + classes.get(b));
      }
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

  @Override
  public void compute(Block block, double[] out) {
    int m = names.size();
    int c = classes.size();
    int numPairs = scores.numPairs();
    double[] decisions = scores.decisions(block);
    double[] pairs = new double[c * c];
    double[] p = new double[c];
    for (int i = 0; i < block.numRows(); i++) {
      out[i * m] = vote(decisions, i * numPairs);
      int at = i * m + 1;
      if (plattA.length > 0) {
        probabilities(decisions, i * numPairs, pairs, p);
        System.arraycopy(p, 0, out, at, c);
        at += c;
      }
      System.arraycopy(decisions, i * numPairs, out, at, numPairs);
    }
  }

  /** The position of the class with most votes. */
  int vote(double[] decisions, int offset) {
    int c = classes.size();
    int[] votes = new int[c];
    for (int a = 0; a < c; a++) {
      for (int b = a + 1; b < c; b++) {
        boolean forFirst = decisions[offset + scores.pairOf(a, b)] > 0 == scores.positiveIsFirst();
        votes[forFirst ? a : b]++;
      }
    }
    int best = 0;
    for (int k = 1; k < c; k++) {
      best = votes[k] > votes[best] ? k : best;
    }
    return best;
  }

  private void probabilities(double[] decisions, int offset, double[] pairs, double[] p) {
    int c = classes.size();
    for (int a = 0; a < c; a++) {
      for (int b = a + 1; b < c; b++) {
        int pair = scores.pairOf(a, b);
        double positive =
            new PlattScaling(plattA[pair], plattB[pair]).probability(decisions[offset + pair]);
        double first = scores.positiveIsFirst() ? positive : 1 - positive;
        pairs[a * c + b] = first;
        pairs[b * c + a] = 1 - first;
      }
    }
    if (c == 2) {
      p[0] = pairs[1];
      p[1] = pairs[2];
    } else {
      PairwiseCoupling.solve(c, pairs, p);
    }
  }
}
