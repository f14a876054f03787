package org.suffice.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.LogisticFits;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.read.RowAccount;
import org.suffice.solve.LogisticFit;
import org.suffice.solve.LogisticPath;
import org.suffice.solve.Penalty;

/** A model is plain data, and says of a row what its parameters say. */
class LogisticModelTest {
  private static final List<String> XZ = List.of("x", "z");
  private static final List<String> TWO = List.of("no", "yes");
  private static final List<String> THREE = List.of("a", "b", "c");

  /** b + w·(x, z): (0.5, 2, −1); of three classes also (−1, 0.25, 3). */
  private static final double[] PARAMETERS = {0.5, 2, -1, -1, 0.25, 3};

  @TempDir Path dir;

  private static LogisticModel binary() {
    double[] w = {0.5, 2, -1};
    return LogisticFits.model(XZ, TWO, LogisticFits.fit(true, 2, w, null), null);
  }

  private static LogisticModel threeClasses() {
    LogisticFit fit = LogisticFits.fit(true, 3, PARAMETERS, null);
    return LogisticFits.model(XZ, THREE, fit, null);
  }

  /** Functions of all three classes, by a path. */
  private static LogisticModel penalised() {
    double[] w = {0.5, 2, -1, -1, 0.25, 3, 0.5, 0, -2};
    LogisticPath path =
        LogisticFits.path(Penalty.Type.ELASTIC_NET, new double[] {9, 3, 1}, 2, true, w);
    return LogisticFits.model(XZ, THREE, LogisticFits.fit(false, 3, w, path), null);
  }

  private static double[] outputs(Model model, double... rows) {
    int n = rows.length / 2;
    double[] out = new double[n * model.outputs().names().size()];
    model.outputs().compute(DenseBlock.of(2, rows, new double[n], null), out);
    return out;
  }

  private static double[] softmax(double... eta) {
    double sum = 0;
    double[] p = new double[eta.length];
    for (double each : eta) {
      sum += Math.exp(each);
    }
    for (int k = 0; k < p.length; k++) {
      p[k] = Math.exp(eta[k]) / sum;
    }
    return p;
  }

  @Test
  void probabilitiesOfTwoClasses() {
    double p = 1 / (1 + Math.exp(-(0.5 + 2 * 0.3 - 0.7)));
    assertArrayEquals(new double[] {1, 1 - p, p}, outputs(binary(), 0.3, 0.7), 1e-15);
    assertEquals(1, binary().predict(new double[] {0.3, 0.7}));
    assertEquals(0, binary().predict(Map.of("x", "-1", "z", "0")));
    assertEquals(0, binary().predict(new double[] {0, 0.5}), "of equals the first");
    assertThrows(IllegalArgumentException.class, () -> binary().predict(new double[1]));
  }

  @Test
  void aReferenceClassHasThePredictorZero() {
    double[] p = softmax(0, 0.5 + 2 * 0.3 + 1, -1 + 0.25 * 0.3 - 3);
    assertArrayEquals(new double[] {1, p[0], p[1], p[2]}, outputs(threeClasses(), 0.3, -1), 1e-15);
  }

  @Test
  void everyClassMayHaveAFunction() {
    double[] p = softmax(0.5 + 2 * 0.3 + 1, -1 + 0.25 * 0.3 - 3, 0.5 + 2);
    assertArrayEquals(new double[] {2, p[0], p[1], p[2]}, outputs(penalised(), 0.3, -1), 1e-15);
  }

  /** Where probabilities round to 0 and 1 their logarithms do not. */
  @Test
  void extremeRowsKeepTheirLogarithms() {
    double[] out = new double[6];
    DenseBlock block = DenseBlock.of(2, new double[] {1e4, 0, -1e300, 0}, new double[2], null);
    binary().outputs().scorer().score(block, out);
    assertArrayEquals(new double[] {1, -20000.5, 0, 0, 0, -2e300}, out, 1e-9);
    assertArrayEquals(new double[] {1, 0, 1, 0, 1, 0}, outputs(binary(), 1e4, 0, -1e300, 0));
  }

  /** z = (x − mean)/scale: coefficients of z scores are turned into those of the columns. */
  @Test
  void zScoresAreOfTheRawRow() {
    double[] scales = {4, 0.5};
    LogisticFit fit = LogisticFits.fit(true, 2, new double[] {0.5, 2, -1}, null);
    LogisticModel model = LogisticFits.model(XZ, TWO, fit, scales);
    double eta = 0.5 + 2 * (0.3 - 1) / 4 - (0.7 - 1) / 0.5;
    double p = 1 / (1 + Math.exp(-eta));
    assertArrayEquals(new double[] {1, 1 - p, p}, outputs(model, 0.3, 0.7), 1e-15);
    assertArrayEquals(new double[] {0.5, -2, 0.5 - 0.5 + 2}, model.rawParameters(), 1e-15);
  }

  @Test
  void anAliasedColumnCountsAsZero() {
    LogisticFit fit = LogisticFits.fit(true, 2, new double[] {0.5, 2, Double.NaN}, null);
    LogisticModel model = LogisticFits.model(XZ, TWO, fit, null);
    double p = 1 / (1 + Math.exp(-0.5 - 2 * 0.3));
    assertArrayEquals(new double[] {1, 1 - p, p}, outputs(model, 0.3, 1e9), 1e-15);
  }

  @Test
  void sparseRowsAreTheSameRows() {
    double[] dense = new double[12];
    double[] sparse = new double[12];
    double[] rows = {0.3, 0, 0, 0, 0, -4};
    threeClasses().outputs().compute(DenseBlock.of(2, rows, new double[3], null), dense);
    threeClasses()
        .outputs()
        .compute(
            new SparseBlock(
                3,
                2,
                new int[] {0, 1, 1, 2},
                new int[] {0, 1},
                new double[] {0.3, -4},
                new double[3],
                null,
                0,
                new long[3],
                new RowAccount()),
            sparse);
    assertArrayEquals(dense, sparse, 1e-15);
  }

  private static LogisticModel model(String kind) {
    return switch (kind) {
      case "binary" -> binary();
      case "three" -> threeClasses();
      case "penalised" -> penalised();
      case "aliased" ->
          LogisticFits.model(
              XZ, TWO, LogisticFits.fit(true, 2, new double[] {0.5, 2, Double.NaN}, null), null);
      default ->
          LogisticFits.model(
              XZ,
              TWO,
              LogisticFits.fit(true, 2, new double[] {0.5, 2, -1}, null),
              new double[] {4, 0.5});
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "three", "penalised", "aliased", "scores"})
  void aDirectoryGivesTheModelBack(String kind) throws IOException {
    LogisticModel model = model(kind);
    String there = dir.resolve("model").toString();
    ModelDirectory.write(there, model, "<p/>", false);
    LogisticModel read = ModelDirectory.read(there, LogisticModel.class);
    assertArrayEquals(model.tensors().toBytes(), read.tensors().toBytes());
    assertEquals(model.details(), read.details());
    assertEquals(model.record(), read.record());
    assertEquals(model.classes(), read.classes());
    assertEquals(model.names(), read.names());
    assertArrayEquals(outputs(model, 0.3, 0.7, 5, -2), outputs(read, 0.3, 0.7, 5, -2));
    if (kind.equals("penalised")) {
      assertEquals(model.fit().path().penalty(), read.fit().path().penalty());
      assertEquals(3, read.fit().path().steps().size());
    } else {
      assertNull(read.fit().path());
    }
    // One byte of the arrays.
    Path arrays = dir.resolve("model/model.safetensors");
    byte[] bytes = Files.readAllBytes(arrays);
    bytes[bytes.length - 3] ^= 1;
    Files.write(arrays, bytes);
    assertThrows(Failure.class, () -> ModelDirectory.read(there));
  }

  private static void assertRefused(ObjectNode details, Tensors tensors, List<String> classes) {
    RuntimeException refused =
        assertThrows(
            RuntimeException.class,
            () ->
                LogisticModel.read(
                    LogisticFits.schema(XZ, classes), TrainingRecord.EMPTY, details, tensors));
    assertTrue(
        refused instanceof Failure
            || refused instanceof IllegalArgumentException
            || refused instanceof IndexOutOfBoundsException,
        refused.toString());
  }

  private static Tensors copy(LogisticModel model) {
    return Tensors.fromBytes(model.tensors().toBytes());
  }

  /** With hashes that match, as of one who made the files by hand. */
  @Test
  void partsThatDoNotFitAreRefused() {
    LogisticModel model = penalised();
    assertRefused(model.details(), copy(model), TWO);
    for (String name : List.of("coefficients", "zValues", "weights", "path.coefficients")) {
      assertRefused(model.details(), copy(model).put(name, new double[2], 2), THREE);
    }
    assertRefused(model.details(), copy(model).put("rows", new long[2], 2), THREE);
    assertRefused(model.details(), copy(model).put("columns", new long[] {0, 7}, 2), THREE);
    assertRefused(model.details(), copy(model).put("columns", new long[] {0, -1}, 2), THREE);
    ObjectNode word = model.details();
    word.put("status", "HOPED");
    assertRefused(word, copy(model), THREE);
    ObjectNode ratio = model.details();
    ((ObjectNode) ratio.path("path")).put("l1Ratio", 2);
    assertRefused(ratio, copy(model), THREE);
    ObjectNode steps = model.details();
    ((ArrayNode) steps.path("path").path("status")).remove(0);
    assertRefused(steps, copy(model), THREE);
  }

  /** What goes to executors scores as the model does. */
  @Test
  void outputsTravel() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(threeClasses().outputs());
      out.writeObject(threeClasses());
    }
    DenseBlock block = DenseBlock.of(2, new double[] {0.7, -2, -3, 1}, new double[2], null);
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      double[] found = new double[8];
      ((Outputs) in.readObject()).compute(block, found);
      assertArrayEquals(outputs(threeClasses(), 0.7, -2, -3, 1), found);
      double[] predictions = new double[2];
      ((LogisticModel) in.readObject()).score(block, predictions);
      assertArrayEquals(new double[] {found[0], found[4]}, predictions);
    }
  }
}
