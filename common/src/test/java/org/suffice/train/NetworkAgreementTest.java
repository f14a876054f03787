package org.suffice.train;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.suffice.Failure;
import org.suffice.network.Activation;
import org.suffice.network.Loss;
import org.suffice.network.Output;
import org.suffice.network.Start;
import org.suffice.network.StepRule;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.solve.TrainedNetwork;
import org.suffice.statistic.NetworkMoments;

/** A network to go on from, and targets, that do not go with the data and the settings. */
class NetworkAgreementTest {
  private static final int ROWS = 24;

  private static final NetworkShape SHAPE =
      shape(4, Activation.TANH, Optional.empty(), Optional.empty(), true, 0.01);

  private static final Schema TWO_CLASSES =
      schema(List.of("y"), Column.numeric("a"), Column.numeric("b"))
          .withClasses(List.of("in", "out"));

  private static NetworkShape shape(
      int hidden,
      Activation activation,
      Optional<Output> output,
      Optional<Loss> loss,
      boolean bias,
      double leakySlope) {
    return new NetworkShape(
        List.of(hidden), List.of(activation), output, loss, bias, leakySlope, Start.AUTO);
  }

  private static NeuralNetwork trainer(NetworkShape shape) {
    NetworkDescent oneStep = NetworkRuns.descent(StepRule.SGD, 0.1, NetworkDescent.ALL, 1);
    return NetworkRuns.with(NetworkRuns.trainer(Activation.TANH, oneStep, 4), shape);
  }

  private static Schema schema(List<String> labels, Column... columns) {
    return new Schema(List.of(columns), labels, Optional.empty());
  }

  /** Rows of a schema; the classes take turns. */
  private static NetworkRuns rows(Schema schema) {
    int width = FeatureEncoder.ofRows(schema, Set.of()).width();
    double[] labels = new double[ROWS];
    Arrays.setAll(labels, i -> i % Math.max(2, schema.classes().size()));
    return NetworkRuns.of(schema, new Random(4).doubles(ROWS * width).toArray(), labels);
  }

  private static TrainedNetwork goOn(NetworkShape shape, Schema schema, TrainedNetwork start) {
    return rows(schema)
        .fit(trainer(shape), Optional.of(start), Checkpoints.NONE, NeuralNetwork.Listener.NONE);
  }

  private static void assertRefused(Schema first, NetworkShape shape, Schema then, String message) {
    TrainedNetwork start = rows(first).fit(trainer(SHAPE));
    Failure failure = assertThrows(Failure.class, () -> goOn(shape, then, start));
    assertEquals(Failure.Kind.USAGE, failure.kind());
    assertEquals(
        "--init-model: its "
            + message
            + "; train without --init-model, or on what it was trained on",
        failure.getMessage());
  }

  static Stream<Arguments> otherData() {
    Column a = Column.numeric("a");
    Column b = Column.numeric("b");
    List<String> classes = TWO_CLASSES.classes();
    List<String> y = List.of("y");
    return Stream.of(
        Arguments.of(
            schema(y, a, Column.numeric("c")).withClasses(classes),
            "features and those of this run differ: 2 with 'b' against 2 with 'c'"),
        Arguments.of(
            schema(y, b, a).withClasses(classes),
            "features and those of this run differ: 2 in their order against 2 in their order"),
        Arguments.of(
            schema(y, a).withClasses(classes),
            "features and those of this run differ: 2 with 'b' against 1 in their order"),
        Arguments.of(
            schema(y, a, b, Column.categorical("g", List.of("p", "q"))).withClasses(classes),
            "features and those of this run differ: 2 in their order against 4 with 'g=p'"),
        Arguments.of(
            schema(List.of("z"), a, b).withClasses(classes),
            "labels and those of this run differ: 'y' against 'z'"),
        Arguments.of(
            schema(y, a, b).withClasses(List.of("in", "over")),
            "classes and those of this run differ: 2 with 'out' against 2 with 'over'"),
        Arguments.of(
            schema(y, a, b).withClasses(List.of("in", "out", "over")),
            "classes and those of this run differ: 2 in their order against 3 with 'over'"),
        Arguments.of(
            schema(y, a, b),
            "classes and those of this run differ: 2 with 'in' against 0 in their order"));
  }

  @ParameterizedTest
  @MethodSource("otherData")
  void aNetworkOfOtherDataIsRefused(Schema then, String message) {
    assertRefused(TWO_CLASSES, SHAPE, then, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | TANH | CROSS_ENTROPY | true | 0.01 | layers and those of this run differ: [2, 4, 1] against [2, 5, 1]",
        "4 | RELU | CROSS_ENTROPY | true | 0.01 | network.activation and those of this run differ: [TANH] against [RELU]",
        "4 | TANH | SQUARED_ERROR | true | 0.01 | network.loss and those of this run differ: cross-entropy against squared-error",
        "4 | TANH | CROSS_ENTROPY | false | 0.01 | network.bias and those of this run differ: true against false",
        "4 | TANH | CROSS_ENTROPY | true | 0.02 | network.leaky-slope and those of this run differ: 0.01 against 0.02",
      })
  void aNetworkOfOtherSettingsIsRefused(
      int hidden, Activation activation, Loss loss, boolean bias, double slope, String message) {
    NetworkShape other =
        shape(hidden, activation, Optional.empty(), Optional.of(loss), bias, slope);
    assertRefused(TWO_CLASSES, other, TWO_CLASSES, message);
  }

  @Test
  void aNetworkOfAnotherOutputIsRefused() {
    Schema numbers = schema(List.of("y"), Column.numeric("a"), Column.numeric("b"));
    NetworkShape sigmoid =
        shape(
            4,
            Activation.TANH,
            Optional.of(Output.SIGMOID),
            Optional.of(Loss.SQUARED_ERROR),
            true,
            0.01);
    assertRefused(
        numbers,
        sigmoid,
        numbers,
        "network.output and those of this run differ: identity against sigmoid");
  }

  /** Levels are features: as many of other names are refused, the same ones are not. */
  @Test
  void levelsAreComparedByName() {
    Column p = Column.categorical("g", List.of("p", "q"));
    Column r = Column.categorical("g", List.of("p", "r"));
    Schema first = schema(List.of("y"), Column.numeric("a"), p);
    assertRefused(
        first,
        SHAPE,
        schema(List.of("y"), Column.numeric("a"), r),
        "features and those of this run differ: 3 with 'g=q' against 3 with 'g=r'");
    TrainedNetwork start = rows(first).fit(trainer(SHAPE));
    assertEquals(start.schema(), goOn(SHAPE, first, start).schema());
  }

  // ------------------------------------------------------------ targets

  private static NetworkShape sigmoids(Loss loss) {
    return shape(4, Activation.TANH, Optional.of(Output.SIGMOID), Optional.of(loss), true, 0.01);
  }

  private static String refusal(NetworkRuns rows, Loss loss, NetworkAgreement.RowPlace place) {
    NeuralNetwork trainer = trainer(sigmoids(loss));
    NetworkMoments look = trainer.look(rows.data(), rows.encoder(), 0);
    NetworkAgreement agreement = new NetworkAgreement(trainer, rows.schema(), rows.encoder());
    Failure failure = assertThrows(Failure.class, () -> agreement.requireTargets(look, place));
    assertEquals(Failure.Kind.DATA, failure.kind());
    return failure.getMessage();
  }

  @ParameterizedTest
  @CsvSource({"1.5, 1.5", "-0.25, -0.25", "NaN, NaN"})
  void aTargetThatASigmoidCannotReachIsNamedWithItsRow(double target, String shown) {
    Schema schema = schema(List.of("u"), Column.numeric("a"));
    double[] labels = {target, 0.5, 0, 1};
    NetworkRuns rows = NetworkRuns.of(schema, new double[] {1, 2, 3, 4}, labels);
    String message =
        ": the label 'u' is "
            + shown
            + "; a sigmoid gives 0 to 1: scale the label, or set network.output=identity";
    assertEquals(
        "d.csv line 2" + message,
        refusal(rows, Loss.SQUARED_ERROR, (file, rowId) -> "d.csv line " + (rowId + 2)));
    Failure failure =
        assertThrows(Failure.class, () -> rows.fit(trainer(sigmoids(Loss.SQUARED_ERROR))));
    assertEquals("file 0, row id 0" + message, failure.getMessage());
  }

  @Test
  void sharesOfSeveralLabelsNeedAnotherLoss() {
    Schema schema = schema(List.of("u", "v"), Column.numeric("a"));
    double[] x = {1, 0, 2, 1, 3, 0.25, 4, 1}; // a, v
    NetworkRuns rows = NetworkRuns.of(schema, x, new double[] {0, 1, 1, 0});
    String message =
        ": the label 'v' is 0.25; several labels with network.loss=cross-entropy are 0 or 1 each:"
            + " set squared-error to learn shares";
    assertEquals(
        "file 0, row id 2" + message,
        refusal(rows, Loss.CROSS_ENTROPY, NetworkAgreement.RowPlace.BY_NUMBER));
    Failure failure =
        assertThrows(Failure.class, () -> rows.fit(trainer(sigmoids(Loss.CROSS_ENTROPY))));
    assertEquals("file 0, row id 2" + message, failure.getMessage());
    assertDoesNotThrow(() -> rows.fit(trainer(sigmoids(Loss.SQUARED_ERROR))));
  }

  @Test
  void weightsOfClassesNeedClasses() {
    NeuralNetwork plain = trainer(SHAPE);
    NeuralNetwork balanced =
        new NeuralNetwork(
            SHAPE, plain.descent(), 0, true, true, ClassWeights.BALANCED, Optional.empty(), 1);
    Schema numbers = schema(List.of("y"), Column.numeric("a"));
    Failure failure = assertThrows(Failure.class, () -> rows(numbers).fit(balanced));
    assertEquals(Failure.Kind.USAGE, failure.kind());
    assertEquals(
        "class-weights: the label is a number and has no classes; set task=classification if its"
            + " values are names",
        failure.getMessage());
  }
}
