package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.suffice.kernel.Kernel;
import org.suffice.pass.RowStore;
import org.suffice.solve.DualProblem;
import org.suffice.statistic.KernelRows;
import org.suffice.statistic.KernelSums;

/** How well machines trained without a fold classify its rows. */
record HeldOut(
    RowStore rows, Kernel kernel, double[] labels, double[] weights, int[] folds, int numFolds) {
  /** Sums that are held at a time. */
  private static final long MOST_SUMS = 8L << 20;

  /**
   * The machines of a pair, one without each fold.
   *
   * @param rows positions in the data of the rows of the two classes
   */
  record Machines(int first, int second, int positive, int[] rows, List<DualProblem> problems) {}

  /** The share of the rows, by weight, whose class has most votes of the machines without it. */
  double accuracy(int numClasses, List<Machines> machines) {
    int[][] votes = new int[labels.length][numClasses];
    int batch = (int) Math.max(1, MOST_SUMS / ((long) labels.length * numFolds));
    for (int from = 0; from < machines.size(); from += batch) {
      List<Machines> some = machines.subList(from, Math.min(machines.size(), from + batch));
      if (numClasses == 2) {
        some.forEach(pair -> voteByProblem(pair, votes));
      } else {
        vote(some, votes);
      }
    }
    double right = 0;
    double all = 0;
    for (int i = 0; i < labels.length; i++) {
      int best = 0;
      for (int k = 1; k < numClasses; k++) {
        best = votes[i][k] > votes[i][best] ? k : best;
      }
      right += best == labels[i] ? weights[i] : 0;
      all += weights[i];
    }
    return right / all;
  }

  private static void vote(Machines pair, boolean forPositive, int[] votes) {
    boolean forFirst = forPositive == (pair.positive() == pair.first());
    votes[forFirst ? pair.first() : pair.second()]++;
  }

  /** Of two classes every row is in the problems already. */
  private void voteByProblem(Machines pair, int[][] votes) {
    double[] rho = pair.problems().stream().mapToDouble(DualProblem::rho).toArray();
    for (int i = 0; i < pair.rows().length; i++) {
      int row = pair.rows()[i];
      int fold = folds[row];
      vote(pair, pair.problems().get(fold).sum(i) - rho[fold] > 0, votes[row]);
    }
  }

  private void vote(List<Machines> some, int[][] votes) {
    List<KernelSums.Group> groups = new ArrayList<>();
    for (Machines pair : some) {
      int[] union =
          pair.problems().stream()
              .flatMapToInt(problem -> Arrays.stream(problem.supportRows()))
              .sorted()
              .distinct()
              .toArray();
      double[] coefficients = new double[union.length * numFolds];
      for (int v = 0; v < union.length; v++) {
        for (int f = 0; f < numFolds; f++) {
          DualProblem problem = pair.problems().get(f);
          coefficients[v * numFolds + f] = problem.sign(union[v]) * problem.alpha(union[v]);
        }
      }
      int[] global = Arrays.stream(union).map(i -> pair.rows()[i]).toArray();
      rows.fetch(global);
      groups.add(
          new KernelSums.Group(
              -1,
              -1,
              labels.length,
              new KernelRows(kernel, rows.rows(global)),
              numFolds,
              coefficients));
    }
    KernelSums sums = rows.blocks().pass(new KernelSums(groups));
    IntStream.range(0, some.size())
        .forEach(
            p -> {
              Machines pair = some.get(p);
              double[] rho = pair.problems().stream().mapToDouble(DualProblem::rho).toArray();
              for (int i = 0; i < labels.length; i++) {
                double sum = sums.sums(p)[i * numFolds + folds[i]];
                vote(pair, sum - rho[folds[i]] > 0, votes[i]);
              }
            });
  }
}
