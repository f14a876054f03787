package org.suffice.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.suffice.Failure;
import org.suffice.NetworkFits;
import org.suffice.block.DenseBlock;
import org.suffice.block.SparseBlock;
import org.suffice.network.Loss;
import org.suffice.network.Output;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;

/** A network is plain data, and says of a row what its parameters say. */
class NetworkModelTest {
  private static final List<String> TWO = List.of("no", "yes");
  private static final List<String> THREE = List.of("a", "b", "c");

  @TempDir Path dir;

  private static NetworkModel model(String kind) {
    return switch (kind) {
      case "binary" -> NetworkFits.classes(Output.SIGMOID, TWO);
      case "softmax" -> NetworkFits.classes(Output.SOFTMAX, THREE);
      case "sigmoids" -> NetworkFits.classes(Output.SIGMOID, THREE);
      case "targets" -> NetworkFits.numbers(Output.SIGMOID, Loss.CROSS_ENTROPY, "p", "q");
      case "share" -> NetworkFits.numbers(Output.SIGMOID, Loss.SQUARED_ERROR, "p");
      default -> NetworkFits.numbers(Output.IDENTITY, Loss.SQUARED_ERROR, "u", "v");
    };
  }

  private static double[] outputs(Model model, double... rows) {
    int n = rows.length / 2;
    double[] out = new double[n * model.outputs().names().size()];
    model.outputs().compute(DenseBlock.of(2, rows, new double[n], null), out);
    return out;
  }

  /** The sums of the network for the row (3, 2.25): inputs are (3 − 1)/4 and (2.25 − 2)/0.5. */
  private static double[] sums(int outputs) {
    return NetworkFits.sums(outputs, 0.5, 0.5);
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  @Test
  void aSigmoidIsTheProbabilityOfTheSecondClass() {
    double p = sigmoid(sums(1)[0]);
    assertArrayEquals(
        new double[] {p > 0.5 ? 1 : 0, 1 - p, p}, outputs(model("binary"), 3, 2.25), 1e-14);
    assertEquals(
        List.of("prediction", "probability_no", "probability_yes"),
        model("binary").outputs().names());
    assertEquals(p > 0.5 ? 1 : 0, model("binary").predict(Map.of("x", "3", "z", "2.25")));
  }

  @Test
  void theSecondClassIsPredictedFromOneHalfOn() {
    boolean near = false;
    for (int i = 0; i < 400; i++) {
      double[] found = outputs(model("binary"), Math.sin(i) * 9, Math.cos(1.7 * i) * 3);
      assertEquals(found[2] > 0.5 ? 1 : 0, found[0], "p = " + found[2]);
      near |= found[2] > 0.5 && found[2] < 0.6;
    }
    assertTrue(near, "a row near the border");
  }

  @Test
  void softmaxOfThreeClasses() {
    double[] z = sums(3);
    double sum = Math.exp(z[0]) + Math.exp(z[1]) + Math.exp(z[2]);
    double[] found = outputs(model("softmax"), 3, 2.25);
    for (int k = 0; k < 3; k++) {
      assertEquals(Math.exp(z[k]) / sum, found[1 + k], 1e-14);
      assertTrue(z[k] <= z[(int) found[0]]);
    }
  }

  @Test
  void sigmoidsOfClassesAreSharesOfTheirSum() {
    double[] z = sums(3);
    double sum = sigmoid(z[0]) + sigmoid(z[1]) + sigmoid(z[2]);
    double[] found = outputs(model("sigmoids"), 3, 2.25);
    for (int k = 0; k < 3; k++) {
      assertEquals(sigmoid(z[k]) / sum, found[1 + k], 1e-14);
      assertTrue(z[k] <= z[(int) found[0]]);
    }
  }

  @Test
  void severalTargetsAreEachOneOrNot() {
    NetworkModel model = model("targets");
    assertTrue(model.isMultiLabel());
    assertEquals(
        List.of("prediction_p", "prediction_q", "probability_p", "probability_q"),
        model.outputs().names());
    double[] z = sums(2);
    assertArrayEquals(
        new double[] {z[0] > 0 ? 1 : 0, z[1] > 0 ? 1 : 0, sigmoid(z[0]), sigmoid(z[1])},
        outputs(model, 3, 2.25),
        1e-14);
    assertTrue(model.outputs().isWhole(1));
    assertTrue(!model.outputs().isWhole(2));
    double[] scores = new double[3];
    model.target(1).score(DenseBlock.of(2, new double[] {3, 2.25}, new double[1], null), scores);
    assertArrayEquals(
        new double[] {z[1] > 0 ? 1 : 0, Math.log(sigmoid(-z[1])), Math.log(sigmoid(z[1]))},
        scores,
        1e-14);
  }

  @Test
  void numbersComeBackInTheirUnits() {
    double[] z = sums(2);
    assertArrayEquals(
        new double[] {40 + 8 * z[0], 40 + 8 * z[1]}, outputs(model("numbers"), 3, 2.25), 1e-13);
    assertArrayEquals(new double[] {sigmoid(sums(1)[0])}, outputs(model("share"), 3, 2.25), 1e-14);
  }

  /** Columns behind the features, such as further labels, are passed over. */
  @Test
  void rowsMayBeWiderOrSparse() {
    NetworkModel model = model("numbers");
    double[] expected = outputs(model, 3, 2.25, 0, -1);
    double[] wide = new double[4];
    model
        .outputs()
        .compute(
            DenseBlock.of(3, new double[] {3, 2.25, 77, 0, -1, 78}, new double[2], null), wide);
    assertArrayEquals(expected, wide);
    double[] sparse = new double[4];
    model
        .outputs()
        .compute(
            new SparseBlock(
                2,
                2,
                new int[] {0, 2, 3},
                new int[] {0, 1, 1},
                new double[] {3, 2.25, -1},
                new double[2],
                null,
                0,
                new long[2],
                new RowAccount()),
            sparse);
    assertArrayEquals(expected, sparse);
  }

  /** Many rows go through in parts. */
  @Test
  void aRowHasOnePredictionWhateverItsBlock() {
    NetworkModel model = model("softmax");
    double[] rows = new double[2 * 700];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Math.sin(i) * 5;
    }
    double[] all = outputs(model, rows);
    for (int i : new int[] {0, 255, 256, 511, 512, 699}) {
      double[] one = outputs(model, rows[2 * i], rows[2 * i + 1]);
      for (int k = 0; k < 4; k++) {
        assertEquals(one[k], all[4 * i + k], 1e-15, "row " + i);
      }
    }
    double[] predictions = new double[700];
    model.score(DenseBlock.of(2, rows, new double[700], null), predictions);
    assertEquals(all[4 * 699], predictions[699]);
  }

  /** Where probabilities round to 0 and 1 their logarithms do not. */
  @Test
  void extremeRowsKeepTheirLogarithms() {
    double[] z = NetworkFits.sums(1, 0.5, 0.5);
    NetworkModel model = model("binary");
    double[] out = new double[3];
    DenseBlock block = DenseBlock.of(2, new double[] {3, 2.25}, new double[1], null);
    model.outputs().scorer().score(block, out);
    assertEquals(Math.log1p(-sigmoid(z[0])), out[1], 1e-14);
    assertEquals(Math.log(sigmoid(z[0])), out[2], 1e-14);
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "softmax", "sigmoids", "targets", "share", "numbers"})
  void aDirectoryGivesTheModelBack(String kind) throws IOException {
    NetworkModel model = model(kind);
    String there = dir.resolve("model").toString();
    ModelDirectory.write(there, model, "<p/>", false);
    NetworkModel read = ModelDirectory.read(there, NetworkModel.class);
    assertArrayEquals(model.tensors().toBytes(), read.tensors().toBytes());
    assertEquals(model.details(), read.details());
    assertEquals(model.record(), read.record());
    assertEquals(model.fit().history(), read.fit().history());
    assertEquals(model.fit().bestEpoch(), read.fit().bestEpoch());
    assertArrayEquals(outputs(model, 0.3, 0.7, 5, -2), outputs(read, 0.3, 0.7, 5, -2));
    Path arrays = dir.resolve("model/model.safetensors");
    byte[] bytes = Files.readAllBytes(arrays);
    bytes[bytes.length - 3] ^= 1;
    Files.write(arrays, bytes);
    assertThrows(Failure.class, () -> ModelDirectory.read(there));
  }

  private static void assertRefused(Schema schema, Consumer<ObjectNode> words, Tensors tensors) {
    ObjectNode details = model("softmax").details();
    words.accept(details);
    RuntimeException refused =
        assertThrows(
            RuntimeException.class,
            () -> NetworkModel.read(schema, TrainingRecord.EMPTY, details, tensors));
    assertTrue(
        refused instanceof Failure || refused instanceof IllegalArgumentException,
        refused.toString());
  }

  /** With hashes that match, as of one who made the files by hand. */
  @Test
  void partsThatDoNotFitAreRefused() {
    NetworkModel model = model("softmax");
    Schema schema = model.schema();
    Tensors good = model.tensors();
    assertRefused(schema.withClasses(TWO), words -> {}, good);
    assertRefused(schema.withClasses(List.of()), words -> {}, good);
    assertRefused(schema, words -> words.put("output", "hope"), good);
    assertRefused(schema, words -> words.put("output", "identity"), good);
    assertRefused(schema, words -> words.put("status", "HOPED"), good);
    assertRefused(schema, words -> words.put("bias", false).putArray("layers").add(2), good);
    for (int units : new int[] {0, -3, 4, 1 << 30, Integer.MAX_VALUE}) {
      assertRefused(schema, words -> layers(words, 2, units, 3), good);
      assertRefused(schema, words -> layers(words, units, 3, 3), good);
    }
    assertRefused(schema, words -> words.putArray("activations").add("relu").add("relu"), good);
    for (String name : good.names()) {
      Tensors short1 = Tensors.fromBytes(good.toBytes());
      if (name.equals("rows")) {
        short1.put(name, new long[2], 2);
      } else if (!name.equals("history")) {
        short1.put(name, new double[7], 7);
      }
      if (!name.equals("history")) {
        assertRefused(schema, words -> {}, short1);
      }
    }
    Tensors zero = Tensors.fromBytes(good.toBytes());
    assertRefused(schema, words -> {}, zero.put("scale", new double[2], 2));
  }

  private static void layers(ObjectNode words, int... sizes) {
    ArrayNode layers = words.putArray("layers");
    for (int size : sizes) {
      layers.add(size);
    }
  }

  /** What goes to executors scores as the model does. */
  @Test
  void outputsTravel() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(model("softmax").outputs());
      out.writeObject(model("softmax"));
    }
    DenseBlock block = DenseBlock.of(2, new double[] {0.7, -2, -3, 1}, new double[2], null);
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      double[] found = new double[8];
      ((Outputs) in.readObject()).compute(block, found);
      assertArrayEquals(outputs(model("softmax"), 0.7, -2, -3, 1), found);
      double[] predictions = new double[2];
      ((NetworkModel) in.readObject()).score(block, predictions);
      assertArrayEquals(new double[] {found[0], found[4]}, predictions);
    }
  }
}
