package org.suffice.train;

import java.util.Arrays;
import org.suffice.Failure;
import org.suffice.block.Design;
import org.suffice.pass.Blocks;
import org.suffice.pass.MappedBlocks;
import org.suffice.read.Text;
import org.suffice.solve.LogisticObjective;
import org.suffice.solve.LogisticPreconditioner;
import org.suffice.solve.Preconditioner;
import org.suffice.statistic.ColumnMoments;
import org.suffice.statistic.LogisticPoint;

/**
 * The rows of one fit in terms of its columns, in coordinates that make them comparable: a solver
 * sees columns of mean square 1, with an intercept of mean 0 too, though no row is changed.
 */
final class LogisticProblem {
  private final Blocks blocks;
  private final LogisticPoint layout;
  private final double sumWeights;
  private final double[] classWeights;
  private final double[] means;
  private final double[] deviations;
  private final Design design;
  private double[] crossProducts;

  /**
   * A problem.
   *
   * @param design the columns of the rows
   * @param blocks of the d columns, labels being positions of the c classes
   * @param means of the columns
   * @param deviations of the columns, with 1/n
   * @param weights Σω of each class
   * @param factors of the row weights of each class; null for 1
   * @param intercept whether each function has a constant
   * @param reference whether the first class has no function
   * @param seen how the solver is to see the columns
   */
  private LogisticProblem(
      Design design,
      Blocks blocks,
      double[] means,
      double[] deviations,
      double[] weights,
      double[] factors,
      boolean intercept,
      boolean reference,
      Seen seen) {
    int d = means.length;
    int c = weights.length;
    double[] shift = new double[d];
    double[] scale = new double[d];
    for (int j = 0; j < d; j++) {
      shift[j] = intercept && seen != Seen.PLAIN ? means[j] : 0;
      double size =
          switch (seen) {
            case PLAIN -> 1;
            case DEVIATIONS -> deviations[j];
            case COMPARABLE -> Math.hypot(deviations[j], means[j] - shift[j]);
          };
      scale[j] = size > 0 ? size : 1;
    }
    this.design = design;
    this.blocks = blocks;
    this.means = means;
    this.deviations = deviations;
    this.classWeights = weights.clone();
    for (int k = 0; k < c && factors != null; k++) {
      classWeights[k] *= factors[k];
    }
    this.sumWeights = Arrays.stream(classWeights).sum();
    int functions = reference ? c - 1 : c;
    this.layout =
        new LogisticPoint(
            c,
            d,
            intercept,
            reference,
            shift,
            scale,
            factors,
            new double[functions * (d + (intercept ? 1 : 0))]);
  }

  /** What problems of the same fit have in common. */
  record Form(boolean intercept, boolean reference, double[] factors, Seen seen) {}

  /** How a solver sees the columns: with an intercept less their means, unless as they are. */
  enum Seen {
    /** As they are. */
    PLAIN,
    /** In units of their deviation. */
    DEVIATIONS,
    /** In units of their root mean square, which without intercept is not their deviation. */
    COMPARABLE
  }

  /**
   * The problem of rows.
   *
   * @param rows with all their slots
   * @param moments of the slots of these rows
   * @param slots which of them are features
   * @param columns which of the features are fitted
   * @param labels for each label the position of its class; null for itself
   */
  static LogisticProblem of(
      Blocks rows,
      ColumnMoments moments,
      FittedSlots slots,
      int width,
      int[] columns,
      double[] labels,
      double[] weights,
      Form form) {
    Features features = Features.of(rows, moments, slots, width);
    double[] means = Arrays.stream(columns).mapToDouble(j -> features.means[j]).toArray();
    double[] deviations =
        Arrays.stream(columns)
            .mapToDouble(j -> Math.sqrt(features.squares[j] / moments.sumWeights()))
            .toArray();
    Design design = design(slots, width, columns, features.means).withLabels(labels);
    return new LogisticProblem(
        design,
        MappedBlocks.of(rows, design),
        means,
        deviations,
        weights,
        form.factors,
        form.intercept,
        form.reference,
        form.seen);
  }

  /** Features of the model with means in the place of missing values. */
  private static Design design(FittedSlots slots, int width, int[] columns, double[] means) {
    return new Design(
        width,
        Arrays.stream(columns).map(slots::slot).toArray(),
        Arrays.stream(columns).map(slots::indicator).toArray(),
        Arrays.stream(columns).mapToDouble(j -> means[j]).toArray(),
        null,
        null);
  }

  /**
   * Mean of each feature over the rows that have it, and Σω(x − mean)² over the same.
   *
   * @param means d values
   * @param squares d values
   */
  record Features(double[] means, double[] squares) {
    /** A spread of less than this share of the mean is the rounding of the mean. */
    private static final double CONSTANT = 4 * Math.ulp(1.0);

    /** From the moments of the slots; where values are missing by one more pass. */
    static Features of(Blocks rows, ColumnMoments moments, FittedSlots slots, int width) {
      int d = slots.numFeatures();
      double[] means = new double[d];
      double[] squares = new double[d];
      boolean missing = false;
      for (int j = 0; j < d; j++) {
        int indicator = slots.indicator(j);
        double share = indicator < 0 ? 0 : moments.mean(indicator);
        means[j] = moments.mean(slots.slot(j)) / (1 - share);
        squares[j] = moments.squares(slots.slot(j));
        missing |= share > 0;
      }
      if (missing) {
        int[] all = new int[d];
        Arrays.setAll(all, j -> j);
        ColumnMoments filled =
            MappedBlocks.of(rows, design(slots, width, all, means)).pass(new ColumnMoments(d, 0));
        Arrays.setAll(squares, filled::squares);
      }
      for (int j = 0; j < d; j++) {
        if (!Double.isFinite(squares[j])) {
          throw Failure.data(
              "column "
                  + Text.show(slots.encoder().names().get(j))
                  + ": its values are so large that their squares leave the range of a double;"
                  + " divide it by a power of ten");
        }
        if (moments.isUnderflow(slots.slot(j))) {
          throw Failure.data(
              "column "
                  + Text.show(slots.encoder().names().get(j))
                  + ": its values are so small that their squares leave the range of a double;"
                  + " multiply it by a power of ten");
        }
        double rounding = CONSTANT * means[j];
        if (squares[j] <= rounding * rounding * moments.sumWeights()) {
          squares[j] = 0;
        }
      }
      return new Features(means, squares);
    }
  }

  /** Other rows in terms of the same columns. */
  Blocks over(Blocks others) {
    return MappedBlocks.of(others, design);
  }

  /** The mean of each column. */
  double[] means() {
    return means;
  }

  /** The coordinates. */
  LogisticPoint layout() {
    return layout;
  }

  /** Σω, classes weighted. */
  double sumWeights() {
    return sumWeights;
  }

  /** Σω of each class, weighted. */
  double[] classWeights() {
    return classWeights.clone();
  }

  /** The standard deviation of each column, with 1/n. */
  double[] deviations() {
    return deviations;
  }

  /**
   * A bound of what each coefficient of a function is multiplied with: in n rows no value is
   * further from the mean than √n deviations.
   */
  double[] largest(long rows) {
    double[] largest = new double[layout.numCoefficients()];
    Arrays.fill(largest, 1);
    for (int j = 0; j < means.length; j++) {
      double centre = Math.abs(means[j] - layout.shift()[j]);
      largest[j] = (centre + deviations[j] * Math.sqrt(rows)) / layout.scale()[j];
    }
    return largest;
  }

  /** The objective without penalty. */
  LogisticObjective objective() {
    int q = layout.numCoefficients();
    return objective(new double[q], new boolean[q]);
  }

  /**
   * The objective with a penalty, d values of each or one more for the constant.
   *
   * @param squares for each column the weight of ½θ²
   * @param held whether this or an absolute value penalises it
   */
  LogisticObjective objective(double[] squares, boolean[] held) {
    int q = layout.numCoefficients();
    return new LogisticObjective(
        blocks, layout, Arrays.copyOf(squares, q), Arrays.copyOf(held, q), sumWeights);
  }

  /**
   * The inverse Hessian of an objective at {@link #nullModel}, or that of its diagonal where there
   * are too many columns. The first of a problem may cost a pass.
   */
  Preconditioner preconditioner(LogisticObjective objective) {
    double[] shares = new double[layout.numFunctions()];
    int first = layout.reference() ? 1 : 0;
    for (int r = 0; r < shares.length; r++) {
      shares[r] =
          layout.intercept() ? classWeights[r + first] / sumWeights : 1.0 / layout.numClasses();
    }
    if (!LogisticPreconditioner.isWorthwhile(layout)) {
      return LogisticPreconditioner.ofDiagonal(objective, shares, squares());
    }
    if (crossProducts == null) {
      crossProducts = objective.crossProducts();
    }
    return LogisticPreconditioner.of(objective, shares, crossProducts);
  }

  /** Σω x̃² of each column, and of the constant; of weighted classes about that. */
  private double[] squares() {
    double[] squares = new double[layout.numCoefficients()];
    Arrays.fill(squares, sumWeights);
    for (int j = 0; j < means.length; j++) {
      double centre = means[j] - layout.shift()[j];
      double scale = layout.scale()[j];
      squares[j] *= (deviations[j] * deviations[j] + centre * centre) / (scale * scale);
    }
    return squares;
  }

  /** Constants alone: the logarithms of the shares of the classes. */
  double[] nullModel() {
    int q = layout.numCoefficients();
    int d = layout.numColumns();
    double[] theta = new double[layout.theta().length];
    if (!layout.intercept()) {
      return theta;
    }
    int c = layout.numClasses();
    double[] logs = Arrays.stream(classWeights).map(StrictMath::log).toArray();
    double origin = layout.reference() ? logs[0] : Arrays.stream(logs).sum() / c;
    for (int r = 0; r < layout.numFunctions(); r++) {
      theta[r * q + d] = logs[layout.reference() ? r + 1 : r] - origin;
    }
    return theta;
  }

  /** The log-likelihood of {@link #nullModel}. */
  double nullLogLikelihood() {
    if (!layout.intercept()) {
      return -sumWeights * StrictMath.log(layout.numClasses());
    }
    double sum = 0;
    for (double weight : classWeights) {
      sum += weight * StrictMath.log(weight / sumWeights);
    }
    return sum;
  }

  /** Parameters of the columns as they are (K×(d+1), constants last) in these coordinates. */
  double[] conditioned(double[] raw) {
    int d = layout.numColumns();
    int q = layout.numCoefficients();
    double[] theta = new double[layout.theta().length];
    for (int r = 0; r < layout.numFunctions(); r++) {
      double constant = raw[r * (d + 1) + d];
      for (int j = 0; j < d; j++) {
        double w = raw[r * (d + 1) + j];
        theta[r * q + j] = w * layout.scale()[j];
        constant += w * layout.shift()[j];
      }
      if (layout.intercept()) {
        theta[r * q + d] = constant;
      }
    }
    return theta;
  }
}
