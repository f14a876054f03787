package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.suffice.block.Block;
import org.suffice.read.Column;
import org.suffice.read.RowAccount;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.Penalty;
import org.suffice.statistic.FoldRule;
import org.suffice.statistic.FoldedStatistic;
import org.suffice.statistic.Statistic;
import org.suffice.train.LinearRegression.Precision;

/** Rows, folds and trainers that the tests of cross-validation share. */
final class FoldRuns {
  static final List<String> NAMES = List.of("a", "b", "g", "w", "fold", "team", "y", "z");
  static final int N = 120;

  private FoldRuns() {}

  /**
   * Rows of two numbers and a category, with a weight, columns to fold by and two labels.
   *
   * @param gaps whether half of the rows lack a value
   */
  static TestRows rows(boolean gaps) {
    Random random = new Random(21);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      double a = 3 + random.nextGaussian();
      double b = 40 + 10 * random.nextGaussian();
      int g = random.nextInt(3);
      double y = 100 + 5 * a - 0.4 * b + g + random.nextGaussian() * 3;
      String[] cells = {
        String.valueOf(a),
        String.valueOf(b),
        List.of("p", "q", "r").get(g),
        String.valueOf(0.25 + random.nextDouble()),
        List.of("one", "two", "three", "four").get(Math.min(3, random.nextInt(5))),
        "team " + random.nextInt(12),
        String.valueOf(y),
        String.valueOf(a * a + random.nextGaussian())
      };
      if (gaps && random.nextInt(2) == 0) {
        cells[random.nextInt(3)] = "";
      }
      lines.add(String.join(",", cells));
    }
    return TestRows.of(
        NAMES,
        lines,
        "y",
        Column.numeric("a"),
        Column.numeric("b"),
        Column.categorical("g", List.of("p", "q", "r")));
  }

  /** Which rows a fold has, told by the folds themselves. */
  private static final class RowIds implements Statistic<RowIds> {
    private static final long serialVersionUID = 1L;
    private final ArrayList<Long> ids = new ArrayList<>();

    @Override
    public RowIds fresh() {
      return new RowIds();
    }

    @Override
    public void add(Block block) {
      for (int i = 0; i < block.numRows(); i++) {
        ids.add(block.rowIds()[i]);
      }
    }

    @Override
    public RowIds merge(RowIds other) {
      ids.addAll(other.ids);
      return this;
    }

    @Override
    public RowAccount account() {
      return new RowAccount();
    }

    @Override
    public long sizeInBytes() {
      return 1;
    }
  }

  /** The rows of every fold; each row is in one, and so are rows that belong together. */
  static List<int[]> folds(TestRows rows, FoldRule rule) {
    List<int[]> folds = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    FoldedStatistic<RowIds> folded =
        rows.blocks(2, 1).pass(new FoldedStatistic<>(new RowIds(), rule));
    for (RowIds part : folded.parts()) {
      folds.add(part.ids.stream().mapToInt(Long::intValue).toArray());
      part.ids.forEach(id -> assertTrue(seen.add(id), "row " + id + " is in two folds"));
    }
    assertEquals(rows.lines().size(), seen.size());
    if (rule.kind() != FoldRule.Kind.ROW) {
      String column = rule.kind() == FoldRule.Kind.COLUMN ? "fold" : "team";
      Set<String> names = new HashSet<>();
      for (int[] fold : folds) {
        Set<String> own = new HashSet<>();
        IntStream.of(fold).forEach(i -> own.add(rows.cell(i, column)));
        own.forEach(name -> assertTrue(names.add(name), name + " is in two folds"));
      }
    }
    return folds;
  }

  /** Folds by rows, by the column {@code team} kept together, or by the column {@code fold}. */
  static FoldRule rule(String by) {
    return switch (by) {
      case "rows" -> FoldRule.ofRows(4, 3);
      case "team" -> new FoldRule(FoldRule.Kind.GROUP, 3, 5, 0);
      default -> new FoldRule(FoldRule.Kind.COLUMN, 0, 0, 0);
    };
  }

  static LinearRegression trainer(
      Precision precision,
      boolean intercept,
      boolean scores,
      Optional<PenaltyPlan> plan,
      Optional<Folds> folds) {
    return new LinearRegression(
        intercept, 0.95, precision, scores, ErrorCovariance.Kind.CLASSICAL, plan, folds);
  }

  static PenaltyPlan plan(
      Penalty.Type type, boolean standardize, Map<String, Double> factors, double... lambdas) {
    return new PenaltyPlan(
        new Penalty(type, Penalty.Convention.SUFFICE, 0.3),
        lambdas,
        100,
        Double.NaN,
        standardize,
        factors,
        false,
        false);
  }

  static PenaltyPlan plan(
      Penalty.Type type, Penalty.Convention convention, boolean standardize, double... lambdas) {
    return new PenaltyPlan(
        new Penalty(type, convention, 0.3),
        lambdas,
        100,
        Double.NaN,
        standardize,
        Map.of(),
        false,
        false);
  }

  static LinearRegression trainer(PenaltyPlan plan, Optional<Folds> folds) {
    return trainer(Precision.EXACT, true, false, Optional.of(plan), folds);
  }
}
