package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.block.DenseBlock;
import org.suffice.neighbour.Index;
import org.suffice.neighbour.Minkowski;
import org.suffice.pass.BlockSource;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.statistic.FoldRule;
import org.suffice.statistic.NeighborLayout;

/**
 * Nearest neighbours: the rows of training are the model. They stay in files, and are read when
 * something is to be predicted.
 */
public final class NeighborModel extends TrainedModel {
  private static final long serialVersionUID = 1L;

  /** The name on the command line. */
  public static final String ALGORITHM = "knn";

  private final ReferenceParts parts;
  private final transient NeighborOptions options;
  private final transient Columns columns;
  private final transient long[] classRows;
  private final transient NeighborPath path;
  private final NeighborOutputs outputs;

  /**
   * What is known of each of the d features over the rows that have it.
   *
   * @param deviations standard deviations with 1/n
   */
  public record Columns(double[] means, double[] deviations, double[] lowest, double[] highest) {}

  /**
   * A model.
   *
   * @param parts the rows
   * @param classRows the number of rows of each class of the schema
   * @param path what k and p were chosen from
   */
  public NeighborModel(
      Schema schema,
      ReferenceParts parts,
      NeighborOptions options,
      Columns columns,
      long[] classRows,
      NeighborPath path,
      TrainingRecord record) {
    super(schema, columns.means, record);
    this.parts = parts;
    this.options = options;
    this.columns = columns;
    this.classRows = classRows.clone();
    this.path = path;
    int d = encoder().numFeatures();
    if (parts.features() != d || parts.labels() != schema.labels().size()) {
      throw new IllegalArgumentException(
          "expected rows of " + d + " features, found " + parts.features());
    }
    for (double[] each :
        List.of(columns.means, columns.deviations, columns.lowest, columns.highest)) {
      if (each.length != d) {
        throw new IllegalArgumentException("expected " + d + " columns, found " + each.length);
      }
    }
    if (classRows.length != schema.classes().size()) {
      throw new IllegalArgumentException(
          "expected " + schema.classes().size() + " classes, found " + classRows.length);
    }
    if (options.k() < 1 || options.k() > parts.rows()) {
      throw new IllegalArgumentException("k=" + options.k() + " of " + parts.rows() + " rows");
    }
    outputs = search(false);
  }

  @Override
  public String algorithm() {
    return ALGORITHM;
  }

  /** The number n of rows. */
  public long rows() {
    return parts.rows();
  }

  /** How neighbours are found and what they count. */
  public NeighborOptions options() {
    return options;
  }

  /** What is known of each feature. */
  public Columns columns() {
    return columns;
  }

  /** The number of rows of each class. */
  public long[] classRows() {
    return classRows.clone();
  }

  /** What k and p were chosen from. */
  public NeighborPath path() {
    return path;
  }

  @Override
  public NeighborModel readFrom(String directory) {
    return in(directory + "/" + ReferenceParts.NAME);
  }

  /** The same model with its rows in another directory. */
  public NeighborModel in(String directory) {
    return new NeighborModel(
        schema(), parts.in(directory), options, columns, classRows, path, record());
  }

  /** The same model with another record. */
  public NeighborModel withRecord(TrainingRecord other) {
    return new NeighborModel(schema(), parts, options, columns, classRows, path, other);
  }

  /** The same model after a choice of k and p. */
  public NeighborModel withPath(NeighborPath other) {
    NeighborPath.Step best = other.least();
    return new NeighborModel(
        schema(),
        parts,
        options.with(best.k(), Minkowski.of(best.p())),
        columns,
        classRows,
        other,
        record());
  }

  private ReferenceScaling scaling() {
    return new ReferenceScaling(columns.means, options.standardize() ? columns.deviations : null);
  }

  /** Where the parts of a row of training stand. */
  public NeighborLayout layout(NeighborLayout.Groups groups) {
    return parts.layout(groups);
  }

  /**
   * The rows of training as they are compared.
   *
   * @param folds of each row, where the layout has them
   */
  public List<BlockSource> sources(NeighborLayout layout, FoldRule folds) {
    return parts.sources(layout, scaling(), folds);
  }

  /** About how many bytes the rows take in memory. */
  public long bytesInMemory() {
    return parts.bytesInMemory();
  }

  /** The names of the folds, where a column names them. */
  public List<String> foldNames() {
    return parts.foldNames();
  }

  /** How neighbours vote. */
  public NeighborVotes votes() {
    return new NeighborVotes(
        schema().classes().size(), schema().labels().size(), options.byDistance(), options.ties());
  }

  @Override
  public SearchOutputs outputs() {
    return outputs;
  }

  /**
   * What the model says of rows.
   *
   * @param listed whether the neighbours and their distances are told
   */
  public SearchOutputs outputs(boolean listed) {
    return search(listed);
  }

  private NeighborOutputs search(boolean listed) {
    return new NeighborOutputs(
        new NeighborOutputs.Plan(
            parts, scaling(), options.metric(), options.algorithm(), votes(), options.k()),
        schema().classes(),
        schema().labels(),
        true,
        listed);
  }

  /** The class of a row as a position among the classes, or the mean of the first label. */
  @Override
  public double predict(double[] features) {
    int d = encoder().numFeatures();
    if (features.length != d) {
      throw new IllegalArgumentException("expected " + d + " features, found " + features.length);
    }
    for (int j = 0; j < d; j++) {
      if (!Double.isFinite(features[j])) {
        throw new IllegalArgumentException(
            "feature " + encoder().names().get(j) + " is " + features[j]);
      }
    }
    double[] prediction = new double[1];
    score(DenseBlock.of(d, features, new double[1], null), prediction);
    return prediction[0];
  }

  @Override
  public void score(Block block, double[] predictions) {
    int width = outputs.names().size();
    double[] all = new double[block.numRows() * width];
    outputs.compute(block, all);
    for (int i = 0; i < block.numRows(); i++) {
      predictions[i] = all[i * width];
    }
  }

  /** The arrays of the model but for its rows. */
  Tensors tensors() {
    int d = encoder().numFeatures();
    int steps = path.steps().size();
    Tensors tensors =
        new Tensors()
            .put("featureMeans", columns.means, d)
            .put("standardDeviations", columns.deviations, d)
            .put("lowest", columns.lowest, d)
            .put("highest", columns.highest, d)
            .put("classRows", classRows, classRows.length)
            .put("p", options.metric().p());
    tensors.put("pathK", path.steps().stream().mapToLong(NeighborPath.Step::k).toArray(), steps);
    tensors.put("pathP", path.steps().stream().mapToDouble(NeighborPath.Step::p).toArray(), steps);
    tensors.put(
        "pathErrors",
        path.steps().stream().mapToDouble(NeighborPath.Step::cvError).toArray(),
        steps);
    return tensors.put(
        "pathStandardErrors",
        path.steps().stream().mapToDouble(NeighborPath.Step::cvStandardError).toArray(),
        steps);
  }

  /** The part of {@code model.json} that only this algorithm has. */
  ObjectNode details() {
    ObjectNode details = Json.object();
    details.put("k", options.k());
    details.put("weights", options.byDistance() ? "distance" : "uniform");
    details.put("ties", options.ties() ? "all" : "id");
    details.put("algorithm", options.algorithm().name().toLowerCase(Locale.ROOT));
    details.put("standardize", options.standardize());
    details.put("folds", path.folds());
    details.set("rows", parts.json());
    return details;
  }

  static NeighborModel read(Schema schema, TrainingRecord record, JsonNode details, Tensors t) {
    int d = FeatureEncoder.ofFeatures(schema).numFeatures();
    double p = t.scalar("p");
    if (!(p >= 1)) {
      throw Failure.data("expected p of 1 or more, found " + p);
    }
    String algorithm = details.path("algorithm").asText().toUpperCase(Locale.ROOT);
    NeighborOptions options =
        new NeighborOptions(
            details.path("k").asInt(),
            Minkowski.of(p),
            details.path("weights").asText().equals("distance"),
            details.path("ties").asText().equals("all"),
            Arrays.stream(Index.Algorithm.values())
                .filter(each -> each.name().equals(algorithm))
                .findFirst()
                .orElse(Index.Algorithm.AUTO),
            details.path("standardize").asBoolean());
    long[] ks = t.longs("pathK");
    double[] ps = t.doubles("pathP", ks.length);
    double[] errors = t.doubles("pathErrors", ks.length);
    double[] standardErrors = t.doubles("pathStandardErrors", ks.length);
    List<NeighborPath.Step> steps = new ArrayList<>();
    for (int i = 0; i < ks.length; i++) {
      steps.add(new NeighborPath.Step(Math.toIntExact(ks[i]), ps[i], errors[i], standardErrors[i]));
    }
    return new NeighborModel(
        schema,
        ReferenceParts.of(details.path("rows")),
        options,
        new Columns(
            t.doubles("featureMeans", d),
            t.doubles("standardDeviations", d),
            t.doubles("lowest", d),
            t.doubles("highest", d)),
        t.longs("classRows"),
        new NeighborPath(details.path("folds").asInt(), steps),
        record);
  }
}
