package org.suffice.statistic;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What is summed over rows of a logistic regression with K functions of d columns and q
 * coefficients each. Sums of rows as they are stand beside those of rows in the coordinates of a
 * point, to which the former are brought when they are asked for. Arrays are empty until something
 * is added to them.
 */
final class LogisticSums implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Compensated sums of losses, at the point or at each step: value, lost part. */
  private final double[] losses;

  /** K×q in the coordinates of the point. */
  private double[] gradient = new double[0];

  /** K×(d+1) in those of the rows, the last column that of a constant. */
  private double[] rawGradient = new double[0];

  /** Kq×Kq in the coordinates of the point, the triangle j ≤ i of row i. */
  private double[] hessian = new double[0];

  /** K(d+1)×K(d+1) in those of the rows. */
  private double[] rawHessian = new double[0];

  private double largestPredictor;

  /**
   * Empty sums.
   *
   * @param losses how many losses are summed for each row
   */
  LogisticSums(int losses) {
    this.losses = new double[2 * losses];
  }

  /** The array, or a copy of it with zeros behind that is as long. */
  static double[] atLeast(double[] array, int length) {
    return array.length >= length ? array : Arrays.copyOf(array, length);
  }

  /** The K×q sums, to be updated. */
  double[] gradientOf(int length) {
    gradient = atLeast(gradient, length);
    return gradient;
  }

  /** The K×(d+1) sums, to be updated. */
  double[] rawGradientOf(int length) {
    rawGradient = atLeast(rawGradient, length);
    return rawGradient;
  }

  /** The square sums of so many rows, to be updated. */
  double[] hessianOf(int size) {
    hessian = atLeast(hessian, Math.multiplyExact(size, size));
    return hessian;
  }

  /** The square sums of rows as they are, to be updated. */
  double[] rawHessianOf(int size) {
    rawHessian = atLeast(rawHessian, Math.multiplyExact(size, size));
    return rawHessian;
  }

  /** Neumaier's sum: what is lost of each addition is kept beside it. */
  void addLoss(int t, double loss) {
    double sum = losses[2 * t] + loss;
    losses[2 * t + 1] +=
        Math.abs(losses[2 * t]) >= Math.abs(loss)
            ? (losses[2 * t] - sum) + loss
            : (loss - sum) + losses[2 * t];
    losses[2 * t] = sum;
  }

  /** Keeps the largest |η| of these. */
  void observe(double[] predictors, int count) {
    double largest = largestPredictor;
    for (int i = 0; i < count; i++) {
      double value = Math.abs(predictors[i]);
      largest = value > largest || Double.isNaN(value) ? value : largest;
    }
    largestPredictor = largest;
  }

  /** Adds others of the same shape, which are not modified. */
  void merge(LogisticSums other) {
    for (int t = 0; 2 * t < losses.length; t++) {
      addLoss(t, other.losses[2 * t]);
      losses[2 * t + 1] += other.losses[2 * t + 1];
    }
    gradient = sum(gradient, other.gradient);
    rawGradient = sum(rawGradient, other.rawGradient);
    hessian = sum(hessian, other.hessian);
    rawHessian = sum(rawHessian, other.rawHessian);
    largestPredictor = Math.max(largestPredictor, other.largestPredictor);
  }

  private static double[] sum(double[] mine, double[] other) {
    double[] all = atLeast(mine, other.length);
    for (int i = 0; i < other.length; i++) {
      all[i] += other[i];
    }
    return all;
  }

  /** The losses, one for each step, or one. */
  double[] losses() {
    double[] all = new double[losses.length / 2];
    Arrays.setAll(all, t -> losses[2 * t] + losses[2 * t + 1]);
    return all;
  }

  /** The largest |η| of any row and function. */
  double largestPredictor() {
    return largestPredictor;
  }

  /** The gradient, or the product of the Hessian with the vector: K×q like θ. */
  double[] gradient(LogisticPoint point) {
    int k = point.numFunctions();
    int q = point.numCoefficients();
    int d = point.numColumns();
    double[] all = atLeast(gradient.clone(), k * q);
    for (int r = 0; r < k && rawGradient.length > 0; r++) {
      int row = r * (d + 1);
      double constant = rawGradient[row + d];
      for (int j = 0; j < d; j++) {
        all[r * q + j] += (rawGradient[row + j] - point.shift()[j] * constant) / point.scale()[j];
      }
      if (point.intercept()) {
        all[r * q + d] += constant;
      }
    }
    return all;
  }

  /** The Hessian, Kq×Kq like θ, both triangles. */
  double[] hessian(LogisticPoint point) {
    int size = point.numFunctions() * point.numCoefficients();
    double[] all = atLeast(hessian.clone(), Math.multiplyExact(size, size));
    if (rawHessian.length > 0) {
      addRawHessian(all, size, point);
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        all[j * size + i] = all[i * size + j];
      }
    }
    return all;
  }

  /** Brings the sums of rows as they are to the coordinates of the point: a map from each side. */
  private void addRawHessian(double[] all, int size, LogisticPoint point) {
    int q = point.numCoefficients();
    int d = point.numColumns();
    int stride = d + 1;
    int rawSize = point.numFunctions() * stride;
    for (int row = 0; row < size; row++) {
      int i = row % q;
      int rawRow = row / q * stride;
      for (int column = 0; column <= row; column++) {
        int j = column % q;
        int rawColumn = column / q * stride;
        double sum = raw(rawRow + i, rawColumn + j, rawSize);
        double shiftRow = i < d ? point.shift()[i] : 0;
        double shiftColumn = j < d ? point.shift()[j] : 0;
        sum -= shiftRow == 0 ? 0 : shiftRow * raw(rawRow + d, rawColumn + j, rawSize);
        sum -= shiftColumn == 0 ? 0 : shiftColumn * raw(rawRow + i, rawColumn + d, rawSize);
        if (shiftRow != 0 && shiftColumn != 0) {
          sum += shiftRow * shiftColumn * raw(rawRow + d, rawColumn + d, rawSize);
        }
        double scale = (i < d ? point.scale()[i] : 1) * (j < d ? point.scale()[j] : 1);
        all[row * size + column] += sum / scale;
      }
    }
  }

  private double raw(int i, int j, int size) {
    return i >= j ? rawHessian[i * size + j] : rawHessian[j * size + i];
  }
}
