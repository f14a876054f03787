package org.suffice.bench.suffice;

import java.util.Optional;
import java.util.stream.IntStream;
import org.suffice.bench.Rows;
import org.suffice.bench.Side;
import org.suffice.linalg.NativeLibraries;
import org.suffice.pass.Blocks;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.LeastSquaresFit;
import org.suffice.solve.Penalty;
import org.suffice.train.LinearRegression;

/** A linear regression on the same blocks whenever asked. */
final class Training implements Side {
  private final LinearRegression trainer;
  private final Blocks blocks;
  private final Schema schema;
  private final FeatureEncoder encoder;

  Training(LinearRegression trainer, Blocks blocks, int numFeatures) {
    this.trainer = trainer;
    this.blocks = blocks;
    schema =
        new Schema(
            IntStream.range(0, numFeatures).mapToObj(j -> Column.numeric(Rows.name(j))).toList(),
            "y",
            Optional.empty());
    encoder = new FeatureEncoder(schema.features());
  }

  @Override
  public String description() {
    return NativeLibraries.description();
  }

  /** Before the coefficients the λ that was chosen, where there is one, as scikit-learn has it. */
  @Override
  public double[] run() {
    LeastSquaresFit fit = trainer.solve(trainer.reduce(blocks, encoder), schema, encoder).fit();
    double[] coefficients = fit.coefficients();
    if (fit.path() == null) {
      return coefficients;
    }
    double[] answer = new double[coefficients.length + 1];
    answer[0] = fit.path().in(Penalty.Convention.SKLEARN).lambda();
    System.arraycopy(coefficients, 0, answer, 1, coefficients.length);
    return answer;
  }
}
