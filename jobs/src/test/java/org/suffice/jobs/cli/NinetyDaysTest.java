package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many nights on a real table: what is added and subtracted is a full refit to the last bit. */
final class NinetyDaysTest {
  private static final int DAYS = 91;

  private static final String HEADER = Samples.lines(Samples.diamonds(0)).get(0);

  @TempDir Path dir;

  /** Each ninety-first row of the diamonds, from one row further every day. */
  private static List<String> days() {
    List<String> lines = Samples.lines(Samples.diamonds(DAYS * 100));
    return IntStream.range(0, DAYS)
        .mapToObj(
            d ->
                IntStream.range(1, lines.size())
                    .filter(i -> i % DAYS == d)
                    .mapToObj(lines::get)
                    .collect(Collectors.joining("\n", lines.get(0) + "\n", "\n")))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "linear-regression, price, 90, 30, penalty.type=none",
    "linear-regression, price, 20, 7, 'features.basis=[{column=carat, type=powers, degree=3}]'",
    "lda, cut, 30, 10, discriminant.priors=uniform",
    "qda, cut, 20, 7, discriminant.shrinkage=auto"
  })
  void everyNightIsAFullRefitOfItsWindow(
      String algorithm, String label, int last, int width, String setting) {
    RetrainFixture nights =
        new RetrainFixture(
            dir,
            algorithm,
            label,
            "retrain.window=" + width,
            "retrain.gate.max-worsening=100",
            "retrain.gate.test=none",
            "retrain.keep=3");
    List<String> days = days();
    nights.day(0, days.get(0));
    List<Integer> summarized = new ArrayList<>();
    for (int night = 1; night <= last; night++) {
      nights.day(night, days.get(night));
      nights.run(setting).good();
      JsonNode record = nights.last();
      assertEquals("published", record.path("outcome").asText(), record.toPrettyString());
      summarized.add(record.path("window").path("summarized").asInt());
      JsonNode sum = record.path("window");
      assertEquals(night > width ? 1 : 0, sum.path("subtracted").asInt());
      assertEquals(100L * Math.min(night, width), sum.path("rows").asLong());
      Path window =
          Samples.write(
              dir.resolve("window.csv"),
              IntStream.range(Math.max(0, night - width), night)
                  .mapToObj(days::get)
                  .map(csv -> csv.substring(csv.indexOf('\n') + 1))
                  .collect(Collectors.joining("", HEADER + "\n", "")));
      Path refit = dir.resolve("refit-" + night);
      Run.suffice(
              "train", algorithm, "--data", window, "--label", label, "--model", refit, "--set",
              setting)
          .good();
      assertArrayEquals(
          Samples.bytes(refit.resolve("model.safetensors")),
          nights.arrays(nights.current()),
          "night " + night);
    }
    assertEquals(IntStream.rangeClosed(1, last).mapToObj(night -> 1).toList(), summarized);
    assertEquals(
        3,
        Samples.tree(nights.store().resolve("models")).stream()
            .filter(name -> !name.contains("/"))
            .count());
    assertTrue(
        Samples.tree(nights.store().resolve("statistics")).stream()
                .filter(name -> !name.contains("/"))
                .count()
            == width + 1);
  }
}
