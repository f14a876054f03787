package org.suffice.solve;

/**
 * A cheap stand-in for the inverse of a Hessian: symmetric, positive definite, the same in all
 * iterations. The nearer it is to that inverse, the fewer passes a solver needs.
 */
@FunctionalInterface
public interface Preconditioner {
  /** No stand-in: out = in. */
  Preconditioner IDENTITY = (in, out) -> System.arraycopy(in, 0, out, 0, in.length);

  /**
   * out = M⁻¹·in.
   *
   * @param in m values, read
   * @param out m values, overwritten; never the same array as {@code in}
   */
  void apply(double[] in, double[] out);

  /** M⁻¹ for M a diagonal matrix, such as that of a Hessian. */
  static Preconditioner diagonal(double[] diagonal) {
    double[] inverse = new double[diagonal.length];
    for (int j = 0; j < inverse.length; j++) {
      inverse[j] = 1 / diagonal[j];
      if (!(diagonal[j] > 0) || !(inverse[j] > 0) || Double.isInfinite(inverse[j])) {
        throw new IllegalArgumentException(
            "expected a diagonal > 0, found " + diagonal[j] + " at " + j);
      }
    }
    return (in, out) -> {
      for (int j = 0; j < inverse.length; j++) {
        out[j] = inverse[j] * in[j];
      }
    };
  }
}
