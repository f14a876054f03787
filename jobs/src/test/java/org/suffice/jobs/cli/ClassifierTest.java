package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.jobs.pass.LocalEngine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Task;
import org.suffice.jobs.write.PredictionJob;
import org.suffice.model.Json;
import org.suffice.model.Outputs;
import org.suffice.pass.Progress;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;

/** What commands do with a classifier, whichever: predictions by name, and their evaluation. */
class ClassifierTest {
  /** The class whose position is nearest to the first feature, with three quarters. */
  private record Nearest(List<String> classes) implements Outputs {
    @Override
    public List<String> names() {
      return Outputs.withProbabilities(classes);
    }

    @Override
    public void compute(Block block, double[] out) {
      int c = classes.size();
      for (int i = 0; i < block.numRows(); i++) {
        double x = ((DenseBlock) block).values()[i * block.numFeatures()];
        int nearest = (int) Math.max(0, Math.min(c - 1, Math.rint(x)));
        out[i * (1 + c)] = nearest;
        for (int k = 0; k < c; k++) {
          out[i * (1 + c) + 1 + k] = k == nearest ? 0.75 : 0.25 / (c - 1);
        }
      }
    }
  }

  @TempDir Path dir;

  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
  private Schema schema;

  @BeforeEach
  void train() {
    DataSettings settings = settings("train.csv", "x,y\n1,b\n0,a\n");
    try (LocalEngine engine = new LocalEngine(1, Progress.NONE)) {
      schema =
          DataSet.forTraining(
                  Task.CLASSIFICATION, settings, settings.input(), engine, (d, c) -> {}, List.of())
              .schema();
    }
  }

  private DataSettings settings(String name, String csv, String... pairs) {
    Path path = Samples.write(dir.resolve(name), csv);
    Map<String, String> values =
        new HashMap<>(Map.of("data.path", path.toString(), "data.label", "y"));
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], pairs[i + 1]);
    }
    return TestSettings.data(values);
  }

  private ObjectNode evaluate(Schema of, String csv, String... pairs) {
    DataSettings settings = settings("new.csv", csv, pairs);
    DataSet rows = DataSet.forModel(settings, settings.input(), of, new double[1], true, List.of());
    PrintStream err = new PrintStream(messages, true, StandardCharsets.UTF_8);
    ObjectNode figures = Json.object();
    try (LocalEngine engine = new LocalEngine(2, Progress.NONE)) {
      new EvaluateCommand(new Console(err, err))
          .classification(new Nearest(of.classes()), engine, rows, figures);
    }
    return figures;
  }

  private static List<String> keys(JsonNode json) {
    return json.properties().stream().map(Map.Entry::getKey).toList();
  }

  @Test
  void evaluationOfTwoClasses() {
    ObjectNode json = evaluate(schema, "x,y\n0,a\n0,a\n1,a\n1,b\n");
    assertEquals(List.of("rows", "metrics", "confusion", "classes"), keys(json));
    assertEquals(4, json.path("rows").asLong());
    JsonNode metrics = json.path("metrics");
    assertEquals(List.of("accuracy", "logLoss", "auc", "macroF1"), keys(metrics));
    assertEquals(0.75, metrics.path("accuracy").doubleValue());
    // Pairs of an a and the b: 0 < 1 twice, a tie once.
    assertEquals(2.5 / 3, metrics.path("auc").doubleValue());
    assertEquals(
        -(3 * Math.log(0.75) + Math.log(0.25)) / 4, metrics.path("logLoss").doubleValue(), 1e-15);
    assertEquals(
        "{\"a\":{\"a\":2,\"b\":1},\"b\":{\"a\":0,\"b\":1}}", Json.compact(json.path("confusion")));
    JsonNode b = json.path("classes").path("b");
    assertEquals(List.of("precision", "recall", "f1", "support"), keys(b));
    assertEquals(0.5, b.path("precision").doubleValue());
    assertEquals(1, b.path("recall").doubleValue());
    assertEquals(2 / 3.0, b.path("f1").doubleValue());
    assertEquals(1, b.path("support").longValue());
    assertTrue(messages.toString(StandardCharsets.UTF_8).contains("precision"));
    assertFalse(messages.toString(StandardCharsets.UTF_8).contains("arning"));
  }

  @Test
  void evaluationOfMoreClassesAndOneThatDoesNotOccur() {
    Schema three = schema.withClasses(List.of("c", "a", "b"));
    ObjectNode json = evaluate(three, "x,y\n0,a\n1,b\n1,a\n");
    assertFalse(json.path("metrics").has("auc"));
    JsonNode c = json.path("classes").path("c");
    assertTrue(c.path("f1").isNull() && c.path("recall").isNull());
    assertEquals(0, c.path("support").longValue());
    assertEquals(0, json.path("confusion").path("c").path("a").longValue());
    assertEquals(2 / 3.0, json.path("metrics").path("macroF1").doubleValue(), 1e-15);
  }

  @Test
  void weightsCount() {
    Schema weighted =
        new Schema(schema.features(), schema.labels(), Optional.of("w"), schema.interactions())
            .withClasses(schema.classes());
    ObjectNode json = evaluate(weighted, "w,x,y\n0.5,0,a\n2.5,1,a\n1,1,b\n0,0,b\n");
    assertEquals(3, json.path("rows").asLong());
    assertEquals(1.5 / 4, json.path("metrics").path("accuracy").doubleValue());
    assertEquals(1, json.path("confusion").path("a").path("b").longValue());
    assertEquals(2.5, json.path("weightedConfusion").path("a").path("b").doubleValue());
    assertEquals(2, json.path("classes").path("a").path("support").longValue());
    assertEquals(3, json.path("classes").path("a").path("weight").doubleValue());
    String said = messages.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("     rows     weight"), said);
    assertTrue(said.contains("confusion counts rows, weightedConfusion adds weights"), said);
  }

  @Test
  void unseenClassesAreCountedAsWrong() {
    ObjectNode without = evaluate(schema, "x,y\n0,a\n1,b\n");
    ObjectNode json = evaluate(schema, "x,y\n0,a\n1,z\n1,b\n");
    assertEquals(3, json.path("rows").asLong());
    assertEquals(
        without.path("metrics").path("accuracy").doubleValue() * 2 / 3,
        json.path("metrics").path("accuracy").doubleValue(),
        1e-15);
    assertEquals(
        without.path("metrics").path("logLoss").doubleValue(),
        json.path("metrics").path("logLoss").doubleValue(),
        "a row of no known class has no probability");
    assertEquals(1, json.path("confusion").path("(not in training)").path("b").longValue());
    assertTrue(
        messages.toString(StandardCharsets.UTF_8).contains("a class that was not in training"));
  }

  @Test
  void predictionsAreNamesThenProbabilities() {
    Schema three = schema.withClasses(List.of("-1", "=b", "c\td"));
    assertEquals(List.of("-1", "=b", "c\td"), three.classes());
    DataSettings settings = settings("new.csv", "x,id\n2,u\n0,v\n1,w\n");
    DataSet rows =
        DataSet.forModel(settings, settings.input(), three, new double[1], false, List.of("id"));
    Path output = dir.resolve("out");
    try (LocalEngine engine = new LocalEngine(1, Progress.NONE)) {
      RowAccount account =
          PredictionJob.run(
              engine,
              rows,
              new Nearest(three.classes()),
              List.of("id"),
              output.toString(),
              Long.MAX_VALUE);
      assertEquals(3, account.used());
    }
    assertEquals(
        List.of(
            "row,prediction,probability_-1,probability_=b,probability_c\\td,id",
            "0,c\td,0.125,0.125,0.75,u",
            "1,-1,0.75,0.125,0.125,v",
            "2,'=b,0.125,0.75,0.125,w"),
        Samples.lines(Samples.read(output.resolve("part-00000.csv"))));
  }
}
