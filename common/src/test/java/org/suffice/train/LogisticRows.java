package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.model.LogisticModel;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.solve.IterationListener;
import org.suffice.solve.LogisticFit;

/**
 * Rows of classes made by a test, and how a logistic regression is fitted to them.
 *
 * @param columns what the slots mean
 * @param x slots of the rows, row-major
 * @param labels positions of the classes
 * @param weights of the rows; null for 1
 * @param classes in order
 */
record LogisticRows(
    List<Column> columns, double[] x, double[] labels, double[] weights, List<String> classes) {
  private static final int PARTITIONS = 3;

  /** Columns a, b, c … of numbers, and two or more classes named k0, k1, k2 … */
  static LogisticRows of(double[] labels, double[]... columns) {
    int n = labels.length;
    int d = columns.length;
    double[] x = new double[n * d];
    List<Column> named = new ArrayList<>();
    for (int j = 0; j < d; j++) {
      named.add(Column.numeric(name(j)));
      for (int i = 0; i < n; i++) {
        x[i * d + j] = columns[j][i];
      }
    }
    int most = (int) Arrays.stream(labels).max().orElse(0);
    return new LogisticRows(named, x, labels, null, classes(Math.max(2, most + 1)));
  }

  static String name(int column) {
    return column < 26 ? String.valueOf((char) ('a' + column)) : "x" + column;
  }

  static List<String> classes(int count) {
    return IntStream.range(0, count).mapToObj(k -> "k" + k).toList();
  }

  /**
   * Normal variates, and classes drawn by a softmax whose coefficients are drawn too.
   *
   * @param strength the deviation of the coefficients
   */
  static LogisticRows drawn(long seed, int n, int d, int classes, double strength) {
    Random random = new Random(seed);
    double[] w = new double[classes * (d + 1)];
    Arrays.setAll(w, i -> strength * random.nextGaussian());
    double[][] columns = new double[d][n];
    double[] labels = new double[n];
    for (int i = 0; i < n; i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < d; j++) {
        columns[j][i] = random.nextGaussian() * (1 + j) + j;
      }
      for (int k = 0; k < classes; k++) {
        double eta = -Math.log(-Math.log(random.nextDouble())); // Gumbel: the argmax is a softmax
        for (int j = 0; j < d; j++) {
          eta += w[k * (d + 1) + j] * (columns[j][i] - j) / (1 + j);
        }
        if (eta > best) {
          best = eta;
          labels[i] = k;
        }
      }
    }
    return of(labels, columns);
  }

  LogisticRows weighted(double... other) {
    return new LogisticRows(columns, x, labels, other, classes);
  }

  LogisticRows of(List<Column> other) {
    return new LogisticRows(other, x, labels, weights, classes);
  }

  LogisticRows ofClasses(String... names) {
    return new LogisticRows(columns, x, labels, weights, List.of(names));
  }

  int numRows() {
    return labels.length;
  }

  int width() {
    return labels.length == 0 ? 0 : x.length / labels.length;
  }

  double[] column(int j) {
    int d = width();
    return IntStream.range(0, numRows()).mapToDouble(i -> x[i * d + j]).toArray();
  }

  /** With a column more. */
  LogisticRows with(IntToDoubleFunction value) {
    double[][] all = new double[width() + 1][];
    for (int j = 0; j < width(); j++) {
      all[j] = column(j);
    }
    all[width()] = IntStream.range(0, numRows()).mapToDouble(value).toArray();
    LogisticRows wider = of(labels, all);
    return new LogisticRows(wider.columns, wider.x, labels, weights, classes);
  }

  /** Some columns, by position, renamed a, b, c … */
  LogisticRows select(int... which) {
    double[][] some = Arrays.stream(which).mapToObj(this::column).toArray(double[][]::new);
    LogisticRows narrower = of(labels, some);
    return new LogisticRows(narrower.columns, narrower.x, labels, weights, classes);
  }

  /** Some rows, any of them more than once. */
  LogisticRows rows(int... which) {
    int d = width();
    double[] some = new double[which.length * d];
    for (int i = 0; i < which.length; i++) {
      System.arraycopy(x, which[i] * d, some, i * d, d);
    }
    return new LogisticRows(
        columns,
        some,
        Arrays.stream(which).mapToDouble(i -> labels[i]).toArray(),
        weights == null ? null : Arrays.stream(which).mapToDouble(i -> weights[i]).toArray(),
        classes);
  }

  Schema schema() {
    return new Schema(columns, "y", Optional.empty()).withClasses(classes);
  }

  FeatureEncoder encoder() {
    return new FeatureEncoder(columns);
  }

  LocalBlocks blocks() {
    return blocks(false);
  }

  LocalBlocks blocks(boolean sparse) {
    List<List<Block>> all = new ArrayList<>();
    for (int p = 0; p < PARTITIONS; p++) {
      all.add(List.of(block(numRows() * p / PARTITIONS, numRows() * (p + 1) / PARTITIONS, sparse)));
    }
    return LocalBlocks.of(all, 2);
  }

  Block block() {
    return block(0, numRows(), false);
  }

  private Block block(int from, int to, boolean sparse) {
    int n = to - from;
    int d = width();
    double[] own = Arrays.copyOfRange(x, from * d, to * d);
    double[] y = Arrays.copyOfRange(labels, from, to);
    double[] w = weights == null ? null : Arrays.copyOfRange(weights, from, to);
    long[] ids = IntStream.range(from, to).asLongStream().toArray();
    RowAccount account = new RowAccount();
    account.addUsed(n);
    if (!sparse) {
      return new DenseBlock(n, d, own, y, w, 0, ids, account);
    }
    int[] starts = new int[n + 1];
    int[] indices = new int[n * d];
    double[] values = new double[n * d];
    int entries = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        if (own[i * d + j] != 0) {
          indices[entries] = j;
          values[entries++] = own[i * d + j];
        }
      }
      starts[i + 1] = entries;
    }
    return new SparseBlock(n, d, starts, indices, values, y, w, 0, ids, account);
  }

  LogisticModel train(LogisticRegression trainer) {
    return train(trainer, false, Optional.empty(), Checkpoints.NONE, IterationListener.NONE);
  }

  LogisticModel train(
      LogisticRegression trainer,
      boolean sparse,
      Optional<LogisticModel> start,
      Checkpoints checkpoints,
      IterationListener listener) {
    LocalBlocks rows = blocks(sparse);
    LogisticRegression.Look look = trainer.look(rows, encoder(), classes.size());
    return trainer.fit(rows, look, schema(), encoder(), start, checkpoints, listener);
  }

  LogisticFit fit(LogisticRegression trainer) {
    return train(trainer).fit();
  }

  /** The probabilities of every class of every row, n×c. */
  double[] probabilities(LogisticModel model) {
    int c = model.classes().size();
    double[] out = new double[numRows() * (c + 1)];
    model.outputs().compute(block(), out);
    double[] probabilities = new double[numRows() * c];
    for (int i = 0; i < numRows(); i++) {
      System.arraycopy(out, i * (c + 1) + 1, probabilities, i * c, c);
    }
    return probabilities;
  }

  // ------------------------------------------------------------ trainers

  static LogisticRegression plain(String solver) {
    return with(solver, 1e-10, 0);
  }

  static LogisticRegression plain() {
    return plain("auto");
  }

  static LogisticRegression with(String solver, double tolerance, int maxIterations) {
    return new LogisticRegression(
        true,
        0.95,
        false,
        ClassWeights.NONE,
        Optional.empty(),
        Optional.empty(),
        new SolverPlan(solver, tolerance, maxIterations, 1, false));
  }

  static LogisticRegression strict(LogisticRegression t) {
    SolverPlan s = t.solver();
    return with(
        t, new SolverPlan(s.name(), s.tolerance(), s.maxIterations(), s.learningRate(), true));
  }

  static LogisticRegression with(LogisticRegression t, SolverPlan solver) {
    return new LogisticRegression(
        t.intercept(),
        t.level(),
        t.standardize(),
        t.classWeights(),
        t.penalty(),
        t.folds(),
        solver);
  }

  static LogisticRegression withoutIntercept(LogisticRegression t) {
    return new LogisticRegression(
        false, t.level(), t.standardize(), t.classWeights(), t.penalty(), t.folds(), t.solver());
  }

  static LogisticRegression standardized(LogisticRegression t) {
    return new LogisticRegression(
        t.intercept(), t.level(), true, t.classWeights(), t.penalty(), t.folds(), t.solver());
  }

  static LogisticRegression classWeighted(LogisticRegression t, ClassWeights weights) {
    return new LogisticRegression(
        t.intercept(), t.level(), t.standardize(), weights, t.penalty(), t.folds(), t.solver());
  }

  static LogisticRegression penalised(LogisticRegression t, PenaltyPlan penalty) {
    return new LogisticRegression(
        t.intercept(),
        t.level(),
        t.standardize(),
        t.classWeights(),
        Optional.of(penalty),
        t.folds(),
        t.solver());
  }

  static LogisticRegression folded(LogisticRegression t, PenaltyPlan penalty, Folds folds) {
    return new LogisticRegression(
        t.intercept(),
        t.level(),
        t.standardize(),
        t.classWeights(),
        Optional.of(penalty),
        Optional.of(folds),
        t.solver());
  }
}
