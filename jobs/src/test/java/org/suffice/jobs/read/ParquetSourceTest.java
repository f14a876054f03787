package org.suffice.jobs.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Random;
import org.apache.parquet.example.data.Group;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.suffice.Failure;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.pass.LocalEngine;
import org.suffice.jobs.pass.SparkEngine;
import org.suffice.jobs.read.ParquetFiles.Asked;
import org.suffice.jobs.read.ParquetFiles.Layout;
import org.suffice.jobs.read.ParquetFiles.Rows;
import org.suffice.model.LinearModel;
import org.suffice.pass.Progress;
import org.suffice.read.DatePart;
import org.suffice.read.Interaction;
import org.suffice.read.Rejection;
import org.suffice.read.RowPlan;
import org.suffice.read.Schema;
import org.suffice.train.LinearRegression;

/** Rows of Parquet files on their way into blocks. */
class ParquetSourceTest {
  private static final int ROWS = 20_000;
  private static final String SCHEMA =
      "optional double y; optional double x; required int64 n; optional binary s (STRING);"
          + " required double w; optional int64 t (TIMESTAMP(MILLIS,true)); required boolean unused;";

  @TempDir Path directory;

  /** The values of a row; null where there is none. */
  private record Line(Double y, Double x, long n, String s, double w, Long t) {
    static List<Line> random(int rows) {
      Random random = new Random(7);
      List<Line> lines = new ArrayList<>();
      for (int i = 0; i < rows; i++) {
        double x = random.nextGaussian();
        int n = random.nextInt(100);
        lines.add(
            new Line(
                i % 997 == 3 ? null : 3 * x + n + random.nextDouble(),
                random.nextInt(50) == 0 ? null : x,
                n,
                random.nextInt(90) == 0 ? null : "level" + random.nextInt(5),
                i % 11 == 0 ? 0 : random.nextInt(3) + 0.25,
                random.nextInt(70) == 0 ? null : 1_700_000_000_000L + i * 60_000_000L));
      }
      return lines;
    }

    void write(Group row) {
      if (y != null) {
        row.append("y", y);
      }
      if (x != null) {
        row.append("x", x);
      }
      row.append("n", n);
      if (s != null) {
        row.append("s", s);
      }
      row.append("w", w);
      if (t != null) {
        row.append("t", t);
      }
      row.append("unused", true);
    }

    String csv() {
      String time = t == null ? "" : Instant.ofEpochMilli(t).toString().replace("Z", "");
      return (y == null ? "" : y)
          + ("," + (x == null ? "" : x))
          + ("," + n + "," + (s == null ? "" : s))
          + ("," + w + "," + time + ",1\n");
    }
  }

  private Path parquet(String name, Layout layout, List<Line> lines) {
    return ParquetFiles.write(
        directory.resolve(name), SCHEMA, layout, lines.size(), (row, i) -> lines.get(i).write(row));
  }

  private Path csv(List<Line> lines) {
    StringBuilder text = new StringBuilder("y,x,n,s,w,t,unused\n");
    lines.forEach(line -> text.append(line.csv()));
    return ParquetFiles.bytes(
        directory.resolve("lines.csv"), text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Asked asked(Path path, RowPlan.Missing missing) {
    return new Asked(path, "y")
        .weight("w")
        .features("x", "n", "s", "t")
        .dates("t", DatePart.MONTH, DatePart.HOUR)
        .missing(missing);
  }

  /** The same table as CSV gives the same blocks. */
  @ParameterizedTest
  @EnumSource(RowPlan.Missing.class)
  void blocksAsFromCsv(RowPlan.Missing missing) {
    List<Line> lines = Line.random(ROWS);
    DataSet fromCsv = asked(csv(lines), missing).training();
    DataSet fromParquet = asked(parquet("a.parquet", Layout.SIMPLE, lines), missing).training();
    assertEquals(1, fromParquet.sources().size());
    assertEquals(fromCsv.schema(), fromParquet.schema());
    assertEquals(fromCsv.encoder().width(), fromParquet.encoder().width());
    Rows expected = ParquetFiles.rows(fromCsv);
    Rows found = ParquetFiles.rows(fromParquet);
    assertEquals(expected.bits(), found.bits());
    assertEquals(expected.labels(), found.labels());
    assertEquals(expected.weights(), found.weights());
    assertEquals(expected.blocks(), found.blocks());
    assertTrue(found.blocks().size() > 2, found.blocks().toString());
    assertEquals(expected.account().used(), found.account().used());
    assertEquals(expected.account().rejected(), found.account().rejected());
    assertEquals(expected.account().zeroWeight(), found.account().zeroWeight());
    assertEquals(expected.account().missingDropped(), found.account().missingDropped());
    for (Rejection.Reason reason : Rejection.Reason.values()) {
      assertEquals(expected.account().count(reason), found.account().count(reason));
    }
  }

  @Test
  void rowGroupsAndFiles() {
    List<Line> lines = Line.random(5000);
    parquet("a.parquet", Layout.SIMPLE.withGroups(700), lines.subList(0, 3000));
    parquet("b.parquet", Layout.SIMPLE.withGroups(1100), lines.subList(3000, 5000));
    DataSet parts = asked(directory, RowPlan.Missing.DROP).training();
    assertEquals(5 + 2, parts.sources().size());
    assertEquals(5000, parts.sources().stream().mapToLong(SplitSource::countRows).sum());
    Rows found = ParquetFiles.rows(parts);
    Path whole = directory.resolve("whole");
    assertTrue(whole.toFile().mkdir());
    Path one = parquet("whole/c.parquet", Layout.SIMPLE, lines);
    Rows expected = ParquetFiles.rows(asked(one, RowPlan.Missing.DROP).training());
    assertEquals(expected.bits(), found.bits());
    assertEquals(expected.labels(), found.labels());
    int rejectedLabels = 0;
    for (int i = 0; i < found.ids().size(); i++) {
      long id = expected.ids().get(i);
      assertEquals(id < 3000 ? id : id - 3000, found.ids().get(i));
      rejectedLabels += id % 997 == 3 ? 1 : 0;
    }
    assertEquals(0, rejectedLabels);
  }

  @Test
  void positionsAndBlocksToKeep() {
    Path file = parquet("a.parquet", Layout.SIMPLE.withGroups(30), Line.random(100));
    SplitSource second = asked(file, RowPlan.Missing.MEAN).training().sources().get(1);
    List<Long> ids = ParquetFiles.rows(List.of(second.withPositionsFrom(5000, 1))).ids();
    assertTrue(ids.size() > 10);
    for (long id : ids) {
      assertTrue(id >= 5000 && id < 5030, () -> "id " + id);
    }
    assertEquals(1, second.withPositionsFrom(5000, 1).ordinal());
    assertEquals(
        ParquetFiles.rows(List.of(second)).bits(),
        ParquetFiles.rows(List.of(second.keepingBlocks())).bits());
  }

  @Test
  void readingStopsAtTheBudgetOfBadRows() {
    List<Line> lines = Line.random(3000);
    Path file = parquet("a.parquet", Layout.SIMPLE, lines);
    Asked asked = asked(file, RowPlan.Missing.ERROR).badRows(new BadRows(2, -1));
    DataSet data = asked.training();
    Rows rows = ParquetFiles.rows(data);
    assertEquals(3, rows.account().rejected());
    String message =
        assertThrows(Failure.class, () -> data.requireAcceptable(rows.account())).getMessage();
    Rejection first = rows.account().rejections().get(0);
    assertTrue(message.contains("a.parquet row " + first.offset() + ", column"), message);
  }

  @Test
  void rejectedRowsAsText() {
    Path file =
        ParquetFiles.write(
            directory.resolve("a.parquet"),
            "required double y; optional int32 n; required binary s (STRING); required int32 z;"
                + " required int32 day (DATE);",
            Layout.SIMPLE.withGroups(4),
            10,
            (row, i) -> {
              row.append("y", i / 2.0).append("s", "word" + i).append("z", 1).append("day", i);
              if (i % 3 == 0) {
                row.append("n", i);
              }
            });
    DataSet data =
        new Asked(file, "y").features("n", "s", "day").dates("day", DatePart.DAY).training();
    List<String> texts = new ArrayList<>();
    for (SplitSource source : data.sources()) {
      source.forEachRejected(
          (rejection, text) ->
              texts.add(rejection.offset() + " " + rejection.column() + ": " + text));
    }
    assertEquals(6, texts.size());
    assertEquals("1 n: y=0.5, n=, s=word1, day=1970-01-02", texts.get(0));
    assertEquals("8 n: y=4, n=, s=word8, day=1970-01-09", texts.get(5));
  }

  @Test
  void textOfColumnsToKeep() {
    Path file = parquet("a.parquet", Layout.SIMPLE, Line.random(50));
    DataSettings settings = asked(file, RowPlan.Missing.MEAN).settings();
    Schema schema = asked(file, RowPlan.Missing.MEAN).training().schema();
    double[] means = new double[100];
    DataSet data =
        DataSet.forModel(
            settings, settings.input(), schema, means, false, List.of("t", "n", "unused", "s"));
    Rows rows = ParquetFiles.rows(data);
    List<Line> lines = Line.random(50);
    assertEquals(50, rows.account().used());
    for (int i = 0; i < 50; i++) {
      Line line = lines.get(i);
      String time = line.csv().split(",")[5];
      assertEquals(
          List.of(time, Long.toString(line.n()), "true", line.s() == null ? "" : line.s()),
          rows.kept().subList(4 * i, 4 * i + 4),
          "row " + i);
    }
  }

  @Test
  void levelsThatTrainingDidNotSee() {
    Path train = parquet("a.parquet", Layout.SIMPLE, Line.random(50));
    Schema schema = asked(train, RowPlan.Missing.MEAN).training().schema();
    Path other =
        ParquetFiles.write(
            directory.resolve("other.parquet"),
            SCHEMA,
            3,
            (row, i) -> new Line(1.0, 1.0, 1, i == 1 ? "level9" : "level1", 1, 0L).write(row));
    DataSettings strict = asked(other, RowPlan.Missing.MEAN).settings();
    Rows rejected =
        ParquetFiles.rows(
            DataSet.forModel(strict, strict.input(), schema, new double[99], false, List.of()));
    assertEquals(1, rejected.account().rejected());
    assertTrue(rejected.account().rejections().get(0).detail().contains("'level9'"));
    DataSettings lenient =
        asked(other, RowPlan.Missing.MEAN).unseen(RowPlan.UnseenLevel.OTHER).settings();
    Rows accepted =
        ParquetFiles.rows(
            DataSet.forModel(lenient, lenient.input(), schema, new double[99], false, List.of()));
    assertEquals(3, accepted.account().used());
  }

  /** An executor gives the bits of this machine's threads. */
  @Test
  void sparkAsLocal() {
    List<Line> lines = Line.random(ROWS);
    parquet("a.parquet", Layout.SIMPLE.withGroups(3000), lines.subList(0, 12_000));
    parquet("b.parquet", Layout.SIMPLE.withGroups(2500), lines.subList(12_000, ROWS));
    LinearModel local;
    try (LocalEngine engine = new LocalEngine(2, Progress.NONE)) {
      local = train(engine);
    }
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("parquet")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "localhost")
            .set("spark.driver.bindAddress", "127.0.0.1");
    LinearModel spark;
    try (SparkEngine engine = new SparkEngine(new JavaSparkContext(conf), Progress.NONE)) {
      spark = train(engine);
    }
    assertTrue(local.names().containsAll(List.of("month(t)", "hour(t)")), local.names().toString());
    assertEquals(local.names(), spark.names());
    assertArrayEquals(local.fit().coefficients(), spark.fit().coefficients());
    assertEquals(local.fit().rss(), spark.fit().rss());
    String slope = String.format(Locale.ROOT, "%.1f", local.fit().coefficients()[1]);
    assertEquals("3.0", slope); // as the data were made
  }

  private LinearModel train(Engine engine) {
    DataSettings settings = asked(directory, RowPlan.Missing.MEAN).settings();
    LinearRegression trainer = new LinearRegression(true, 0.95, LinearRegression.Precision.EXACT);
    DataSet data = DataSet.forTraining(settings, settings.input(), engine, trainer::requireMemory);
    LinearRegression.Reduction gram = trainer.reduce(engine.blocks(data.sources()), data.encoder());
    return trainer.solve(gram, data.schema(), data.encoder());
  }

  @Test
  void furtherLabelsAreReadBehindTheFeatures() {
    Path file =
        ParquetFiles.write(
            directory.resolve("labels.parquet"),
            "required double p; required double x; optional double q; required int32 r;",
            9,
            (row, i) -> {
              row.append("p", i + 0.5).append("x", 2.0 * i);
              if (i != 4) {
                row.append("q", 3.0 * i);
              }
              row.append("r", 7 * i);
            });
    DataSet data = new Asked(file, "q,r,p").training();
    Rows rows = ParquetFiles.rows(data);

    assertEquals(List.of("q", "r", "p"), data.schema().labels());
    assertEquals(List.of("x"), data.schema().featureNames());
    assertEquals(8, rows.values().size());
    assertEquals(Rejection.Reason.MISSING_LABEL, rows.account().rejections().get(0).reason());
    assertEquals("q", rows.account().rejections().get(0).column());
    for (int at = 0; at < 8; at++) {
      int i = at < 4 ? at : at + 1;
      assertArrayEquals(new double[] {2 * i, 7 * i, i + 0.5}, rows.values().get(at));
      assertEquals(3 * i, rows.labels().get(at));
    }
  }

  /** What is made from a number is made from every number, whatever type and place it has. */
  @ParameterizedTest
  @EnumSource(
      value = RowPlan.Missing.class,
      names = {"DROP", "MEAN"})
  void basesAndInteractionsAreMadeFromEveryRow(RowPlan.Missing missing) {
    Path file =
        ParquetFiles.write(
            directory.resolve("bases.parquet"),
            "required double x; optional int32 t; required binary g (STRING); required double y;",
            Layout.SIMPLE.withGroups(700),
            3000,
            (row, i) -> {
              row.append("x", i % 13 - 4.5);
              if (i % 10 != 3) {
                row.append("t", i % 10 == 7 ? 90 : i % 10 + 1);
              }
              row.append("g", i % 3 == 0 ? "u" : "v").append("y", 1.0 * i);
            });
    DataSet data =
        new Asked(file, "y")
            .missing(missing)
            .basis("x", new Basis(3, 0, OptionalDouble.empty()))
            .basis("t", new Basis(1, 1, OptionalDouble.empty()))
            .interactions(new Interaction("x", "t"), new Interaction("g", "x"))
            .training();
    Rows rows = ParquetFiles.rows(data);

    assertEquals(
        List.of(
            "x", "x^2", "x^3", "t", "sin(1*t)", "cos(1*t)", "g=u", "g=v", "x:t", "g=u:x", "g=v:x"),
        data.encoder().names());
    assertEquals(89, data.schema().features().get(1).fourier().orElseThrow().period());
    boolean mean = missing == RowPlan.Missing.MEAN;
    assertEquals(mean ? 3000 : 2700, rows.values().size());
    for (int at = 0; at < rows.values().size(); at++) {
      int i = rows.label()[at] == at ? at : (int) rows.label()[at];
      double x = i % 13 - 4.5;
      boolean absent = i % 10 == 3;
      double t = absent ? 0 : i % 10 == 7 ? 90 : i % 10 + 1;
      double angle = 2 * Math.PI * t / 89;
      int u = i % 3 == 0 ? 1 : 0;
      double[] right = {
        x,
        x * x,
        x * x * x,
        t,
        absent ? 0 : Math.sin(angle),
        absent ? 0 : Math.cos(angle),
        u,
        1 - u,
        x * t,
        u * x,
        (1 - u) * x,
        absent ? 1 : 0,
        absent ? 1 : 0
      };
      double[] found = rows.values().get(at);
      assertEquals(mean ? 13 : 11, found.length);
      for (int j = 0; j < found.length; j++) {
        assertEquals(right[j], found[j], 1e-14 * Math.max(1, Math.abs(right[j])), i + " " + j);
      }
    }
  }
}
