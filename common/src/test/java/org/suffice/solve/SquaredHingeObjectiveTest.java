package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.pass.Blocks;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.RowAccount;
import org.suffice.statistic.Statistic;

/** The primal problem of linear machines: its derivatives, and what two solvers make of it. */
class SquaredHingeObjectiveTest {
  private static final int N = 600;
  private static final int D = 7;
  private static final double[] COSTS = {1.5, 0.4};

  private final Random random = new Random(31);
  private final double[] x = new double[N * D];
  private final double[] labels = new double[N];
  private final double[] weights = random.doubles(N, 0.2, 3).toArray();

  SquaredHingeObjectiveTest() {
    for (int i = 0; i < N; i++) {
      labels[i] = i % 5 == 0 ? 2 : random.nextInt(2); // rows of class 2 take no part
      for (int j = 0; j < D; j++) {
        boolean zero = random.nextInt(3) == 0;
        x[i * D + j] = zero ? 0 : random.nextGaussian() + (labels[i] == 1 ? 0.3 * j : 0);
      }
    }
  }

  private List<Block> blocks(boolean sparse) {
    int[] cuts = {0, 100, 300, N}; // each larger than the one before
    return IntStream.range(0, 3).mapToObj(p -> block(sparse, cuts[p], cuts[p + 1])).toList();
  }

  private Block block(boolean sparse, int from, int to) {
    int n = to - from;
    double[] values = Arrays.copyOfRange(x, from * D, to * D);
    double[] y = Arrays.copyOfRange(labels, from, to);
    double[] w = Arrays.copyOfRange(weights, from, to);
    RowAccount account = RowAccount.of(n, 0, 0, 0);
    if (!sparse) {
      return new DenseBlock(n, D, values, y, w, 0, new long[n], account);
    }
    int[] starts = new int[n + 1];
    int[] indices = new int[n * D];
    double[] entries = new double[n * D];
    int e = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < D; j++) {
        if (values[i * D + j] != 0) {
          indices[e] = j;
          entries[e++] = values[i * D + j];
        }
      }
      starts[i + 1] = e;
    }
    return new SparseBlock(n, D, starts, indices, entries, y, w, 0, new long[n], account);
  }

  private SquaredHingeObjective objective(boolean sparse) {
    return objective(LocalBlocks.of(List.of(blocks(sparse)), 1));
  }

  private SquaredHingeObjective objective(Blocks rows) {
    return new SquaredHingeObjective(rows, D, 1, 0, COSTS, N);
  }

  private double[] point() {
    return random.doubles(D + 1, -0.3, 0.3).toArray();
  }

  /** ½‖w‖² + Σ ω C max(0, 1 − y(wᵀx + b))², written down row by row. */
  private double value(double[] theta) {
    double sum = 0;
    for (int j = 0; j < D; j++) {
      sum += theta[j] * theta[j] / 2;
    }
    for (int i = 0; i < N; i++) {
      if (labels[i] < 2) {
        double decision = theta[D];
        for (int j = 0; j < D; j++) {
          decision += theta[j] * x[i * D + j];
        }
        double slack = Math.max(0, 1 - (labels[i] == 1 ? decision : -decision));
        sum += weights[i] * COSTS[labels[i] == 1 ? 0 : 1] * slack * slack;
      }
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientIsThatOfTheValue(boolean sparse) {
    double[] theta = point();
    Objective.Evaluation at = objective(sparse).evaluate(theta, false);
    assertEquals(value(theta), at.value(), 1e-12 * at.value());
    for (int j = 0; j <= D; j++) {
      double step = 1e-5;
      double[] more = theta.clone();
      double[] less = theta.clone();
      more[j] += step;
      less[j] -= step;
      double difference = (value(more) - value(less)) / (2 * step);
      assertEquals(difference, at.gradient()[j], 1e-6 * N); // the loss bends within the step
    }
  }

  /**
   * The loss is a quadratic between its bends: differences of gradients are exact but for rounding.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hessianIsThatOfTheGradient(boolean sparse) {
    double[] theta = point();
    SquaredHingeObjective objective = objective(sparse);
    Objective.Evaluation at = objective.evaluate(theta, true);
    assertArrayEquals(objective.evaluate(theta, false).gradient(), at.gradient());
    double step = 1e-8;
    for (int j = 0; j <= D; j++) {
      double[] more = theta.clone();
      double[] less = theta.clone();
      more[j] += step;
      less[j] -= step;
      double[] above = objective.evaluate(more, false).gradient();
      double[] below = objective.evaluate(less, false).gradient();
      double[] unit = new double[D + 1];
      unit[j] = 1;
      double[] column = objective.hessianTimes(theta, unit);
      for (int i = 0; i <= D; i++) {
        double second = at.hessian()[i * (D + 1) + j];
        assertEquals((above[i] - below[i]) / (2 * step), second, 1e-7 * N);
        assertEquals(second, at.hessian()[j * (D + 1) + i]);
        assertEquals(column[i], second, 1e-13 * N);
      }
    }
  }

  /** ∞ − ∞ is no row without slack, which would make far points the best. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void decisionsThatLeaveTheRangeAreNoSlacksOfZero(boolean sparse) {
    double[] theta = new double[D + 1];
    theta[0] = Double.NaN;
    SquaredHingeObjective objective = objective(sparse);
    Objective.Evaluation at = objective.evaluate(theta, true);
    assertTrue(Double.isNaN(at.value()));
    assertTrue(Double.isNaN(at.gradient()[D]));
    double[] values = objective.along(new double[D + 1], theta, new double[] {1});
    assertTrue(Double.isNaN(values[0]));
    assertTrue(Double.isNaN(objective.multipliers(theta).loss()));
  }

  /** Passes are counted: on a cluster each is a job. */
  private static final class Counted implements Blocks {
    private final Blocks rows;
    private final AtomicInteger passes = new AtomicInteger();

    Counted(Blocks rows) {
      this.rows = rows;
    }

    @Override
    public <S extends Statistic<S>> S pass(S zero) {
      passes.incrementAndGet();
      return rows.pass(zero);
    }

    @Override
    public int numPartitions() {
      return rows.numPartitions();
    }
  }

  @Test
  void newtonTakesFewPassesToTheMinimumOfTheTrustRegion() {
    Counted rows = new Counted(LocalBlocks.of(List.of(blocks(true), blocks(false)), 2));
    Minimiser.Minimum newton = minimise(new Newton(1e-12, 100), rows);
    int passes = rows.passes.getAndSet(0);
    Minimiser.Minimum trustRegion = minimise(new TrustRegion(1e-12, 100), rows);
    assertEquals(Solution.Termination.CONVERGED, newton.solution().termination());
    assertEquals(Solution.Termination.CONVERGED, trustRegion.solution().termination());
    assertArrayEquals(trustRegion.theta(), newton.theta(), 1e-9);
    assertTrue(passes < 15, passes + " passes");
    assertTrue(rows.passes.get() > 2 * passes, rows.passes + " passes");
  }

  private Minimiser.Minimum minimise(Minimiser solver, Blocks rows) {
    return solver.minimise(
        objective(rows), new SolverState(new double[D + 1]), (state, value, norm) -> {});
  }
}
