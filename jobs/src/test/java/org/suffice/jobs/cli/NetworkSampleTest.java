package org.suffice.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks on data of the world, told by rows that they have not seen. */
final class NetworkSampleTest {
  @TempDir Path dir;

  private static List<String> sample(String name) {
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(Path.of("../scripts/samples/" + name)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The header and the rows at some positions. */
  private Path rows(String name, List<String> lines, IntPredicate positions) {
    List<String> kept = new ArrayList<>();
    kept.add(lines.get(0));
    for (int i = 1; i < lines.size(); i++) {
      if (positions.test(i - 1)) {
        kept.add(lines.get(i));
      }
    }
    return Samples.write(dir.resolve(name), String.join("\n", kept) + "\n");
  }

  private JsonNode metrics(String algorithm, Path train, Path test, String label, String... sets) {
    Path model = dir.resolve(algorithm);
    List<Object> words =
        new ArrayList<>(Arrays.asList("train", algorithm, "--data", train, "--label", label));
    words.addAll(List.of("--model", model));
    for (String set : sets) {
      words.addAll(List.of("--set", set));
    }
    Run.suffice(words.toArray()).good();
    return Run.suffice("evaluate", "--model", model, "--data", test).json().get("metrics");
  }

  /** 8,000 digits learnt, 2,000 others told apart by one hidden layer. */
  @Test
  void handwrittenDigits() {
    List<String> lines = sample("mnist.csv.gz");
    JsonNode metrics =
        metrics(
            "neural-network",
            rows("train.csv", lines, i -> i < 8000),
            rows("test.csv", lines, i -> i >= 8000),
            "digit",
            "task=classification",
            "features.standardize=false",
            "network.hidden=[300]",
            "optimizer.learning-rate=0.003",
            "optimizer.schedule=cosine",
            "optimizer.batch-size=64",
            "optimizer.epochs=15");
    assertTrue(metrics.get("accuracy").asDouble() >= 0.96, metrics.toString());
    assertTrue(metrics.get("logLoss").asDouble() < 0.2, metrics.toString());
  }

  /** The prices of diamonds are no linear function of their columns. */
  @Test
  void pricesOfDiamonds() {
    List<String> lines = sample("diamonds.csv.gz");
    Path train = rows("train.csv", lines, i -> i % 4 == 0);
    Path test = rows("test.csv", lines, i -> i % 20 == 1);
    double linear = metrics("linear-regression", train, test, "price").get("r2").asDouble();
    double network =
        metrics(
                "neural-network",
                train,
                test,
                "price",
                "network.hidden=[32]",
                "optimizer.learning-rate=0.01",
                "optimizer.schedule=cosine",
                "optimizer.epochs=12",
                "early-stop.fraction=0.1")
            .get("r2")
            .asDouble();
    assertTrue(linear > 0.9 && linear < 0.93, "R² of least squares: " + linear);
    assertTrue(network > 0.97, "R² of the network: " + network);
  }
}
