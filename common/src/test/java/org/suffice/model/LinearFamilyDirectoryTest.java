package org.suffice.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.suffice.Failure;
import org.suffice.block.DenseBlock;
import org.suffice.model.LinearModel.IntervalKind;
import org.suffice.pass.LocalBlocks;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.report.LinearSummary;
import org.suffice.solve.ErrorCovariance;
import org.suffice.solve.Penalty;
import org.suffice.statistic.FoldRule;
import org.suffice.train.Folds;
import org.suffice.train.LinearRegression;
import org.suffice.train.LinearRegression.Precision;
import org.suffice.train.PenaltyPlan;

/** Paths, folds, robust errors, scores and several labels on disk: all of it comes back. */
class LinearFamilyDirectoryTest {
  private static final int N = 50;
  private static final int D = 4;

  @TempDir Path work;

  /** The members of the family that keep different things. */
  enum Member {
    LASSO_OF_TWO_LABELS,
    RIDGE_OF_SCORES,
    CROSS_VALIDATED,
    ROBUST,
    REFIT,
    NON_NEGATIVE
  }

  private static LinearRegression trainer(Member member) {
    Optional<Folds> folds = Optional.of(new Folds(FoldRule.ofRows(4, 1), true));
    Optional<PenaltyPlan> plan =
        switch (member) {
          case LASSO_OF_TWO_LABELS -> plan(Penalty.Type.LASSO, false, false);
          case RIDGE_OF_SCORES -> plan(Penalty.Type.RIDGE, false, false, 3, 2, 0.1);
          case REFIT -> plan(Penalty.Type.ELASTIC_NET, false, true, 2, 1);
          case NON_NEGATIVE -> plan(Penalty.Type.RIDGE, true, false, 2);
          default -> Optional.empty();
        };
    return new LinearRegression(
        member != Member.NON_NEGATIVE,
        0.9,
        Precision.EXACT,
        member == Member.RIDGE_OF_SCORES || member == Member.ROBUST,
        member == Member.ROBUST ? ErrorCovariance.Kind.HC3 : ErrorCovariance.Kind.CLASSICAL,
        plan,
        member == Member.ROBUST || member == Member.NON_NEGATIVE ? Optional.empty() : folds);
  }

  private static Optional<PenaltyPlan> plan(
      Penalty.Type type, boolean nonNegative, boolean refit, double... lambdas) {
    return Optional.of(
        new PenaltyPlan(
            new Penalty(type, Penalty.Convention.GLMNET, 0.4),
            lambdas,
            20,
            Double.NaN,
            true,
            Map.of("b", 2.0),
            nonNegative,
            refit));
  }

  private static LinearModel model(Member member) {
    List<String> labels =
        member == Member.LASSO_OF_TWO_LABELS || member == Member.ROBUST
            ? List.of("y", "a second, with a comma")
            : List.of("y");
    Schema schema =
        new Schema(
            List.of(
                Column.numeric("a"),
                Column.numeric("b"),
                Column.numeric("c"),
                Column.numeric("twice")),
            labels,
            Optional.empty());
    Random random = new Random(3);
    int width = D + labels.size() - 1;
    double[] x = random.doubles(N * width, -1, 1).toArray();
    double[] y = new double[N];
    long[] ids = new long[N];
    for (int i = 0; i < N; i++) {
      x[i * width + 3] = 2 * x[i * width];
      y[i] = 3 + x[i * width] - x[i * width + 1] + 0.5 * random.nextGaussian();
      ids[i] = i;
    }
    DenseBlock block = new DenseBlock(N, width, x, y, null, 0, ids, RowAccount.of(N, 0, 0, 0));
    LocalBlocks blocks = LocalBlocks.of(List.of(List.of(block)), 1);
    FeatureEncoder encoder = FeatureEncoder.ofRows(schema, Set.of());
    LinearRegression trainer = trainer(member);
    LinearRegression.Reduction reduced = trainer.reduce(blocks, encoder);
    LinearModel model = trainer.solve(reduced, schema, encoder);
    return trainer.errors().isRobust()
        ? trainer.withRobustErrors(blocks, reduced, schema, encoder, model)
        : model;
  }

  private Path write(LinearModel model) {
    Path directory = work.resolve("m");
    ModelDirectory.write(directory.toString(), model, "<html></html>", true);
    return directory;
  }

  private LinearModel read() {
    return ModelDirectory.read(work.resolve("m").toString(), LinearModel.class);
  }

  @ParameterizedTest
  @EnumSource
  void everyBitComesBack(Member member) {
    LinearModel written = model(member);
    write(written);
    LinearModel read = read();
    assertEquals(written.schema(), read.schema());
    assertArrayEquals(written.tensors().toBytes(), read.tensors().toBytes());
    assertEquals(written.details(), read.details());
    assertEquals(new LinearSummary(written).json(), new LinearSummary(read).json());
    assertEquals(new LinearSummary(written).text(), new LinearSummary(read).text());
    double[] rows = new Random(9).doubles(3 * D).toArray();
    DenseBlock block = DenseBlock.of(D, rows, new double[3], null);
    boolean intervals = member == Member.CROSS_VALIDATED || member == Member.ROBUST;
    IntervalKind kind = intervals ? IntervalKind.CONFIDENCE : IntervalKind.NONE;
    Outputs expected = written.outputs(kind, 0.8);
    Outputs found = read.outputs(kind, 0.8);
    assertEquals(expected.names(), found.names());
    double[] one = new double[3 * expected.names().size()];
    double[] other = one.clone();
    expected.compute(block, one);
    found.compute(block, other);
    assertArrayEquals(one, other);
  }

  /** As a careful forger would do it: the hashes are made to fit. */
  private void forge(Consumer<ObjectNode> change, Tensors tensors) {
    Path directory = work.resolve("m");
    try {
      ObjectNode json =
          (ObjectNode) Json.parse(Files.readAllBytes(directory.resolve("model.json")));
      change.accept(json);
      byte[] arrays = tensors.toBytes();
      Files.write(directory.resolve("model.safetensors"), arrays);
      ((ObjectNode) json.path("arrays")).put("sha256", ModelDirectory.sha256(arrays));
      byte[] bytes = Json.pretty(json).getBytes(StandardCharsets.UTF_8);
      Files.write(directory.resolve("model.json"), bytes);
      Files.writeString(
          directory.resolve("_SUCCESS"), "model.json sha256 " + ModelDirectory.sha256(bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void refused(String what) {
    Failure failure = assertThrows(Failure.class, this::read, () -> what + " was read");
    assertEquals(Failure.Kind.DATA, failure.kind(), what + ": " + failure.getMessage());
    assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
  }

  private static ObjectNode fit(ObjectNode json) {
    return (ObjectNode) json.path("fit");
  }

  private static ObjectNode path(ObjectNode json) {
    return (ObjectNode) json.path("fit").path("path");
  }

  @Test
  void forgedPathsAreRefused() {
    LinearModel model = model(Member.RIDGE_OF_SCORES);
    write(model);
    List<Consumer<Tensors>> arrays =
        List.of(
            t -> t.put("path.lambda", new double[] {3, 2}, 2),
            t -> t.put("path.lambda", new double[0], 0),
            t -> t.put("path.lambda", new long[] {3, 2, 1}, 3),
            t -> t.put("path.coefficients", new double[11], 11),
            t -> t.put("path.iterations", new long[2], 2),
            t -> t.put("path.iterations", new long[] {1, 1L << 40, 1}, 3),
            t -> t.put("path.cvError", new double[4], 4),
            t -> t.put("path.given", new double[0], 0),
            t -> t.put("path.chosen", new double[] {1, 2}, 2),
            t -> t.put("path.lambdaMin", new long[] {1}, 1),
            t -> t.put("scales", new double[3], 3),
            t -> t.put("scales", new long[4], 4),
            t -> t.put("inflation", new double[1], 1));
    for (int i = 0; i < arrays.size(); i++) {
      Tensors tensors = model.tensors();
      arrays.get(i).accept(tensors);
      write(model);
      forge(json -> {}, tensors);
      refused("forgery " + i);
    }
    List<Consumer<ObjectNode>> words =
        List.of(
            json -> path(json).putArray("status").add("CONVERGED"),
            json -> path(json).putArray("status").add("PERFECT").add("CONVERGED").add("CONVERGED"),
            json -> path(json).putArray("status").addNull().addNull().addNull(),
            json -> path(json).put("status", "CONVERGED"),
            json -> path(json).put("type", "magic"),
            json -> path(json).remove("type"),
            json -> path(json).put("convention", "ours"),
            json -> path(json).put("type", "ELASTIC_NET").put("l1Ratio", 7),
            json -> path(json).put("type", "ELASTIC_NET").put("l1Ratio", "NaN"),
            json -> fit(json).put("path", "none"),
            json -> fit(json).putArray("path"),
            json -> fit(json).putNull("path"));
    for (int i = 0; i < words.size(); i++) {
      write(model);
      forge(words.get(i), model.tensors());
      refused("forged word " + i);
    }
    write(model);
    forge(json -> {}, model.tensors());
    read();
    forge(json -> path(json).put("chosenBy", "a\nb\u001b[1m"), model.tensors());
    assertFalse(new LinearSummary(read()).text().contains("\u001b"));
  }

  @Test
  void forgedCovariancesAreRefused() {
    LinearModel model = model(Member.CROSS_VALIDATED);
    assertEquals(1, model.fit().aliased().size());
    write(model);
    double[] none = model.fit().coefficients().clone();
    none[4] = 1;
    double[] more = model.fit().coefficients().clone();
    more[1] = Double.NaN;
    List<Consumer<Tensors>> arrays =
        List.of(
            t -> t.put("covarianceFactor", new double[15], 15),
            t -> t.put("covarianceFactor", new double[25], 5, 5),
            t -> t.put("sumWeights", new double[0], 0),
            t -> t.put("coefficients", none, 5),
            t -> t.put("coefficients", more, 5));
    for (int i = 0; i < arrays.size(); i++) {
      Tensors tensors = model.tensors();
      arrays.get(i).accept(tensors);
      write(model);
      forge(json -> {}, tensors);
      refused("forgery " + i);
    }
    List<Consumer<ObjectNode>> words =
        List.of(
            json -> fit(json).put("covariance", "HC9"),
            json -> fit(json).putNull("covariance"),
            json -> fit(json).putArray("aliased"),
            json -> fit(json).putArray("aliased").add(3).add(3));
    for (int i = 0; i < words.size(); i++) {
      write(model);
      forge(words.get(i), model.tensors());
      refused("forged word " + i);
    }
  }

  @Test
  void aLabelTooManyOrTooFewIsRefused() {
    LinearModel model = model(Member.LASSO_OF_TWO_LABELS);
    Stream<Consumer<ObjectNode>> words =
        Stream.of(
            json -> fit(json).remove("target1"),
            json -> fit(json).put("target0", 3),
            json -> relabel(json, "y"),
            json -> relabel(json, "y", "z", "w"),
            json -> relabel(json, "y", "y"));
    words.forEach(
        word -> {
          write(model);
          forge(word, model.tensors());
          refused("another number of labels");
        });
    write(model);
    List<String> targets = new ArrayList<>();
    new LinearSummary(read()).json().path("targets").fieldNames().forEachRemaining(targets::add);
    assertEquals(List.of("y", "a second, with a comma"), targets);
  }

  private static void relabel(ObjectNode json, String... labels) {
    ObjectNode schema = (ObjectNode) json.path("schema");
    for (String key : List.of("label", "labels")) {
      if (schema.has(key)) {
        schema.remove(key);
      }
    }
    if (labels.length == 1) {
      schema.put("label", labels[0]);
    }
    ArrayNode all = schema.putArray("labels");
    for (String label : labels) {
      all.add(label);
    }
  }
}
