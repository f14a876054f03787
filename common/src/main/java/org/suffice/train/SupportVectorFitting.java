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
  /** C times the squared radius of the data where the search for a separation begins. */
  private static final double FIRST_COST = 100;

  private static final double COST_FACTOR = 100;

  /** C beyond which the search for a separation is given up. */
  private static final double MOST_COST = 1e60;

  /** Hulls closer than this share of the radius of the data meet. */
  private static final double MEETING = 1e-6;

  /** So many rows are named in a message. */
  private static final int NAMED = 10;

  private final SupportVectorMachine trainer;
  private final List<String> classes;
  private final long[] classRows;
  private final double[] classFactors;
  private final SupportVectorFeatures features;
  private final SupportVectorMachine.Means means;
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
    List<SupportVectorFit.GridPoint> grid = trainer.grid().isEmpty() ? List.of() : tryGrid(pairs);
    SupportVectorFit.GridPoint chosen =
        new SupportVectorFit.GridPoint(trainer.c(), features.gamma(), Double.NaN);
    for (SupportVectorFit.GridPoint point : grid) {
      boolean better = Double.isNaN(chosen.accuracy()) || point.accuracy() > chosen.accuracy();
      chosen = better ? point : chosen;
    }
    double c = chosen.c();
    Kernel kernel = features.kernel(trainer, chosen.gamma());
    List<DualProblem> problems = pairs.stream().map(pair -> problem(pair, c, null, -1)).toList();
    if (Double.isInfinite(c)) {
      separate(kernel, pairs, problems);
    }
    solve("machines", kernel, pairs, problems.stream().map(List::of).toList());
    List<PlattScaling> scalings = trainer.probability() ? scalings(kernel, pairs, c) : null;
    return new SupportVectorAssembly(rows, kernel, classRows, labels, trainer, c, grid)
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

  /**
   * The accuracy of every C with every γ on rows left out; along the values of C, machines start
   * from those of the one before.
   */
  private List<SupportVectorFit.GridPoint> tryGrid(List<Pair> pairs) {
    int[] folds = folds();
    double[] gammas = trainer.grid().gamma();
    double[] costs = trainer.grid().c();
    List<SupportVectorFit.GridPoint> points = new ArrayList<>();
    for (double gamma : gammas.length == 0 ? new double[] {features.gamma()} : gammas) {
      Kernel kernel = features.kernel(trainer, gamma);
      HeldOut heldOut = new HeldOut(rows, kernel, labels, weights, folds, trainer.folds());
      List<List<DualProblem>> last = null;
      double lastCost = 0;
      for (double c : costs.length == 0 ? new double[] {trainer.c()} : costs) {
        List<List<DualProblem>> all = withoutFolds(pairs, c, folds);
        for (int p = 0; last != null && p < pairs.size(); p++) {
          for (int f = 0; f < trainer.folds(); f++) {
            all.get(p).get(f).startFrom(last.get(p).get(f), c / lastCost);
          }
        }
        solve(
            String.format(Locale.ROOT, "machines of C %.4g, gamma %.4g", c, gamma),
            kernel,
            pairs,
            all);
        List<HeldOut.Machines> machines = new ArrayList<>();
        for (int p = 0; p < pairs.size(); p++) {
          Pair pair = pairs.get(p);
          machines.add(
              new HeldOut.Machines(
                  pair.first(), pair.second(), pair.positive(), pair.rows(), all.get(p)));
        }
        double accuracy = heldOut.accuracy(classes.size(), machines);
        points.add(new SupportVectorFit.GridPoint(c, gamma, accuracy));
        last = all;
        lastCost = c;
      }
    }
    return points;
  }

  /** For each pair the problems without each fold. */
  private List<List<DualProblem>> withoutFolds(List<Pair> pairs, double c, int[] folds) {
    List<List<DualProblem>> all = new ArrayList<>();
    for (Pair pair : pairs) {
      all.add(
          IntStream.range(0, trainer.folds()).mapToObj(f -> problem(pair, c, folds, f)).toList());
    }
    return all;
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

  /**
   * Decides whether the classes of each pair can be separated, by soft margins of ever larger C,
   * each from where the last one ended. A decision function that separates is where the hard margin
   * starts. Otherwise the multipliers, over half their sum, are weights of two points, one in the
   * convex hull of each class, whose distance is 2‖w‖/Σα: where that falls to nothing the hulls
   * meet, and there is no separation (Bennett and Bredensteiner, "Duality and geometry in SVM
   * classifiers", ICML 2000).
   *
   * @param hard the problems with a hard margin; started
   * @throws Failure when a pair cannot be separated
   */
  private void separate(Kernel kernel, List<Pair> pairs, List<DualProblem> hard) {
    double radius = radius(kernel);
    List<Integer> open = new ArrayList<>(IntStream.range(0, pairs.size()).boxed().toList());
    List<DualProblem> soft = new ArrayList<>(hard);
    double c = FIRST_COST / (radius * radius);
    for (double last = 0; !open.isEmpty(); last = c, c *= COST_FACTOR) {
      if (!(c < MOST_COST)) {
        throw undecided(pairs.get(open.get(0)));
      }
      for (int p : open) {
        DualProblem next = problem(pairs.get(p), c, null, -1);
        if (last > 0) {
          next.startFrom(soft.get(p), c / last);
        }
        soft.set(p, next);
      }
      solve(
          "machines of C " + String.format(Locale.ROOT, "%.2g", c),
          kernel,
          open.stream().map(pairs::get).toList(),
          open.stream().map(p -> List.of(soft.get(p))).toList());
      for (int p : List.copyOf(open)) {
        DualProblem problem = soft.get(p);
        if (problem.isSeparated()) {
          hard.get(p).startFrom(problem, 1);
          open.remove(Integer.valueOf(p));
        } else if (2 * Math.sqrt(problem.squaredNorm()) / problem.sumOfMultipliers()
            < MEETING * radius) {
          throw inseparable(pairs.get(p), problem);
        }
      }
    }
  }

  /** The largest ‖φ(x)‖ of a support vector that may be: of the slices that are here, or of all. */
  private double radius(Kernel kernel) {
    double most = rows.largestSquaredNorm();
    double self = kernel.ofItself(most);
    return Math.sqrt(self > 0 ? self : 1);
  }

  /** With a kernel that is no inner product, such as sigmoid, there may be no telling. */
  private Failure undecided(Pair pair) {
    return Failure.noSolution(
        "whether classes "
            + Text.show(classes.get(pair.first()))
            + " and "
            + Text.show(classes.get(pair.second()))
            + " can be separated by a hard margin could not be decided; set svm.margin=soft, or take"
            + " another kernel");
  }

  private Failure inseparable(Pair pair, DualProblem problem) {
    double rho = problem.rho();
    List<Integer> wrong =
        IntStream.range(0, problem.size())
            .filter(i -> problem.alpha(i) > 0 && !problem.isFree(i))
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(i -> problem.sign(i) * (problem.sum(i) - rho))
                    .thenComparing(i -> i))
            .toList();
    String named =
        wrong.stream()
            .limit(NAMED)
            .map(
                i -> {
                  int row = pair.rows()[i];
                  return means.names().of(rows.file(row), rows.rowId(row))
                      + " ("
                      + Text.show(classes.get((int) labels[row]))
                      + ")";
                })
            .reduce((a, b) -> a + ", " + b)
            .orElse("");
    return Failure.noSolution(
        "classes "
            + Text.show(classes.get(pair.first()))
            + " and "
            + Text.show(classes.get(pair.second()))
            + " cannot be separated by a hard margin: "
            + wrong.size()
            + (wrong.size() == 1 ? " row prevents it: " : " rows prevent it: ")
            + named
            + (wrong.size() > NAMED ? ", …" : "")
            + "; set svm.margin=soft, or take another kernel");
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
  private List<PlattScaling> scalings(Kernel kernel, List<Pair> pairs, double c) {
    int[] folds = folds();
    List<List<DualProblem>> all = withoutFolds(pairs, c, folds);
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
