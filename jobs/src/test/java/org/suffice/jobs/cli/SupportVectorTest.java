package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Support vector machines on the command line. */
final class SupportVectorTest {
  @TempDir Path dir;

  /** Rows of c overlapping classes a, b, c …, in six columns. */
  private static String rows(int n, int c) {
    SplittableRandom random = new SplittableRandom(n + c);
    StringBuilder csv = new StringBuilder("u,v,w,x,y,z,class\n");
    for (int i = 0; i < n; i++) {
      int k = random.nextInt(c);
      for (int j = 0; j < 6; j++) {
        double noise = random.nextDouble() + random.nextDouble() - 1;
        csv.append(String.format(Locale.ROOT, "%.6f,", 100 * noise + (j == k ? 70 : 0)));
      }
      csv.append((char) ('a' + k)).append('\n');
    }
    return csv.toString();
  }

  private Run trainOn(Map<String, String> properties, Object data, String... settings) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "train",
                "svm",
                "--data",
                data,
                "--label",
                "class",
                "--model",
                dir.resolve("out/m"),
                "--overwrite"));
    for (String setting : settings) {
      words.add("--set");
      words.add(setting);
    }
    return Run.with(properties, words.toArray());
  }

  private Run train(Object data, String... settings) {
    return trainOn(Map.of("spark.master", "local[2]"), data, settings);
  }

  private byte[] arrays() {
    return Samples.bytes(dir.resolve("out/m/model.safetensors"));
  }

  private JsonNode describe() {
    return Run.suffice("describe", "--model", dir.resolve("out/m"), "--json").json();
  }

  @Test
  void fromRowsToPredictions() {
    Path data = Samples.write(dir.resolve("d.csv"), rows(600, 3));
    Run run = train(data, "svm.probability=true", "svm.C=2").good();
    assertTrue(run.out().contains("rbf, γ "), run.out());
    assertTrue(run.out().contains("a | b"), run.out());
    JsonNode json = describe();
    assertEquals("svm", json.get("algorithm").asText());
    assertEquals(600, json.get("rows").asInt());
    assertEquals("CONVERGED", json.get("solution").get("status").asText());
    assertEquals(3, json.get("pairs").size());
    assertEquals("[\"a\",\"b\"]", json.get("pairs").get(0).get("classes").toString());
    assertEquals("a", json.get("pairs").get(0).get("positive").asText());
    double sum = 0;
    for (JsonNode pair : json.get("pairs")) {
      sum += pair.get("objective").asDouble();
      assertTrue(pair.get("supportVectors").asInt() > 0);
      assertTrue(pair.get("dualityGap").asDouble() < 0.01 * pair.get("objective").asDouble());
    }
    assertEquals(sum, json.get("objective").asDouble(), 1e-9);

    Run.suffice(
            "predict",
            "--model",
            dir.resolve("out/m"),
            "--data",
            data,
            "--output",
            dir.resolve("p"))
        .good();
    List<String> lines = Samples.read(dir.resolve("p/part-00000.csv")).lines().toList();
    assertEquals(
        "row,prediction,probability_a,probability_b,probability_c,decision_a_b,decision_a_c,"
            + "decision_b_c",
        lines.get(0));
    int agree = 0;
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      double ab = Double.parseDouble(cells[5]);
      double ac = Double.parseDouble(cells[6]);
      agree += (ab > 0 && ac > 0) == cells[1].equals("a") ? 1 : 0;
    }
    assertTrue(agree > 590, "votes are those of the decision values: " + agree);

    JsonNode figures =
        Run.suffice("evaluate", "--model", dir.resolve("out/m"), "--data", data).json();
    assertTrue(figures.get("metrics").get("accuracy").asDouble() > 0.7, figures.toString());
    assertTrue(figures.get("metrics").get("logLoss").asDouble() < 0.9, figures.toString());
    assertTrue(Samples.read(dir.resolve("out/m/report.html")).contains("Support vectors"));
  }

  @Test
  void aFitSaysTheSameWhateverExecutesIt() {
    Path data = Samples.write(dir.resolve("d.csv"), rows(2500, 2));
    String[] cut = {"data.split-bytes=16384", "svm.C=3", ""};
    byte[] expected = null;
    for (String where : List.of("local[1] driver", "local[2] driver", "local[2] cluster")) {
      cut[2] = "execution=" + where.split(" ")[1];
      trainOn(Map.of("spark.master", where.split(" ")[0]), data, cut).good();
      expected = expected == null ? arrays() : expected;
      assertArrayEquals(expected, arrays(), where);
    }
    assertTrue(describe().get("solution").get("iterations").asInt() > 2, "several rounds");
  }

  @Test
  void anExecutorKilledInEveryJobDoesNotShow() {
    Path data = Samples.write(dir.resolve("d.csv"), rows(1200, 2));
    train(data, "data.split-bytes=4096").good();
    byte[] expected = arrays();
    Samples.write(dir.resolve("d.csv.slow"), "");
    Map<String, String> properties = new HashMap<>();
    properties.put("spark.master", "local-cluster[2,1,512]");
    properties.put("spark.extraListeners", ClusterWatch.class.getName());
    DeterminismTest.putExecutors(properties);
    ClusterWatch.reset(true);
    trainOn(properties, "faulty://" + data, "data.split-bytes=4096", "execution=cluster").good();
    assertArrayEquals(expected, arrays());
    assertTrue(ClusterWatch.LOST_EXECUTORS.size() >= 3, ClusterWatch.LOST_EXECUTORS.toString());
  }

  @Test
  void sparseRowsGiveTheMachineOfDenseOnes() {
    String csv = rows(400, 2).replaceAll("-[0-9.]+,", "0,"); // of which half are zero
    StringBuilder libsvm = new StringBuilder();
    for (String line : csv.lines().skip(1).toList()) {
      String[] cells = line.split(",");
      libsvm.append(cells[6].equals("a") ? "-1" : "+1");
      for (int j = 0; j < 6; j++) {
        libsvm.append(cells[j].equals("0") ? "" : " " + (j + 1) + ":" + cells[j]);
      }
      libsvm.append('\n');
    }
    for (String kernel : List.of("rbf", "linear")) {
      String[] settings = {"svm.kernel=" + kernel, "solver.tolerance=1e-8", "svm.gamma=0.2"};
      train(Samples.write(dir.resolve("d.csv"), csv), settings).good();
      double dense = describe().get("objective").asDouble();
      Path sparse = Samples.write(dir.resolve("d.libsvm"), libsvm.toString());
      train(sparse, settings).good();
      assertEquals(dense, describe().get("objective").asDouble(), 1e-9 * dense, kernel);
      JsonNode figures =
          Run.suffice("evaluate", "--model", dir.resolve("out/m"), "--data", sparse).json();
      assertTrue(figures.get("metrics").get("accuracy").asDouble() > 0.7, figures.toString());
    }
  }

  /** The same rows with a column far to the right, where no matrix is formed, as without it. */
  @Test
  void squaredHingeOfManyColumnsIsThatOfFew() {
    StringBuilder few = new StringBuilder();
    StringBuilder many = new StringBuilder();
    for (String line : rows(300, 2).lines().skip(1).toList()) {
      String[] cells = line.split(",");
      StringBuilder row = new StringBuilder(cells[6].equals("a") ? "-1" : "+1");
      for (int j = 0; j < 6; j++) {
        row.append(' ').append(j + 1).append(':').append(Double.parseDouble(cells[j]) / 100);
      }
      few.append(row).append('\n');
      many.append(row).append(" 700:0\n");
    }
    String[] settings = {
      "svm.kernel=linear",
      "svm.loss=squared-hinge",
      "features.standardize=false",
      "solver.tolerance=1e-6",
      "solver.strict=true"
    };
    train(Samples.write(dir.resolve("few.libsvm"), few.toString()), settings).good();
    JsonNode expected = describe().get("pairs").get(0);
    train(Samples.write(dir.resolve("many.libsvm"), many.toString()), settings).good();
    JsonNode pair = describe().get("pairs").get(0);
    assertEquals(700, pair.get("weights").size());
    for (String name : List.of("objective", "rho", "margin", "supportVectors")) {
      double value = expected.get(name).asDouble();
      assertEquals(value, pair.get(name).asDouble(), 1e-7 * Math.abs(value), name);
    }
    assertEquals(0, pair.get("weights").get("f700").asDouble());
  }

  @Test
  void squaredHingeSaysTheSameWhateverExecutesIt() {
    Path data = Samples.write(dir.resolve("d.csv"), rows(2500, 3));
    byte[] expected = null;
    for (String where : List.of("local[1] driver", "local[3] driver", "local[2] cluster")) {
      Map<String, String> properties = Map.of("spark.master", where.split(" ")[0]);
      trainOn(
              properties,
              data,
              "svm.kernel=linear",
              "svm.loss=squared-hinge",
              "features.standardize=false",
              "data.split-bytes=16384",
              "execution=" + where.split(" ")[1])
          .good();
      expected = expected == null ? arrays() : expected;
      assertArrayEquals(expected, arrays(), where);
    }
  }

  @Test
  void squaredHingeAndGrid() {
    Path data = Samples.write(dir.resolve("d.csv"), rows(500, 2));
    train(data, "svm.kernel=linear", "svm.loss=squared-hinge", "solver.tolerance=1e-6").good();
    JsonNode json = describe();
    assertEquals("squared-hinge", json.get("loss").asText());
    assertEquals(6, json.get("pairs").get(0).get("weights").size());
    Run run = train(data, "svm.grid=[{C=[0.1, 10], gamma=[0.05, 0.5]}]").good();
    assertTrue(run.out().contains("chosen"), run.out());
    assertEquals(4, describe().get("grid").size());
  }

  @Test
  void classesThatNoMarginSeparatesAreNamedWithTheirRows() {
    Path data =
        Samples.write(
            dir.resolve("d.csv"), "u,v,class\n0,0,a\n1,1,a\n5,5,b\n6,6,b\n3,3,a\n3,3,b\n");
    Run run = train(data, "svm.margin=hard");
    assertEquals(4, run.exitCode(), run.err());
    String line = run.err().stripTrailing();
    assertEquals(1, line.lines().count(), line);
    assertTrue(line.contains("classes 'a' and 'b' cannot be separated by a hard margin"), line);
    assertTrue(line.contains("d.csv offset 34 ('a')"), line);
    assertTrue(line.contains("d.csv offset 40 ('b')"), line);
    assertFalse(dir.resolve("out/m").toFile().exists());
  }

  @Test
  void wrongSettingsAreOneLine() {
    Path data = Samples.write(dir.resolve("d.csv"), rows(60, 2));
    Path one = Samples.write(dir.resolve("one.csv"), "u,class\n1,a\n2,a\n");
    Path constant = Samples.write(dir.resolve("constant.csv"), "u,class\n1,a\n1,b\n");
    Path nan = Samples.write(dir.resolve("nan.csv"), "u,class\n1,a\nNaN,b\n2,b\n");
    String[][] wrong = {
      {data.toString(), "svm.gamma=0", "2", "svm.gamma must be scale, auto or a number above 0"},
      {data.toString(), "svm.gamma=wide", "2", "svm.gamma: expected scale, auto or a number"},
      {data.toString(), "svm.gamma=NaN", "2", "svm.gamma must be scale, auto or a number above 0"},
      {data.toString(), "svm.C=0", "2", "svm.C must be above 0"},
      {data.toString(), "svm.C=NaN", "2", "svm.C: expected a number"},
      {data.toString(), "svm.kernel=gauss", "2", "svm.kernel: expected one of rbf, linear"},
      {data.toString(), "svm.degree=0", "2", ""},
      {data.toString(), "svm.grid=[{D=[1]}]", "2", "svm.grid: expected [{C=[…], gamma=[…]}]"},
      {data.toString(), "svm.grid=[{C=[a]}]", "2", "svm.grid: expected numbers for C"},
      {data.toString(), "cross-validation.folds=100", "0", ""},
      {one.toString(), "svm.C=1", "3", "the label 'class' has one class, 'a'"},
      {constant.toString(), "svm.C=1", "3", "svm.gamma=scale needs features that vary"},
      {nan.toString(), "svm.C=1", "3", "nan.csv line 3, column 'u'"},
    };
    for (String[] each : wrong) {
      String[] settings =
          each[1].startsWith("svm.degree")
              ? new String[] {each[1], "svm.kernel=polynomial"}
              : new String[] {each[1]};
      Run run = train(each[0], settings);
      String shown = Arrays.toString(each) + ": " + run.err();
      assertEquals(Integer.parseInt(each[2]), run.exitCode(), shown);
      if (run.exitCode() != 0) {
        assertEquals(1, run.err().stripTrailing().lines().count(), shown);
        assertTrue(run.err().contains(each[3]), shown);
      }
    }
  }
}
