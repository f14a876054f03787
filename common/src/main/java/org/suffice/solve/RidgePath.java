package org.suffice.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.suffice.linalg.Blas;
import org.suffice.linalg.Lapack;

/**
 * Ridge regression, ½ rss(w) + (λ/2) Σ fⱼwⱼ², at every λ from one eigendecomposition. Penalised
 * columns P are taken in units of 1/√f; columns U that are not penalised are eliminated first:
 *
 * <pre>
 *   A = S_UU⁻¹ S_UP,   D = F^(−½),   D (S_PP − S_PU A) D = VΘVᵀ
 *   w_P = D V (Θ+λ)⁻¹ Vᵀ D (s_P − Aᵀs_U),   w_U = S_UU⁻¹ s_U − A w_P
 *   df = |U| + Σ θ/(θ+λ),   Var w_P = σ² D V Θ(Θ+λ)⁻² Vᵀ D,   Var w_U = σ² S_UU⁻¹ + A Var w_P Aᵀ
 * </pre>
 *
 * <p>Coefficients are refined with residuals of S itself in twice the precision, all λ at a time.
 * Where columns differ so much in scale that the decomposition has lost the small ones, {@link
 * DirectRidge} takes over.
 */
public final class RidgePath {
  private static final int MOST_REFINEMENTS = 6;

  /** λ that are refined together. */
  private static final int PANEL = 128;

  /** A first correction beyond this share of w: errors and degrees would have lost as much. */
  private static final double INACCURATE = 1e-9;

  private final Quadratic quadratic;
  private final int k;
  private final double[] factors;

  /** Means of the columns; null without intercept. */
  private final double[] means;

  /** U, and what is made of it. */
  private final int[] free;

  private final ScaledQuadratic.Factor freeFactor;

  /** A, |U|×|P|, and its transpose. */
  private final double[] combination;

  private final double[] combinationTransposed;

  /** P without the columns that are zero, which have no coefficient. */
  private final int[] penalised;

  /** The diagonal of D. */
  private final double[] units;

  /** Θ, ascending, and Vᵀ and V, |P|×|P| row-major. */
  private final double[] eigenvalues;

  private final double[] vectors;
  private final double[] vectorsTransposed;

  private final DirectRidge direct;

  /**
   * Decomposes.
   *
   * @param factors f ≥ 0, k values, 0 for columns that are not penalised; null for ones
   * @param means of the columns where an intercept is fitted, k values; null without intercept
   * @throws DependentColumnsException when the columns that are not penalised are dependent
   */
  public RidgePath(Quadratic quadratic, double[] factors, double[] means) {
    this.quadratic = quadratic;
    this.k = quadratic.k();
    this.factors = factors == null ? new double[k] : factors.clone();
    if (factors == null) {
      Arrays.fill(this.factors, 1);
    }
    this.means = means == null ? null : means.clone();
    if (this.factors.length != k || (means != null && means.length != k)) {
      throw new IllegalArgumentException("expected k=" + k + " factors and means");
    }
    for (double factor : this.factors) {
      if (!(factor >= 0) || Double.isInfinite(factor)) {
        throw new IllegalArgumentException("factors must be at least 0, found " + factor);
      }
    }
    ScaledQuadratic scaled = new ScaledQuadratic(quadratic);
    direct = new DirectRidge(quadratic, scaled, this.factors, this.means);
    free = IntStream.range(0, k).filter(j -> this.factors[j] == 0).toArray();
    penalised =
        IntStream.range(0, k).filter(j -> this.factors[j] > 0 && scaled.varies(j)).toArray();
    freeFactor = direct.unpenalisedFactor(free, "the columns without penalty");
    int u = free.length;
    int p = penalised.length;
    units = new double[p];
    for (int i = 0; i < p; i++) {
      units[i] = 1 / Math.sqrt(this.factors[penalised[i]]);
    }
    combinationTransposed = gather(penalised, free);
    direct.solveInPlace(free, freeFactor, p, combinationTransposed);
    combination = transposed(p, u, combinationTransposed);
    vectors = decomposable();
    eigenvalues = Lapack.eigenInPlace(p, vectors);
    for (int i = 0; i < p; i++) { // S is positive semidefinite: less is rounding
      eigenvalues[i] = Math.max(0, eigenvalues[i]);
    }
    vectorsTransposed = transposed(p, p, vectors);
  }

  /** D (S_PP − S_PU A) D. */
  private double[] decomposable() {
    int u = free.length;
    int p = penalised.length;
    double[] matrix = gather(penalised, penalised);
    if (u > 0) {
      double[] explained = new double[p * p];
      Blas.product(p, u, p, gather(penalised, free), combination, explained);
      for (int i = 0; i < p * p; i++) {
        matrix[i] -= explained[i];
      }
    }
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        matrix[i * p + j] *= units[i] * units[j];
      }
    }
    return matrix;
  }

  private double[] gather(int[] rows, int[] columns) {
    double[] result = new double[rows.length * columns.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        result[i * columns.length + j] = quadratic.matrix()[rows[i] * k + columns[j]];
      }
    }
    return result;
  }

  private static double[] transposed(int rows, int columns, double[] a) {
    double[] result = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = a[i * columns + j];
      }
    }
    return result;
  }

  /**
   * Solves.
   *
   * @param lambdas at least 0, in any order
   * @return a fit for each, in the order given
   * @throws DependentColumnsException when at some λ, 0 or as good as 0, columns are dependent
   */
  public List<RidgeFit> solve(double... lambdas) {
    for (double lambda : lambdas) {
      if (!(lambda >= 0) || Double.isInfinite(lambda)) {
        throw new IllegalArgumentException("lambda must be at least 0, found " + lambda);
      }
    }
    List<RidgeFit> fits = new ArrayList<>();
    for (int from = 0; from < lambdas.length; from += PANEL) {
      solve(Arrays.copyOfRange(lambdas, from, Math.min(from + PANEL, lambdas.length)), fits);
    }
    return List.copyOf(fits);
  }

  private void solve(double[] lambdas, List<RidgeFit> fits) {
    int count = lambdas.length;
    double[] panel = new double[k * count];
    boolean[] accurate = refine(lambdas, panel);
    double[] many = transposed(k, count, panel);
    double[] rss = quadratic.rss(many, count);
    double[] gradient = quadratic.ridgeResiduals(panel, count, lambdas, factors);
    double[] shares = new double[penalised.length * count]; // θ/(θ+λ)²
    double[] degrees = new double[count];
    for (int l = 0; l < count; l++) {
      degrees[l] = free.length;
      for (int i = 0; i < penalised.length; i++) {
        double sum = eigenvalues[i] + lambdas[l];
        double share = sum > 0 ? eigenvalues[i] / sum : 0;
        degrees[l] += share;
        shares[i * count + l] = sum > 0 ? share / sum : 0;
      }
    }
    double[] variances = variances(count, shares);
    double[] intercepts = interceptVariances(count, shares);
    for (int l = 0; l < count; l++) {
      if (!accurate[l] || lambdas[l] == 0) {
        fits.add(direct.solve(lambdas[l]));
        continue;
      }
      double[] errors = new double[k];
      double norm = 0;
      for (int j = 0; j < k; j++) {
        errors[j] = Math.sqrt(variances[j * count + l]);
        norm = Math.max(norm, Math.abs(gradient[j * count + l]));
      }
      double[] w = Arrays.copyOfRange(many, l * k, (l + 1) * k);
      fits.add(
          direct.fit(lambdas[l], w, rss[l], degrees[l], errors, Math.sqrt(intercepts[l]), norm));
    }
  }

  /**
   * The coefficients.
   *
   * @param panel k×count, zeros, overwritten by w
   * @return whether the decomposition is accurate enough at each λ
   */
  private boolean[] refine(double[] lambdas, double[] panel) {
    int count = lambdas.length;
    boolean[] accurate = new boolean[count];
    Arrays.fill(accurate, true);
    boolean[] settled = new boolean[count];
    double[] before = new double[count];
    for (int round = 0; round < MOST_REFINEMENTS; round++) {
      double[] steps = quadratic.ridgeResiduals(panel, count, lambdas, factors);
      applyInverse(lambdas, steps);
      boolean all = true;
      for (int l = 0; l < count; l++) {
        if (settled[l]) {
          continue;
        }
        double size = 0;
        double length = 0;
        for (int j = 0; j < k; j++) {
          double unit = Math.sqrt(quadratic.matrix()[j * k + j] + lambdas[l] * factors[j]);
          double step = steps[j * count + l];
          size = Math.max(size, Math.abs(step) * unit);
          panel[j * count + l] += step;
          length = Math.max(length, Math.abs(panel[j * count + l]) * unit);
        }
        if (round == 1) {
          accurate[l] = size <= INACCURATE * length;
        }
        double ulp = Math.ulp(1.0) * length;
        // The error shrinks by the same factor every round: what is left is size²/before.
        settled[l] =
            !accurate[l]
                || (round > 0
                    && (size <= ulp || size * (size / before[l]) <= ulp / 16 || size >= before[l]));
        before[l] = size;
        all &= settled[l];
      }
      if (all) {
        break;
      }
    }
    return accurate;
  }

  /**
   * Overwrites right-hand sides by (S+λF)⁻¹ of them, as good as the decomposition is.
   *
   * @param panel k×count
   */
  private void applyInverse(double[] lambdas, double[] panel) {
    int count = lambdas.length;
    int u = free.length;
    int p = penalised.length;
    double[] ofFree = rows(free, count, panel);
    double[] right = rows(penalised, count, panel);
    double[] product = new double[p * count];
    if (u > 0) {
      Blas.product(p, u, count, combinationTransposed, ofFree, product);
    }
    for (int i = 0; i < p; i++) {
      for (int l = 0; l < count; l++) {
        right[i * count + l] = (right[i * count + l] - product[i * count + l]) * units[i];
      }
    }
    Blas.product(p, p, count, vectors, right, product);
    for (int i = 0; i < p; i++) {
      for (int l = 0; l < count; l++) {
        double sum = eigenvalues[i] + lambdas[l];
        product[i * count + l] = sum > 0 ? product[i * count + l] / sum : 0;
      }
    }
    Blas.product(p, p, count, vectorsTransposed, product, right);
    for (int i = 0; i < p; i++) {
      for (int l = 0; l < count; l++) {
        right[i * count + l] *= units[i];
      }
    }
    Arrays.fill(panel, 0);
    for (int i = 0; i < p; i++) {
      System.arraycopy(right, i * count, panel, penalised[i] * count, count);
    }
    if (u > 0) {
      double[] solved = transposed(u, count, ofFree);
      direct.solveInPlace(free, freeFactor, count, solved);
      double[] taken = new double[u * count];
      Blas.product(u, p, count, combination, right, taken);
      for (int i = 0; i < u; i++) {
        for (int l = 0; l < count; l++) {
          panel[free[i] * count + l] = solved[l * u + i] - taken[i * count + l];
        }
      }
    }
  }

  private static double[] rows(int[] which, int count, double[] panel) {
    double[] result = new double[which.length * count];
    for (int i = 0; i < which.length; i++) {
      System.arraycopy(panel, which[i] * count, result, i * count, count);
    }
    return result;
  }

  /** diag (S+λF)⁻¹S(S+λF)⁻¹, k×count. */
  private double[] variances(int count, double[] shares) {
    int p = penalised.length;
    double[] result = new double[k * count];
    double[] rows = new double[p * p]; // DV
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        rows[i * p + j] = vectorsTransposed[i * p + j] * units[i];
      }
    }
    spread(penalised, count, rows, shares, result);
    int u = free.length;
    if (u > 0) {
      double[] taken = new double[u * p]; // ADV
      Blas.product(u, p, p, combination, rows, taken);
      spread(free, count, taken, shares, result);
      double[] inverse = direct.inverse(free, freeFactor);
      for (int i = 0; i < u; i++) {
        for (int l = 0; l < count; l++) {
          result[free[i] * count + l] += inverse[i * u + i];
        }
      }
    }
    return result;
  }

  /** Row i of the result is Σ rows[i][j]² shares[j]. */
  private void spread(int[] into, int count, double[] rows, double[] shares, double[] result) {
    double[] squares = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      squares[i] = rows[i] * rows[i];
    }
    double[] sums = new double[into.length * count];
    Blas.product(into.length, penalised.length, count, squares, shares, sums);
    for (int i = 0; i < into.length; i++) {
      System.arraycopy(sums, i * count, result, into[i] * count, count);
    }
  }

  /** 1/Σω + mᵀ(S+λF)⁻¹S(S+λF)⁻¹m; NaN without intercept. */
  private double[] interceptVariances(int count, double[] shares) {
    double[] result = new double[count];
    if (means == null) {
      Arrays.fill(result, Double.NaN);
      return result;
    }
    int u = free.length;
    int p = penalised.length;
    double[] ofFree = rows(free, 1, means);
    double[] solved = ofFree.clone();
    direct.solveInPlace(free, freeFactor, 1, solved);
    double constant = 1 / quadratic.sumWeights();
    for (int i = 0; i < u; i++) {
      constant += ofFree[i] * solved[i];
    }
    double[] m = new double[p]; // D (m_P − Aᵀ m_U)
    for (int i = 0; i < p; i++) {
      double sum = means[penalised[i]];
      for (int j = 0; j < u; j++) {
        sum -= combinationTransposed[i * u + j] * ofFree[j];
      }
      m[i] = sum * units[i];
    }
    double[] along = new double[p];
    Blas.product(p, p, 1, vectors, m, along);
    Arrays.fill(result, constant);
    for (int i = 0; i < p; i++) {
      for (int l = 0; l < count; l++) {
        result[l] += along[i] * along[i] * shares[i * count + l];
      }
    }
    return result;
  }
}
