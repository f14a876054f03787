package org.suffice.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.read.RowAccount;

/** One prediction, however the row is given. */
class LinearModelTest {
  private static final LinearModel MODEL = Fits.model(1, true, false);

  private static long bits(double value) {
    return Double.doubleToLongBits(value);
  }

  @Test
  void predictionIsTheLinearForm() {
    double[] w = MODEL.fit().coefficients();
    double expected = w[0] + w[1] * 3 + w[2] * 0 + w[3] * 1 + w[4] * -2;
    assertEquals(bits(expected), bits(MODEL.predict(new double[] {3, 0, 0, 1, -2})));
  }

  @Test
  void rowsOfTextAndVectorsArePredictedAlike() {
    double[] row = {3.25, 0, 1, 0, -2};
    long expected = bits(MODEL.predict(row));
    assertEquals(expected, bits(MODEL.predict(Map.of("z", "-2", "x", "3.25", "color", "grün"))));
    assertEquals(expected, bits(MODEL.predict(Vectors.dense(row))));
    assertEquals(
        expected,
        bits(MODEL.predict(Vectors.sparse(5, new int[] {0, 2, 4}, new double[] {3.25, 1, -2}))));
  }

  /** Dense and sparse rows, blocks longer than their rows, a single row: to the bit. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void blocksOfEitherFormArePredictedToTheBit(boolean intercept) {
    LinearModel model = Fits.model(2, intercept, false);
    int n = 200;
    int d = 5;
    Random random = new Random(9);
    double[] x = new double[(n + 3) * d];
    int[] starts = new int[n + 1];
    int[] indices = new int[n * d];
    double[] values = new double[n * d];
    int e = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        if (random.nextInt(3) == 0) {
          x[i * d + j] = random.nextGaussian();
          indices[e] = j;
          values[e++] = x[i * d + j];
        }
      }
      starts[i + 1] = e;
    }
    double[] dense = new double[n + 2];
    double[] sparse = new double[n + 2];
    dense[n] = 7;
    sparse[n] = 7;
    RowAccount account = new RowAccount();
    model.score(new DenseBlock(n, d, x, new double[n], null, 0, new long[n], account), dense);
    model.score(
        new SparseBlock(
            n, d, starts, indices, values, new double[n], null, 0, new long[n], account),
        sparse);
    for (int i = 0; i < n; i++) {
      double[] row = java.util.Arrays.copyOfRange(x, i * d, (i + 1) * d);
      assertEquals(bits(model.predict(row)), bits(dense[i]), "row " + i);
      assertEquals(bits(dense[i]), bits(sparse[i]), "row " + i);
    }
    assertEquals(7, dense[n], "beyond the rows nothing is written");
    assertEquals(7, sparse[n]);
  }

  @Test
  void aliasedColumnsDoNotCount() {
    LinearModel model = Fits.model(1, true, true);
    assertTrue(Double.isNaN(model.fit().coefficients()[4]));
    assertEquals(
        model.predict(new double[] {1, 0, 1, 0, 0}), model.predict(new double[] {1, 0, 1, 0, 99}));
  }

  @Test
  void rowsOfOtherLengthAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> MODEL.predict(new double[4]));
    assertThrows(IllegalArgumentException.class, () -> MODEL.predict(new double[6]));
    assertThrows(IllegalArgumentException.class, () -> MODEL.predict(Vectors.zeros(4)));
    assertThrows(
        IllegalArgumentException.class,
        () -> MODEL.score(DenseBlock.of(4, new double[4], new double[1], null), new double[1]));
  }

  @Test
  void rowsThatCannotBeEncodedAreRefused() {
    for (Map<String, String> row :
        List.of(
            Map.of("x", "1", "z", "2"),
            Map.of("x", "1", "z", "2", "color", "pink"),
            Map.of("x", "one", "z", "2", "color", "blue"))) {
      assertEquals(Failure.Kind.DATA, assertThrows(Failure.class, () -> MODEL.predict(row)).kind());
    }
  }

  @Test
  void namesAreThoseOfTheFittedColumns() {
    assertEquals(List.of("x", "color=grün", "color=red, \"dark\"", "z"), MODEL.names());
    assertArrayEquals(new int[] {0, 2, 3, 4}, MODEL.columns());
    MODEL.columns()[0] = 9;
    assertEquals(0, MODEL.columns()[0], "a copy");
    assertEquals("linear-regression", MODEL.algorithm());
  }

  @Test
  void fitMustHaveTheColumnsOfTheModel() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new LinearModel(
                Fits.SCHEMA,
                new int[] {0, 2},
                MODEL.fit(),
                MODEL.means(),
                MODEL.standardDeviations(),
                TrainingRecord.EMPTY));
    for (int length : new int[] {5, 7}) {
      double[] other = new double[length];
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new LinearModel(
                  Fits.SCHEMA,
                  MODEL.columns(),
                  MODEL.fit(),
                  other,
                  MODEL.standardDeviations(),
                  TrainingRecord.EMPTY));
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new LinearModel(
                  Fits.SCHEMA,
                  MODEL.columns(),
                  MODEL.fit(),
                  MODEL.means(),
                  other,
                  TrainingRecord.EMPTY));
    }
  }

  /** A model travels to the machines that predict. */
  @Test
  void copyPredictsTheSame() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(MODEL);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      LinearModel copy = (LinearModel) in.readObject();
      double[] row = {1, 0, 1, 0, 2};
      assertEquals(bits(MODEL.predict(row)), bits(copy.predict(row)));
    }
  }
}
