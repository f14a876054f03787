package org.suffice.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.suffice.linalg.DoubleDouble;
import org.suffice.linalg.ExtendedMatrix;
import org.suffice.statistic.ExactMoments;

/**
 * The normal equations in double-double: columns scaled by powers of two, hence without rounding;
 * Cholesky from left to right, the label as its last row, so that RSS is a Schur complement and
 * right even where it is tiny.
 */
final class ExtendedNormalEquations {
  /**
   * Pivots at most this share of the diagonal are rounding of the data themselves: a column that is
   * a sum of others but for its last bit leaves 1e-32.
   */
  private static final double TOLERANCE = 1e-27;

  /** What double-double leaves of a residual sum of squares that is zero. */
  private static final double ROUNDING = 1e-28;

  private final ExactMoments moments;
  private final int[] columns;
  private final int label;
  private final boolean intercept;
  private final int[] exponents;
  private final ExtendedMatrix factor;
  private final int[] active;
  private final List<LeastSquaresFit.AliasedColumn> aliased = new ArrayList<>();
  private int rank;

  ExtendedNormalEquations(ExactMoments moments, int[] columns, int label, boolean intercept) {
    this.moments = moments;
    this.columns = columns;
    this.label = label;
    this.intercept = intercept;
    int k = columns.length;
    exponents = new int[k + 1];
    for (int j = 0; j <= k; j++) {
      exponents[j] = moments.exponent(slot(j));
    }
    factor = new ExtendedMatrix(k + 1, k + 1);
    active = new int[k];
  }

  /** Position k is the label. */
  private int slot(int position) {
    return position == columns.length ? label : columns[position];
  }

  /** A cross product of scaled columns. */
  private DoubleDouble scaled(int i, int j) {
    return intercept ? moments.centredProduct(slot(i), slot(j)) : moments.product(slot(i), slot(j));
  }

  NormalSolution solve() {
    int k = columns.length;
    for (int j = 0; j < k; j++) {
      DoubleDouble pivot = eliminate(j);
      if (pivot.hi() > TOLERANCE * scaled(j, j).hi()) {
        factor.set(rank, rank, pivot.squareRoot());
        active[rank++] = j;
      } else {
        aliased.add(combination(j));
      }
    }
    double tss = Math.scalb(scaled(k, k).value(), 2 * exponents[k]);
    DoubleDouble left = eliminate(k);
    double rssScaled = left.hi() <= ROUNDING * scaled(k, k).hi() ? 0 : left.value();
    double rss = Math.scalb(rssScaled, 2 * exponents[k]);

    int r = rank;
    DoubleDouble[] b = new DoubleDouble[r];
    for (int i = 0; i < r; i++) {
      b[i] = factor.get(r, i); // L⁻¹s: the label's row
    }
    backward(b);
    double[] coefficients = new double[r];
    DoubleDouble constant = moments.scaledMean(label);
    for (int i = 0; i < r; i++) {
      coefficients[i] = b[i].scaleBy(exponents[k] - exponents[active[i]]).value();
      constant = constant.minus(b[i].times(moments.scaledMean(columns[active[i]])));
    }
    double[] means = new double[r];
    double[] spreads = new double[r];
    double[] plain = new double[r * r];
    for (int i = 0; i < r; i++) {
      means[i] = moments.scaledMean(columns[active[i]]).value();
      spreads[i] = 1;
      for (int j = 0; j <= i; j++) {
        plain[i * r + j] = factor.get(i, j).value();
      }
    }
    double[] rawMeans = new double[r];
    double[] squares = new double[r];
    for (int i = 0; i < r; i++) {
      rawMeans[i] = moments.mean(columns[active[i]]);
      squares[i] = Math.scalb(scaled(active[i], active[i]).value(), 2 * exponents[active[i]]);
    }
    double[] inverse = new double[r * r];
    double[] factors = errorFactors(inverse);
    return new NormalSolution(
        Arrays.copyOf(active, r),
        coefficients,
        constant.scaleBy(exponents[k]).value(),
        factors,
        interceptFactor(),
        inverse,
        rawMeans,
        squares,
        rss,
        tss,
        NormalSolution.conditionNumber(
            intercept, moments.sumWeights().value(), plain, spreads, means, true),
        gradientNorm(b),
        List.copyOf(aliased));
  }

  /** The row of the factor for position j, in the row after the last active one; its pivot. */
  private DoubleDouble eliminate(int j) {
    DoubleDouble pivot = scaled(j, j);
    for (int i = 0; i < rank; i++) {
      DoubleDouble entry =
          factor.minusDot(scaled(j, active[i]), rank, factor, i, i).over(factor.get(i, i));
      factor.set(rank, i, entry);
      pivot = pivot.minus(entry.times(entry));
    }
    return pivot;
  }

  /** Solves Lᵀx = b of the active columns. */
  private void backward(DoubleDouble[] b) {
    for (int i = b.length - 1; i >= 0; i--) {
      b[i] = b[i].over(factor.get(i, i));
      for (int m = 0; m < i; m++) {
        b[m] = b[m].minus(factor.get(i, m).times(b[i]));
      }
    }
  }

  private LeastSquaresFit.AliasedColumn combination(int j) {
    DoubleDouble[] c = new DoubleDouble[rank];
    for (int i = 0; i < rank; i++) {
      c[i] = factor.get(rank, i);
    }
    backward(c);
    double[] comparable = new double[j];
    double[] coefficients = new double[j];
    DoubleDouble constant = intercept ? moments.scaledMean(columns[j]) : DoubleDouble.ZERO;
    double size = Math.abs(constant.value());
    for (int i = 0; i < rank; i++) {
      comparable[active[i]] = c[i].value() * Math.sqrt(scaled(active[i], active[i]).value());
      coefficients[active[i]] = c[i].scaleBy(exponents[j] - exponents[active[i]]).value();
      if (intercept) {
        DoubleDouble part = c[i].times(moments.scaledMean(columns[active[i]]));
        constant = constant.minus(part);
        size += Math.abs(part.value());
      }
    }
    return LeastSquaresFit.AliasedColumn.of(
        j,
        comparable,
        coefficients,
        constant.scaleBy(exponents[j]).value(),
        Math.scalb(size, exponents[j]));
  }

  /**
   * √diag S⁻¹, by the columns of L⁻¹.
   *
   * @param inverse r×r, overwritten by L⁻¹
   */
  private double[] errorFactors(double[] inverse) {
    int r = rank;
    double[] factors = new double[r];
    IntStream.range(0, r)
        .parallel()
        .forEach(
            c -> {
              ExtendedMatrix x = new ExtendedMatrix(1, r);
              DoubleDouble sum = DoubleDouble.ZERO;
              for (int i = c; i < r; i++) {
                DoubleDouble start = i == c ? DoubleDouble.of(1) : DoubleDouble.ZERO;
                DoubleDouble value = factor.minusDot(start, i, x, 0, i).over(factor.get(i, i));
                x.set(0, i, value);
                inverse[i * r + c] = Math.scalb(value.value(), -exponents[active[c]]);
                sum = sum.plus(value.times(value));
              }
              factors[c] = Math.scalb(sum.squareRoot().value(), -exponents[active[c]]);
            });
    return factors;
  }

  /** √(1/Σω + mᵀ S⁻¹ m). */
  private double interceptFactor() {
    DoubleDouble sum = DoubleDouble.of(1).over(moments.sumWeights());
    DoubleDouble[] m = new DoubleDouble[rank];
    for (int i = 0; i < rank; i++) {
      DoubleDouble value = moments.scaledMean(columns[active[i]]);
      for (int j = 0; j < i; j++) {
        value = value.minus(factor.get(i, j).times(m[j]));
      }
      m[i] = value.over(factor.get(i, i));
      sum = sum.plus(m[i].times(m[i]));
    }
    return sum.squareRoot().value();
  }

  /** The largest entry of Xᵀω(ŷ − y) in the scaled columns, relative to the scale of the label. */
  private double gradientNorm(DoubleDouble[] b) {
    double largest = 0;
    for (int i = 0; i < rank; i++) {
      DoubleDouble sum = scaled(active[i], columns.length).negated();
      for (int j = 0; j < rank; j++) {
        sum = sum.plus(scaled(active[i], active[j]).times(b[j]));
      }
      largest = Math.max(largest, Math.abs(sum.value()));
    }
    return Math.scalb(largest, exponents[columns.length]);
  }
}
