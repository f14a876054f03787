package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.suffice.model.LinearModel;
import org.suffice.read.Column;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.Penalty;
import org.suffice.statistic.FoldRule;
import org.suffice.train.LinearRegression.Precision;

/** Rows and plans that the tests of penalties, labels and units of least squares share. */
final class LinearRuns {
  static final int N = 60;
  static final List<String> NAMES = List.of("a", "b", "c", "g", "w", "u", "v", "y");
  static final Optional<Folds> FOLDS = Optional.of(new Folds(FoldRule.ofRows(5, 2), true));

  static final Column[] FEATURES = {
    Column.numeric("a"),
    Column.numeric("b"),
    Column.numeric("c"),
    Column.categorical("g", List.of("p", "q", "r"))
  };

  private LinearRuns() {}

  /**
   * Rows of the columns, three labels and a weight.
   *
   * @param gaps whether half of the rows lack a value
   */
  static TestRows rows(boolean gaps) {
    Random random = new Random(77);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      double a = random.nextGaussian();
      double b = 1000 + 50 * random.nextGaussian();
      double c = 0.01 * random.nextGaussian();
      int g = random.nextInt(3);
      String[] cells = {
        String.valueOf(a),
        String.valueOf(b),
        String.valueOf(c),
        List.of("p", "q", "r").get(g),
        String.valueOf(0.25 + random.nextDouble()),
        String.valueOf(a - b + random.nextGaussian()),
        String.valueOf(g * a + random.nextGaussian()),
        String.valueOf(7 + 2 * a + 0.01 * b - 100 * c + g + random.nextGaussian())
      };
      if (gaps && random.nextInt(2) == 0) {
        cells[random.nextInt(4)] = "";
      }
      lines.add(String.join(",", cells));
    }
    return TestRows.of(NAMES, lines, "y", FEATURES);
  }

  /** A plan to start from. */
  static final class Plan {
    private final Penalty.Type type;
    private Penalty.Convention convention = Penalty.Convention.SUFFICE;
    private double[] lambdas = {};
    private int count = 100;
    private double floor = Double.NaN;
    private boolean standardize;
    private Map<String, Double> factors = Map.of();
    private boolean nonNegative;
    private boolean refit;

    Plan(Penalty.Type type) {
      this.type = type;
    }

    Plan lambdas(double... values) {
      lambdas = values;
      return this;
    }

    Plan convention(Penalty.Convention value) {
      convention = value;
      return this;
    }

    Plan path(int steps, double last) {
      count = steps;
      floor = last;
      return this;
    }

    Plan standardize() {
      standardize = true;
      return this;
    }

    Plan factors(Map<String, Double> values) {
      factors = values;
      return this;
    }

    Plan nonNegative() {
      nonNegative = true;
      return this;
    }

    Plan refit() {
      refit = true;
      return this;
    }

    LinearRegression trainer() {
      return trainer(Precision.EXACT, true, false, Optional.empty());
    }

    LinearRegression trainer(
        Precision precision, boolean intercept, boolean scores, Optional<Folds> folds) {
      Optional<PenaltyPlan> plan =
          type == Penalty.Type.NONE
              ? Optional.empty()
              : Optional.of(
                  new PenaltyPlan(
                      new Penalty(type, convention, 0.5),
                      lambdas,
                      count,
                      floor,
                      standardize,
                      factors,
                      nonNegative,
                      refit));
      return new LinearRegression(
          intercept, 0.95, precision, scores, ErrorCovariance.Kind.CLASSICAL, plan, folds);
    }
  }

  static Plan ridge() {
    return new Plan(Penalty.Type.RIDGE);
  }

  static Plan lasso() {
    return new Plan(Penalty.Type.LASSO);
  }

  /** That of a feature, which must be one of the model's. */
  static double coefficient(LinearModel model, String name) {
    int at = model.names().indexOf(name);
    assertTrue(at >= 0, name + " is not among " + model.names());
    return model.fit().coefficients()[at + (model.fit().intercept() ? 1 : 0)];
  }

  /** Rows of noise: a label y and columns x0, x1, …. */
  static TestRows wide(int n, int d) {
    Random random = new Random(3);
    List<String> names = new ArrayList<>(List.of("y"));
    IntStream.range(0, d).forEach(j -> names.add("x" + j));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      StringBuilder line = new StringBuilder(String.valueOf(random.nextGaussian()));
      random.doubles(d).forEach(x -> line.append(',').append(x));
      lines.add(line.toString());
    }
    return TestRows.of(
        names, lines, "y", names.stream().skip(1).map(Column::numeric).toArray(Column[]::new));
  }
}
