package org.suffice.solve;

/**
 * Gaussian classes with a common covariance or one each, and what separates them. With c classes on
 * d columns, matrices are row-major, one after the other. Covariances are those that the model
 * uses, shrunk and mixed as it was asked to.
 *
 * @param kind of discriminants
 * @param rows of each class, of positive weight
 * @param weights Σω of each class
 * @param priors of each class
 * @param centre mean of all rows, from which rows are measured for the sake of their last digits
 * @param means c×d
 * @param covariances d×d, or c matrices of d×d with {@link Kind#QDA}
 * @param whitening L⁻¹ of the covariances L·Lᵀ, lower triangles: to unit covariance
 * @param logDeterminants of the covariances
 * @param shrinkage α of each class; the same everywhere unless it was found by Ledoit and Wolf
 * @param mix share of the pooled covariance in that of each class
 * @param coefficients c×d, Σ⁻¹(μ − centre); empty with {@link Kind#QDA}
 * @param intercepts of each class: with the coefficients, or without them log π − ½ log|Σ|, they
 *     give the discriminants up to what is the same for all classes
 * @param singularValues of between against within scatter, as MASS has them; empty with QDA
 * @param scaling d×r, the directions; within classes the covariance along them is I
 * @param origin of the coordinates along the directions: Σ π_k μ_k
 * @param wilks whether means differ at all; NaN where the scatter within classes is singular
 * @param box whether covariances differ at all; NaN where one of them is singular
 * @param solution the outcome; its objective −Σω log(π φ(x)), NaN where covariances are not the
 *     classical ones
 */
public record DiscriminantFit(
    Kind kind,
    long[] rows,
    double[] weights,
    double[] priors,
    double[] centre,
    double[] means,
    double[] covariances,
    double[] whitening,
    double[] logDeterminants,
    double[] shrinkage,
    double mix,
    double[] coefficients,
    double[] intercepts,
    double[] singularValues,
    double[] scaling,
    double[] origin,
    Wilks wilks,
    Box box,
    Solution solution) {

  /** What classes have in common. */
  public enum Kind {
    /** One covariance: linear discriminants. */
    LDA,
    /** Nothing: quadratic discriminants. */
    QDA;

    /** The name of the algorithm. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Wilks' Λ = |W|/|T|, the share of the generalised variance that lies within classes, with the
   * approximation of Rao, "An asymptotic expansion of the distribution of Wilks' criterion", Bull.
   * Inst. Internat. Statist. 33 (1951), which is exact for two or three classes or one or two
   * columns.
   *
   * @param lambda Λ
   * @param f its F
   * @param numerator degrees of freedom
   * @param denominator degrees of freedom
   * @param pValue of equal means
   */
  public record Wilks(
      double lambda, double f, double numerator, double denominator, double pValue) {
    /** Not defined. */
    public static final Wilks UNDEFINED =
        new Wilks(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  /**
   * Box's M = (n−c) log|S| − Σ (n_k−1) log|S_k| with its χ²: Box, "A general distribution theory
   * for a class of likelihood criteria", Biometrika 36 (1949), doi:10.1093/biomet/36.3-4.317.
   *
   * @param m M
   * @param chiSquare M times Box's correction
   * @param degreesOfFreedom of the χ²
   * @param pValue of equal covariances
   */
  public record Box(double m, double chiSquare, double degreesOfFreedom, double pValue) {
    /** Not defined. */
    public static final Box UNDEFINED = new Box(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  /** The number c of classes. */
  public int numClasses() {
    return priors.length;
  }

  /** The number d of columns. */
  public int numColumns() {
    return centre.length;
  }

  /** The number r of directions. */
  public int numDiscriminants() {
    return singularValues.length;
  }

  /** The number of rows of all classes. */
  public long totalRows() {
    long sum = 0;
    for (long count : rows) {
      sum += count;
    }
    return sum;
  }
}
