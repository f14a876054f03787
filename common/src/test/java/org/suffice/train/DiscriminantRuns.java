package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.model.DiscriminantModel;
import org.suffice.solve.DiscriminantFit.Kind;
import org.suffice.train.LinearRegression.Precision;

/** Rows and trainings that the tests of discriminant analysis share. */
final class DiscriminantRuns {
  static final Precision EXACT = Precision.EXACT;
  static final Precision FAST = Precision.FAST;

  static final ClassGolden IRIS =
      ClassGolden.data(
          "iris.csv", "Species", "Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width");

  private DiscriminantRuns() {}

  static DiscriminantAnalysis shrunk(Kind kind, Shrinkage shrinkage, Precision precision) {
    return new DiscriminantAnalysis(kind, Priors.EMPIRICAL, shrinkage, 0, precision);
  }

  static DiscriminantModel train(DiscriminantAnalysis analysis, ClassGolden data) {
    return analysis.solve(
        analysis.reduce(data.data(), data.encoder(), data.classes().size()),
        data.schema(),
        data.encoder(),
        data.classes());
  }

  /** What the training is refused for. */
  static String failure(Failure.Kind kind, DiscriminantAnalysis analysis, ClassGolden data) {
    Failure failure = assertThrows(Failure.class, () -> train(analysis, data));
    assertEquals(kind, failure.kind(), failure.getMessage());
    return failure.getMessage();
  }

  /** The share of rows whose class is found. */
  static double accuracy(DiscriminantModel model, ClassGolden data) {
    double[] predictions = new double[data.numRows()];
    model.score(data.block(), predictions);
    double right = 0;
    for (int i = 0; i < predictions.length; i++) {
      right += predictions[i] == data.labels()[i] ? 1 : 0;
    }
    return right / predictions.length;
  }

  /** The same rows, every value an entry. */
  static Block sparse(DenseBlock block) {
    int n = block.numRows();
    int d = block.numFeatures();
    int[] starts = new int[n + 1];
    int[] indices = new int[n * d];
    for (int e = 0; e < n * d; e++) {
      indices[e] = e % d;
      starts[e / d + 1] = e + 1;
    }
    return new SparseBlock(
        n,
        d,
        starts,
        indices,
        block.values(),
        block.labels(),
        null,
        0,
        block.rowIds(),
        block.account());
  }
}
