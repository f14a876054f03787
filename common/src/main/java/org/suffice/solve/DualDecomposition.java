package org.suffice.solve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.kernel.Kernel;
import org.suffice.pass.LocalBlocks;
import org.suffice.pass.Progress;
import org.suffice.pass.RowStore;
import org.suffice.statistic.KernelRows;
import org.suffice.statistic.KernelSums;

/**
 * Solves dual problems over rows that are spread: in each round every problem that is not solved
 * takes a working set, solves it with all other multipliers fixed, and one pass brings the
 * gradients of all rows up to date (Osuna, Freund and Girosi 1997; Joachims 1999; Wen et al. 2018).
 * Rows have no state where they are: a round is a function of the rows and of what is sent with it,
 * so that a partition that is computed again gives the same bits.
 */
public final class DualDecomposition {
  /** The most rows of a working set. */
  static final int WORKING_SET = 512;

  /** A working set is solved until this share of the violation is left in it. */
  private static final double SHARE_LEFT = 0.1;

  /** The most steps in one working set. */
  private static final long MAX_STEPS = 1_000_000L;

  /** Rounds after which an objective that has not grown is taken for all that doubles can tell. */
  private static final int PATIENCE = 20;

  /** Problems up to this size are solved whole. */
  static final int WHOLE = 1536;

  private final RowStore rows;
  private final Kernel kernel;
  private final double tolerance;
  private final int maxRounds;
  private final int threads;

  /**
   * A solver.
   *
   * @param rows that the kernel is of
   * @param tolerance the violation of the optimality conditions to get below
   * @param maxRounds the most rounds
   * @param threads for the problems of one round
   */
  public DualDecomposition(
      RowStore rows, Kernel kernel, double tolerance, int maxRounds, int threads) {
    this.rows = rows;
    this.kernel = kernel;
    this.tolerance = tolerance;
    this.maxRounds = maxRounds;
    this.threads = threads;
  }

  /**
   * Problems of the same rows.
   *
   * @param first the position of the class of some of the rows
   * @param second that of the others, or -1 when all rows are in
   * @param rows their positions in the data, ascending
   * @param problems over these rows
   */
  public record Group(int first, int second, int[] rows, List<DualProblem> problems) {
    /** Checks the sizes. */
    public Group {
      problems = List.copyOf(problems);
      for (DualProblem problem : problems) {
        if (problem.size() != rows.length) {
          throw new IllegalArgumentException(
              "expected " + rows.length + " rows, found " + problem.size());
        }
      }
    }
  }

  /** Told of every round. */
  @FunctionalInterface
  public interface Listener {
    /** Nobody listens. */
    Listener NONE = (round, open, violation) -> {};

    /**
     * A round is over.
     *
     * @param round how many were made
     * @param open how many problems are not solved
     * @param violation the largest that is left
     */
    void round(int round, int open, double violation);
  }

  /** A problem on its way. */
  private final class Work {
    private final int group;
    private final Group of;
    private final DualProblem problem;
    private final WorkingSet sets;
    private double least;
    private double most;
    private int[] set;
    private double[] changes;
    private double best = Double.NEGATIVE_INFINITY;
    private int roundsWithout;

    Work(int group, Group of, DualProblem problem) {
      this.group = group;
      this.of = of;
      this.problem = problem;
      this.sets = new WorkingSet(problem);
    }

    double violation() {
      return Math.max(0, most - least);
    }

    void measure() {
      double[] bounds = problem.bounds();
      least = bounds[0];
      most = bounds[1];
    }

    /** Whether no further round can better the solution. */
    boolean isStuck() {
      if (changes == null) {
        return false;
      }
      if (Arrays.stream(changes).allMatch(change -> change == 0)) {
        return true;
      }
      double objective = problem.objective();
      boolean grown = objective > best + 1e-15 * Math.abs(best);
      roundsWithout = grown ? 0 : roundsWithout + 1;
      best = Math.max(best, objective);
      return roundsWithout >= PATIENCE;
    }

    void choose() {
      set =
          problem.size() <= WHOLE
              ? IntStream.range(0, problem.size()).filter(i -> problem.upper(i) > 0).toArray()
              : sets.choose(WORKING_SET, least, most);
    }

    int[] globalRows(int[] local) {
      return Arrays.stream(local).map(i -> of.rows()[i]).toArray();
    }

    /** Solves the working set and keeps by how much each y·α changed. */
    void solve() {
      int q = set.length;
      Block block = rows.rows(globalRows(set));
      double[] matrix = new KernelRows(kernel, block).matrix(new KernelRows.Scratch());
      boolean[] positive = new boolean[q];
      double[] upper = new double[q];
      double[] shift = problem.isShifted() ? new double[q] : null;
      double[] alpha = new double[q];
      double[] sums = new double[q];
      for (int i = 0; i < q; i++) {
        positive[i] = problem.positive(set[i]);
        upper[i] = problem.upper(set[i]);
        alpha[i] = problem.alpha(set[i]);
        sums[i] = problem.sum(set[i]);
        if (shift != null) {
          shift[i] = problem.shift(set[i]);
        }
      }
      boolean whole = problem.size() <= WHOLE;
      double within = whole ? tolerance * 0.9 : Math.max(tolerance * 0.5, violation() * SHARE_LEFT);
      SequentialMinimalOptimization.solve(
          matrix, positive, upper, shift, alpha, sums, within, MAX_STEPS);
      changes = new double[q];
      for (int i = 0; i < q; i++) {
        changes[i] = problem.sign(set[i]) * (alpha[i] - problem.alpha(set[i]));
        problem.setAlpha(set[i], alpha[i]);
      }
    }
  }

  /**
   * Solves.
   *
   * @param groups whose problems are changed
   * @return the number of rounds
   */
  public int solve(List<Group> groups, Listener listener) {
    List<Work> open = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      for (DualProblem problem : groups.get(g).problems()) {
        open.add(new Work(g, groups.get(g), problem));
      }
    }
    for (int round = 0; ; round++) {
      inParallel(open, Work::measure);
      open.removeIf(work -> work.violation() < tolerance || work.isStuck());
      listener.round(
          round, open.size(), open.stream().mapToDouble(Work::violation).max().orElse(0));
      if (open.isEmpty() || round == maxRounds) {
        return round;
      }
      inParallel(open, Work::choose);
      rows.fetch(
          open.stream()
              .flatMapToInt(work -> Arrays.stream(work.globalRows(work.set)))
              .sorted()
              .distinct()
              .toArray());
      inParallel(open, Work::solve);
      update(groups, open);
    }
  }

  private void inParallel(List<Work> open, java.util.function.Consumer<Work> task) {
    if (!open.isEmpty()) {
      LocalBlocks.inParallel(
          "problems", open.size(), threads, Progress.NONE, i -> task.accept(open.get(i)));
    }
  }

  /** Brings the sums of all rows up to date in one pass. */
  private void update(List<Group> groups, List<Work> open) {
    List<List<Work>> parts = new ArrayList<>();
    for (Work work : open) {
      boolean same = !parts.isEmpty() && parts.get(parts.size() - 1).get(0).group == work.group;
      if (!same) {
        parts.add(new ArrayList<>());
      }
      parts.get(parts.size() - 1).add(work);
    }
    parts.removeIf(
        part ->
            part.stream()
                .allMatch(work -> Arrays.stream(work.changes).allMatch(change -> change == 0)));
    if (parts.isEmpty()) {
      return;
    }
    List<KernelSums.Group> sums = parts.stream().map(this::changes).toList();
    KernelSums passed = rows.blocks().pass(new KernelSums(sums));
    for (int p = 0; p < parts.size(); p++) {
      int s = parts.get(p).size();
      for (int k = 0; k < s; k++) {
        parts.get(p).get(k).problem.addSums(passed.sums(p), k, s);
      }
    }
  }

  /** The changed rows of all problems of a group, and by how much each changed. */
  private KernelSums.Group changes(List<Work> works) {
    Group group = works.get(0).of;
    int[] union =
        works.stream()
            .flatMapToInt(
                work ->
                    IntStream.range(0, work.set.length)
                        .filter(i -> work.changes[i] != 0)
                        .map(i -> work.set[i]))
            .sorted()
            .distinct()
            .toArray();
    int s = works.size();
    double[] coefficients = new double[union.length * s];
    for (int k = 0; k < s; k++) {
      Work work = works.get(k);
      for (int i = 0; i < work.set.length; i++) {
        if (work.changes[i] != 0) {
          coefficients[Arrays.binarySearch(union, work.set[i]) * s + k] = work.changes[i];
        }
      }
    }
    Block block = rows.rows(works.get(0).globalRows(union));
    if (kernel.kind() == Kernel.Kind.LINEAR) {
      block = combined(block, s, coefficients);
      coefficients = identity(s);
    }
    return new KernelSums.Group(
        group.first(),
        group.second(),
        group.rows().length,
        new KernelRows(kernel, block),
        s,
        coefficients);
  }

  private static double[] identity(int s) {
    double[] identity = new double[s * s];
    for (int k = 0; k < s; k++) {
      identity[k * s + k] = 1;
    }
    return identity;
  }

  /** Σ_j c_jk z_j for each k: all that a linear kernel needs. */
  static Block combined(Block rows, int s, double[] coefficients) {
    int d = rows.numFeatures();
    double[] sums = new double[Math.multiplyExact(s, d)];
    double[] row = new double[d];
    for (int i = 0; i < rows.numRows(); i++) {
      rows.copyRow(i, row);
      for (int k = 0; k < s; k++) {
        double factor = coefficients[i * s + k];
        for (int j = 0; factor != 0 && j < d; j++) {
          sums[k * d + j] += factor * row[j];
        }
      }
    }
    return DenseBlock.of(d, sums, new double[s], null);
  }
}
