package org.suffice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.read.Schema;
import org.suffice.read.Text;
import org.suffice.solve.DiscriminantFit;
import org.suffice.solve.Solution;

/**
 * Gaussian classes: the class of a row is the one of largest probability, π_k φ(x; μ_k, Σ_k) over
 * the sum of all.
 */
public final class DiscriminantModel extends TrainedModel {
  private static final long serialVersionUID = 1L;

  private final List<String> classes;
  private final transient int[] columns;
  private final transient DiscriminantFit fit;
  private final transient double[] spreads;
  private final transient DiscriminantValidation validation;
  private final DiscriminantScores scores;

  /**
   * A model.
   *
   * @param classes their names, in the order of the fit
   * @param columns the slots of the encoder that were fitted, in the order of the fit
   * @param means of each of the d features over the rows that have it: they stand for missing
   *     values when that is asked for
   * @param spreads standard deviations of the same, with n−1
   */
  public DiscriminantModel(
      Schema schema,
      List<String> classes,
      int[] columns,
      DiscriminantFit fit,
      double[] means,
      double[] spreads,
      TrainingRecord record) {
    this(schema, classes, columns, fit, means, spreads, record, DiscriminantValidation.NONE);
  }

  private DiscriminantModel(
      Schema schema,
      List<String> classes,
      int[] columns,
      DiscriminantFit fit,
      double[] means,
      double[] spreads,
      TrainingRecord record,
      DiscriminantValidation validation) {
    super(schema, means, record);
    this.classes = List.copyOf(classes);
    this.columns = columns.clone();
    this.fit = fit;
    this.spreads = spreads.clone();
    this.validation = validation;
    int d = encoder().numFeatures();
    if (fit.numClasses() != classes.size() || new HashSet<>(classes).size() < classes.size()) {
      throw new IllegalArgumentException(
          "expected " + fit.numClasses() + " classes, found " + classes);
    }
    if (fit.numColumns() != columns.length || means.length != d || spreads.length != d) {
      throw new IllegalArgumentException(
          "expected " + fit.numColumns() + " columns of " + d + ", found " + columns.length);
    }
    for (int column : columns) {
      Objects.checkIndex(column, d);
    }
    scores = new DiscriminantScores(fit, this.columns, d);
  }

  @Override
  public String algorithm() {
    return fit.kind().text();
  }

  /** The parameters and what was found out about them. */
  public DiscriminantFit fit() {
    return fit;
  }

  /** The names of the classes, in the order of their positions. */
  public List<String> classes() {
    return classes;
  }

  /** The slots of the encoder that were fitted, in the order of the fit. */
  public int[] columns() {
    return columns.clone();
  }

  /** The names of the fitted columns: the features without the reference levels. */
  public List<String> names() {
    return names(columns);
  }

  /** The standard deviation of each of the d features. */
  public double[] standardDeviations() {
    return spreads.clone();
  }

  /** The same model with another record. */
  public DiscriminantModel withRecord(TrainingRecord other) {
    return new DiscriminantModel(
        schema(), classes, columns, fit, featureMeans(), spreads, other, validation);
  }

  /** What is known of the model from rows that were left out. */
  public DiscriminantValidation validation() {
    return validation;
  }

  /** The same model with other knowledge of rows that were left out. */
  public DiscriminantModel withValidation(DiscriminantValidation other) {
    return new DiscriminantModel(
        schema(), classes, columns, fit, featureMeans(), spreads, record(), other);
  }

  @Override
  public void score(Block block, double[] predictions) {
    int c = classes.size();
    scores.score(
        block,
        (row, values, offset) -> predictions[row] = LogProbabilities.largest(values, offset, c));
  }

  @Override
  public Outputs outputs() {
    return outputs(false);
  }

  /**
   * What the model says of rows.
   *
   * @param discriminants whether that includes coordinates along the linear discriminants
   * @throws Failure when there are none
   */
  public Outputs outputs(boolean discriminants) {
    if (discriminants && fit.kind() == DiscriminantFit.Kind.QDA) {
      throw Failure.usage("qda has no linear discriminants; train lda");
    }
    return new DiscriminantOutputs(
        scores,
        classes,
        discriminants ? DiscriminantOutputs.Mode.COORDINATES : DiscriminantOutputs.Mode.PLAIN);
  }

  /**
   * What the model would say of each row of its training data had it been trained without that row.
   * The labels of blocks are positions among {@link #classes()}.
   *
   * @param refitPriors whether priors too are those of the other rows
   * @throws Failure when there is no closed form
   */
  public Outputs leaveOneOut(boolean refitPriors) {
    for (double alpha : fit.shrinkage()) {
      if (alpha != 0 || fit.mix() != 0) {
        throw Failure.usage(
            "leave-one-out has no closed form with discriminant.shrinkage or discriminant.mix");
      }
    }
    return new DiscriminantOutputs(
        scores,
        classes,
        refitPriors
            ? DiscriminantOutputs.Mode.LEFT_OUT_WITH_PRIORS
            : DiscriminantOutputs.Mode.LEFT_OUT);
  }

  /** The arrays of the model: everything that depends on the data alone. */
  Tensors tensors() {
    int c = fit.numClasses();
    int d = fit.numColumns();
    int r = fit.numDiscriminants();
    long matrices = fit.logDeterminants().length;
    DiscriminantFit.Wilks wilks = fit.wilks();
    DiscriminantFit.Box box = fit.box();
    Tensors tensors =
        new Tensors()
            .put("featureMeans", featureMeans(), numFeatures())
            .put("standardDeviations", spreads, spreads.length)
            .put("columns", Arrays.stream(columns).asLongStream().toArray(), d)
            .put("rows", fit.rows(), c)
            .put("weights", fit.weights(), c)
            .put("priors", fit.priors(), c)
            .put("centre", fit.centre(), d)
            .put("means", fit.means(), c, d)
            .put("covariances", fit.covariances(), matrices, d, d)
            .put("whitening", fit.whitening(), matrices, d, d)
            .put("logDeterminants", fit.logDeterminants(), matrices)
            .put("shrinkage", fit.shrinkage(), c)
            .put("mix", fit.mix())
            .put("intercepts", fit.intercepts(), c)
            .put(
                "wilks",
                new double[] {
                  wilks.lambda(), wilks.f(), wilks.numerator(), wilks.denominator(), wilks.pValue()
                },
                5)
            .put(
                "box",
                new double[] {box.m(), box.chiSquare(), box.degreesOfFreedom(), box.pValue()},
                4)
            .put("objective", fit.solution().objective());
    if (fit.kind() == DiscriminantFit.Kind.LDA) {
      tensors
          .put("coefficients", fit.coefficients(), c, d)
          .put("singularValues", fit.singularValues(), r)
          .put("scaling", fit.scaling(), d, r)
          .put("origin", fit.origin(), d);
    }
    return tensors;
  }

  /** The part of {@code model.json} that only this algorithm has. */
  ObjectNode details() {
    ObjectNode details = Json.object();
    details.put("kind", fit.kind().text());
    ArrayNode names = details.putArray("classes");
    classes.forEach(names::add);
    details.put("status", fit.solution().termination().name());
    details.put("iterations", fit.solution().iterations());
    validation.put(details);
    return details;
  }

  static DiscriminantModel read(Schema schema, TrainingRecord record, JsonNode details, Tensors t) {
    String text = details.path("kind").asText();
    DiscriminantFit.Kind kind =
        Arrays.stream(DiscriminantFit.Kind.values())
            .filter(each -> each.text().equals(text))
            .findFirst()
            .orElseThrow(() -> Failure.data("unknown kind of discriminants " + Text.show(text)));
    boolean lda = kind == DiscriminantFit.Kind.LDA;
    List<String> classes = new ArrayList<>();
    details.path("classes").forEach(name -> classes.add(name.asText()));
    int[] columns = Arrays.stream(t.longs("columns")).mapToInt(Math::toIntExact).toArray();
    int c = classes.size();
    int d = columns.length;
    int matrices = lda ? 1 : c;
    int entries = Math.multiplyExact(matrices, Math.multiplyExact(d, d));
    double[] singularValues = lda ? t.doubles("singularValues") : new double[0];
    double[] wilks = t.doubles("wilks", 5);
    double[] box = t.doubles("box", 4);
    if (c < 2 || d < 1 || t.longs("rows").length != c) {
      throw Failure.data("expected counts of " + c + " classes, found " + t.longs("rows").length);
    }
    DiscriminantFit fit =
        new DiscriminantFit(
            kind,
            t.longs("rows"),
            t.doubles("weights", c),
            t.doubles("priors", c),
            t.doubles("centre", d),
            t.doubles("means", Math.multiplyExact(c, d)),
            t.doubles("covariances", entries),
            t.doubles("whitening", entries),
            t.doubles("logDeterminants", matrices),
            t.doubles("shrinkage", c),
            t.scalar("mix"),
            lda ? t.doubles("coefficients", c * d) : new double[0],
            t.doubles("intercepts", c),
            singularValues,
            lda
                ? t.doubles("scaling", Math.multiplyExact(d, singularValues.length))
                : new double[0],
            lda ? t.doubles("origin", d) : new double[0],
            new DiscriminantFit.Wilks(wilks[0], wilks[1], wilks[2], wilks[3], wilks[4]),
            new DiscriminantFit.Box(box[0], box[1], box[2], box[3]),
            new Solution(
                Solution.Termination.valueOf(details.path("status").asText()),
                details.path("iterations").asInt(),
                t.scalar("objective"),
                0));
    return new DiscriminantModel(
        schema,
        classes,
        columns,
        fit,
        t.doubles("featureMeans"),
        t.doubles("standardDeviations"),
        record,
        DiscriminantValidation.read(details, c));
  }
}
