package org.suffice.model;

import org.suffice.neighbour.Index;
import org.suffice.neighbour.Minkowski;

/**
 * How neighbours are found and what they count.
 *
 * @param k how many vote
 * @param metric how far rows are apart
 * @param byDistance whether near neighbours count more, by one over the distance
 * @param ties whether all at the distance of the k-th vote, not only k
 * @param algorithm how they are found; the answer is the same
 * @param standardize whether features are standardised, by the mean and deviation of training
 */
public record NeighborOptions(
    int k,
    Minkowski metric,
    boolean byDistance,
    boolean ties,
    Index.Algorithm algorithm,
    boolean standardize) {
  /** The same with another number of neighbours and another metric. */
  public NeighborOptions with(int otherK, Minkowski otherMetric) {
    return new NeighborOptions(otherK, otherMetric, byDistance, ties, algorithm, standardize);
  }
}
