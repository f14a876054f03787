package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logistic regression from the command line: bad input in one line, predictions, sparse rows. */
final class LogisticCommandTest {
  @TempDir Path dir;

  /** Columns a, b and the class y, which overlaps. */
  private static String good() {
    Random random = new Random(8);
    StringBuilder text = new StringBuilder("a,b,y\n");
    for (int i = 0; i < 60; i++) {
      double a = random.nextGaussian();
      String y = random.nextGaussian() + a > 0 ? "yes" : "no";
      text.append(a).append(',').append(random.nextGaussian()).append(',').append(y).append('\n');
    }
    return text.toString();
  }

  private Run train(Path data, String... sets) {
    List<Object> words =
        new ArrayList<>(
            List.of("train", "logistic-regression", "--data", data, "--model", dir.resolve("m")));
    if (!data.toString().endsWith("libsvm")) {
      words.addAll(List.of("--label", "y"));
    }
    for (String set : sets) {
      words.addAll(set.startsWith("--") ? Arrays.asList(set.split("=", 2)) : List.of("--set", set));
    }
    return Run.suffice(words.toArray());
  }

  private Path csv(String text) {
    return Samples.write(dir.resolve("in/x.csv"), text);
  }

  private void assertLine(int code, String part, Run run) {
    assertEquals(code, run.exitCode(), run.err());
    // On a slow machine iterations show before.
    assertEquals(
        1, run.err().lines().filter(line -> !line.startsWith("iteration ")).count(), run.err());
    assertTrue(run.err().contains(part), run.err());
    assertFalse(run.err().contains("internal"), run.err());
    assertFalse(Files.exists(dir.resolve("m")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "class-weights={maybe=2} | 2 | class-weights: there is no class 'maybe'",
        "solver.name=newton,penalty.type=lasso,penalty.lambda=1 | 2 | solver.name=newton needs",
        "penalty.type=ridge,penalty.lambda=auto | 2 | needs cross-validation.folds",
        "solver.learning-rate=0 | 2 | solver.learning-rate must be above 0",
        "solver.tolerance=2 | 2 | solver.tolerance must lie between 0 and 1",
        "solver.name=gradient-descent | 2 | set solver.max-iterations",
        "data.features=none,intercept=false | 2 | nothing to fit",
        "solver.strict=true,solver.max-iterations=1 | 4 | not converged",
      })
  void badSettings(String sets, int code, String message) {
    String[] each = sets.split(",(?=[a-z-]+[.=])");
    assertLine(code, message, train(csv(good()), each));
  }

  @Test
  void badData() {
    assertLine(
        3, "has one class, 'yes', in all rows", train(csv(good().replaceAll(",no\n", ",yes\n"))));
    assertLine(3, "rows < p=", train(csv("a,b,y\n1,2,u\n3,4,v\n")));
    String empty = good().replaceAll("(?m)^([^,a]*),[^,]*,", "$1,,");
    assertLine(3, "'b' has no value in any row", train(csv(empty), "data.missing=mean"));
  }

  @Test
  void hugeValues() {
    String text = good().replaceAll("(?m)^(-?\\d[^,]*),([^,]*),", "$1,$2e200,");
    Run run = train(csv(text));
    assertLine(3, "column 'b': its values are so large", run);
  }

  @Test
  void aDescentThatGoesNowhereSaysSo() {
    Run run =
        train(
            csv(good()),
            "solver.name=gradient-descent",
            "solver.learning-rate=1e9",
            "solver.max-iterations=200");
    assertEquals(0, run.exitCode(), run.err());
    JsonNode json = Run.suffice("describe", "--model", dir.resolve("m"), "--json").json();
    assertFalse(json.get("solution").get("status").asText().equals("CONVERGED"));
    assertTrue(
        json.get("warnings").toString().contains("diverged"), json.get("warnings").toString());
    assertEquals("DIVERGED", json.get("solution").get("status").asText());
  }

  @Test
  void aStartOfAnotherAlgorithm() {
    Path data = csv(good());
    Path lda = dir.resolve("in/lda");
    Run.suffice("train", "lda", "--data", data, "--label", "y", "--model", lda).good();
    assertLine(2, "lda", train(data, "--init-model=" + lda));
  }

  @Test
  void tinyValues() {
    String text = good().replaceAll("(?m)^(-?\\d[^,]*),([^,]*),", "$1,$2e-200,");
    assertLine(3, "column 'b': its values are so small", train(csv(text)));
  }

  @Test
  void hugeWeights() {
    String text = good().strip().replaceAll("(?m)$", ",1e200").replaceFirst(",1e200", ",w");
    assertLine(3, "the row weights add up to", train(csv(text + "\n"), "data.weight=w"));
  }

  @Test
  void fewerRowsThanColumns() {
    String text = "a,b,c,d,y\n1,2,3,4,u\n2,3,5,1,v\n0,1,1,2,u\n";
    assertLine(3, "n=3 rows < p=5 coefficients of a class", train(csv(text)));
  }

  @Test
  void aColumnThatIsTwiceAnotherIsNamed() {
    String text = good().replaceAll("(?m)^(-?\\d[^,]*),", "$1,$1,").replaceFirst("a,", "a,a2,");
    train(csv(text)).good();
    JsonNode json = Run.suffice("describe", "--model", dir.resolve("m"), "--json").json();
    assertTrue(
        json.get("warnings").toString().contains("'a2' has no coefficient of its own: it equals"),
        json.get("warnings").toString());
  }

  /** Zeros of large numbers are said, and terms of large units are not taken for rounding. */
  @ParameterizedTest
  @CsvSource({"logistic-regression,y,", "linear-regression,z,exact", "linear-regression,z,fast"})
  void whatAColumnEqualsIsSaidInItsUnits(String algorithm, String label, String precision) {
    StringBuilder rows = new StringBuilder("a,m,b,s,u,y,z\n");
    for (int i = 0; i < 24; i++) {
      int a = i % 5;
      int m = (i * 7) % 11;
      int b = (i * 5) % 7;
      // 100000 a + 2e10 (m/1e10); 5 a + 3e-9 (b 1e9)
      rows.append(a + "," + m + "e-10," + b + "e9," + (100000 * a + 2 * m) + ",");
      rows.append((5 * a + 3 * b) + "," + (i % 3 == 1 ? "p" : "q") + "," + (i * i % 13) + "\n");
    }
    String other = "data.ignore=[" + (label.equals("y") ? "z" : "y") + "]";
    List<String> command =
        new ArrayList<>(List.of("train", algorithm, "--data", csv(rows.toString()).toString()));
    command.addAll(List.of("--label", label, "--model", dir.resolve("m").toString()));
    command.addAll(List.of("--set", other));
    if (precision != null) {
      command.addAll(List.of("--set", "precision=" + precision));
    }
    Run.suffice(command.toArray()).good();
    JsonNode json = Run.suffice("describe", "--model", dir.resolve("m"), "--json").json();
    String warnings = json.get("warnings").toString();
    assertTrue(
        warnings.contains(
            "'s' has no coefficient of its own: it equals 100000 · 'a' + 2e+10 · 'm'\""),
        warnings);
    assertTrue(
        warnings.contains("'u' has no coefficient of its own: it equals 5 · 'a' + 3e-09 · 'b'\""),
        warnings);
  }

  /** A thousand classes of fifty columns: no Hessian, but a result. */
  @Test
  void manyClasses() {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder("y");
    for (int j = 0; j < 50; j++) {
      text.append(",x").append(j);
    }
    for (int i = 0; i < 3000; i++) {
      text.append("\nk").append(i % 1000);
      for (int j = 0; j < 50; j++) {
        text.append(',').append(random.nextInt(100));
      }
    }
    Path data = csv(text.append('\n').toString());
    Run run = train(data, "penalty.type=ridge", "penalty.lambda=1", "solver.max-iterations=3");
    assertEquals(0, run.exitCode(), run.err());
  }

  // ------------------------------------------------------------ predict, evaluate

  private List<String> predict(Path data) {
    Path out = dir.resolve("p");
    Run.suffice("predict", "--model", dir.resolve("m"), "--data", data, "--output", out).good();
    return Samples.parts(out);
  }

  @Test
  void extremeRows() {
    train(csv(good())).good();
    Path far = Samples.write(dir.resolve("in/far.csv"), "a,b\n1e5,0\n-1e5,0\n1e300,1e300\n0,0\n");
    List<String> rows = predict(far);
    assertEquals(4, rows.size());
    for (String row : rows) {
      String[] cells = row.split(",");
      double sum = Double.parseDouble(cells[2]) + Double.parseDouble(cells[3]);
      assertEquals(1, sum, 1e-15, row);
    }
    assertTrue(
        rows.get(0).startsWith("0,yes,0.0,1.0") || rows.get(0).startsWith("0,yes,0,1"),
        rows.get(0));
  }

  @Test
  void anUnseenClass() {
    Path data = csv(good());
    train(data).good();
    Path other = Samples.write(dir.resolve("in/new.csv"), "a,b,y\n1,2,yes\n1,2,perhaps\n");
    Run run = Run.suffice("evaluate", "--model", dir.resolve("m"), "--data", other);
    assertTrue(
        run.good().err().contains("1 row has a class that was not in training: counted as wrong"),
        run.err());
    assertTrue(run.json().path("metrics").path("accuracy").doubleValue() <= 0.5);
    JsonNode json = Run.suffice("evaluate", "--model", dir.resolve("m"), "--data", data).json();
    assertEquals(60, json.get("rows").asInt());
    JsonNode model = Run.suffice("describe", "--model", dir.resolve("m"), "--json").json();
    assertEquals(
        model.get("deviance").doubleValue() / 120,
        json.get("metrics").get("logLoss").doubleValue(),
        1e-12);
  }

  /** Rows of many columns, few of them there: trained and predicted from LIBSVM, or from CSV. */
  @ParameterizedTest
  @ValueSource(strings = {"ridge", "lasso"})
  void sparseRows(String penalty) {
    Random random = new Random(6);
    StringBuilder csv = new StringBuilder();
    for (int j = 1; j <= 30; j++) {
      csv.append('f').append(j).append(',');
    }
    csv.append("y\n");
    for (int i = 0; i < 300; i++) {
      int at = random.nextInt(30);
      for (int j = 0; j < 30; j++) {
        boolean there = j == at || random.nextInt(20) == 0;
        csv.append(there ? 1 + random.nextInt(4) : 0).append(',');
      }
      csv.append(random.nextInt(3) == 0 ? 1 : at % 2).append('\n');
    }
    Path sparse = Samples.write(dir.resolve("in/x.libsvm"), Samples.libsvm(csv.toString(), true));
    Path dense = Samples.write(dir.resolve("in/x.csv"), csv.toString());
    String[] sets = {"penalty.type=" + penalty, "penalty.lambda=0.5", "solver.tolerance=1e-12"};
    train(sparse, sets).good();
    List<String> fromSparse = predict(sparse);
    assertEquals(300, fromSparse.size());
    JsonNode one = Run.suffice("describe", "--model", dir.resolve("m"), "--json").json();
    train(dense, with(sets, "--overwrite")).good();
    JsonNode two = Run.suffice("describe", "--model", dir.resolve("m"), "--json").json();
    JsonNode w = one.get("coefficients").get("1");
    JsonNode v = two.get("coefficients").get("1");
    assertEquals(30, w.size());
    w.fieldNames()
        .forEachRemaining(
            name -> assertEquals(w.get(name).doubleValue(), v.get(name).doubleValue(), 1e-8, name));
    Path out = dir.resolve("q");
    Run.suffice("predict", "--model", dir.resolve("m"), "--data", dense, "--output", out).good();
    List<String> fromDense = Samples.parts(out);
    for (int i = 0; i < 300; i++) {
      double p = Double.parseDouble(fromSparse.get(i).split(",")[3]);
      assertEquals(p, Double.parseDouble(fromDense.get(i).split(",")[3]), 1e-8);
    }
  }

  private static String[] with(String[] sets, String more) {
    String[] all = Arrays.copyOf(sets, sets.length + 1);
    all[sets.length] = more;
    return all;
  }
}
