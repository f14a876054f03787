package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.suffice.model.Json;

/**
 * Twelve months of a real table, each summarised once: their sum, and their sum less one, are the
 * models of full refits to the bit.
 */
final class StatisticsTest {
  private static final int MONTHS = 12;

  /** A level that one month alone has, and how often. */
  private static final String RARE = "ISLAND";

  @TempDir Path dir;

  /** California housing: numbers, a category, and 207 missing values of {@code total_bedrooms}. */
  private static List<String> housing() {
    Path file = Path.of("../common/src/test/resources/golden/data/california_housing.csv.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return Samples.lines(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String month(int m) {
    return String.format("%02d", m);
  }

  /**
   * Writes {@code data/01.csv} … {@code 12.csv}: month 3 alone has the rare level, month 12 has no
   * missing values, so that levels, and columns with missing values, differ among the months.
   */
  private void writeMonths() {
    List<String> lines = housing();
    List<String> rows = new ArrayList<>(lines.subList(1, lines.size()));
    int size = rows.size() / MONTHS;
    int rare =
        IntStream.range(0, rows.size()).filter(i -> rows.get(i).contains(RARE)).min().orElse(0);
    Collections.rotate(rows, 2 * size + size / 2 - rare);
    List<List<String>> months = new ArrayList<>();
    IntStream.range(0, MONTHS).forEach(m -> months.add(new ArrayList<>()));
    for (int i = 0; i < rows.size(); i++) {
      int m = Math.min(i / size, MONTHS - 1);
      months.get(m == MONTHS - 1 && rows.get(i).contains(",,") ? 0 : m).add(rows.get(i));
    }
    for (int m = 1; m <= MONTHS; m++) {
      String text = String.join("\n", months.get(m - 1));
      Samples.write(dir.resolve("data/" + month(m) + ".csv"), lines.get(0) + "\n" + text + "\n");
      assertEquals(m == 3, text.contains(RARE), "month " + m);
      assertEquals(m < MONTHS, text.contains(",,"), "month " + m);
    }
  }

  private static final String LABEL = "median_house_value";

  static Stream<List<String>> settings() {
    return Stream.of(
        List.of("data.missing=mean"),
        List.of(
            "data.missing=drop",
            "data.weight=households",
            "features.basis=[{column=median_income, type=powers, degree=4}]"),
        List.of(
            "data.missing=mean",
            "features.basis=[{column=total_bedrooms, type=powers, degree=2}]",
            "intercept=false"),
        List.of("data.features=none"));
  }

  private static List<Object> command(Object... words) {
    return new ArrayList<>(List.of(words));
  }

  private static Run run(List<Object> words, List<String> settings) {
    settings.forEach(setting -> words.addAll(List.of("--set", setting)));
    return Run.suffice(words.toArray());
  }

  private JsonNode refit(String name, String pattern, List<String> settings) {
    List<Object> words = command("train", "linear-regression", "--data", pattern);
    words.addAll(List.of("--label", LABEL, "--model", dir.resolve(name)));
    run(words, settings).good();
    return describe(name);
  }

  private JsonNode describe(String name) {
    return Run.suffice("describe", "--model", dir.resolve(name), "--json").json();
  }

  private List<Path> statistics(int... months) {
    return Arrays.stream(months).mapToObj(m -> dir.resolve("statistics/" + month(m))).toList();
  }

  private Run trainFrom(List<Path> plus, List<Path> minus, String model, List<String> settings) {
    List<Object> words = command("train", "linear-regression", "--statistics");
    words.addAll(plus);
    if (!minus.isEmpty()) {
      words.add("--minus");
      words.addAll(minus);
    }
    words.addAll(List.of("--model", dir.resolve(model)));
    return run(words, settings);
  }

  private void assertSameModel(String expected, String found) {
    assertArrayEquals(
        Samples.bytes(dir.resolve(expected + "/model.safetensors")),
        Samples.bytes(dir.resolve(found + "/model.safetensors")),
        found + " is not " + expected);
    JsonNode right = describe(expected);
    JsonNode other = describe(found);
    // Warnings of a pass, such as how many values were replaced, are facts of that pass.
    for (String fact : List.of("rows", "features", "rowAccount", "coefficients", "solution")) {
      assertTrue(right.has(fact), fact);
      assertEquals(right.get(fact), other.get(fact), fact);
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void sumsAndDifferencesAreFullRefits(List<String> settings) {
    writeMonths();
    for (int m = 1; m <= MONTHS; m++) {
      List<Object> words =
          command(
              "summarize", "linear-regression", "--data", dir.resolve("data/" + month(m) + ".csv"));
      words.addAll(List.of("--label", LABEL, "--statistics", statistics(m).get(0)));
      run(words, settings).good();
    }
    int[] all = IntStream.rangeClosed(1, MONTHS).toArray();
    int[] others = IntStream.of(all).filter(m -> m != 3).toArray();
    String names = IntStream.of(others).mapToObj(this::month).collect(Collectors.joining(","));
    JsonNode full = refit("full", dir.resolve("data").toString(), settings);
    JsonNode without = refit("without", dir.resolve("data") + "/{" + names + "}.csv", settings);
    boolean category = !settings.toString().contains("none");
    assertEquals(category, full.get("features").toString().contains(RARE));
    assertFalse(without.get("features").toString().contains(RARE), "a level of month 3 alone");
    // Were the two the same, nothing below would tell a month more from a month less.
    assertTrue(full.get("rows").asLong() > without.get("rows").asLong() + 1000);

    trainFrom(statistics(all), List.of(), "sum", settings).good();
    assertSameModel("full", "sum");
    trainFrom(statistics(others), List.of(), "eleven", settings).good();
    assertSameModel("without", "eleven");
    trainFrom(statistics(all), statistics(3), "less", settings).good();
    assertSameModel("without", "less");
    for (int seed = 0; seed < 2; seed++) {
      List<Path> shuffled = new ArrayList<>(statistics(all));
      Collections.shuffle(shuffled, new Random(seed));
      trainFrom(shuffled, statistics(3), "shuffled-" + seed, settings).good();
      assertSameModel("without", "shuffled-" + seed);
    }
    // A total that was summarised in one go, less its first nine months: the last quarter.
    List<Object> words = command("summarize", "linear-regression", "--data", dir.resolve("data"));
    words.addAll(List.of("--label", LABEL, "--statistics", dir.resolve("statistics/year")));
    run(words, settings).good();
    int[] nine = IntStream.rangeClosed(1, 9).toArray();
    trainFrom(List.of(dir.resolve("statistics/year")), statistics(nine), "quarter", settings)
        .good();
    refit("quarter-refit", dir.resolve("data") + "/{10,11,12}.csv", settings);
    assertSameModel("quarter-refit", "quarter");
  }

  // ---- what does not go together --------------------------------------------------------------

  private static final String ROWS =
      """
      a,b,c,t,w,y
      1,2,u,2024-01-01,1,3
      2,1,v,2024-02-03,2,5
      3,5,u,2024-03-05,1,4
      4,4,w,2024-05-08,3,9
      5,9,u,2024-08-13,1,2
      6,7,v,2024-11-21,2,6
      7,3,w,2024-12-01,1,8
      """;

  private static final List<String> PLAIN = List.of("data.ignore=[t, w]");

  private Path summarize(String name, String csv, String label, List<String> settings) {
    Path data = Samples.write(dir.resolve("in/" + name + ".csv"), csv);
    Path statistics = dir.resolve("st/" + name);
    List<Object> words = command("summarize", "linear-regression", "--data", data);
    words.addAll(List.of("--label", label, "--statistics", statistics));
    run(words, settings).good();
    return statistics;
  }

  /** What the second statistics are made of, and what is said of them beside the first. */
  static Stream<Arguments> differences() {
    String parts = "features.date-parts=[{column=t, parts=[%s]}]";
    return Stream.of(
        Arguments.of("y", List.of("data.ignore=[t, w, b]"), "column 'b' is in the first only"),
        Arguments.of("y", List.of("data.ignore=[t]"), "column 'w' is in the second only"),
        Arguments.of("a", PLAIN, "label 'y' and 'a'"),
        Arguments.of("y", List.of("data.ignore=[t]", "data.weight=w"), "weight none and 'w'"),
        Arguments.of(
            "y",
            List.of("data.ignore=[t, w]", "data.categorical=[b]"),
            "column 'b' is numeric and categorical"),
        Arguments.of(
            "y",
            List.of("data.ignore=[t, w]", "features.basis=[{column=a, type=powers, degree=3}]"),
            "column 'a' is numeric and numeric of degree 3"),
        Arguments.of(
            "y",
            List.of("data.ignore=[w]", String.format(parts, "month")),
            "column 't' is in the second only"));
  }

  @ParameterizedTest
  @MethodSource("differences")
  void whatDiffersIsNamed(String label, List<String> settings, String difference) {
    Path first = summarize("first", ROWS, "y", PLAIN);
    Path second = summarize("second", ROWS, label, settings);
    String message = "suffice: the statistics %s and %s do not go together: %s";
    assertRefused(
        2, String.format(message, first, second, difference), List.of(first, second), List.of());
    // Something that is taken away must go with the sum as well.
    assertRefused(
        2, String.format(message, first, second, difference), List.of(first), List.of(second));
  }

  @Test
  void partsOfDatesMustBeTheSame() {
    Path[] found = new Path[2];
    for (int i = 0; i < 2; i++) {
      String parts =
          "features.date-parts=[{column=t, parts=[" + (i == 0 ? "month" : "year") + "]}]";
      found[i] = summarize("parts" + i, ROWS, "y", List.of("data.ignore=[w]", parts));
    }
    assertRefused(2, "column 't' is date [MONTH] and date [YEAR]", List.of(found), List.of());
  }

  @Test
  void missingValuesMustBeTreatedAlikeWhateverTheOrder() {
    List<Path> all = new ArrayList<>();
    for (String missing : List.of("error", "drop", "mean")) {
      all.add(
          summarize(missing, ROWS, "y", List.of("data.ignore=[t, w]", "data.missing=" + missing)));
    }
    // What had no missing values goes with both of the others, which do not go with each other.
    trainFrom(all.subList(0, 2), List.of(), "drop", List.of()).good();
    trainFrom(List.of(all.get(0), all.get(2)), List.of(), "mean", List.of()).good();
    for (int[] order : new int[][] {{0, 1, 2}, {1, 0, 2}, {2, 1, 0}, {0, 2, 1}}) {
      List<Path> some = IntStream.of(order).mapToObj(all::get).toList();
      assertRefused(2, "data.missing=", some, List.of());
      assertRefused(2, "data.missing=", some.subList(0, 2), some.subList(2, 3));
    }
  }

  @Test
  void whatWasNotInCannotBeTakenAway() {
    Path first = summarize("first", ROWS, "y", PLAIN);
    Path large = summarize("large", ROWS + "9,9,u,2024-01-01,1,1\n", "y", PLAIN);
    Path level =
        summarize(
            "level",
            ROWS.lines().limit(6).collect(Collectors.joining("\n")).replace(",u,", ",z,"),
            "y",
            PLAIN);
    for (Path minus : List.of(large, level)) {
      String message = "suffice: --minus " + minus + " takes away rows that are not in the sum";
      assertRefused(2, message, List.of(first), List.of(minus));
    }
    assertRefused(3, "suffice: no rows to train on", List.of(first), List.of(first));
    assertRefused(
        2,
        "suffice: --minus goes with --statistics, not with --data",
        "--data",
        dir.resolve("in/first.csv"),
        "--label",
        "y",
        "--minus",
        first);
  }

  @Test
  void rowsOfOtherNumbersAreFoundByTheirVariance() {
    // As many rows as there are, and fewer squares in every column: only the variance is negative.
    Path sum = summarize("sum", "a,y\n10,10\n10,10\n10,11\n", "y", List.of());
    Path other = summarize("other", "a,y\n0,0\n9,9\n", "y", List.of());
    String message = "suffice: --minus " + other + " takes away rows that are not in the sum";
    assertRefused(2, message, List.of(sum), List.of(other));
  }

  /** A day on which nothing happened is not a failure of the night. */
  @Test
  void aDayWithoutRowsAddsNothing() {
    Path rows = summarize("rows", "a,y\n1,2\n2,3\n4,4\n", "y", List.of());
    Path none = summarize("none", "a,y\n", "y", List.of());
    Path model = dir.resolve("out/of-both");
    List<Object> words = command("train", "linear-regression", "--statistics", rows, none);
    words.addAll(List.of("--model", model));
    Run run = run(words, List.of());
    run.good();
    assertTrue(run.out().contains("n = 3 rows"), run.out());
  }

  @Test
  void noDirectoryIsNamedTwice() {
    Path first = summarize("first", ROWS, "y", PLAIN);
    Path second = summarize("second", ROWS, "y", PLAIN);
    Path again = dir.resolve("st/../st/first");
    assertRefused(
        2, "suffice: --statistics names " + again + " twice", List.of(first, again), List.of());
    assertRefused(
        2,
        "suffice: --minus names " + first + " twice",
        List.of(first, second),
        List.of(first, first));
  }

  @Test
  void labelAndWeightAreThoseOfTheStatistics() {
    Path plain = summarize("plain", ROWS, "y", PLAIN);
    String label = "suffice: the label of the statistics is 'y', not 'a'";
    assertRefused(2, label, "--statistics", plain, "--label", "a");
    String weight = "suffice: the weight of the statistics is 'none', not 'w'";
    assertRefused(2, weight, "--statistics", plain, "--set", "data.weight=w");
    trainFrom(List.of(plain), List.of(), "named", List.of("data.label=y")).good();
  }

  @Test
  void aSumPredictsAsARefitDoes() {
    // The first of the two has no missing value, and says nothing of means.
    String holes = ROWS.replace("3,5,u", "3,-,u").replace(",", ";");
    List<String> settings =
        List.of(
            "data.ignore=[t, w]",
            "data.missing=mean",
            "data.delimiter=;",
            "data.missing-values=[-]");
    List<Path> parts =
        List.of(
            summarize("whole", ROWS.replace(",", ";"), "y", settings),
            summarize("holes", holes, "y", settings));
    trainFrom(parts, List.of(), "sum", List.of()).good();
    List<Object> words = command("train", "linear-regression", "--data", dir.resolve("in"));
    words.addAll(List.of("--label", "y", "--model", dir.resolve("refit")));
    run(words, settings).good();
    assertSameModel("refit", "sum");
    for (String model : List.of("sum", "refit")) {
      Run.suffice(
              "predict",
              "--model",
              dir.resolve(model),
              "--data",
              dir.resolve("in/holes.csv"),
              "--output",
              dir.resolve("p-" + model))
          .good();
    }
    assertEquals(7, Samples.parts(dir.resolve("p-sum")).size());
    assertEquals(Samples.parts(dir.resolve("p-refit")), Samples.parts(dir.resolve("p-sum")));
  }

  // ---- statistics that were damaged ------------------------------------------------------------

  /** Does something to one of the two directories of statistics. */
  @FunctionalInterface
  interface Damage {
    void to(Path statistics) throws IOException;
  }

  private static final String JSON = Damaged.JSON;
  private static final String ARRAYS = Damaged.ARRAYS;
  private static final String SUCCESS = Damaged.SUCCESS;

  private static Arguments damage(String name, String message, Damage damage) {
    return Arguments.of(name, message, damage);
  }

  /** Damage that the hashes tell, and the same with hashes that belong to it. */
  static Stream<Arguments> damaged() {
    String hash = "/statistics.safetensors does not match the hash in statistics.json";
    String changed = "/statistics.json was changed after it was written";
    return Stream.of(
        damage("flipped in the header", hash, at -> flip(at.resolve(ARRAYS), 20)),
        damage("flipped in the digits", hash, at -> flip(at.resolve(ARRAYS), -9)),
        damage("cut", hash, at -> cut(at.resolve(ARRAYS), 8)),
        damage("empty arrays", hash, at -> Files.write(at.resolve(ARRAYS), new byte[0])),
        damage("no arrays", "/" + ARRAYS, at -> Files.delete(at.resolve(ARRAYS))),
        damage("no JSON", "/" + JSON, at -> Files.delete(at.resolve(JSON))),
        damage("JSON edited", changed, at -> Damaged.edit(at.resolve(JSON), "\"a\"", "\"A\"")),
        damage("JSON cut", changed, at -> cut(at.resolve(JSON), 2)),
        damage("no _SUCCESS", "there is no _SUCCESS", at -> Files.delete(at.resolve(SUCCESS))),
        damage("empty _SUCCESS", changed, at -> Files.write(at.resolve(SUCCESS), new byte[0])),
        damage(
            "nothing there",
            "there is no statistics at",
            at -> {
              for (String name : List.of(JSON, ARRAYS, SUCCESS)) {
                Files.delete(at.resolve(name));
              }
              Files.delete(at);
            }),
        damage(
            "a model",
            "/statistics.json",
            at -> {
              Files.move(at.resolve(JSON), at.resolve("model.json"));
              Files.move(at.resolve(ARRAYS), at.resolve("model.safetensors"));
            }),
        // From here on by somebody who can compute a hash.
        damage("a digit too large", "digit 2097152", at -> digit(at, 1L << 21)),
        damage("a digit too small", "digit -2097153", at -> digit(at, -(1L << 21) - 1)),
        damage(
            "version",
            "version 2",
            at -> Damaged.json(at, "\"formatVersion\" : 1", "\"formatVersion\" : 2")),
        damage(
            "format",
            "format 'suffice-model'",
            at -> Damaged.json(at, "\"suffice-statistics\"", "\"suffice-model\"")),
        damage(
            "statistic",
            "does not know",
            at -> Damaged.json(at, "\"exact-gram\"", "\"exact-ngram\"")),
        damage("kind", "not well-formed", at -> Damaged.json(at, "\"NUMERIC\"", "\"NUMBER\"")),
        damage("a level less", "expected", at -> Damaged.json(at, "\"u\", ", "")),
        damage(
            "a power too many",
            "expected",
            at -> Damaged.json(at, "\"NUMERIC\"", "\"NUMERIC\", \"degree\": 2")),
        damage(
            "powers without number",
            "of degree 2000000000",
            at -> Damaged.json(at, "\"NUMERIC\"", "\"NUMERIC\", \"degree\": 2000000000")),
        damage("windows far away", "window 4611686018427387904", at -> window(at, 1L << 62)),
        damage("windows beyond any double", "window 300", at -> window(at, 300)),
        damage("fewer than no rows", "array 'counts'", at -> counts(at, -1)));
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at < 0 ? bytes.length + at : at] ^= 1;
    Files.write(file, bytes);
  }

  private static void cut(Path file, int less) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - less));
  }

  private static void digit(Path at, long digit) throws IOException {
    Damaged.longs(at, "products\\.-?[0-9]+", 0, digit);
  }

  /** The arrays of the first window are then named by another. */
  private static void window(Path at, long window) throws IOException {
    Damaged.longs(at, "products", 0, window);
  }

  private static void counts(Path at, long rows) throws IOException {
    Damaged.longs(at, "counts", 0, rows);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damaged")
  void damageIsTold(String name, String message, Damage damage) throws IOException {
    Path good = summarize("good", ROWS, "y", PLAIN);
    Path bad = summarize("bad", ROWS, "y", PLAIN);
    Damaged.rehash(bad); // that alone is no damage
    trainFrom(List.of(good, bad), List.of(), "both", List.of()).good();
    damage.to(bad);
    assertRefused(3, message, List.of(good, bad), List.of());
    assertRefused(3, bad.toString(), List.of(good), List.of(bad));
  }

  private void assertRefused(int exitCode, String message, List<Path> plus, List<Path> minus) {
    List<Object> words = command("--statistics");
    words.addAll(plus);
    if (!minus.isEmpty()) {
      words.add("--minus");
      words.addAll(minus);
    }
    assertRefused(exitCode, message, words.toArray());
  }

  /** One line, the exit code, the same in the status file, and nothing else that was not there. */
  private void assertRefused(int exitCode, String message, Object... more) {
    List<String> before = Samples.tree(dir);
    List<Object> words = command("train", "linear-regression", "--model", dir.resolve("no/model"));
    words.addAll(List.of(more));
    Run run = Run.suffice(words.toArray());
    assertEquals(exitCode, run.exitCode(), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertEquals("", run.out());
    List<String> after = new ArrayList<>(Samples.tree(dir));
    after.removeAll(before);
    after.removeAll(List.of("no", "no/run-status.json"));
    assertEquals(List.of(), after);
    try {
      JsonNode status = Json.parse(Samples.bytes(dir.resolve("no/run-status.json")));
      assertEquals(exitCode, status.get("exitCode").asInt());
      assertEquals("failed", status.get("status").asText());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
