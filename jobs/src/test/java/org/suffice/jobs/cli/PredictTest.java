package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;
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

  /** Residuals by hand of a table that is cut in two ways; the largest found where they stand. */
  @Test
  void evaluateDescribesTheResiduals() {
    String csv = Samples.diamonds(500);
    Path input = Samples.write(dir.resolve("new.csv"), csv);
    List<Double> predictions = byHand(csv);
    List<String> labels = Samples.lines(Samples.columns(csv, List.of("price")));
    double[] residuals = new double[500];
    for (int i = 0; i < 500; i++) {
      residuals[i] = Double.parseDouble(labels.get(i + 1)) - predictions.get(i);
    }
    double mean = DoubleStream.of(residuals).average().orElseThrow();
    double sd = Math.sqrt(DoubleStream.of(residuals).map(e -> (e - mean) * (e - mean)).sum() / 499);
    double[] sorted = DoubleStream.of(residuals).sorted().toArray();
    String whole = null;
    for (String bytes : List.of("4096", "100000")) {
      Run run =
          Run.suffice(
              "evaluate", "--model", model, "--data", input, "--set", "data.split-bytes=" + bytes);
      whole = whole == null ? run.out() : whole;
      assertEquals(whole, run.out(), "however the data are cut");
      assertTrue(run.err().contains("normal would be"), run.err());
      JsonNode json = run.json().get("residuals");
      assertEquals(mean, json.get("mean").asDouble(), 1e-9);
      assertEquals(sd, json.get("standardDeviation").asDouble(), 1e-9);
      JsonNode quantiles = json.get("quantiles");
      assertEquals(
          List.of("min", "1%", "5%", "25%", "50%", "75%", "95%", "99%", "max"),
          StreamSupport.stream(((Iterable<String>) quantiles::fieldNames).spliterator(), false)
              .toList());
      assertEquals(sorted[0], quantiles.get("min").asDouble(), 1e-9);
      assertEquals(
          (sorted[249] + sorted[250]) / 2, quantiles.get("50%").asDouble(), 1e-9, "type 7");
      assertEquals(sorted[499], quantiles.get("max").asDouble(), 1e-9);
      assertTrue(json.get("exact").asBoolean());
      assertEquals("linear", json.get("quantileMethod").asText());
      assertEquals(0, json.get("relativeError").asDouble());
      assertEquals(3, json.get("beyond").size());
      long beyond = DoubleStream.of(residuals).filter(e -> Math.abs(e - mean) > sd).count();
      assertEquals(beyond / 500.0, json.get("beyond").get(0).get("share").asDouble(), 1e-15);
      double skewness = json.get("skewness").asDouble();
      double kurtosis = json.get("excessKurtosis").asDouble();
      JsonNode test = json.get("jarqueBera");
      double statistic = 500 / 6.0 * (skewness * skewness + kurtosis * kurtosis / 4);
      assertEquals(statistic, test.get("statistic").asDouble(), 1e-9);
      assertEquals(Math.exp(-statistic / 2), test.get("pValue").asDouble(), 1e-9);
      assertEquals(10, json.get("largest").size());
      for (JsonNode row : json.get("largest")) {
        assertEquals(input.toString(), row.get("file").asText());
        String before = csv.substring(0, row.get("offset").asInt());
        int i = (int) before.lines().count() - 1;
        assertTrue(before.endsWith("\n"), "the offset of a line");
        assertEquals(residuals[i], row.get("residual").asDouble(), 1e-9);
        assertEquals(predictions.get(i), row.get("prediction").asDouble(), 1e-9);
      }
      double largest = DoubleStream.of(residuals).map(Math::abs).max().orElseThrow();
      assertEquals(largest, Math.abs(json.get("largest").get(0).get("residual").asDouble()), 1e-9);
    }
  }

  /** One row has no spread: what is not defined is null and a dash, never NaN. */
  @Test
  void evaluateOfOneRow() {
    Path input = Samples.write(dir.resolve("new.csv"), Samples.diamonds(1));
    Run run = Run.suffice("evaluate", "--model", model, "--data", input);
    JsonNode json = run.json();
    JsonNode residuals = json.get("residuals");
    assertTrue(json.get("metrics").get("r2").isNull(), run.out());
    for (String name : List.of("standardDeviation", "skewness", "excessKurtosis")) {
      assertTrue(residuals.get(name).isNull(), run.out());
    }
    assertTrue(residuals.get("jarqueBera").get("pValue").isNull(), run.out());
    assertTrue(residuals.get("beyond").get(0).get("share").isNull(), run.out());
    assertEquals(
        residuals.get("mean").asDouble(), residuals.get("quantiles").get("50%").asDouble());
    assertFalse((run.out() + run.err()).contains("NaN"), run.out() + run.err());
  }

  /** A feature so large that its product overflows. */
  @Test
  void evaluateSaysWhichPredictionsAreNotFinite() {
    List<String> lines = new ArrayList<>(Samples.lines(Samples.diamonds(20)));
    lines.set(5, lines.get(5).replaceFirst("^[^,]*", "1e307"));
    Path input = Samples.write(dir.resolve("new.csv"), String.join("\n", lines));
    Run run = Run.suffice("evaluate", "--model", model, "--data", input);
    JsonNode json = run.json();
    assertTrue(json.get("metrics").get("rmse").isNull(), run.out());
    assertEquals(20, json.get("rows").asLong());
    assertEquals(1, json.get("residuals").get("notFinite").asLong());
    JsonNode largest = json.get("residuals").get("largest").get(0);
    assertTrue(largest.get("residual").isNull() && largest.get("prediction").isNull(), run.out());
    int offset = String.join("\n", lines.subList(0, 5)).length() + 1;
    assertEquals(offset, largest.get("offset").asInt());
    assertTrue(
        run.err().contains("Warning: 1 row has no finite residual")
            && run.err().contains("new.csv at offset " + offset),
        run.err());
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
