package org.suffice.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.suffice.Failure;
import org.suffice.block.DenseBlock;
import org.suffice.read.Column;
import org.suffice.read.Schema;
import org.suffice.solve.DiscriminantFit;
import org.suffice.solve.DiscriminantFit.Kind;
import org.suffice.solve.Solution;
import org.suffice.statistic.ClassificationMetrics;

/** A model is plain data, and says of a row what its parameters say. */
class DiscriminantModelTest {
  private static final Schema SCHEMA =
      new Schema(List.of(Column.numeric("x")), "y", Optional.empty());

  /** Two classes about −1 and 1: of variance 1, or with QDA of 1 and 4. */
  private static DiscriminantModel model(Kind kind) {
    boolean lda = kind == Kind.LDA;
    double log = Math.log(0.5);
    DiscriminantFit fit =
        new DiscriminantFit(
            kind,
            new long[] {3, 3},
            new double[] {3, 3},
            new double[] {0.5, 0.5},
            new double[] {0},
            new double[] {-1, 1},
            lda ? new double[] {1} : new double[] {1, 4},
            lda ? new double[] {1} : new double[] {1, 0.5},
            lda ? new double[] {0} : new double[] {0, Math.log(4)},
            new double[] {0, 0},
            0,
            lda ? new double[] {-1, 1} : new double[0],
            lda ? new double[] {log - 0.5, log - 0.5} : new double[] {log, log - Math.log(4) / 2},
            lda ? new double[] {3} : new double[0],
            lda ? new double[] {1} : new double[0],
            lda ? new double[] {0} : new double[0],
            DiscriminantFit.Wilks.UNDEFINED,
            new DiscriminantFit.Box(1, 2, 3, 0.5),
            new Solution(Solution.Termination.CONVERGED, 1, 7, 0));
    return new DiscriminantModel(
        SCHEMA,
        List.of("no", "yes"),
        new int[] {0},
        fit,
        new double[] {0.25},
        new double[] {1.5},
        TrainingRecord.EMPTY);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void probabilitiesAreBayes(Kind kind) {
    double x = 0.7;
    double wide = kind == Kind.LDA ? 1 : 2;
    double no = Math.exp(-(x + 1) * (x + 1) / 2);
    double yes = Math.exp(-(x - 1) * (x - 1) / (2 * wide * wide)) / wide;
    double[] out = new double[3];
    model(kind).outputs().compute(DenseBlock.of(1, new double[] {x}, new double[1], null), out);
    assertArrayEquals(new double[] {1, no / (no + yes), yes / (no + yes)}, out, 1e-15);
    assertEquals(1, model(kind).predict(new double[] {x}));
    assertEquals(0, model(kind).predict(Map.of("x", "-0.7")));
    assertThrows(IllegalArgumentException.class, () -> model(kind).predict(new double[2]));
  }

  /** Far from every class densities underflow; their logarithms do not. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void farRowsHaveProbabilities(Kind kind) {
    double[] out = new double[6];
    DenseBlock block = DenseBlock.of(1, new double[] {-1e5, 1e5}, new double[2], null);
    model(kind).outputs().compute(block, out);
    double[] expected =
        kind == Kind.LDA ? new double[] {0, 1, 0, 1, 0, 1} : new double[] {1, 0, 1, 1, 0, 1};
    assertArrayEquals(expected, out);
  }

  /** A probability that underflows to 0 has a logarithm, and so has the loss of its row. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void theLossOfSurePredictionsIsExact(Kind kind) {
    double[] x = {-1e5, 0.25, 30};
    double[] labels = {1, 0, 1};
    DenseBlock block = DenseBlock.of(1, x, labels, null);
    double[] probabilities = new double[9];
    model(kind).outputs().compute(block, probabilities);
    assertEquals(0, probabilities[kind == Kind.LDA ? 2 : 1]);
    double expected = 0;
    for (int i = 0; i < x.length; i++) {
      double no = -(x[i] + 1) * (x[i] + 1) / 2;
      double yes =
          kind == Kind.LDA
              ? -(x[i] - 1) * (x[i] - 1) / 2
              : -(x[i] - 1) * (x[i] - 1) / 8 - Math.log(2);
      double against = labels[i] == 1 ? no - yes : yes - no;
      expected +=
          against > 0 ? against + Math.log1p(Math.exp(-against)) : Math.log1p(Math.exp(against));
    }
    for (Outputs outputs : List.of(model(kind).outputs(), coordinates(kind))) {
      ClassificationMetrics metrics = new ClassificationMetrics(outputs.scorer());
      metrics.add(block);
      assertEquals(0, metrics.impossible());
      assertEquals(expected / 3, metrics.logLoss(), 1e-15 * expected);
      assertEquals(kind == Kind.LDA ? 1 / 3.0 : 2 / 3.0, metrics.accuracy(), 1e-15);
    }
    if (kind == Kind.LDA) {
      double[] sure = new double[3];
      DenseBlock one = DenseBlock.of(1, new double[] {30}, new double[1], null);
      model(kind).outputs().scorer().score(one, sure);
      double other = Math.exp(-60);
      assertArrayEquals(new double[] {1, -60}, Arrays.copyOf(sure, 2), 1e-13);
      assertEquals(-other, sure[2], 1e-13 * other); // 1 − other is 1
    }
  }

  private static Outputs coordinates(Kind kind) {
    return kind == Kind.LDA ? model(kind).outputs(true) : model(kind).outputs();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void arraysAndWordsMakeTheSameModel(Kind kind) {
    DiscriminantModel model = model(kind);
    Tensors tensors = Tensors.fromBytes(model.tensors().toBytes());
    DiscriminantModel read =
        DiscriminantModel.read(SCHEMA, TrainingRecord.EMPTY, model.details(), tensors);
    assertArrayEquals(model.tensors().toBytes(), read.tensors().toBytes());
    assertEquals(model.details(), read.details());
    assertEquals(model.classes(), read.classes());
    assertEquals(kind.text(), read.algorithm());
    assertEquals(
        List.of("prediction", "probability_no", "probability_yes"), read.outputs().names());
    assertEquals(1, read.predict(new double[] {0.7}));
    tensors.put("priors", new double[3], 3);
    assertThrows(
        Failure.class,
        () -> DiscriminantModel.read(SCHEMA, TrainingRecord.EMPTY, model.details(), tensors));
  }

  /** What goes to executors scores as the model does. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void outputsTravel(Kind kind) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(model(kind).outputs());
      out.writeObject(model(kind));
    }
    DenseBlock block = DenseBlock.of(1, new double[] {0.7, -2}, new double[2], null);
    double[] expected = new double[6];
    model(kind).outputs().compute(block, expected);
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      double[] found = new double[6];
      ((Outputs) in.readObject()).compute(block, found);
      assertArrayEquals(expected, found);
      double[] predictions = new double[2];
      ((DiscriminantModel) in.readObject()).score(block, predictions);
      assertArrayEquals(new double[] {1, 0}, predictions);
    }
  }
}
