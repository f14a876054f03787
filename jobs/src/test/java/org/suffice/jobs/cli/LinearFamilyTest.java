package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Penalties, folds, robust errors, several labels and intervals through the command line. */
final class LinearFamilyTest {
  private static final int ROWS = 1500;

  @TempDir Path dir;

  /** Rows of numbers, a category, a fold, and two labels. */
  private static List<String> lines(int rows) {
    Random random = new Random(12);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      double a = random.nextGaussian();
      double b = 3 + random.nextGaussian();
      double noise = random.nextGaussian();
      lines.add(
          String.format(
              Locale.ROOT,
              "%.6f,%.6f,%.6f,%d,%s,%.6f,%.6f",
              a,
              b,
              random.nextGaussian(),
              1 + random.nextInt(5),
              List.of("p", "q", "r").get(random.nextInt(3)),
              1 + 2 * a - b + noise * (1 + a * a),
              b * b + noise));
    }
    return lines;
  }

  private static final String HEADER = "a,b,c,fold,g,y,z";

  private Path data(String name, List<String> lines) {
    return Samples.write(dir.resolve(name), HEADER + "\n" + String.join("\n", lines) + "\n");
  }

  private static Run train(Map<String, String> spark, Object data, Path model, Object... settings) {
    List<Object> words =
        new ArrayList<>(
            List.of("train", "linear-regression", "--data", data, "--model", model, "--overwrite"));
    boolean labelled = false;
    for (Object setting : settings) {
      labelled |= setting.toString().startsWith("data.label");
      words.addAll(List.of("--set", setting));
    }
    if (!labelled) {
      words.addAll(List.of("--label", "y"));
    }
    return Run.with(spark, words.toArray());
  }

  private static Map<String, String> local(int threads) {
    return Map.of(
        "spark.master",
        "local[" + threads + "]",
        "spark.extraListeners",
        ClusterWatch.class.getName());
  }

  private JsonNode describe(Path model) {
    return Run.suffice("describe", "--model", model, "--json").json();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | data.ignore=[g,z] | penalty.type=lasso | cross-validation.folds=10",
        "1 | data.ignore=[g,z] | penalty.type=ridge | cross-validation.fold-column=fold",
        "1 | data.ignore=[g]   | data.label='y,z'   | cross-validation.folds=10",
        "2 | data.ignore=[z]   | penalty.type=elastic-net | cross-validation.folds=10",
        "2 | data.ignore=[g,z] | data.missing=mean  | cross-validation.folds=10",
        "2 | data.ignore=[g,z] | inference.covariance=HC3 | cross-validation.folds=10",
      })
  void tenFoldsAndAHundredLambdaAreOneJob(int jobs, String ignore, String first, String second) {
    Path data = data("d.csv", lines(ROWS));
    Path model = dir.resolve("m");
    ClusterWatch.reset(false);
    train(
            local(2),
            data,
            model,
            ignore,
            first.replace("'", "\""),
            second,
            "execution=cluster",
            "data.split-bytes=16384")
        .good();
    assertEquals(jobs, ClusterWatch.JOBS.get());
    JsonNode json = describe(model);
    JsonNode path = (json.has("targets") ? json.get("targets").get("z") : json).get("path");
    assertEquals(first.startsWith("penalty") ? 100 : 1, path.size());
    path.forEach(step -> assertTrue(step.get("cvError").doubleValue() > 0, step.toString()));
  }

  private byte[] arrays(Map<String, String> spark, Object data, String... settings) {
    Path model = dir.resolve("arrays/m");
    train(spark, data, model, (Object[]) settings).good();
    return Samples.bytes(model.resolve("model.safetensors"));
  }

  private static String[] with(String[] settings, String... more) {
    String[] all = Arrays.copyOf(settings, settings.length + more.length);
    System.arraycopy(more, 0, all, settings.length, more.length);
    return all;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | penalty.type=lasso       | cross-validation.fold-column=fold",
        "true  | penalty.type=elastic-net | cross-validation.fold-column=g",
        "true  | inference.covariance=HC3 | data.weight=fold",
        "false | penalty.type=lasso       | cross-validation.folds=7",
        "false | penalty.type=ridge       | cross-validation.folds=3",
      })
  void oneModelHoweverTheDataAreCutAndWhoeverReadsThem(
      boolean anyOrder, String first, String second) {
    List<String> lines = lines(ROWS);
    Path data = data("in/d.csv", lines);
    String[] settings = {"data.label=\"y,z\"", first, second};
    byte[] expected = arrays(local(1), data, with(settings, "execution=driver"));
    for (String cut : List.of("4096", "30000")) {
      assertArrayEquals(
          expected,
          arrays(local(3), data, with(settings, "execution=driver", "data.split-bytes=" + cut)));
      assertArrayEquals(
          expected,
          arrays(local(2), data, with(settings, "execution=cluster", "data.split-bytes=" + cut)));
    }
    Path gz = Samples.compressed(dir.resolve("d.csv.gz"), Samples.read(data));
    assertArrayEquals(expected, arrays(local(2), gz, settings));
    if (anyOrder) {
      List<String> shuffled = new ArrayList<>(lines);
      Collections.shuffle(shuffled, new Random(4));
      assertArrayEquals(expected, arrays(local(2), data("s.csv", shuffled), settings));
      data("parts/1.csv", shuffled.subList(0, 100));
      data("parts/2.csv", shuffled.subList(100, 1000));
      data("parts/3.csv", shuffled.subList(1000, ROWS));
      assertArrayEquals(
          expected,
          arrays(
              local(2),
              dir.resolve("parts"),
              with(settings, "execution=cluster", "data.split-bytes=8192")));
    }
  }

  /** The file without the rows of a fold, trained, and its squared errors on that fold. */
  @Test
  void errorsAreThoseOfFilteredFiles() {
    List<String> lines = lines(200);
    Path whole = dir.resolve("whole");
    String[] settings = {
      "data.ignore=[z]",
      "penalty.type=lasso",
      "penalty.lambda=[40, 4]",
      "penalty.standardize=true",
      "penalty.factors={g=3, b=0}"
    };
    train(
            local(2),
            data("d.csv", lines),
            whole,
            (Object[]) with(settings, "cross-validation.fold-column=fold"))
        .good();
    JsonNode path = describe(whole).get("path");
    for (int step = 0; step < 2; step++) {
      double sum = 0;
      double squares = 0;
      for (int fold = 1; fold <= 5; fold++) {
        String mark = String.valueOf(fold);
        List<String> left = lines.stream().filter(line -> line.split(",")[3].equals(mark)).toList();
        List<String> others = new ArrayList<>(lines);
        others.removeAll(left);
        Path model = dir.resolve("part");
        settings[0] = "data.ignore=[z, fold]";
        settings[2] = "penalty.lambda=" + path.get(step).get("givenLambda").asText();
        train(local(1), data("o.csv", others), model, (Object[]) settings).good();
        JsonNode metrics =
            Run.suffice("evaluate", "--model", model, "--data", data("l.csv", left))
                .json()
                .get("metrics");
        double error = Math.pow(metrics.get("rmse").doubleValue(), 2);
        sum += error;
        squares += error * error;
      }
      double mean = sum / 5;
      assertEquals(mean, path.get(step).get("cvError").doubleValue(), 1e-10 * mean);
      assertEquals(
          Math.sqrt((squares - 5 * mean * mean) / 4 / 5),
          path.get(step).get("cvStandardError").doubleValue(),
          1e-9 * mean);
    }
  }

  /** A column of folds is never a feature, even where the features are listed with it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cross-validation.fold-column=fold | data.features=[a, b, c]",
        "cross-validation.fold-column=fold | data.ignore=[g, z, fold]",
        "cross-validation.fold-column=fold | data.ignore=[g, z]",
        "cross-validation.group-column=fold | data.ignore=[g, z]",
      })
  void theColumnOfFoldsIsNoFeature(String folds, String columns) {
    Path model = dir.resolve("m");
    List<Object> settings = new ArrayList<>(List.of(folds, columns));
    if (folds.contains("group")) {
      settings.add("cross-validation.folds=3");
    }
    train(local(2), data("d.csv", lines(100)), model, settings.toArray()).good();
    JsonNode json = describe(model);
    assertEquals("[\"a\",\"b\",\"c\"]", json.get("features").toString());
    assertTrue(json.get("path").get(0).get("cvError").doubleValue() > 0);
    // And rows to predict need not have it.
    Path rows = Samples.write(dir.resolve("new.csv"), "c,b,a\n1,2,3\n");
    Run.suffice("predict", "--model", model, "--data", rows, "--output", dir.resolve("predictions"))
        .good();
  }

  private List<String> predict(Path model, Path rows, Object... more) {
    Path output = dir.resolve("p" + System.nanoTime());
    List<Object> words =
        new ArrayList<>(List.of("predict", "--model", model, "--data", rows, "--output", output));
    words.addAll(List.of(more));
    Run.suffice(words.toArray()).good();
    List<String> lines =
        new ArrayList<>(Samples.lines(Samples.read(output.resolve("part-00000.csv"))));
    return lines;
  }

  @Test
  void intervalsStandBesideEachPrediction() {
    Path data = data("d.csv", lines(60));
    Path model = dir.resolve("m");
    train(local(1), data, model, "data.label=\"y,z\"", "data.features=[a,b]").good();
    Path rows = Samples.write(dir.resolve("new.csv"), "a,b,id\n0.5,2,x\n-1,4,y\n");
    assertEquals("row,prediction_y,prediction_z", predict(model, rows).get(0));
    List<String> narrow = predict(model, rows, "--interval", "confidence", "--keep", "id");
    assertEquals("row,prediction_y,lower_y,upper_y,prediction_z,lower_z,upper_z,id", narrow.get(0));
    List<String> wide = predict(model, rows, "--interval", "prediction", "--level", "0.5");
    for (int t = 0; t < 2; t++) {
      Path alone = dir.resolve("alone" + t);
      train(local(1), data, alone, "data.label=" + "yz".charAt(t), "data.features=[a,b]").good();
      List<String> one = predict(alone, rows, "--interval", "confidence");
      assertEquals("row,prediction,lower,upper", one.get(0));
      for (int i = 1; i <= 2; i++) {
        String[] all = narrow.get(i).split(",");
        assertEquals(
            one.get(i), String.join(",", all[0], all[1 + 3 * t], all[2 + 3 * t], all[3 + 3 * t]));
        String[] other = wide.get(i).split(",");
        assertEquals(all[1 + 3 * t], other[1 + 3 * t]);
      }
    }
  }

  @Test
  void severalLabelsAreDescribedUnderTargets() {
    Path data = data("d.csv", lines(300));
    Path both = dir.resolve("both");
    String[] settings = {
      "data.features=[a,b,c,g]", "penalty.type=lasso", "cross-validation.fold-column=fold"
    };
    train(local(2), data, both, (Object[]) with(settings, "data.label=\"y,z\"")).good();
    JsonNode targets = describe(both).get("targets");
    assertFalse(describe(both).has("coefficients"));
    for (String label : List.of("y", "z")) {
      Path one = dir.resolve("one");
      train(local(2), data, one, (Object[]) with(settings, "data.label=" + label)).good();
      JsonNode alone = describe(one);
      for (String field :
          List.of(
              "intercept",
              "coefficients",
              "standardErrors",
              "sigma",
              "r2",
              "lambda",
              "path",
              "penalty",
              "effectiveDegreesOfFreedom",
              "rss",
              "confidenceIntervals")) {
        assertEquals(alone.get(field), targets.get(label).get(field), field);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "penalty.type=lasso       | penalty.standardize=true",
        "penalty.type=ridge       | penalty.lambda=[10, 1]",
        "penalty.type=elastic-net | features.standardize=true",
        "penalty.type=ridge       | penalty.factors={g=0}",
      })
  void statisticsArePenalisedLikeTheDataTheyAreOf(String first, String second) {
    List<String> lines = lines(300);
    Path one = data("1.csv", lines.subList(0, 120));
    Path two = data("2.csv", lines.subList(120, 300));
    for (Path part : List.of(one, two)) {
      Run.suffice(
              "summarize",
              "linear-regression",
              "--data",
              part,
              "--label",
              "y",
              "--statistics",
              dir.resolve("s" + part.getFileName()),
              "--overwrite")
          .good();
    }
    Path whole = dir.resolve("whole");
    Path sum = dir.resolve("sum");
    train(local(2), data("d.csv", lines), whole, first, second).good();
    fromStatistics(sum, first, second).good();
    assertArrayEquals(
        Samples.bytes(whole.resolve("model.safetensors")),
        Samples.bytes(sum.resolve("model.safetensors")));
    for (String refused :
        List.of(
            "cross-validation.folds=3",
            "cross-validation.fold-column=fold",
            "inference.covariance=HC1")) {
      Run run =
          refused.startsWith("inf")
              ? fromStatistics(dir.resolve("none"), refused)
              : fromStatistics(dir.resolve("none"), first, refused);
      assertEquals(2, run.exitCode(), run.err());
      assertTrue(run.err().startsWith("suffice: " + refused.split("[.]")[0]), run.err());
      assertTrue(run.err().contains("--data"), run.err());
    }
  }

  private Run fromStatistics(Path model, String... settings) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "train",
                "linear-regression",
                "--statistics",
                dir.resolve("s1.csv"),
                dir.resolve("s2.csv"),
                "--model",
                model));
    for (String setting : settings) {
      words.addAll(List.of("--set", setting));
    }
    return Run.suffice(words.toArray());
  }

  /** What became of every row does not depend on folds. */
  @ParameterizedTest
  @CsvSource({"exact, driver", "fast, driver", "exact, cluster"})
  void rowsLeftOutAreCountedWithFoldsAsWithout(String precision, String execution) {
    List<String> lines = lines(200);
    for (int i = 0; i < 30; i++) {
      String[] cells = lines.get(i * 6).split(",");
      cells[i % 3] = i < 10 ? "bad" : i < 20 ? "" : cells[i % 3];
      cells[3] = i < 20 ? cells[3] : "0";
      lines.set(i * 6, String.join(",", cells));
    }
    Path data = data("d.csv", lines);
    String[] settings = {
      "data.ignore=[z]",
      "data.weight=fold",
      "data.missing=drop",
      "data.bad-rows=10",
      "data.split-bytes=4096",
      "precision=" + precision,
      "execution=" + execution
    };
    Path plain = dir.resolve("plain");
    Path folded = dir.resolve("folded");
    train(local(2), data, plain, (Object[]) settings).good();
    train(local(2), data, folded, (Object[]) with(settings, "cross-validation.folds=4")).good();
    JsonNode expected = describe(plain);
    assertEquals(10, expected.get("rowAccount").get("rejected").asInt());
    assertEquals(10, expected.get("rowAccount").get("missingDropped").asInt());
    assertEquals(10, expected.get("rowAccount").get("zeroWeight").asInt());
    JsonNode found = describe(folded);
    assertEquals(expected.get("rowAccount"), found.get("rowAccount"));
    assertEquals(expected.get("warnings"), found.get("warnings"));
    assertEquals(170, found.get("rows").asInt());
    if (precision.equals("exact")) {
      assertEquals(expected.get("coefficients"), found.get("coefficients"));
      assertEquals(expected.get("standardErrors"), found.get("standardErrors"));
    }
  }

  /** Products have the factor of their interaction, or one of their own. */
  @Test
  void factorsOfInteractions() {
    Path model = dir.resolve("m");
    train(
            local(1),
            data("d.csv", lines(200)),
            model,
            "data.ignore=[z, fold]",
            "features.interactions=[[a, g], [a, b]]",
            "penalty.type=lasso",
            "penalty.lambda=0.001",
            "penalty.factors={\"a:g\"=1e9, \"a:g=q\"=1, \"a:b\"=1e9}")
        .good();
    JsonNode w = describe(model).get("coefficients");
    assertEquals(0, w.get("a:g=p").doubleValue());
    assertEquals(0, w.get("a:g=r").doubleValue());
    assertEquals(0, w.get("a:b").doubleValue());
    assertTrue(w.get("a:g=q").doubleValue() != 0);
  }

  @ParameterizedTest
  @CsvSource({"ridge", "lasso", "elastic-net"})
  void penaltiesBeyondAllBoundsLeaveNothing(String type) {
    Path model = dir.resolve("m");
    train(
            local(1),
            data("d.csv", lines(60)),
            model,
            "data.features=[a,b,g]",
            "penalty.type=" + type,
            "penalty.lambda=[1e150, 1]",
            "penalty.factors={a=1e150}",
            "cross-validation.folds=3")
        .good();
    JsonNode json = describe(model);
    for (JsonNode step : json.get("path")) {
      assertTrue(Math.abs(step.get("coefficients").get("a").doubleValue()) < 1e-140);
      step.get("coefficients").forEach(w -> assertTrue(w.isNumber(), json.toString()));
      assertTrue(step.get("cvError").doubleValue() > 0);
      assertEquals("CONVERGED", step.get("status").asText());
    }
    assertTrue(
        Math.abs(json.get("path").get(0).get("coefficients").get("b").doubleValue()) < 1e-140);
    assertTrue(json.get("path").get(1).get("coefficients").get("b").doubleValue() < -0.5);
  }

  /** One line that says what is wrong, the exit code, and no model. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | penalty.type=foo      |                          | penalty.type: expected .*ridge.*'foo'",
        "2 | penalty.type=lasso    | penalty.lambda=-1        | penalty.lambda must be 0 or more.*-1.*",
        "2 | penalty.type=lasso    | penalty.lambda=[]        | penalty.lambda: expected .*",
        "2 | penalty.type=lasso    | penalty.lambda=[1, x]    | penalty.lambda: expected .*x.*",
        "2 | penalty.type=lasso    | penalty.lambda=NaN       | penalty.lambda: expected .*NaN.*",
        "2 | penalty.type=lasso    | penalty.lambda=[1, [2]]  | penalty.lambda: expected .*",
        "2 | penalty.lambda=3      |                          | penalty.lambda: set penalty.type.*",
        "2 | penalty.type=elastic-net | penalty.l1-ratio=2    | penalty.l1-ratio must lie from 0 to 1, found 2.0",
        "2 | penalty.type=elastic-net | penalty.l1-ratio=many | penalty.l1-ratio: expected .*many.*",
        "2 | penalty.type=ridge    | penalty.convention=R     | penalty.convention: expected .*glmnet.*",
        "2 | penalty.type=ridge    | penalty.path-count=0     | penalty.path-count: .*from 2 to .*, found 0",
        "2 | penalty.type=ridge    | penalty.path-count=1e9   | penalty.path-count: expected .*",
        "2 | penalty.type=ridge    | penalty.path-floor=2     | penalty.path-floor must lie between 0 and 1, found 2.0",
        "2 | penalty.type=ridge    | penalty.path-floor=-1    | penalty.path-floor must lie between 0 and 1, found -1.0",
        "2 | penalty.type=ridge    | penalty.refit=true       | penalty.refit: ridge leaves no column out.*",
        "2 | penalty.type=lasso    | penalty.factors={a=-1}   | penalty.factors: a must be 0 or more, found -1.0",
        "2 | penalty.type=lasso    | penalty.factors={a=much} | penalty.factors: expected .*much.*",
        "2 | penalty.type=lasso    | penalty.factors=3        | penalty.factors: expected .*3.*",
        "2 | penalty.type=lasso    | penalty.factors={gg=1}   | penalty.factors: there is no feature or column 'gg'.*",
        "2 | penalty.type=lasso    | inference.covariance=HC0 | inference.covariance=HC0 needs a fit without penalty.*",
        "2 | inference.covariance=HC9 |                       | inference.covariance: expected .*HC3.*'HC9'",
        "2 | penalty.standardise=true |                       | unknown key 'penalty.standardise'.*penalty.standardize.*",
        "2 | cross-validation.folds=1 |                       | cross-validation.folds: expected 0 or a number from 2 to 1000, found 1",
        "2 | cross-validation.folds=-2 |                      | cross-validation.folds: expected 0 or .*, found -2",
        "2 | cross-validation.folds=5000 |                    | cross-validation.folds: expected 0 or .*, found 5000",
        "2 | cross-validation.folds=3 | cross-validation.choose=2se | cross-validation.choose: expected .*1se.*",
        "2 | cross-validation.fold-column=flod |              | cross-validation: column 'flod' is not in .*fold.*",
        "2 | cross-validation.fold-column=fold | cross-validation.folds=3 | cross-validation.fold-column says the folds.*",
        "2 | cross-validation.group-column=g |                | cross-validation.group-column: set cross-validation.folds too",
        "2 | cross-validation.fold-column=y |                 | cross-validation.*'y' is .*label.*",
        "2 | cross-validation.fold-column=fold | data.weight=fold | cross-validation.*'fold' is .*weight.*",
        "2 | cross-validation.fold-column=fold | data.features=[a, fold] | .*'fold'.*",
        "2 | cross-validation.fold-column=a | data.max-levels=9 | .*column of folds has more than 1000 values.*",
        "3 | cross-validation.fold-column=gap |               | .*column of folds.*",
        "3 | cross-validation.group-column=gap | cross-validation.folds=3 | .*column of groups.*",
        "3 | cross-validation.fold-column=same |              | cross-validation: all rows are in one fold; at least two must have rows",
        "3 | cross-validation.fold-column=gap | execution=cluster | .*column of folds.*",
        "2 | penalty.type=lasso | penalty.lambda=1e308;penalty.convention=sklearn | penalty.lambda.*1.0E308.*",
        "2 | penalty.type=elastic-net | penalty.lambda=[1, 1e307];penalty.convention=glmnet | penalty.lambda.*1.0E307.*",
        "2 | penalty.type=ridge | penalty.lambda=1e200;penalty.factors={a=1e200} | penalty.lambda times .* range of a double",
        "2 | penalty.type=lasso | penalty.lambda=1e200;penalty.factors={a=1e200} | penalty.lambda times .* range of a double",
        "4 | penalty.type=ridge    | penalty.lambda=0         | column 'g=r' is a combination of .* λ = 0.*",
      })
  void whatIsWrongIsSaidInOneLine(int code, String first, String second, String message) {
    List<String> lines = new ArrayList<>();
    int i = 0;
    for (String line : lines(first.endsWith("=a") ? 1200 : 60)) {
      lines.add(line + "," + (i++ % 7 == 3 ? "" : "k" + i % 3) + ",one");
    }
    Path data =
        Samples.write(
            dir.resolve("d.csv"), HEADER + ",gap,same\n" + String.join("\n", lines) + "\n");
    List<Object> settings = new ArrayList<>(List.of(first));
    if (second != null) {
      settings.addAll(List.of(second.split(";")));
    }
    if (!List.of(first, String.valueOf(second)).toString().contains("data.features")) {
      settings.add("data.ignore=[z, gap, same]");
    }
    Run run = train(local(2), data, dir.resolve("out/m"), settings.toArray());
    assertEquals(code, run.exitCode(), run.err());
    List<String> said = run.err().lines().filter(line -> line.startsWith("suffice: ")).toList();
    assertEquals(1, said.size(), run.err());
    assertTrue(said.get(0).matches("suffice: " + message), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertFalse(Files.exists(dir.resolve("out/m")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "penalty.type=none  | --interval foo               | --interval: expected confidence or prediction, found 'foo'",
        "penalty.type=none  | --interval confidence --level 2 | --level must lie between 0 and 1, found 2.0",
        "penalty.type=none  | --interval confidence --level 0 | --level must lie between 0 and 1, found 0.0",
        "penalty.type=none  | --interval prediction --level NaN | --level must lie between 0 and 1, found NaN",
        "penalty.type=none  | --interval prediction --level x | .*--level.*'x'.*",
        "penalty.type=none  | --level 0.9                  | --level goes with --interval",
        "penalty.type=ridge | --interval confidence        | --interval confidence: the model is penalised.*penalty.type=none",
        "penalty.type=lasso | --interval prediction        | --interval prediction: the model is penalised.*penalty.type=none",
        "data.weight=fold   | --interval prediction        | --interval prediction: .*weight 'fold'.*",
        "inference.covariance=HC3 | --interval prediction  | --interval prediction: with errors HC3.*",
      })
  void intervalsThatThereAreNotAreRefused(String setting, String options, String message) {
    Path data = data("d.csv", lines(40));
    Path model = dir.resolve("m");
    train(local(1), data, model, setting, "data.ignore=[z]").good();
    List<Object> words =
        new ArrayList<>(
            List.of("predict", "--model", model, "--data", data, "--output", dir.resolve("p")));
    words.addAll(List.of(options.split(" ")));
    Run run = Run.suffice(words.toArray());
    assertEquals(2, run.exitCode(), run.err());
    List<String> said = run.err().lines().filter(line -> line.startsWith("suffice: ")).toList();
    assertEquals(1, said.size(), run.err());
    assertTrue(said.get(0).matches("suffice: " + message), run.err());
    assertFalse(Files.exists(dir.resolve("p")));
  }

  @ParameterizedTest
  @CsvSource({"cross-validation.fold-column=1", "cross-validation.group-column=x"})
  void libsvmHasNoColumnOfFolds(String setting) {
    Path data = Samples.write(dir.resolve("d.libsvm"), "1 1:2 2:3\n2 1:1\n3 2:5\n4 1:7 2:1\n");
    Run run =
        Run.suffice(
            "train",
            "linear-regression",
            "--data",
            data,
            "--model",
            dir.resolve("m"),
            "--set",
            setting,
            "--set",
            setting.contains("group") ? "cross-validation.folds=2" : "intercept=true");
    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains("LIBSVM"), run.err());
  }
}
