package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.RowCopies;
import org.suffice.kernel.Kernel;
import org.suffice.pass.RowStore;
import org.suffice.solve.DualProblem;
import org.suffice.solve.PlattScaling;
import org.suffice.solve.Solution;
import org.suffice.solve.SupportVectorFit;

/** What solved problems leave for a model: support vectors, their coefficients, figures. */
record SupportVectorAssembly(
    RowStore rows,
    Kernel kernel,
    long[] classRows,
    double[] labels,
    SupportVectorMachine trainer,
    double c,
    List<SupportVectorFit.GridPoint> grid) {
  /** A share of the objective. */
  private static final double NEGLIGIBLE = 1e-6;

  /**
   * The solved machine of a pair.
   *
   * @param positive the class of y = +1
   * @param rows positions in the data
   * @param scaling to probabilities, or null
   */
  record Machine(
      int first, int second, int positive, int[] rows, DualProblem problem, PlattScaling scaling) {
    int negative() {
      return positive == first ? second : first;
    }
  }

  SupportVectorFit assemble(List<Machine> machines, int rounds) {
    int numClasses = classRows.length;
    boolean[] support = new boolean[labels.length];
    for (Machine machine : machines) {
      for (int i : machine.problem().supportRows()) {
        support[machine.rows()[i]] = true;
      }
    }
    int[] order = order(support, numClasses);
    long[] perClass = new long[numClasses];
    for (int row : order) {
      perClass[(int) labels[row]]++;
    }
    boolean linear = kernel.kind() == Kernel.Kind.LINEAR;
    double[] coefficients = coefficients(machines, order, numClasses);
    Block vectors = null;
    double[] weights = new double[0];
    if (linear) {
      weights = weights(machines);
    } else {
      vectors = vectors(order);
    }
    List<SupportVectorFit.Pair> pairs = machines.stream().map(this::pair).toList();
    requireFinite(pairs);
    double violation = pairs.stream().mapToDouble(SupportVectorFit.Pair::violation).max().orElse(0);
    boolean converged = violation < trainer.tolerance();
    Solution solution =
        new Solution(
            converged
                ? Solution.Termination.CONVERGED
                : rounds >= trainer.maxIterations()
                    ? Solution.Termination.MAX_ITERATIONS
                    : Solution.Termination.STALLED,
            rounds,
            pairs.stream().mapToDouble(SupportVectorFit.Pair::objective).sum(),
            violation);
    return new SupportVectorFit(
        kernel,
        c,
        trainer.squaredHinge(),
        classRows,
        vectors,
        linear ? new int[0] : Arrays.stream(order).map(row -> (int) labels[row]).toArray(),
        linear ? new double[0] : coefficients,
        weights,
        order.length,
        perClass,
        pairs,
        grid,
        solution);
  }

  private static void requireFinite(List<SupportVectorFit.Pair> pairs) {
    for (SupportVectorFit.Pair pair : pairs) {
      if (!Double.isFinite(pair.objective()) || !Double.isFinite(pair.rho())) {
        throw Failure.data(
            "kernel values leave the range of a double: set features.standardize=true, or svm.gamma"
                + " or svm.degree lower");
      }
    }
  }

  /** The support vectors, those of each class together. */
  private int[] order(boolean[] support, int numClasses) {
    int[] order = new int[support.length];
    int count = 0;
    for (int k = 0; k < numClasses; k++) {
      for (int i = 0; i < support.length; i++) {
        if (support[i] && labels[i] == k) {
          order[count++] = i;
        }
      }
    }
    return Arrays.copyOf(order, count);
  }

  private double[] coefficients(List<Machine> machines, int[] order, int numClasses) {
    int[] place = new int[labels.length];
    Arrays.fill(place, -1);
    for (int v = 0; v < order.length; v++) {
      place[order[v]] = v;
    }
    double[] coefficients = new double[Math.multiplyExact(order.length, numClasses - 1)];
    for (Machine machine : machines) {
      for (int i : machine.problem().supportRows()) {
        int row = machine.rows()[i];
        int own = (int) labels[row];
        int other = own == machine.first() ? machine.second() : machine.first();
        coefficients[place[row] * (numClasses - 1) + (other < own ? other : other - 1)] =
            machine.problem().sign(i) * machine.problem().alpha(i);
      }
    }
    return coefficients;
  }

  /** Rows in the order of the classes; each class's are ascending. */
  private Block vectors(int[] order) {
    rows.fetch(Arrays.stream(order).sorted().toArray());
    List<Block> parts = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= order.length; i++) {
      if (i == order.length || order[i] < order[i - 1]) {
        parts.add(rows.rows(Arrays.copyOfRange(order, from, i)));
        from = i;
      }
    }
    return RowCopies.joined(parts);
  }

  /** w = Σ α_i y_i x_i of each pair. */
  private double[] weights(List<Machine> machines) {
    int d = rows.numFeatures();
    double[] weights = new double[Math.multiplyExact(machines.size(), d)];
    double[] row = new double[d];
    for (int p = 0; p < machines.size(); p++) {
      Machine machine = machines.get(p);
      int[] support = machine.problem().supportRows();
      int[] global = Arrays.stream(support).map(i -> machine.rows()[i]).toArray();
      if (support.length == 0) {
        continue;
      }
      rows.fetch(global);
      Block block = rows.rows(global);
      for (int v = 0; v < support.length; v++) {
        double factor = machine.problem().sign(support[v]) * machine.problem().alpha(support[v]);
        block.copyRow(v, row);
        for (int j = 0; j < d; j++) {
          weights[p * d + j] += factor * row[j];
        }
      }
    }
    return weights;
  }

  private SupportVectorFit.Pair pair(Machine machine) {
    DualProblem problem = machine.problem();
    double rho = problem.rho();
    long positive = 0;
    long bounded = 0;
    int[] support = problem.supportRows();
    for (int i : support) {
      positive += problem.positive(i) ? 1 : 0;
      bounded += problem.isFree(i) ? 0 : 1;
    }
    double objective = problem.objective();
    // With a hard margin rows are still inside it by the tolerance: w is not a point of the primal
    // problem then, and its value no bound unless what is missing is negligible.
    double gap = problem.primalObjective(rho) - objective;
    if (Double.isInfinite(trainer.c()) && gap < -NEGLIGIBLE * objective) {
      gap = Double.NaN;
    }
    return new SupportVectorFit.Pair(
        machine.positive(),
        machine.negative(),
        rho,
        new long[] {positive, support.length - positive},
        bounded,
        objective,
        gap,
        problem.violation(),
        problem.squaredNorm(),
        machine.scaling());
  }
}
