package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code suffice predict} and {@code suffice evaluate}, end to end. */
final class PredictTest {
  private static final String FEATURES = "data.features=[carat, depth, table, cut]";

  @TempDir Path dir;

  private Path model;

  @BeforeEach
  void train() {
    model = dir.resolve("model");
    Path input = Samples.write(dir.resolve("train.csv"), Samples.diamonds(3000));
    Run.suffice(
            "train",
            "linear-regression",
            "--data",
            input,
            "--label",
            "price",
            "--model",
            model,
            "--set",
            FEATURES)
        .good();
  }

  /** ŷ of every row, from the coefficients that describe shows. */
  private List<Double> byHand(String csv) {
    JsonNode json = Run.suffice("describe", "--model", model, "--json").json();
    JsonNode w = json.get("coefficients");
    List<List<String>> rows =
        Samples.cells(Samples.columns(csv, List.of("carat", "depth", "table", "cut")));
    List<Double> predictions = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      double sum = json.get("intercept").asDouble();
      sum += w.get("carat").asDouble() * Double.parseDouble(row.get(0));
      sum += w.get("depth").asDouble() * Double.parseDouble(row.get(1));
      sum += w.get("table").asDouble() * Double.parseDouble(row.get(2));
      sum += w.path("cut=" + row.get(3)).asDouble(); // 0 for the reference
      predictions.add(sum);
    }
    return predictions;
  }

  private static void assertPredictions(List<Double> expected, List<String> rows) {
    assertEquals(expected.size(), rows.size());
    for (int i = 0; i < rows.size(); i++) {
      String[] cells = rows.get(i).split(",");
      assertEquals(Integer.toString(i), cells[0]);
      // Four terms of at most 1e4, each rounded once or twice.
      assertEquals(expected.get(i), Double.parseDouble(cells[1]), 1e-10);
    }
  }

  private Path predict(Object data, Object... more) {
    Path output = dir.resolve("predictions");
    List<Object> words =
        new ArrayList<>(List.of("predict", "--model", model, "--data", data, "--output", output));
    words.addAll(List.of(more));
    Run.suffice(words.toArray()).good();
    return output;
  }

  @ParameterizedTest
  @ValueSource(strings = {"driver", "cluster"})
  void rowsOfManySplitsAreNumberedInOrder(String execution) {
    String csv = Samples.diamonds(3000);
    Path input = Samples.write(dir.resolve("new.csv"), csv.replace("\n", "\n\n"));
    Path output =
        predict(input, "--set", "data.split-bytes=4096", "--set", "execution=" + execution);
    List<String> files = Samples.tree(output);
    assertTrue(files.size() > 30, files.toString());
    assertEquals("_SUCCESS", files.get(0));
    assertEquals("part-00000.csv", files.get(1));
    for (String file : files.subList(1, files.size())) {
      assertEquals("row,prediction", Samples.lines(Samples.read(output.resolve(file))).get(0));
    }
    assertPredictions(byHand(csv), Samples.parts(output));
  }

  @Test
  void columnsAreFoundByNameAndTheLabelIsNotNeeded() {
    String csv = Samples.diamonds(100);
    Path input =
        Samples.write(
            dir.resolve("new.csv"),
            Samples.columns(csv, List.of("z", "cut", "table", "color", "depth", "carat")));
    assertPredictions(byHand(csv), Samples.parts(predict(input)));
  }

  @Test
  void howTheTrainingDataWereWrittenIsRemembered() {
    Path input = Samples.write(dir.resolve("s.csv"), Samples.diamonds(200).replace(",", ";"));
    Run.suffice(
            "train",
            "linear-regression",
            "--data",
            input,
            "--label",
            "price",
            "--model",
            model,
            "--overwrite",
            "--set",
            FEATURES,
            "--set",
            "data.delimiter=;")
        .good();
    assertPredictions(byHand(Samples.diamonds(200)), Samples.parts(predict(input)));
  }

  @Test
  void filesOfADirectoryFollowOneAnotherByName() {
    List<String> lines = Samples.lines(Samples.diamonds(90));
    for (int part = 0; part < 3; part++) {
      Samples.write(
          dir.resolve("in/b" + part + ".csv"),
          lines.get(0) + "\n" + String.join("\n", lines.subList(1 + part * 30, 31 + part * 30)));
    }
    Samples.compressed(dir.resolve("in/a.csv.gz"), String.join("\n", lines));
    String all =
        String.join("\n", lines) + "\n" + String.join("\n", lines.subList(1, lines.size()));
    assertPredictions(byHand(all), Samples.parts(predict(dir.resolve("in"))));
  }

  @Test
  void overwriteReplacesPredictionsWhole() {
    Path many = Samples.write(dir.resolve("many.csv"), Samples.diamonds(900));
    predict(many, "--set", "data.split-bytes=4096");
    Path few = Samples.write(dir.resolve("few.csv"), Samples.diamonds(10));
    Path output = predict(few, "--overwrite");
    assertEquals(List.of("_SUCCESS", "part-00000.csv"), Samples.tree(output));
    assertEquals(10, Samples.parts(output).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"driver", "cluster"})
  void droppedRowsLeaveAGapInTheNumbers(String execution) {
    String[] lines = Samples.diamonds(600).split("\n");
    lines[3] = lines[3].replaceFirst("^[^,]*", "NA");
    lines[500] = lines[500].replaceFirst("^[^,]*", "");
    Path input = Samples.write(dir.resolve("new.csv"), String.join("\n", lines));
    Path output =
        predict(
            input,
            "--set",
            "data.missing=drop",
            "--set",
            "data.split-bytes=4096",
            "--set",
            "execution=" + execution);
    List<String> rows = Samples.parts(output);
    assertEquals(598, rows.size());
    assertTrue(rows.get(1).startsWith("1,") && rows.get(2).startsWith("3,"), rows.get(2));
    assertTrue(rows.get(498).startsWith("500,"), rows.get(498));
    assertTrue(rows.get(597).startsWith("599,"), rows.get(597));
  }

  @Test
  void evaluateComparesWithTheLabels() {
    String csv = Samples.diamonds(500);
    Path input = Samples.write(dir.resolve("new.csv"), csv);
    List<Double> predictions = byHand(csv);
    List<String> labels = Samples.lines(Samples.columns(csv, List.of("price")));
    double squares = 0;
    double absolute = 0;
    double mean = 0;
    for (int i = 0; i < 500; i++) {
      mean += Double.parseDouble(labels.get(i + 1)) / 500;
    }
    double spread = 0;
    for (int i = 0; i < 500; i++) {
      double label = Double.parseDouble(labels.get(i + 1));
      squares += Math.pow(predictions.get(i) - label, 2);
      absolute += Math.abs(predictions.get(i) - label);
      spread += Math.pow(label - mean, 2);
    }
    for (String execution : List.of("driver", "cluster")) {
      Path file = dir.resolve("metrics-" + execution + ".json");
      Run run =
          Run.suffice(
              "evaluate",
              "--model",
              model,
              "--data",
              input,
              "--output",
              file,
              "--set",
              "data.split-bytes=4096",
              "--set",
              "execution=" + execution);
      JsonNode json = run.json();
      assertEquals(500, json.get("rows").asLong());
      JsonNode metrics = json.get("metrics");
      assertEquals(Math.sqrt(squares / 500), metrics.get("rmse").asDouble(), 1e-9);
      assertEquals(absolute / 500, metrics.get("mae").asDouble(), 1e-9);
      assertEquals(1 - squares / spread, metrics.get("r2").asDouble(), 1e-12);
      assertEquals(run.out(), Samples.read(file));
    }
    assertEquals(
        Samples.read(dir.resolve("metrics-driver.json")),
        Samples.read(dir.resolve("metrics-cluster.json")));
  }

  @Test
  void evaluateOnTheTrainingDataGivesTheR2OfTheFit() {
    JsonNode fit = Run.suffice("describe", "--model", model, "--json").json();
    JsonNode json =
        Run.suffice("evaluate", "--model", model, "--data", dir.resolve("train.csv")).json();
    assertEquals(fit.get("r2").asDouble(), json.get("metrics").get("r2").asDouble(), 1e-12);
  }

  @Test
  void sparkThreadsAndDriverThreadsPredictAlike() {
    Path input = Samples.write(dir.resolve("new.csv"), Samples.diamonds(3000));
    List<String> parts = null;
    for (String master : List.of("local[1]", "local[7]")) {
      for (String execution : List.of("driver", "cluster")) {
        Path output = dir.resolve(master + execution);
        Run.with(
                Map.of("spark.master", master),
                "predict",
                "--model",
                model,
                "--data",
                input,
                "--output",
                output,
                "--set",
                "data.split-bytes=8192",
                "--set",
                "execution=" + execution)
            .good();
        parts = parts == null ? Samples.parts(output) : parts;
        assertEquals(parts, Samples.parts(output));
      }
    }
  }
}
