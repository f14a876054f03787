package org.suffice.solve;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Placement values: of each row the share of the rows of the other class that a score puts on the
 * right side of it, ties counted half. Their mean over either class is the area under the receiver
 * operating characteristic, and their spread its variance. By one sort (Sun, Xu, "Fast
 * implementation of DeLong's algorithm", IEEE Signal Processing Letters 21, 2014).
 */
final class RankedPlacements {
  private RankedPlacements() {}

  /**
   * The placement value of every row.
   *
   * @param scores higher for the second class; not modified
   * @param positive whether a row is of the second class
   * @param weights of the rows
   */
  static double[] of(double[] scores, boolean[] positive, double[] weights) {
    int n = scores.length;
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i] + 0.0))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] total = new double[2];
    for (int i = 0; i < n; i++) {
      total[positive[i] ? 1 : 0] += weights[i];
    }
    double[] placements = new double[n];
    double[] below = new double[2];
    for (int from = 0, to; from < n; from = to) {
      double[] tied = new double[2];
      for (to = from; to < n && scores[order[to]] == scores[order[from]]; to++) {
        tied[positive[order[to]] ? 1 : 0] += weights[order[to]];
      }
      if (to == from) {
        throw new IllegalArgumentException("placements: a score is not a number");
      }
      for (int i = from; i < to; i++) {
        int row = order[i];
        placements[row] =
            positive[row]
                ? (below[0] + tied[0] / 2) / total[0]
                : 1 - (below[1] + tied[1] / 2) / total[1];
      }
      below[0] += tied[0];
      below[1] += tied[1];
    }
    return placements;
  }
}
