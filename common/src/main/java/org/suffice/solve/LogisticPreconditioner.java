package org.suffice.solve;

import java.util.Arrays;
import org.suffice.linalg.Lapack;
import org.suffice.statistic.LogisticPoint;

/**
 * The inverse Hessian of a penalised log loss where no feature matters, at the model of constants:
 * there every row has the same probabilities p, and the Hessian is (diag p − ppᵀ) ⊗ G with G = Σ ω
 * x̃x̃ᵀ, to which the squares of the penalty are added. In the eigenvectors of diag p − ppᵀ it
 * falls into K blocks of order q, so that one pass for G serves all classes. Such a bound of the
 * Hessian by a Kronecker product is Böhning's ("Multinomial logistic regression algorithm", Ann.
 * Inst. Statist. Math. 44, 1992, theorem 1, with p = 1/c); at the shares of the classes it is
 * nearer.
 */
public final class LogisticPreconditioner implements Preconditioner {
  /** Orders up to which factoring a block takes less than a pass would. */
  private static final int MOST_COLUMNS = 1000;

  /** Multiplications to apply K factors of order q, a few times in every iteration. */
  private static final long MOST_WORK = 20_000_000;

  private final int functions;
  private final int q;
  private final double[] vectors;
  private final RidgedFactor[] factors;

  private LogisticPreconditioner(int functions, int q, double[] vectors, RidgedFactor[] factors) {
    this.functions = functions;
    this.q = q;
    this.vectors = vectors;
    this.factors = factors;
  }

  /** Whether cross products of all columns are worth their pass. */
  public static boolean isWorthwhile(LogisticPoint layout) {
    long q = layout.numCoefficients();
    return q <= MOST_COLUMNS && layout.numFunctions() * q * q <= MOST_WORK;
  }

  /**
   * From the cross products of the columns.
   *
   * @param objective whose penalty is added
   * @param shares p, of each of the K functions' classes
   * @param products G, q×q, both triangles; not modified
   * @return no preconditioner where a block is not finite
   */
  public static Preconditioner of(LogisticObjective objective, double[] shares, double[] products) {
    int k = shares.length;
    int q = objective.layout().numCoefficients();
    double[] vectors = new double[k * k];
    for (int r = 0; r < k; r++) {
      for (int s = 0; s <= r; s++) {
        vectors[r * k + s] = (r == s ? shares[r] : 0) - shares[r] * shares[s];
      }
    }
    double[] values = Lapack.eigenInPlace(k, vectors);
    RidgedFactor[] factors = new RidgedFactor[k];
    for (int i = 0; i < k; i++) {
      double sum = 0;
      for (int r = 0; r < k; r++) {
        sum += vectors[i * k + r];
      }
      double[] block = new double[q * q];
      for (int j = 0; j < block.length; j++) {
        block[j] = Math.max(0, values[i]) * products[j];
      }
      for (int j = 0; j < q; j++) {
        // What holds sums over classes is 11ᵀ, of which all vectors but 1 know nothing.
        block[j * q + j] += objective.square(j) + objective.anchor(j) * sum * sum;
      }
      factors[i] = Vectors.finite(block) ? RidgedFactor.of(q, block) : null;
      if (factors[i] == null) {
        return IDENTITY;
      }
    }
    return new LogisticPreconditioner(k, q, vectors, factors);
  }

  /**
   * From the diagonal of the cross products alone, for more columns than can be multiplied.
   *
   * @param objective whose penalty is added
   * @param shares p, of each of the K functions' classes
   * @param squares the diagonal of G, q values
   */
  public static Preconditioner ofDiagonal(
      LogisticObjective objective, double[] shares, double[] squares) {
    int q = squares.length;
    double[] diagonal = new double[shares.length * q];
    for (int r = 0; r < shares.length; r++) {
      double curvature = shares[r] * (1 - shares[r]);
      for (int j = 0; j < q; j++) {
        double own = curvature * squares[j] + objective.square(j) + objective.anchor(j);
        diagonal[r * q + j] = own > 0 ? own : objective.scale();
      }
    }
    return Vectors.finite(diagonal) ? Preconditioner.diagonal(diagonal) : IDENTITY;
  }

  @Override
  public void apply(double[] in, double[] out) {
    Arrays.fill(out, 0);
    double[] part = new double[q];
    for (int i = 0; i < functions; i++) {
      for (int j = 0; j < q; j++) {
        double sum = 0;
        for (int r = 0; r < functions; r++) {
          sum += vectors[i * functions + r] * in[r * q + j];
        }
        part[j] = sum;
      }
      double[] solved = factors[i].newtonDirection(part);
      for (int r = 0; r < functions; r++) {
        double share = vectors[i * functions + r];
        for (int j = 0; j < q; j++) {
          out[r * q + j] -= share * solved[j];
        }
      }
    }
  }
}
