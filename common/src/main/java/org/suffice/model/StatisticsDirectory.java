package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.suffice.Failure;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.statistic.ClassGrams;
import org.suffice.statistic.ExactGramStatistic;

/**
 * An exact statistic on a file system: {@code statistics.json}, {@code statistics.safetensors} and
 * {@code _SUCCESS}, published whole. Models are trained from any sum and difference of such
 * directories, without the data.
 */
public final class StatisticsDirectory {
  private static final PublishedDirectory DIRECTORY =
      new PublishedDirectory("statistics", "statistics", "--statistics");

  private static final String GRAM = "exact-gram";
  private static final String CLASS_GRAMS = "exact-class-grams";

  private StatisticsDirectory() {}

  /**
   * A statistic with what its columns are.
   *
   * @param schema with every level, none left out as reference
   * @param withIndicator the columns that have an indicator of missing values
   * @param missing what was done about missing values: error, drop or mean
   * @param gram of all rows, labels included; null with statistics of classes
   * @param classes of the rows of each class; null with one Gram of all
   * @param record of the run that made it
   */
  public record Stored(
      Schema schema,
      Set<String> withIndicator,
      String missing,
      ExactGramStatistic gram,
      ClassGrams<ExactGramStatistic> classes,
      TrainingRecord record) {
    /** One of the two kinds of statistic. */
    public Stored {
      if ((gram == null) == (classes == null)) {
        throw new IllegalArgumentException("expected one statistic, of all rows or of classes");
      }
    }

    /**
     * A statistic of rows just read.
     *
     * @param encoder of the rows
     */
    public static Stored of(
        Schema schema,
        FeatureEncoder encoder,
        String missing,
        ExactGramStatistic gram,
        ClassGrams<ExactGramStatistic> classes,
        TrainingRecord record) {
      Set<String> withIndicator = new TreeSet<>();
      for (int c = 0; c < encoder.numColumns(); c++) {
        if (encoder.indicatorSlot(c) >= 0) {
          withIndicator.add(encoder.columnName(c));
        }
      }
      return new Stored(schema, withIndicator, missing, gram, classes, record);
    }

    /** What became of every row. */
    public RowAccount account() {
      return gram != null ? gram.account() : classes.account();
    }

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
    json.put("statistic", stored.classes() == null ? GRAM : CLASS_GRAMS);
    if (stored.classes() != null) {
      json.put("squares", stored.classes().hasSquares());
    }
    json.set("schema", SchemaJson.write(stored.schema()));
    ArrayNode indicators = json.putArray("indicators");
    new TreeSet<>(stored.withIndicator()).forEach(indicators::add);
    json.put("missing", stored.missing());
    SchemaJson.write(stored.record(), json);
    Tensors tensors = new Tensors();
    if (stored.classes() == null) {
      GramTensors.put(tensors, stored.gram());
    } else {
      GramTensors.put(tensors, stored.classes());
    }
    DIRECTORY.write(directory, json, tensors, Map.of(), Optional.empty(), overwrite);
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
          String statistic = json.path("statistic").asText();
          if (!statistic.equals(GRAM) && !statistic.equals(CLASS_GRAMS)) {
            throw Failure.data(directory + " holds a statistic that this version does not know");
          }
          Schema schema = SchemaJson.read(json.path("schema"));
          if (statistic.equals(CLASS_GRAMS) != schema.hasClasses()) {
            throw Failure.data("a statistic " + statistic + " and the classes " + schema.classes());
          }
          Set<String> indicators = new TreeSet<>();
          json.path("indicators").forEach(name -> indicators.add(name.asText()));
          FeatureEncoder encoder = FeatureEncoder.ofRows(schema, indicators);
          int c = schema.classes().size();
          boolean squares = json.path("squares").asBoolean();
          return new Stored(
              schema,
              indicators,
              json.path("missing").asText(),
              c == 0 ? GramTensors.gram(content.tensors(), encoder) : null,
              c == 0 ? null : GramTensors.classes(content.tensors(), encoder, c, squares),
              SchemaJson.readRecord(json));
        });
  }
}
