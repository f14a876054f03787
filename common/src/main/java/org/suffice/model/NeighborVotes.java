package org.suffice.model;

import java.io.Serializable;
import java.util.Arrays;
import org.suffice.neighbour.Neighbours;

/**
 * What neighbours say of a query: of classes the shares of their votes, of numbers the mean. A
 * neighbour counts with the weight of its row, and by distance with one over the distance too;
 * where some are at distance zero, these alone count.
 *
 * @param numClasses the number c of classes; 0 for numbers
 * @param labels the number of labels
 * @param byDistance whether near neighbours count more
 * @param ties whether all at the distance of the k-th count, not only k
 */
public record NeighborVotes(int numClasses, int labels, boolean byDistance, boolean ties)
    implements Serializable {
  /**
   * The numbers that {@link #vote} gives: the prediction and c shares, or a mean for each label.
   */
  public int width() {
    return numClasses > 0 ? 1 + numClasses : labels;
  }

  /** How many of the neighbours vote. */
  int voters(Neighbours near, int k) {
    int voters = Math.min(k, near.size());
    while (ties && voters < near.size() && near.distance(voters) == near.distance(voters - 1)) {
      voters++;
    }
    return voters;
  }

  /**
   * Lets the k nearest vote.
   *
   * @param near k or more, unless there are no more
   * @param out {@link #width} numbers from {@code at} on, overwritten; NaN without neighbours
   */
  public void vote(Neighbours near, int k, double[] out, int at) {
    int voters = voters(near, k);
    int first = numClasses > 0 ? at + 1 : at;
    int last = at + width();
    Arrays.fill(out, at, last, 0);
    double total = 0;
    // In units of the nearest distance, so that no weight leaves the range of a double.
    double unit = voters > 0 ? near.distance(0) : 0;
    for (int i = 0; i < voters; i++) {
      double distance = near.distance(i);
      if (byDistance && unit == 0 && distance > 0) {
        break; // sorted: exact matches alone
      }
      double weight = near.payload(i, labels);
      weight *= byDistance && distance > unit ? unit / distance : 1;
      total += weight;
      if (numClasses > 0) {
        out[first + (int) near.payload(i, 0)] += weight;
      } else {
        // The mean so far, moved: of equal labels it is that label.
        for (int t = 0; t < labels; t++) {
          out[at + t] += weight / total * (near.payload(i, t) - out[at + t]);
        }
      }
    }
    if (voters == 0) {
      Arrays.fill(out, at, last, Double.NaN);
      return;
    }
    if (numClasses > 0) {
      int most = 0;
      for (int c = 1; c < numClasses; c++) {
        most = out[first + c] > out[first + most] ? c : most;
      }
      for (int c = 0; c < numClasses; c++) {
        out[first + c] /= total;
      }
      out[at] = most;
    }
  }
}
