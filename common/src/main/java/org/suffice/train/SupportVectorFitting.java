package org.suffice.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.block.Design;
import org.suffice.kernel.Kernel;
import org.suffice.pass.Blocks;
import org.suffice.pass.MappedBlocks;
import org.suffice.pass.RowStore;
import org.suffice.read.Text;
import org.suffice.solve.DualDecomposition;
import org.suffice.solve.DualProblem;
import org.suffice.solve.PlattScaling;
import org.suffice.solve.SupportVectorFit;
import org.suffice.statistic.FoldRule;

/** One run of a support vector machine: folds that choose, all pairs of classes, probabilities. */
final class SupportVectorFitting {
  private final SupportVectorMachine trainer;
  private final List<String> classes;
  private final long[] classRows;
  private final double[] classFactors;
  private final SupportVectorFeatures features;
  private final SupportVectorMachine.Means means;
  private final List<String> warnings = new ArrayList<>();
  private RowStore rows;
  private double[] labels;
  private double[] weights;
  private int rounds;

  SupportVectorFitting(
      SupportVectorMachine trainer,
      List<String> classes,
      long[] classRows,
      double[] classFactors,
      SupportVectorFeatures features,
      SupportVectorMachine.Means means) {
    this.trainer = trainer;
    this.classes = classes;
    this.classRows = classRows;
    this.classFactors = classFactors;
    this.features = features;
    this.means = means;
  }

  /** What is worth a person's attention. */
  List<String> warnings() {
    return warnings;
  }

  /** Two classes and the positions of their rows. */
  private record Pair(int first, int second, int positive, int[] rows) {}

  SupportVectorFit fit(Blocks data, Design design, long numRows) {
    rows =
        RowStore.open(
            MappedBlocks.of(data, design),
            numRows,
            design.numColumns(),
            means.collect(),
            means.threads(),
            means.progress());
    labels = rows.labels();
    weights = rows.weights();
    List<Pair> pairs = pairs();
    Kernel kernel = features.kernel(trainer, features.gamma());
    List<DualProblem> problems =
        pairs.stream().map(pair -> problem(pair, trainer.c(), null, -1)).toList();
    solve("machines", kernel, pairs, problems.stream().map(List::of).toList());
    List<PlattScaling> scalings = trainer.probability() ? scalings(kernel, pairs) : null;
    return new SupportVectorAssembly(rows, kernel, classRows, labels, trainer)
        .assemble(
            IntStream.range(0, pairs.size())
                .mapToObj(
                    p ->
                        new SupportVectorAssembly.Machine(
                            pairs.get(p).first(),
                            pairs.get(p).second(),
                            pairs.get(p).positive(),
                            pairs.get(p).rows(),
                            problems.get(p),
                            scalings == null ? null : scalings.get(p)))
                .toList(),
            rounds);
  }

  private List<Pair> pairs() {
    int c = classes.size();
    List<Pair> pairs = new ArrayList<>();
    for (int a = 0; a < c; a++) {
      for (int b = a + 1; b < c; b++) {
        int first = a;
        int second = b;
        int[] own =
            IntStream.range(0, labels.length)
                .filter(i -> labels[i] == first || labels[i] == second)
                .toArray();
        pairs.add(new Pair(a, b, c == 2 ? b : a, own));
      }
    }
    return pairs;
  }

  /**
   * The problem of a pair.
   *
   * @param folds the fold of every row; null for none
   * @param left the fold whose rows are left out
   */
  private DualProblem problem(Pair pair, double c, int[] folds, int left) {
    int n = pair.rows().length;
    boolean[] positive = new boolean[n];
    double[] upper = new double[n];
    double[] shift = trainer.squaredHinge() ? new double[n] : null;
    for (int i = 0; i < n; i++) {
      int row = pair.rows()[i];
      int label = (int) labels[row];
      positive[i] = label == pair.positive();
      double own = c * weights[row] * (classFactors == null ? 1 : classFactors[label]);
      boolean in = folds == null || folds[row] != left;
      upper[i] = !in ? 0 : shift == null ? own : Double.POSITIVE_INFINITY;
      if (shift != null) {
        shift[i] = 1 / (2 * own);
      }
    }
    return new DualProblem(positive, upper, shift);
  }

  private void solve(String what, Kernel kernel, List<Pair> pairs, List<List<DualProblem>> all) {
    List<DualDecomposition.Group> groups = new ArrayList<>();
    for (int p = 0; p < pairs.size(); p++) {
      Pair pair = pairs.get(p);
      boolean everything = classes.size() == 2;
      groups.add(
          new DualDecomposition.Group(
              pair.first(), everything ? -1 : pair.second(), pair.rows(), all.get(p)));
    }
    int total = all.stream().mapToInt(List::size).sum();
    rounds +=
        new DualDecomposition(
                rows, kernel, trainer.tolerance(), trainer.maxIterations(), means.threads())
            .solve(
                groups,
                (round, open, violation) ->
                    means
                        .listener()
                        .tell(
                            String.format(
                                Locale.ROOT,
                                "round %d: %d of %d %s open, largest violation %.2g",
                                round,
                                open,
                                total,
                                what,
                                violation)));
  }

  /** Folds of about equal size within each class, by a shuffle that depends on the rows alone. */
  private int[] folds() {
    int[] folds = new int[labels.length];
    for (int k = 0; k < classes.size(); k++) {
      int label = k;
      int[] own =
          IntStream.range(0, labels.length)
              .filter(i -> labels[i] == label)
              .boxed()
              .sorted(
                  Comparator.<Integer>comparingLong(
                          i -> FoldRule.shuffled(trainer.seed(), rows.file(i), rows.rowId(i)))
                      .thenComparing(i -> i))
              .mapToInt(Integer::intValue)
              .toArray();
      if (own.length < trainer.folds()) {
        throw Failure.usage(
            "class "
                + Text.show(classes.get(k))
                + " has "
                + own.length
                + (own.length == 1 ? " row" : " rows")
                + ", fewer than the "
                + trainer.folds()
                + " folds of svm.probability or svm.grid: set cross-validation.folds lower");
      }
      for (int i = 0; i < own.length; i++) {
        folds[own[i]] = i % trainer.folds();
      }
    }
    return folds;
  }

  /** Platt's scaling of each pair, from the decision values of rows left out. */
  private List<PlattScaling> scalings(Kernel kernel, List<Pair> pairs) {
    int[] folds = folds();
    List<List<DualProblem>> all = new ArrayList<>();
    for (Pair pair : pairs) {
      all.add(
          IntStream.range(0, trainer.folds())
              .mapToObj(f -> problem(pair, trainer.c(), folds, f))
              .toList());
    }
    solve("machines without a fold", kernel, pairs, all);
    List<PlattScaling> scalings = new ArrayList<>();
    for (int p = 0; p < pairs.size(); p++) {
      Pair pair = pairs.get(p);
      int n = pair.rows().length;
      double[] decisions = new double[n];
      boolean[] positive = new boolean[n];
      double[] own = new double[n];
      double[] rho = all.get(p).stream().mapToDouble(DualProblem::rho).toArray();
      for (int i = 0; i < n; i++) {
        int row = pair.rows()[i];
        int fold = folds[row];
        decisions[i] = all.get(p).get(fold).sum(i) - rho[fold];
        positive[i] = labels[row] == pair.positive();
        own[i] = weights[row];
      }
      scalings.add(PlattScaling.fit(decisions, positive, own));
    }
    return scalings;
  }
}
