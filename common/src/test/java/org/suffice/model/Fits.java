package org.suffice.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.suffice.block.DenseBlock;
import org.suffice.read.Column;
import org.suffice.read.Schema;
import org.suffice.solve.LeastSquares;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.statistic.GramStatistic;

/** Small models of two numbers and a category. */
final class Fits {
  static final Schema SCHEMA =
      new Schema(
          List.of(
              Column.numeric("x"),
              Column.categorical("color", List.of("blue", "grün", "red, \"dark\"")),
              Column.numeric("z")),
          "y",
          Optional.of("w"));

  private Fits() {}

  /** A fit of random rows; z is 2x + 1 where it shall be aliased. */
  static LinearModel model(long seed, boolean intercept, boolean aliased) {
    int n = 40;
    int d = 5;
    Random random = new Random(seed);
    double[] x = new double[n * d];
    double[] y = random.doubles(n, -10, 10).toArray();
    for (int i = 0; i < n; i++) {
      x[i * d] = random.nextGaussian() * 1e3;
      x[i * d + 1 + random.nextInt(3)] = 1;
      x[i * d + 4] = aliased ? 2 * x[i * d] + 1 : random.nextGaussian();
    }
    GramStatistic gram = new GramStatistic(d);
    gram.add(DenseBlock.of(d, x, y, random.doubles(n, 0.5, 2).toArray()));
    int[] columns = IntStream.range(intercept ? 1 : 0, d).map(j -> j).toArray();
    if (intercept) { // blue is the reference: leave its slot out
      columns = new int[] {0, 2, 3, 4};
    }
    LeastSquaresFit fit = LeastSquares.solve(gram, columns, intercept, 0.9);
    double[] means = random.doubles(d + 1).toArray();
    double[] spreads = random.doubles(d + 1).toArray();
    return new LinearModel(SCHEMA, columns, fit, means, spreads, record());
  }

  static TrainingRecord record() {
    return new TrainingRecord(
        Map.of("data.path", "a \"b\".csv"),
        Map.of("read", 1L << 60, "used", 40L),
        List.of("a warning", "größer"),
        Map.of("blas", "java"));
  }
}
