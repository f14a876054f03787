package org.suffice.statistic;

import java.util.Arrays;

/**
 * How many numbers lie between edges: bin i holds those above edge i − 1 and up to edge i.
 *
 * @param edges b − 1 of them, ascending
 * @param counts of the b bins
 */
public record Histogram(double[] edges, long[] counts) {
  /** Bins of a histogram by deciles. */
  public static final int DECILES = 10;

  /** Copies the arrays and checks that they go together. */
  public Histogram {
    edges = edges.clone();
    counts = counts.clone();
    if (counts.length != edges.length + 1) {
      throw new IllegalArgumentException(
          "histogram: expected one bin more than edges, found "
              + counts.length
              + " and "
              + edges.length);
    }
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] < 0 || i > 0 && i < edges.length && !(edges[i - 1] < edges[i])) {
        throw new IllegalArgumentException("histogram: edges or counts out of order");
      }
    }
  }

  /**
   * A histogram whose edges are the deciles of the numbers (the smallest number up to which there
   * is at least that share of them), each once: fewer than ten bins where numbers repeat.
   *
   * @param numbers finite, at least one; not modified
   */
  public static Histogram ofDeciles(double[] numbers) {
    if (numbers.length == 0) {
      throw new IllegalArgumentException("histogram: expected a number or more, found none");
    }
    double[] sorted = numbers.clone();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] += 0.0; // no -0.0, which sorts apart from 0
    }
    Arrays.sort(sorted);
    double[] edges = new double[DECILES - 1];
    int found = 0;
    for (int k = 1; k < DECILES; k++) {
      double edge = sorted[(int) (((long) k * sorted.length + DECILES - 1) / DECILES) - 1];
      if ((found == 0 || edges[found - 1] < edge) && edge < sorted[sorted.length - 1]) {
        edges[found++] = edge;
      }
    }
    edges = Arrays.copyOf(edges, found);
    return new Histogram(edges, counts(edges, sorted));
  }

  /** The histogram of other numbers between the same edges. */
  public Histogram of(double[] numbers) {
    return new Histogram(edges, counts(edges, numbers));
  }

  private static long[] counts(double[] edges, double[] numbers) {
    long[] counts = new long[edges.length + 1];
    for (double x : numbers) {
      int at = Arrays.binarySearch(edges, x + 0.0);
      counts[at < 0 ? -at - 1 : at]++;
    }
    return counts;
  }

  @Override
  public double[] edges() {
    return edges.clone();
  }

  @Override
  public long[] counts() {
    return counts.clone();
  }
}
