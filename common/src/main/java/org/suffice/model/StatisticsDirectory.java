package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.suffice.Failure;
import org.suffice.linalg.ExactProducts;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.statistic.ExactGramStatistic;

/**
 * An exact statistic on a file system: {@code statistics.json}, {@code statistics.safetensors} and
 * {@code _SUCCESS}, published whole. Models are trained from any sum and difference of such
 * directories, without the data.
 */
public final class StatisticsDirectory {
  private static final PublishedDirectory DIRECTORY =
      new PublishedDirectory("statistics", "statistics", "--statistics");

  /** Windows of sums of products of doubles lie well within ± so many. */
  private static final int MOST_WINDOWS = 256;

  private StatisticsDirectory() {}

  /**
   * A statistic with what its columns are.
   *
   * @param schema with every level, none left out as reference
   * @param withIndicator the columns that have an indicator of missing values
   * @param missing what was done about missing values: error, drop or mean
   * @param record of the run that made it
   */
  public record Stored(
      Schema schema,
      Set<String> withIndicator,
      String missing,
      ExactGramStatistic statistic,
      TrainingRecord record) {
    /** Where columns are in the statistic. */
    public FeatureEncoder encoder() {
      return FeatureEncoder.ofRows(schema, withIndicator);
    }
  }

  /** Checks, before work begins, that statistics may be written there. */
  public static void requireWritable(String directory, boolean overwrite) {
    DIRECTORY.requireWritable(directory, overwrite);
  }

  /**
   * Publishes statistics.
   *
   * @throws Failure when they cannot be written; nothing is then left behind
   */
  public static void write(String directory, Stored stored, boolean overwrite) {
    ObjectNode json = Json.object();
    json.put("statistic", "exact-gram");
    json.set("schema", SchemaJson.write(stored.schema()));
    ArrayNode indicators = json.putArray("indicators");
    new TreeSet<>(stored.withIndicator()).forEach(indicators::add);
    json.put("missing", stored.missing());
    SchemaJson.write(stored.record(), json);
    Tensors tensors = new Tensors();
    ExactGramStatistic statistic = stored.statistic();
    put(tensors, "products", statistic.products());
    put(tensors, "logWeights", statistic.logWeights());
    RowAccount account = statistic.account();
    tensors.put(
        "counts",
        new long[] {
          statistic.rows(),
          account.used(),
          account.missingDropped(),
          account.rejected(),
          account.zeroWeight()
        },
        5);
    DIRECTORY.write(directory, json, tensors, Map.of(), Optional.empty(), overwrite);
  }

  private static void put(Tensors tensors, String name, ExactProducts products) {
    int[] windows = products.windowNumbers();
    long[] numbers = new long[windows.length];
    for (int w = 0; w < windows.length; w++) {
      numbers[w] = windows[w];
      long[] triangle = products.triangle(windows[w]);
      tensors.put(name + "." + windows[w], triangle, triangle.length);
    }
    tensors.put(name, numbers, numbers.length);
  }

  private static ExactProducts products(Tensors tensors, String name, int size) {
    ExactProducts products = new ExactProducts(size);
    for (long window : tensors.longs(name)) {
      if (Math.abs(window) > MOST_WINDOWS) { // carries and shifts would go on for ever
        throw Failure.data("array '" + name + "': window " + window);
      }
      products.addTriangle(Math.toIntExact(window), tensors.longs(name + "." + window));
    }
    products.normalise();
    return products;
  }

  /**
   * Reads statistics.
   *
   * @throws Failure when there are none, they are not complete, or a hash does not match
   */
  public static Stored read(String directory) {
    return DIRECTORY.read(
        directory,
        content -> {
          JsonNode json = content.json();
          if (!json.path("statistic").asText().equals("exact-gram")) {
            throw Failure.data(directory + " holds a statistic that this version does not know");
          }
          Schema schema = SchemaJson.read(json.path("schema"));
          Set<String> indicators = new TreeSet<>();
          json.path("indicators").forEach(name -> indicators.add(name.asText()));
          FeatureEncoder encoder = FeatureEncoder.ofRows(schema, indicators);
          Tensors tensors = content.tensors();
          long[] counts = tensors.longs("counts");
          if (counts.length != 5 || Arrays.stream(counts).anyMatch(count -> count < 0)) {
            throw Failure.data("array 'counts': " + Arrays.toString(counts));
          }
          ExactGramStatistic statistic =
              ExactGramStatistic.of(
                  encoder.width(),
                  encoder.derived(),
                  products(tensors, "products", encoder.width() + 2),
                  products(tensors, "logWeights", 1),
                  counts[0],
                  RowAccount.of(counts[1], counts[2], counts[3], counts[4]));
          return new Stored(
              schema,
              indicators,
              json.path("missing").asText(),
              statistic,
              SchemaJson.readRecord(json));
        });
  }
}
