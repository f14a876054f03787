package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.suffice.linalg.ExactProducts;
import org.suffice.model.ModelDirectory;
import org.suffice.model.StatisticsDirectory;
import org.suffice.model.StatisticsDirectory.Stored;
import org.suffice.read.FeatureEncoder;

/** Several labels that share one pass: {@code --label a,b,c}. */
final class LabelsTest {
  private static final String ROWS =
      """
      p,g,x,q,r
      1,u,2,10,5
      2,v,3,20,7
      4,u,5,30,1
      3,w,7,50,2
      7,v,11,70,8
      5,u,13,90,3
      """;

  @TempDir Path dir;

  private Path rows(String name, String text) {
    return Samples.write(dir.resolve("in/" + name), text);
  }

  private Stored summarize(Path data, String label, String name, Object... more) {
    Path directory = dir.resolve("statistics/" + name);
    List<Object> words =
        new ArrayList<>(
            List.of(
                "summarize",
                "linear-regression",
                "--data",
                data,
                "--label",
                label,
                "--statistics",
                directory));
    words.addAll(List.of(more));
    Run.suffice(words.toArray()).good();
    return StatisticsDirectory.read(directory.toString());
  }

  /** A cell of ZᵀZ by slot; -1 is the constant, width the first label. */
  private static long cell(Stored stored, int i, int j) {
    ExactProducts products = stored.gram().products();
    int unit = products.lowestWindow();
    assertTrue(unit >= 0, "whole numbers have no digits behind the point");
    return products.value(i + 1, j + 1, 0).longValueExact();
  }

  @Test
  void furtherLabelsHaveTheLastSlotsOfTheStatistic() {
    Stored stored = summarize(rows("a.csv", ROWS), "q, p,r", "a");

    assertEquals(List.of("q", "p", "r"), stored.schema().labels());
    assertEquals("q", stored.schema().label());
    assertEquals(List.of("g", "x"), stored.schema().featureNames());
    FeatureEncoder encoder = stored.encoder();
    assertEquals(4, encoder.numFeatures()); // g=u, g=v, g=w, x
    assertEquals(6, encoder.width());
    assertEquals(4, encoder.labelSlot(1));
    assertEquals(5, encoder.labelSlot(2));
    assertEquals(1 + 2 + 4 + 3 + 7 + 5, cell(stored, -1, 4)); // Σp
    assertEquals(5 + 7 + 1 + 2 + 8 + 3, cell(stored, -1, 5)); // Σr
    assertEquals(10 + 20 + 30 + 50 + 70 + 90, cell(stored, -1, 6)); // Σq
    assertEquals(1 * 5 + 2 * 7 + 4 + 3 * 2 + 7 * 8 + 5 * 3, cell(stored, 4, 5)); // Σpr
    assertEquals(10 + 40 + 120 + 150 + 490 + 450, cell(stored, 4, 6)); // Σpq
    assertEquals(1 + 4 + 5, cell(stored, 0, 4)); // Σp where g=u
    assertEquals(2 + 6 + 20 + 21 + 77 + 65, cell(stored, 3, 4)); // Σxp
  }

  @Test
  void indicatorsComeBeforeFurtherLabels() {
    Stored stored =
        summarize(
            rows("a.csv", ROWS.replace("2,v,3,", "2,v,,")),
            "q,p",
            "a",
            "--set",
            "data.missing=mean",
            "--set",
            "data.ignore=[r]");

    FeatureEncoder encoder = stored.encoder();
    assertEquals(4, encoder.indicatorSlot(1));
    assertEquals(5, encoder.labelSlot(1));
    assertEquals(1, cell(stored, -1, 4));
    assertEquals(2, cell(stored, 4, 5)); // p of the row without x
    assertEquals(22, cell(stored, -1, 5));
  }

  @Test
  void statisticsOfPartsAddUpWithTheirLabels() {
    List<String> lines = ROWS.lines().toList();
    String header = lines.get(0) + "\n";
    summarize(rows("a.csv", header + String.join("\n", lines.subList(1, 4))), "q,p", "a");
    summarize(rows("b.csv", header + String.join("\n", lines.subList(4, 7))), "q,p", "b");
    summarize(rows("c.csv", ROWS), "q,p", "c");
    Path sum = dir.resolve("sum");
    Path whole = dir.resolve("whole");
    Run.suffice(
            "train",
            "linear-regression",
            "--statistics",
            dir.resolve("statistics/a"),
            dir.resolve("statistics/b"),
            "--model",
            sum)
        .good();
    Run.suffice(
            "train",
            "linear-regression",
            "--statistics",
            dir.resolve("statistics/c"),
            "--model",
            whole)
        .good();

    assertEquals(hash(whole), hash(sum));
    assertEquals(List.of("q", "p"), ModelDirectory.read(sum.toString()).schema().labels());
  }

  private static String hash(Path model) {
    try {
      return ModelDirectory.sha256(Files.readAllBytes(model.resolve("model.safetensors")));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void statisticsOfOtherLabelsAreRefused() {
    Path data = rows("a.csv", ROWS);
    summarize(data, "q,p", "a");
    summarize(data, "q,r", "b", "--set", "data.ignore=[]");
    Run run =
        Run.suffice(
            "train",
            "linear-regression",
            "--statistics",
            dir.resolve("statistics/a"),
            dir.resolve("statistics/b"),
            "--model",
            dir.resolve("m"));

    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("labels 'q', 'p' and 'q', 'r'"), run.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "q,z      | 2 | the label: column 'z' is not in .*",
        "q,p,q    | 2 | the labels: 'q' stands there twice",
        "q,,p     | 2 | the labels: a name is empty between the commas",
        "q,       | 2 | the labels: a name is empty between the commas",
        "q,g      | 3 | .* line 2, column 'g': 'u' is not a number.*",
      })
  void badLabelsAreNamed(String label, int code, String message) {
    Run run =
        Run.suffice(
            "train",
            "linear-regression",
            "--data",
            rows("a.csv", ROWS),
            "--label",
            label,
            "--model",
            dir.resolve("m"));

    assertEquals(code, run.exitCode(), run.err());
    assertTrue(run.err().lines().anyMatch(line -> line.matches("suffice: " + message)), run.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data.weight=p        | data.weight and the label are the same column p",
        "data.features=[x,p]  | data.features: column 'p' is a label",
        "data.categorical=[p] | the label 'p' is categorical; a regression needs numbers",
      })
  void labelsAreNothingElse(String setting, String message) {
    Run run =
        Run.suffice(
            "train",
            "linear-regression",
            "--data",
            rows("a.csv", ROWS),
            "--label",
            "q,p",
            "--set",
            setting,
            "--model",
            dir.resolve("m"));

    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains("suffice: " + message), run.err());
  }

  @ParameterizedTest
  @CsvSource({"drop,0,5", "error,3,0"})
  void aMissingValueOfAnyLabelCounts(String missing, int code, long used) {
    Path data = rows("a.csv", ROWS.replace("4,u,5,30,1", "NA,u,5,30,1"));
    Run run =
        Run.suffice(
            "summarize",
            "linear-regression",
            "--data",
            data,
            "--label",
            "q,p",
            "--set",
            "data.missing=" + missing,
            "--statistics",
            dir.resolve("s"));

    assertEquals(code, run.exitCode(), run.err());
    if (code == 0) {
      assertEquals(used, StatisticsDirectory.read(dir.resolve("s").toString()).gram().rows());
    } else {
      assertTrue(run.err().contains("line 4, column 'p': the label is missing"), run.err());
    }
  }

  @Test
  void aNameWithCommasIsOneLabelWhereThereIsSuchAColumn() {
    String text = ROWS.replace("p,g,x,q,r", "\"q,r\",g,x,q,r");

    assertEquals(List.of("q,r"), summarize(rows("a.csv", text), "q,r", "a").schema().labels());
    assertEquals(List.of("q", "x"), summarize(rows("a.csv", text), "q,x", "b").schema().labels());
  }

  @Test
  void rowsOfLibsvmHaveOneLabel() {
    Path data = rows("a.libsvm", "1 1:2\n2 1:3\n3 1:5\n");
    Run run =
        Run.suffice(
            "train",
            "linear-regression",
            "--data",
            data,
            "--label",
            "a,b",
            "--model",
            dir.resolve("m"));

    assertEquals(2, run.exitCode(), run.err());
    assertTrue(
        run.err().matches("(?s)suffice: 2 labels, 'a' and 'b': the rows of .* have one.*"),
        run.err());
  }

  @Test
  void predictNeedsNoLabelAndEvaluateAll() {
    Path model = dir.resolve("m");
    Run.suffice(
            "train",
            "linear-regression",
            "--data",
            rows("a.csv", ROWS),
            "--label",
            "q,p",
            "--set",
            "data.ignore=[r]",
            "--model",
            model)
        .good();
    Path unlabelled = rows("b.csv", "x,g\n2,u\n3,v\n");
    Run.suffice("predict", "--model", model, "--data", unlabelled, "--output", dir.resolve("out/p"))
        .good();
    Run.suffice("evaluate", "--model", model, "--data", rows("a.csv", ROWS)).good();
    Run half =
        Run.suffice("evaluate", "--model", model, "--data", rows("c.csv", "x,g,q\n2,u,10\n"));

    assertEquals(2, half.exitCode());
    assertTrue(half.err().contains("the label: column 'p' is not in "), half.err());
  }
}
