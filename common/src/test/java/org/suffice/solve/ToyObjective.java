package org.suffice.solve;

import java.util.Random;

/** Functions to minimise, written plainly, that count how often they are passed over. */
abstract class ToyObjective implements Objective {
  /** Passes so far. */
  int passes;

  /** The pass that fails; 0 for none. */
  int failAt;

  private void pass() {
    if (++passes == failAt) {
      throw new IllegalStateException("pass " + passes + " failed");
    }
  }

  abstract double value(double[] theta);

  abstract double[] gradient(double[] theta);

  abstract double[] hessian(double[] theta);

  @Override
  public double scale() {
    return 1;
  }

  @Override
  public final Evaluation evaluate(double[] theta, boolean hessian) {
    pass();
    return new Evaluation(value(theta), gradient(theta), hessian ? hessian(theta) : null);
  }

  @Override
  public final double[] hessianTimes(double[] theta, double[] vector) {
    pass();
    int m = size();
    double[] h = hessian(theta);
    double[] product = new double[m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        product[i] += h[i * m + j] * vector[j];
      }
    }
    return product;
  }

  @Override
  public final double[] along(double[] theta, double[] direction, double[] steps) {
    pass();
    double[] values = new double[steps.length];
    for (int i = 0; i < steps.length; i++) {
      double[] there = theta.clone();
      for (int j = 0; j < there.length; j++) {
        there[j] += steps[i] * direction[j];
      }
      values[i] = value(there);
    }
    return values;
  }

  /** ½(θ−a)ᵀA(θ−a) + offset with eigenvalues of A spread from 1 to the condition. */
  static class Bowl extends ToyObjective {
    final double[] centre;
    private final double[] a;
    private final double offset;

    Bowl(int m, double condition, double offset, long seed) {
      Random random = new Random(seed);
      centre = random.doubles(m, -2, 2).toArray();
      this.offset = offset;
      double[] v = random.doubles(m, -1, 1).toArray();
      double square = 0;
      for (double x : v) {
        square += x * x;
      }
      // A = P·D·P with the reflection P = I − 2vvᵀ/vᵀv
      double[] p = new double[m * m];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < m; j++) {
          p[i * m + j] = (i == j ? 1 : 0) - 2 * v[i] * v[j] / square;
        }
      }
      a = new double[m * m];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j <= i; j++) {
          for (int l = 0; l < m; l++) {
            double eigenvalue = m == 1 ? 1 : Math.pow(condition, l / (m - 1.0));
            a[i * m + j] += p[i * m + l] * eigenvalue * p[l * m + j];
          }
          a[j * m + i] = a[i * m + j];
        }
      }
    }

    @Override
    public int size() {
      return centre.length;
    }

    @Override
    double value(double[] theta) {
      double[] g = gradient(theta);
      double sum = offset;
      for (int j = 0; j < g.length; j++) {
        sum += g[j] * (theta[j] - centre[j]) / 2;
      }
      return sum;
    }

    @Override
    double[] gradient(double[] theta) {
      int m = centre.length;
      double[] g = new double[m];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < m; j++) {
          g[i] += a[i * m + j] * (theta[j] - centre[j]);
        }
      }
      return g;
    }

    @Override
    double[] hessian(double[] theta) {
      return a.clone();
    }
  }

  /** 100(y−x²)² + (1−x)²: a bent valley, not convex; minimum 0 at (1, 1). */
  static final class Rosenbrock extends ToyObjective {
    @Override
    public int size() {
      return 2;
    }

    @Override
    double value(double[] t) {
      double u = t[1] - t[0] * t[0];
      return 100 * u * u + (1 - t[0]) * (1 - t[0]);
    }

    @Override
    double[] gradient(double[] t) {
      double u = t[1] - t[0] * t[0];
      return new double[] {-400 * t[0] * u - 2 * (1 - t[0]), 200 * u};
    }

    @Override
    double[] hessian(double[] t) {
      double cross = -400 * t[0];
      return new double[] {1200 * t[0] * t[0] - 400 * t[1] + 2, cross, cross, 200};
    }
  }

  /** −log(θ) + θ: finite for θ > 0 only, minimum at 1. */
  static final class Barrier extends ToyObjective {
    @Override
    public int size() {
      return 1;
    }

    @Override
    double value(double[] t) {
      return t[0] - Math.log(t[0]); // NaN below 0, infinite at 0
    }

    @Override
    double[] gradient(double[] t) {
      return new double[] {1 - 1 / t[0]};
    }

    @Override
    double[] hessian(double[] t) {
      return new double[] {1 / (t[0] * t[0])};
    }
  }

  /** Σ log(1 + exp(−zᵢ(θ₀ + xᵢᵀθ))) + ½λ‖θ without θ₀‖², z = ±1. */
  static final class Logistic extends ToyObjective {
    private final int n;
    private final int m;
    private final double[] x; // n×m, the first column ones
    private final double[] z;
    private final double ridge;

    /** Rows n×m with a first column of ones. */
    Logistic(int n, int m, double[] x, double[] z, double ridge) {
      this.n = n;
      this.m = m;
      this.x = x;
      this.z = z;
      this.ridge = ridge;
    }

    /** Correlated columns, a third of which matter. */
    static Logistic random(int n, int d, double ridge, long seed) {
      Random random = new Random(seed);
      int m = d + 1;
      double[] x = new double[n * m];
      double[] z = new double[n];
      for (int i = 0; i < n; i++) {
        double common = random.nextGaussian();
        double margin = -0.3;
        x[i * m] = 1;
        for (int j = 1; j < m; j++) {
          x[i * m + j] = (1 + j % 3) * (0.5 * common + random.nextGaussian());
          margin += j % 3 == 1 ? (j % 2 == 0 ? 0.6 : -0.4) * x[i * m + j] : 0;
        }
        z[i] = random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? 1 : -1;
      }
      return new Logistic(n, m, x, z, ridge);
    }

    /** The same rows, each column multiplied. */
    Logistic withUnits(double[] factors) {
      double[] scaled = x.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= factors[i % m];
      }
      return new Logistic(n, m, scaled, z, ridge);
    }

    @Override
    public int size() {
      return m;
    }

    @Override
    public double scale() {
      return n;
    }

    private double margin(double[] theta, int i) {
      double sum = 0;
      for (int j = 0; j < m; j++) {
        sum += x[i * m + j] * theta[j];
      }
      return z[i] * sum;
    }

    @Override
    double value(double[] theta) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double margin = margin(theta, i);
        sum += Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)));
      }
      for (int j = 1; j < m; j++) {
        sum += ridge * theta[j] * theta[j] / 2;
      }
      return sum;
    }

    @Override
    double[] gradient(double[] theta) {
      double[] g = new double[m];
      for (int i = 0; i < n; i++) {
        double share = -z[i] / (1 + Math.exp(margin(theta, i)));
        for (int j = 0; j < m; j++) {
          g[j] += share * x[i * m + j];
        }
      }
      for (int j = 1; j < m; j++) {
        g[j] += ridge * theta[j];
      }
      return g;
    }

    @Override
    double[] hessian(double[] theta) {
      double[] h = new double[m * m];
      for (int i = 0; i < n; i++) {
        double p = 1 / (1 + Math.exp(margin(theta, i)));
        for (int j = 0; j < m; j++) {
          for (int l = 0; l < m; l++) {
            h[j * m + l] += p * (1 - p) * x[i * m + j] * x[i * m + l];
          }
        }
      }
      for (int j = 1; j < m; j++) {
        h[j * m + j] += ridge;
      }
      return h;
    }
  }
}
