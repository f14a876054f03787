package org.suffice.solve;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.suffice.block.DenseBlock;
import org.suffice.model.Json;
import org.suffice.statistic.ExactGramStatistic;
import org.suffice.statistic.ExactMoments;

/** A golden file and the numbers of the rows it was computed from. */
record GoldenRows(JsonNode json, int k, double[] x, double[] y) {
  static GoldenRows of(String name) {
    try {
      JsonNode json = Json.parse(resource("/golden/" + name + ".json"));
      List<String> wanted = new ArrayList<>();
      json.path("features").forEach(node -> wanted.add(node.asText()));
      int k = wanted.size();
      wanted.add(json.path("target").asText());
      byte[] data = resource("/golden/data/" + json.path("dataset").asText());
      String[] lines = new String(data, StandardCharsets.UTF_8).split("\r?\n");
      List<String> header = List.of(lines[0].replace("\"", "").split(","));
      int[] at = wanted.stream().mapToInt(header::indexOf).toArray();
      List<double[]> rows = new ArrayList<>();
      for (int i = 1; i < lines.length; i++) {
        String[] cells = lines[i].split(",");
        if (IntStream.of(at).noneMatch(j -> cells[j].isEmpty())) {
          rows.add(IntStream.of(at).mapToDouble(j -> Double.parseDouble(cells[j])).toArray());
        }
      }
      return of(json, k, rows);
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  private static GoldenRows of(JsonNode json, int k, List<double[]> rows) {
    boolean standardized = json.path("standardized").asBoolean();
    double[] x = new double[rows.size() * k];
    double[] y = new double[rows.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = rows.get(i)[k];
      for (int j = 0; j < k; j++) {
        double value = rows.get(i)[j];
        double mean = json.path("feature_means").path(j).asDouble();
        double sd = json.path("feature_sds").path(j).asDouble();
        x[i * k + j] = standardized ? (value - mean) / sd : value;
      }
    }
    return new GoldenRows(json, k, x, y);
  }

  private static byte[] resource(String path) throws IOException {
    try (InputStream in = GoldenRows.class.getResourceAsStream(path)) {
      assertNotNull(in, "golden file is missing: " + path);
      byte[] bytes = in.readAllBytes();
      if (!path.endsWith(".gz")) {
        return bytes;
      }
      try (InputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        return unzipped.readAllBytes();
      }
    }
  }

  ExactMoments moments(double[] weights) {
    ExactGramStatistic gram = new ExactGramStatistic(k);
    gram.add(DenseBlock.of(k, x, y, weights));
    return ExactMoments.of(gram);
  }

  static Quadratic centred(ExactMoments moments) {
    int d = moments.numFeatures();
    return Quadratic.of(moments, IntStream.range(0, d).toArray(), d, true);
  }

  static double[] means(ExactMoments moments) {
    return IntStream.range(0, moments.numFeatures()).mapToDouble(moments::mean).toArray();
  }

  static double intercept(ExactMoments moments, double[] w) {
    double sum = moments.mean(w.length);
    for (int j = 0; j < w.length; j++) {
      sum -= w[j] * moments.mean(j);
    }
    return sum;
  }

  static double[] numbers(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).doubleValue();
    }
    return values;
  }
}
