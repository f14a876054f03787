package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.kernel.Kernel;
import org.suffice.model.SupportVectorModel;
import org.suffice.pass.Blocks;
import org.suffice.pass.LocalBlocks;
import org.suffice.pass.Progress;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.solve.Solution;
import org.suffice.solve.SupportVectorFit;
import org.suffice.statistic.ColumnMoments;

/** What a support vector machine owes whoever trains it, besides its golden results. */
class SupportVectorMachineTest {
  private static final int D = 5;

  /** Rows of c overlapping classes, with weights or without. */
  private record Rows(int c, double[] x, double[] y, double[] weights) {
    static Rows of(int n, int c, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] x = new double[n * D];
      double[] y = new double[n];
      for (int i = 0; i < n; i++) {
        y[i] = random.nextInt(c);
        for (int j = 0; j < D; j++) {
          double noise = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
          x[i * D + j] = noise * 2 + (j == (int) y[i] % D ? 1.5 : 0);
        }
      }
      return new Rows(c, x, y, null);
    }

    Block block(int from, int to) {
      return new DenseBlock(
          to - from,
          D,
          Arrays.copyOfRange(x, from * D, to * D),
          Arrays.copyOfRange(y, from, to),
          weights == null ? null : Arrays.copyOfRange(weights, from, to),
          0,
          LongStream.range(from, to).toArray(),
          RowAccount.of(to - from, 0, 0, 0));
    }

    int n() {
      return y.length;
    }

    /**
     * Blocks of 700 rows, so many of them a partition. How they are cut shows in the last digits.
     */
    Blocks blocks(int perPartition, int threads) {
      List<List<Block>> partitions = new ArrayList<>();
      for (int from = 0; from < n(); from += 700 * perPartition) {
        List<Block> blocks = new ArrayList<>();
        for (int b = from; b < Math.min(n(), from + 700 * perPartition); b += 700) {
          blocks.add(block(b, Math.min(n(), b + 700)));
        }
        partitions.add(blocks);
      }
      return LocalBlocks.of(partitions, threads);
    }

    List<String> classes() {
      return IntStream.range(0, c).mapToObj(k -> "class" + k).toList();
    }
  }

  private static SupportVectorModel train(SupportVectors trainer, Rows rows) {
    return train(trainer, rows, rows.blocks(1, 1), SupportVectorMachine.Means.LOCAL);
  }

  private static SupportVectorModel train(
      SupportVectors settings, Rows rows, Blocks blocks, SupportVectorMachine.Means means) {
    SupportVectorMachine trainer = settings.build();
    List<Column> columns = IntStream.range(0, D).mapToObj(j -> Column.numeric("x" + j)).toList();
    Schema schema =
        new Schema(columns, "y", java.util.Optional.empty()).withClasses(rows.classes());
    FeatureEncoder encoder = new FeatureEncoder(schema.features());
    ColumnMoments look = trainer.look(blocks, encoder, rows.c());
    return trainer.fit(blocks, look, schema, encoder, means);
  }

  private static SupportVectorMachine.Means means(boolean collect, int threads) {
    return new SupportVectorMachine.Means(
        false,
        collect,
        threads,
        Progress.NONE,
        SupportVectorMachine.Listener.NONE,
        (file, rowId) -> String.valueOf(rowId));
  }

  private static double[] decisions(SupportVectorModel model, Rows rows) {
    return model.decisions(rows.block(0, Math.min(500, rows.n())));
  }

  private static double accuracy(SupportVectorModel model, Rows rows) {
    double[] predictions = new double[rows.n()];
    model.score(rows.block(0, rows.n()), predictions);
    return IntStream.range(0, rows.n()).filter(i -> predictions[i] == rows.y()[i]).count()
        / (double) rows.n();
  }

  @Test
  void whereRowsAreDoesNotShow() {
    Rows rows = Rows.of(3000, 2, 7);
    SupportVectors settings = SupportVectors.trainer().c(10);
    SupportVectorModel expected = train(settings, rows);
    assertEquals(Solution.Termination.CONVERGED, expected.fit().solution().termination());
    assertTrue(expected.fit().solution().iterations() > 3, "more than one round");
    for (boolean collect : new boolean[] {true, false}) {
      for (int threads : new int[] {1, 3}) {
        SupportVectorModel model =
            train(settings, rows, rows.blocks(1, threads), means(collect, threads));
        assertArrayEquals(
            decisions(expected, rows), decisions(model, rows), "" + collect + threads);
        assertArrayEquals(expected.fit().coefficients(), model.fit().coefficients());
        assertEquals(expected.fit().solution(), model.fit().solution());
      }
    }
  }

  /** The same optimum in many rounds as in one: by the duality gap, which proves it. */
  @Test
  void roundsEndAtTheOptimum() {
    Rows rows = Rows.of(4000, 2, 8);
    SupportVectorModel model = train(SupportVectors.trainer().c(5).tolerance(1e-7), rows);
    SupportVectorFit.Pair pair = model.fit().pairs().get(0);
    assertTrue(pair.violation() < 1e-7);
    assertTrue(Math.abs(pair.dualityGap()) < 1e-6 * pair.objective(), "gap " + pair.dualityGap());
  }

  @Test
  void aWeightIsARepetition() {
    Rows rows = Rows.of(300, 2, 9);
    double[] weights = new double[300];
    Arrays.setAll(weights, i -> 1 + i % 3);
    Rows weighted = new Rows(2, rows.x(), rows.y(), weights);
    List<Integer> repeated = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      for (int r = 0; r < weights[i]; r++) {
        repeated.add(i);
      }
    }
    double[] x = new double[repeated.size() * D];
    double[] y = new double[repeated.size()];
    for (int i = 0; i < y.length; i++) {
      System.arraycopy(rows.x(), repeated.get(i) * D, x, i * D, D);
      y[i] = rows.y()[repeated.get(i)];
    }
    SupportVectors settings = SupportVectors.trainer().tolerance(1e-9);
    double[] expected = decisions(train(settings, new Rows(2, x, y, null)), rows);
    assertArrayEquals(expected, decisions(train(settings, weighted), rows), 1e-7);
  }

  @Test
  void balancedClassesAreThoseOfWeights() {
    Rows rows = Rows.of(400, 3, 10);
    double[] counts = new double[3];
    Arrays.stream(rows.y()).forEach(label -> counts[(int) label]++);
    double[] weights =
        Arrays.stream(rows.y()).map(label -> 400 / (3 * counts[(int) label])).toArray();
    // Weights would move means and deviations: both sides take features as they are.
    SupportVectors settings =
        SupportVectors.trainer().standardize(false).gamma(0.1).tolerance(1e-9);
    double[] expected = decisions(train(settings, new Rows(3, rows.x(), rows.y(), weights)), rows);
    SupportVectorModel model = train(settings.classWeights(ClassWeights.BALANCED), rows);
    assertArrayEquals(expected, decisions(model, rows), 1e-7);
  }

  /** The primal solver of the linear machine against the dual one of xᵀz as a polynomial. */
  @Test
  void squaredHingeHasOneOptimum() {
    Rows rows = Rows.of(500, 3, 11);
    SupportVectorModel primal =
        train(
            SupportVectors.trainer().kernel(Kernel.Kind.LINEAR).squaredHinge().tolerance(1e-12),
            rows);
    SupportVectorModel dual =
        train(
            SupportVectors.trainer()
                .kernel(Kernel.Kind.POLYNOMIAL)
                .gamma(1)
                .degree(1)
                .squaredHinge()
                .tolerance(1e-9),
            rows);
    assertArrayEquals(decisions(dual, rows), decisions(primal, rows), 1e-7);
    for (int p = 0; p < 3; p++) {
      SupportVectorFit.Pair a = primal.fit().pairs().get(p);
      SupportVectorFit.Pair b = dual.fit().pairs().get(p);
      assertEquals(b.objective(), a.objective(), 1e-8 * b.objective());
      assertEquals(b.rho(), a.rho(), 1e-7);
      assertArrayEquals(b.supportVectors(), a.supportVectors());
    }
    // a row that is a support vector of two pairs is one row
    assertEquals(dual.fit().supportVectors(), primal.fit().supportVectors());
    assertArrayEquals(dual.fit().classSupportVectors(), primal.fit().classSupportVectors());
  }

  /** Rows as they are get centred while they are solved: where they lie changes b alone. */
  @Test
  void supportVectorsOfSquaredHingeDoNotDependOnWhereRowsLie() {
    Rows rows = Rows.of(500, 3, 11);
    double[] elsewhere = Arrays.stream(rows.x()).map(value -> value + 50).toArray();
    SupportVectorModel here = train(primal().standardize(false).tolerance(1e-12), rows);
    SupportVectorModel there =
        train(primal().standardize(false).tolerance(1e-12), new Rows(3, elsewhere, rows.y(), null));
    assertArrayEquals(here.fit().classSupportVectors(), there.fit().classSupportVectors());
    assertEquals(here.fit().supportVectors(), there.fit().supportVectors());
  }

  private static SupportVectors primal() {
    return SupportVectors.trainer().kernel(Kernel.Kind.LINEAR).squaredHinge();
  }

  /** Columns of identifiers or times: what all rows share takes no digits of what tells them. */
  @Test
  void squaredHingeOfColumnsFarFromZero() {
    Rows near = Rows.of(500, 2, 15);
    double far = 1L << 30;
    for (int i = 0; i < near.x().length; i++) {
      near.x()[i] = Math.rint(near.x()[i] * 1024) / 1024; // a sum with 2³⁰ is then exact
    }
    Rows rows = new Rows(2, Arrays.stream(near.x()).map(v -> far + v).toArray(), near.y(), null);
    SupportVectorModel expected = train(primal().standardize(false), near);
    SupportVectorModel model = train(primal().standardize(false), rows);
    Solution solution = model.fit().solution();
    assertEquals(Solution.Termination.CONVERGED, solution.termination());
    assertTrue(solution.iterations() < 15, solution.toString());
    assertArrayEquals(expected.fit().weights(), model.fit().weights(), 1e-7);
    assertArrayEquals(decisions(expected, near), decisions(model, rows), 1e-5);
  }

  @Test
  void aClassThatWeighsMuchMoreHidesNoGap() {
    Rows rows = Rows.of(500, 2, 16);
    ClassWeights weights = ClassWeights.of(Map.of("class0", 1e9));
    SupportVectorFit fit = train(primal().classWeights(weights), rows).fit();
    assertEquals(Solution.Termination.CONVERGED, fit.solution().termination());
    SupportVectorFit.Pair pair = fit.pairs().get(0);
    assertTrue(Math.abs(pair.dualityGap()) < 1e-5 * pair.objective(), "gap " + pair.dualityGap());
  }

  /** A slack of 1e-20 is nothing beside a decision of 1, and α = 2Cξ then anything. */
  @Test
  void slacksLostInRoundingAreSaid() {
    Rows rows = Rows.of(200, 2, 17);
    for (int i = 0; i < rows.n(); i++) {
      rows.x()[i * D] += 20 * rows.y()[i];
    }
    assertTrue(train(primal().c(1e6), rows).record().warnings().isEmpty());
    SupportVectorModel model = train(primal().c(1e20), rows);
    assertEquals(Solution.Termination.STALLED, model.fit().solution().termination());
    String warning = model.record().warnings().get(0);
    assertTrue(warning.contains("choose a smaller svm.C"), warning);
    assertThrows(Failure.class, () -> train(primal().c(1e20).strict(), rows));
  }

  @Test
  void linearMachineIsThatOfItsKernel() {
    Rows rows = Rows.of(2500, 2, 12);
    SupportVectorModel linear =
        train(SupportVectors.trainer().kernel(Kernel.Kind.LINEAR).tolerance(1e-8), rows);
    SupportVectorModel polynomial =
        train(
            SupportVectors.trainer()
                .kernel(Kernel.Kind.POLYNOMIAL)
                .gamma(1)
                .degree(1)
                .tolerance(1e-8),
            rows);
    assertArrayEquals(decisions(polynomial, rows), decisions(linear, rows), 1e-6);
    assertEquals(polynomial.fit().supportVectors(), linear.fit().supportVectors());
    assertEquals(0, linear.fit().coefficients().length);
  }

  @Test
  void probabilitiesFollowTheSharesOfTheClasses() {
    Rows rows = Rows.of(900, 3, 13);
    SupportVectorModel model = train(SupportVectors.trainer().probability(), rows);
    int m = model.outputs().names().size();
    assertEquals(
        List.of("prediction", "probability_class0", "probability_class1", "probability_class2"),
        model.outputs().names().subList(0, 4));
    assertEquals("decision_class1_class2", model.outputs().names().get(m - 1));
    Rows fresh = Rows.of(3000, 3, 99);
    double[] out = new double[fresh.n() * m];
    model.outputs().compute(fresh.block(0, fresh.n()), out);
    double[] expected = new double[3];
    double[] found = new double[3];
    double loss = 0;
    for (int i = 0; i < fresh.n(); i++) {
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        expected[k] += out[i * m + 1 + k] / fresh.n();
        sum += out[i * m + 1 + k];
      }
      assertEquals(1, sum, 1e-12);
      found[(int) fresh.y()[i]] += 1.0 / fresh.n();
      loss -= Math.log(out[i * m + 1 + (int) fresh.y()[i]]) / fresh.n();
    }
    assertArrayEquals(found, expected, 0.04);
    assertTrue(loss < 0.95 * Math.log(3), "worth more than the shares alone: " + loss);
  }

  @Test
  void theGridChoosesWhatSeparateRunsWould() {
    for (int c : new int[] {2, 3}) {
      Rows rows = Rows.of(300, c, 14);
      double[] costs = {100, 0.1, 1};
      double[] gammas = {3, 0.1};
      SupportVectorModel model =
          train(SupportVectors.trainer().grid(costs, gammas).tolerance(1e-6), rows);
      List<SupportVectorFit.GridPoint> grid = model.fit().grid();
      assertEquals(6, grid.size());
      SupportVectorFit.GridPoint best =
          grid.stream().reduce((a, b) -> b.accuracy() > a.accuracy() ? b : a).orElseThrow();
      assertEquals(best.c(), model.fit().c());
      assertEquals(best.gamma(), model.fit().kernel().gamma());
      // Each point of the grid alone, which starts from nothing.
      for (SupportVectorFit.GridPoint point : grid) {
        SupportVectorModel alone =
            train(
                SupportVectors.trainer()
                    .grid(new double[] {point.c()}, new double[] {point.gamma()})
                    .tolerance(1e-6),
                rows);
        assertEquals(alone.fit().grid().get(0).accuracy(), point.accuracy(), 0.007);
      }
      assertTrue(best.accuracy() > 1.1 / c && best.accuracy() < 1);
    }
  }

  @Test
  void manyClassesVote() {
    Rows rows = Rows.of(1200, 5, 15);
    SupportVectorModel model = train(SupportVectors.trainer(), rows);
    assertEquals(10, model.fit().pairs().size());
    assertTrue(accuracy(model, rows) > 0.4, "accuracy " + accuracy(model, rows));
  }

  @Test
  void whatDidNotConvergeSaysSo() {
    Rows rows = Rows.of(3000, 2, 16);
    SupportVectorModel model = train(SupportVectors.trainer().maxIterations(2), rows);
    assertEquals(Solution.Termination.MAX_ITERATIONS, model.fit().solution().termination());
    assertTrue(model.record().warnings().get(0).startsWith("not converged: "));
    Failure failure =
        assertThrows(
            Failure.class, () -> train(SupportVectors.trainer().maxIterations(2).strict(), rows));
    assertEquals(Failure.Kind.NO_SOLUTION, failure.kind());
  }

  @Test
  void whatLeavesTheRangeOfDoublesIsAnError() {
    Rows rows = Rows.of(60, 2, 18);
    SupportVectors settings =
        SupportVectors.trainer().kernel(Kernel.Kind.POLYNOMIAL).gamma(1e30).degree(20);
    Failure failure = assertThrows(Failure.class, () -> train(settings, rows));
    assertEquals(Failure.Kind.DATA, failure.kind());
    assertTrue(failure.getMessage().startsWith("kernel values leave the range"), "" + failure);
  }

  @Test
  void oneClassIsAnError() {
    Rows rows = Rows.of(50, 1, 17);
    Failure failure =
        assertThrows(
            Failure.class,
            () -> train(SupportVectors.trainer(), new Rows(2, rows.x(), rows.y(), null)));
    assertEquals(
        "every row has class 'class0': there is nothing to tell apart", failure.getMessage());
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    double infinite = Double.POSITIVE_INFINITY;
    List<SupportVectors> wrong =
        List.of(
            SupportVectors.trainer().c(infinite).squaredHinge(),
            SupportVectors.trainer().c(0),
            SupportVectors.trainer().c(-1),
            SupportVectors.trainer().c(Double.NaN),
            SupportVectors.trainer().tolerance(0),
            SupportVectors.trainer().maxIterations(0),
            SupportVectors.trainer().coef0(Double.NaN),
            SupportVectors.trainer().kernel(Kernel.Kind.POLYNOMIAL).degree(0),
            SupportVectors.trainer().probability().folds(1),
            SupportVectors.trainer()
                .kernel(Kernel.Kind.LINEAR)
                .grid(new double[] {1}, new double[] {1}));
    for (SupportVectors settings : wrong) {
      assertEquals(
          Failure.Kind.USAGE, assertThrows(Failure.class, settings::build).kind(), "" + settings);
    }
    assertThrows(Failure.class, () -> SupportVectors.trainer().gamma(0));
    assertThrows(
        Failure.class, () -> SupportVectors.trainer().grid(new double[] {0}, new double[0]));
  }
}
