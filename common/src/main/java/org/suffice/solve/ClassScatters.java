package org.suffice.solve;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.suffice.linalg.DoubleDouble;
import org.suffice.statistic.Moments;

/**
 * What discriminants of any priors, shrinkage and mix are solved from: means and scatter of each
 * class, and of all about their own means.
 */
public final class ClassScatters {
  final int[] exponents;
  final ClassMoments total;
  final ClassMoments[] classes;
  final Scatter[] scatters;
  final Scatter pooled;

  /**
   * Forms scatters.
   *
   * @param total moments of all rows
   * @param parts moments of the rows of each class, at least one row each
   * @param columns of the moments to use
   */
  public ClassScatters(Moments total, List<? extends Moments> parts, int[] columns) {
    this.exponents = ClassMoments.units(total, columns);
    this.total = new ClassMoments(total, columns, exponents);
    this.classes = new ClassMoments[parts.size()];
    Arrays.setAll(classes, k -> new ClassMoments(parts.get(k), columns, exponents));
    this.scatters = new Scatter[classes.length];
    IntStream.range(0, classes.length).parallel().forEach(k -> scatters[k] = classes[k].scatter());
    this.pooled = sum(scatters);
  }

  /** Σ_k S_k, in the order of the classes. */
  static Scatter sum(Scatter[] all) {
    Scatter sum = all[0];
    for (int k = 1; k < all.length; k++) {
      sum = sum.plus(all[k], DoubleDouble.of(1));
    }
    return sum;
  }

  /** The number d of columns. */
  int numColumns() {
    return exponents.length;
  }

  /** Below this a pooled sum of squares is rounding. */
  double floor(int j) {
    double floor = 0;
    for (ClassMoments each : classes) {
      floor += each.floor(j);
    }
    return floor;
  }

  /** n_k − 1. */
  DoubleDouble freedom(int k) {
    return classes[k].weight().minus(DoubleDouble.of(1));
  }

  /** n − c. */
  DoubleDouble freedom() {
    return total.weight().minus(DoubleDouble.of(classes.length));
  }
}
