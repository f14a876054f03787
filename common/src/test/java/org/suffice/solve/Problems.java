package org.suffice.solve;

import java.util.Random;

/** Made up data as sums, formed by plain loops. */
record Problems(int n, int k, double[] x, double[] y) {
  /** Correlated columns of different lengths, a few of which matter. */
  static Problems random(int n, int k, long seed) {
    Random random = new Random(seed);
    double[] x = new double[n * k];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      double common = random.nextGaussian();
      for (int j = 0; j < k; j++) {
        double before = j == 0 ? 0 : x[i * k + j - 1] / scale(j - 1);
        x[i * k + j] = scale(j) * (0.5 * common + 0.6 * before + random.nextGaussian());
        y[i] += j % 3 == 0 ? (j % 2 == 0 ? 1.0 : -0.7) * x[i * k + j] / scale(j) : 0;
      }
      y[i] += 2 * random.nextGaussian() + 5;
    }
    return new Problems(n, k, x, y);
  }

  private static double scale(int j) {
    return 1 + (j % 4);
  }

  double[] means() {
    double[] means = new double[k];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < k; j++) {
        means[j] += x[i * k + j] / n;
      }
    }
    return means;
  }

  Quadratic quadratic() {
    double[] m = means();
    double mean = 0;
    for (double value : y) {
      mean += value / n;
    }
    double[] s = new double[k * k];
    double[] products = new double[k];
    double yy = 0;
    for (int i = 0; i < n; i++) {
      double c = y[i] - mean;
      yy += c * c;
      for (int a = 0; a < k; a++) {
        double u = x[i * k + a] - m[a];
        products[a] += u * c;
        for (int b = 0; b < k; b++) {
          s[a * k + b] += u * (x[i * k + b] - m[b]);
        }
      }
    }
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < a; b++) {
        s[b * k + a] = s[a * k + b];
      }
    }
    return new Quadratic(k, s, products, yy, n, n);
  }

  /** The same with columns repeated or left out. */
  Problems select(int... columns) {
    double[] other = new double[n * columns.length];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < columns.length; j++) {
        other[i * columns.length + j] = columns[j] < 0 ? 0 : x[i * k + columns[j]];
      }
    }
    return new Problems(n, columns.length, other, y);
  }

  /** Columns and label in other units. */
  static Quadratic scaled(Quadratic q, double unit, double labelUnit) {
    double[] s = q.matrix().clone();
    double[] products = q.products().clone();
    for (int i = 0; i < s.length; i++) {
      s[i] *= unit;
      s[i] *= unit;
    }
    for (int i = 0; i < products.length; i++) {
      products[i] *= unit;
      products[i] *= labelUnit;
    }
    return new Quadratic(
        q.k(), s, products, q.labelSquare() * labelUnit * labelUnit, q.sumWeights(), q.rows());
  }

  /** x of Ax = b by elimination with pivots, in plain loops; A is k×k. */
  static double[] solve(int k, double[] a, double[] b) {
    double[][] m = new double[k][k + 1];
    for (int i = 0; i < k; i++) {
      System.arraycopy(a, i * k, m[i], 0, k);
      m[i][k] = b[i];
    }
    for (int c = 0; c < k; c++) {
      int pivot = c;
      for (int i = c + 1; i < k; i++) {
        if (Math.abs(m[i][c]) > Math.abs(m[pivot][c])) {
          pivot = i;
        }
      }
      double[] swap = m[c];
      m[c] = m[pivot];
      m[pivot] = swap;
      for (int i = 0; i < k; i++) {
        if (i != c) {
          double share = m[i][c] / m[c][c];
          for (int j = c; j <= k; j++) {
            m[i][j] -= share * m[c][j];
          }
        }
      }
    }
    double[] x = new double[k];
    for (int i = 0; i < k; i++) {
      x[i] = m[i][k] / m[i][i];
    }
    return x;
  }
}
