package org.suffice.train;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.block.Design;
import org.suffice.kernel.Kernel;
import org.suffice.model.SupportVectorModel;
import org.suffice.model.TrainingRecord;
import org.suffice.pass.Blocks;
import org.suffice.pass.MappedBlocks;
import org.suffice.pass.Progress;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.Solution;
import org.suffice.solve.SupportVectorFit;
import org.suffice.statistic.ColumnMoments;

/**
 * Support vector machines of two classes, or one for each pair of several.
 *
 * @param kernel its shape
 * @param gamma γ, or how it is found
 * @param coef0 r of the polynomial and the sigmoid kernel
 * @param degree of the polynomial kernel
 * @param c C; infinite for a hard margin
 * @param squaredHinge whether slacks are squared
 * @param probability whether classes get probabilities
 * @param classWeights factors of C
 * @param standardize whether features are z scores, with standard deviations by 1/n
 * @param tolerance the violation of the optimality conditions to get below
 * @param maxIterations the most rounds
 * @param strict whether not to get there is a failure
 * @param grid values to choose from
 * @param folds of the choice and of the probabilities, 2 or more
 * @param seed of the folds
 */
public record SupportVectorMachine(
    Kernel.Kind kernel,
    Gamma gamma,
    double coef0,
    int degree,
    double c,
    boolean squaredHinge,
    boolean probability,
    ClassWeights classWeights,
    boolean standardize,
    double tolerance,
    int maxIterations,
    boolean strict,
    Grid grid,
    int folds,
    long seed) {
  /**
   * γ of a kernel.
   *
   * @param rule where it comes from
   * @param value with {@link Rule#GIVEN}
   */
  public record Gamma(Rule rule, double value) {
    /** Where γ comes from. */
    public enum Rule {
      /** 1/(d · variance of all values of the features). */
      SCALE,
      /** 1/d. */
      AUTO,
      /** The user. */
      GIVEN
    }

    /** 1/(d · variance of all values of the features). */
    public static final Gamma SCALE = new Gamma(Rule.SCALE, Double.NaN);

    /** 1/d. */
    public static final Gamma AUTO = new Gamma(Rule.AUTO, Double.NaN);

    /** A number. */
    public static Gamma of(double value) {
      return new Gamma(Rule.GIVEN, value);
    }

    /** Checks the number. */
    public Gamma {
      if (rule == Rule.GIVEN && !(value > 0 && value < Double.POSITIVE_INFINITY)) {
        throw Failure.usage("svm.gamma must be scale, auto or a number above 0, found " + value);
      }
    }
  }

  /**
   * Values of C and γ to try, each C with each γ.
   *
   * @param c values of C; empty for the one that is given
   * @param gamma values of γ; empty likewise
   */
  public record Grid(double[] c, double[] gamma) {
    /** Nothing to choose. */
    public static final Grid NONE = new Grid(new double[0], new double[0]);

    /** Checks the numbers, and sorts them. */
    public Grid {
      c = sorted("C", c);
      gamma = sorted("gamma", gamma);
    }

    private static double[] sorted(String name, double[] values) {
      for (double value : values) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
          throw Failure.usage("svm.grid: " + name + " must be above 0, found " + value);
        }
      }
      return Arrays.stream(values).sorted().distinct().toArray();
    }

    /** Whether there is nothing to choose. */
    public boolean isEmpty() {
      return c.length == 0 && gamma.length == 0;
    }
  }

  /** Checks what goes together. */
  public SupportVectorMachine {
    if (!(c > 0)) {
      throw Failure.usage("svm.C must be above 0, found " + c);
    }
    if (kernel == Kernel.Kind.POLYNOMIAL && (degree < 1 || degree > 100)) {
      throw Failure.usage("svm.degree must be a whole number from 1 to 100, found " + degree);
    }
    if (!Double.isFinite(coef0)) {
      throw Failure.usage("svm.coef0 must be a finite number, found " + coef0);
    }
    if (!(tolerance > 0)) {
      throw Failure.usage("solver.tolerance must be above 0, found " + tolerance);
    }
    if (maxIterations < 1) {
      throw Failure.usage("solver.max-iterations must be 1 or more, found " + maxIterations);
    }
    if (Double.isInfinite(c) && (squaredHinge || !grid.isEmpty())) {
      throw Failure.usage(
          "svm.margin=hard allows no slack: leave "
              + (squaredHinge ? "svm.loss=squared-hinge" : "svm.grid")
              + " out, or set svm.margin=soft");
    }
    if (grid.gamma().length > 0 && kernel == Kernel.Kind.LINEAR) {
      throw Failure.usage("svm.grid: the linear kernel has no gamma");
    }
    if (folds < 2 && (probability || !grid.isEmpty())) {
      throw Failure.usage(
          (probability ? "svm.probability=true" : "svm.grid")
              + " needs rows that are left out: set cross-validation.folds to 2 or more");
    }
  }

  /**
   * Where the rows are worked on.
   *
   * @param sparse whether blocks are sparse
   * @param collect whether the features of all rows may be held by this process
   * @param threads of this process
   * @param progress told of passes over rows that this process holds
   * @param listener told of rounds
   * @param names how a row is named in messages
   */
  public record Means(
      boolean sparse,
      boolean collect,
      int threads,
      Progress progress,
      Listener listener,
      RowName names) {
    /** One thread, all rows held here, nobody listening. */
    public static final Means LOCAL =
        new Means(
            false, true, 1, Progress.NONE, Listener.NONE, (file, rowId) -> String.valueOf(rowId));
  }

  /** Says where a row stands. */
  @FunctionalInterface
  public interface RowName {
    /**
     * The row in words.
     *
     * @param file the position of its file
     * @param rowId what stands for it in the file
     */
    String of(int file, long rowId);
  }

  /** Told how far a training is. */
  @FunctionalInterface
  public interface Listener {
    /** Nobody listens. */
    Listener NONE = text -> {};

    /** A line for a person. */
    void tell(String text);
  }

  /** Passes over the data once: what must be known before rows can be taken for features. */
  public ColumnMoments look(Blocks rows, FeatureEncoder encoder, int numClasses) {
    return rows.pass(new ColumnMoments(encoder.width(), numClasses));
  }

  /** Refuses features that the heap cannot hold, before the data are read. */
  public void requireMemory(int numFeatures, int numClasses) {
    double needed = 8.0 * 512 * numFeatures + 16.0 * numClasses * numClasses;
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap / 2.0 && kernel != Kernel.Kind.LINEAR) {
      throw Failure.usage(
          String.format(
              Locale.ROOT,
              "%,d features need %,.0f MiB for 512 rows; the heap has %,d MiB: give the driver more"
                  + " memory, or leave columns out with data.ignore",
              numFeatures,
              needed / (1 << 20),
              heap >> 20));
    }
  }

  /**
   * Trains.
   *
   * @param rows passed over many times
   * @param look of the same rows
   * @param schema of the rows, with its classes
   * @param encoder of the rows, with its indicators of missing values
   * @param means where to work
   * @throws Failure when there is one class only, no separation by a hard margin, or, where that is
   *     strict, no optimum
   */
  public SupportVectorModel fit(
      Blocks rows, ColumnMoments look, Schema schema, FeatureEncoder encoder, Means means) {
    long[] all = look.classRows();
    int[] present = IntStream.range(0, all.length).filter(k -> all[k] > 0).toArray();
    List<String> names = Arrays.stream(present).mapToObj(schema.classes()::get).toList();
    LogisticRegression.requireClasses(names, look.account());
    FittedSlots slots = new FittedSlots(schema.withClasses(names), encoder, look::mean);
    int d = slots.numFeatures();
    if (d == 0) {
      throw Failure.usage(
          "there are no features to tell the classes apart; name some in data.features");
    }
    LogisticProblem.Features features =
        LogisticProblem.Features.of(rows, look, slots, encoder.width());
    SupportVectorFeatures scaled =
        SupportVectorFeatures.of(this, features, slots, look.sumWeights(), means.sparse());
    int[] columns = IntStream.range(0, d).toArray();
    boolean primal = kernel == Kernel.Kind.LINEAR && squaredHinge && !probability && grid.isEmpty();
    // The primal problem in w and b is centred in any case, and b then put back.
    double[] centre =
        primal && scaled.shift() == null && !means.sparse() ? features.means().clone() : null;
    Design design =
        new Design(
                encoder.width(),
                Arrays.stream(columns).map(slots::slot).toArray(),
                Arrays.stream(columns).map(slots::indicator).toArray(),
                features.means(),
                centre == null ? scaled.shift() : centre,
                scaled.scale())
            .withLabels(positions(present, all.length));
    long[] classRows = Arrays.stream(present).mapToLong(k -> all[k]).toArray();
    double[] weights = Arrays.stream(present).mapToDouble(k -> look.classWeights()[k]).toArray();
    SupportVectorFitting fitting =
        new SupportVectorFitting(
            this, names, classRows, classWeights.of(names, weights), scaled, means);
    SupportVectorFit fit =
        primal
            ? new LinearSquaredHinge(
                    this,
                    classWeights.of(names, weights),
                    weights,
                    classRows,
                    centre,
                    means.listener())
                .fit(MappedBlocks.of(rows, design), d)
            : fitting.fit(rows, design, look.rows());
    SupportVectorModel model =
        new SupportVectorModel(
            slots.schema(),
            names,
            fit,
            features.means(),
            scaled.shift(),
            scaled.scale(),
            TrainingRecord.EMPTY);
    return model.withRecord(new TrainingRecord(Map.of(), Map.of(), warnings(fit), Map.of()));
  }

  private List<String> warnings(SupportVectorFit fit) {
    Solution solution = fit.solution();
    if (solution.termination() == Solution.Termination.CONVERGED) {
      return List.of();
    }
    String text =
        String.format(
            Locale.ROOT,
            "not converged: %s after %d rounds, the largest violation of the optimality conditions"
                + " being %.1e, not %s",
            solution.termination() == Solution.Termination.MAX_ITERATIONS
                ? "solver.max-iterations were made"
                : "no better point was found in doubles",
            solution.iterations(),
            solution.gradientNorm(),
            tolerance);
    if (solution.termination() == Solution.Termination.STALLED
        && solution.gradientNorm() <= tolerance) {
      text =
          String.format(
              Locale.ROOT,
              "not converged: slacks are lost in the rounding of decisions, and the two objectives"
                  + " stay %.1e apart; choose a smaller svm.C, or class-weights that differ less",
              fit.pairs().stream().mapToDouble(p -> Math.abs(p.dualityGap())).max().orElse(0));
    }
    if (strict) {
      throw Failure.noSolution(text);
    }
    return List.of(text);
  }

  /** For each label the position of its class; null where that is the label. */
  private static double[] positions(int[] present, int numClasses) {
    if (present.length == numClasses) {
      return null;
    }
    double[] positions = new double[numClasses];
    for (int k = 0; k < present.length; k++) {
      positions[present[k]] = k;
    }
    return positions;
  }
}
