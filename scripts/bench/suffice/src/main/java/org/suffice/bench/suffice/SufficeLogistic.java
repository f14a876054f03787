package org.suffice.bench.suffice;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.suffice.bench.ClassRows;
import org.suffice.bench.Rows;
import org.suffice.bench.Side;
import org.suffice.linalg.NativeLibraries;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.Penalty;
import org.suffice.train.Checkpoints;
import org.suffice.train.ClassWeights;
import org.suffice.train.LogisticRegression;
import org.suffice.train.PenaltyPlan;
import org.suffice.train.SolverPlan;

/**
 * Suffice's logistic regression of blocks in this process, fitted whenever asked.
 *
 * <pre>
 * THREADS ROWS KIND FEATURES CLASSES SEED FILE LAMBDA TOLERANCE SOLVER
 * </pre>
 *
 * <p>Answers are iterations, passes, and for each function its constant and coefficients.
 */
public final class SufficeLogistic {
  private SufficeLogistic() {}

  /** Serves. */
  public static void main(String[] args) throws IOException {
    Side.serve(side(args));
  }

  static Side side(String[] args) {
    int threads = Integer.parseInt(args[0]);
    long count = Long.parseLong(args[1]);
    ClassRows rows = ClassRows.of(args[2], args[3], args[4], args[5], args[6]);
    LocalBlocks blocks = LocalBlocks.of(new ClassBlocks(rows, count).all(threads), threads);
    double lambda = Double.parseDouble(args[7]);
    LogisticRegression trainer =
        new LogisticRegression(
            true,
            0.95,
            false,
            ClassWeights.NONE,
            lambda == 0 ? Optional.empty() : Optional.of(ridge(lambda)),
            Optional.empty(),
            new SolverPlan(args[9], Double.parseDouble(args[8]), 0, 0.1, false));
    List<String> classes =
        IntStream.range(0, rows.numClasses()).mapToObj(String::valueOf).toList();
    Schema schema =
        new Schema(
                IntStream.range(0, rows.numFeatures())
                    .mapToObj(j -> Column.numeric(Rows.name(j)))
                    .toList(),
                "y",
                Optional.empty())
            .withClasses(classes);
    FeatureEncoder encoder = new FeatureEncoder(schema.features());
    return new Side() {
      @Override
      public String description() {
        return NativeLibraries.description();
      }

      @Override
      public double[] run() {
        return answer(
            trainer
                .fit(
                    blocks,
                    trainer.look(blocks, encoder, classes.size()),
                    schema,
                    encoder,
                    Optional.empty(),
                    Checkpoints.NONE,
                    (state, value, norm) -> {})
                .fit());
      }
    };
  }

  private static PenaltyPlan ridge(double lambda) {
    return new PenaltyPlan(
        Penalty.of(Penalty.Type.RIDGE, Penalty.Convention.SUFFICE),
        new double[] {lambda},
        100,
        Double.NaN,
        false,
        Map.of(),
        false,
        false);
  }

  private static double[] answer(LogisticFit fit) {
    double[] coefficients = fit.coefficients();
    double[] answer = new double[coefficients.length + 2];
    answer[0] = fit.solution().iterations();
    answer[1] = fit.passes();
    System.arraycopy(coefficients, 0, answer, 2, coefficients.length);
    return answer;
  }
}
