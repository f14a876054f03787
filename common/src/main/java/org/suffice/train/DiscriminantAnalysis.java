package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.TrainingRecord;
import org.suffice.pass.Blocks;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.read.Text;
import org.suffice.solve.DiscriminantFit;
import org.suffice.solve.Discriminants;
import org.suffice.solve.SingularCovarianceException;
import org.suffice.statistic.ClassGrams;
import org.suffice.statistic.ExactGramStatistic;
import org.suffice.statistic.GramStatistic;
import org.suffice.statistic.Moments;

/**
 * Linear and quadratic discriminants: one pass for a Gram statistic of each class, then a closed
 * form. Row weights count rows: a row of weight 2 is two rows.
 *
 * @param kind linear, with one covariance for all classes, or quadratic, with one for each
 * @param priors of the classes
 * @param shrinkage of the covariances
 * @param mix share of the pooled covariance in that of each class (quadratic only): Friedman's
 *     regularized discriminant analysis
 * @param precision of the sums
 */
public record DiscriminantAnalysis(
    DiscriminantFit.Kind kind,
    Priors priors,
    Shrinkage shrinkage,
    double mix,
    LinearRegression.Precision precision) {

  /** Matrices of 8·p² bytes for each class: partial sums, their merge, moments and factor. */
  private static final long FAST_MATRICES = 8;

  /** With exact sums some five in windows, for each thread and the sum, then the same. */
  private static final long EXACT_MATRICES_PER_THREAD = 6;

  private static final long EXACT_MATRICES = 12;

  /** A class is rare where another has so many times its rows. */
  private static final long RARE = 1000;

  private static final String REMEDY =
      "set discriminant.shrinkage=auto or a number above 0 and at most 1";

  /** Checks what goes together. */
  public DiscriminantAnalysis {
    if (!(mix >= 0 && mix <= 1)) {
      throw Failure.usage("discriminant.mix must lie between 0 and 1, found " + mix);
    }
    if (mix > 0 && kind == DiscriminantFit.Kind.LDA) {
      throw Failure.usage(
          "discriminant.mix mixes the covariance of each class with that of all: lda has only the"
              + " latter; train qda");
    }
  }

  /** The classical analysis: shares of the rows as priors, no shrinkage. */
  public DiscriminantAnalysis(DiscriminantFit.Kind kind, LinearRegression.Precision precision) {
    this(kind, Priors.EMPIRICAL, Shrinkage.NONE, 0, precision);
  }

  /**
   * What a pass leaves: one of the two statistics.
   *
   * @param exact null with fast sums
   * @param fast null with exact sums
   */
  public record Reduction(ClassGrams<ExactGramStatistic> exact, ClassGrams<GramStatistic> fast) {
    /** What became of every row. */
    public RowAccount account() {
      return exact != null ? exact.account() : fast.account();
    }

    SortedMap<Integer, ?> parts() {
      return exact != null ? exact.parts() : fast.parts();
    }

    /** Whether any row has the class at a position. */
    boolean hasRows(int k) {
      return parts().containsKey(k)
          && (exact != null ? exact.parts().get(k).rows() : fast.parts().get(k).rows()) > 0;
    }
  }

  /** An empty statistic for rows of a layout, to pass over data with exact sums. */
  public ClassGrams<ExactGramStatistic> exactZero(FeatureEncoder encoder, int numClasses) {
    return ClassGrams.exact(encoder.width(), encoder.derived(), numClasses, shrinkage.auto());
  }

  /** The same with sums of doubles. */
  ClassGrams<GramStatistic> fastZero(FeatureEncoder encoder, int numClasses) {
    return ClassGrams.fast(encoder.width(), numClasses, shrinkage.auto());
  }

  /**
   * Passes over the data once.
   *
   * @param numClasses the number of classes that labels may stand for
   */
  public Reduction reduce(Blocks blocks, FeatureEncoder encoder, int numClasses) {
    requireMemory(encoder.width(), numClasses);
    return precision == LinearRegression.Precision.EXACT
        ? new Reduction(blocks.pass(exactZero(encoder, numClasses)), null)
        : new Reduction(null, blocks.pass(fastZero(encoder, numClasses)));
  }

  /** Refuses matrices that the heap cannot hold, before the data are read. */
  public void requireMemory(int width, int numClasses) {
    requireMemory(width, numClasses, 1, 0);
  }

  /**
   * The same where there are more of them.
   *
   * @param statistics how many statistics there are at a time, one for each fold
   * @param models how many models there are beside them
   */
  void requireMemory(int width, int numClasses, int statistics, long models) {
    boolean exact = precision == LinearRegression.Precision.EXACT;
    boolean auto = shrinkage.auto();
    long threads = Runtime.getRuntime().availableProcessors();
    long matrices =
        exact ? EXACT_MATRICES + threads * EXACT_MATRICES_PER_THREAD : FAST_MATRICES + threads;
    double factors = (double) models * (kind == DiscriminantFit.Kind.LDA ? 1 : numClasses);
    MatrixMemory.require(
        width,
        auto ? 2 : 1,
        (double) matrices * numClasses * statistics + factors / (auto ? 4 : 1),
        String.format(Locale.ROOT, "%,d classes of ", numClasses),
        (exact ? "precision=exact" : "precision=fast")
            + (auto ? " and discriminant.shrinkage=auto" : ""),
        (auto ? ", give discriminant.shrinkage a number" : "")
            + (exact ? ", or set precision=fast" : "")
            + (statistics > 1 ? ", or cross-validate with fewer folds and values" : ""));
  }

  /**
   * Solves a statistic.
   *
   * @param schema of the rows
   * @param encoder of the rows that were reduced, with its indicators of missing values
   * @param classes the names of the positions that labels stand for; those that no row has are
   *     forgotten
   * @throws Failure when there are fewer than two classes, or a covariance is singular
   */
  public DiscriminantModel solve(
      Reduction reduced, Schema schema, FeatureEncoder encoder, List<String> classes) {
    return solve(ClassFeatures.of(reduced, shrinkage.auto(), schema, encoder, classes), true);
  }

  /**
   * Solves what was selected of a statistic.
   *
   * @param tests whether equal means and equal covariances are tested
   */
  DiscriminantModel solve(ClassFeatures rows, boolean tests) {
    FittedSlots slots = rows.slots();
    List<String> names = rows.names();
    requireRows(names, rows.parts(), rows.columns().length);
    Discriminants.Settings settings =
        new Discriminants.Settings(
            kind, priors.of(names), shrinkage.auto() ? Double.NaN : shrinkage.alpha(), mix, tests);
    DiscriminantFit fit;
    try {
      fit =
          Discriminants.solve(settings, rows.scatters(), shrinkage.auto() ? rows.squared() : null);
    } catch (SingularCovarianceException e) {
      throw singular(e, names, rows.columns(), slots);
    }
    requireFinite(fit, rows.columns(), slots);
    DiscriminantModel model =
        new DiscriminantModel(
            slots.schema().withClasses(names),
            names,
            rows.columns(),
            fit,
            rows.means(),
            rows.spreads(),
            TrainingRecord.EMPTY);
    return model.withRecord(
        new TrainingRecord(Map.of(), Map.of(), warnings(model, rows.parts()), Map.of()));
  }

  private static void requireFinite(DiscriminantFit fit, int[] columns, FittedSlots slots) {
    int d = columns.length;
    for (int i = 0; i < fit.covariances().length; i++) {
      if (!Double.isFinite(fit.covariances()[i])) {
        throw Failure.data(
            "the squares of column "
                + Text.show(slots.encoder().names().get(columns[i / d % d]))
                + " leave the range of a double: divide the column by a power of ten");
      }
    }
  }

  /** Tells of classes too small for a covariance, before the arithmetic finds it singular. */
  private void requireRows(List<String> names, Moments[] parts, int d) {
    int c = names.size();
    double weight = Arrays.stream(parts).mapToDouble(Moments::totalWeight).sum();
    long rows = Arrays.stream(parts).mapToLong(Moments::rows).sum();
    boolean regular = !shrinkage.isNone();
    if (!(weight > c)) {
      throw Failure.noSolution(
          count(rows, weight)
              + " in c="
              + c
              + " classes leave nothing to estimate a covariance from; give more rows");
    }
    if (kind == DiscriminantFit.Kind.LDA || mix > 0) {
      if (!regular && rows - c < d) {
        throw Failure.noSolution(
            count(rows, weight)
                + " in c="
                + c
                + " classes, fewer than c+d="
                + (c + d)
                + " for d="
                + d
                + " columns: their covariance is singular; "
                + REMEDY
                + ", or leave columns out with data.ignore");
      }
      return;
    }
    for (int k = 0; k < c; k++) {
      double own = parts[k].totalWeight();
      if (!(own > 1) || !regular && parts[k].rows() <= d) {
        String remedy = own > 1 ? REMEDY + ", or " : "";
        throw Failure.noSolution(
            "class "
                + Text.show(names.get(k))
                + " has "
                + count(parts[k].rows(), own)
                + ", fewer than "
                + (own > 1 ? "d+1=" + (d + 1) + " for a covariance of d=" + d + " columns" : "2")
                + ": "
                + (remedy.isEmpty() ? "set " : remedy)
                + "discriminant.mix above 0, or train lda");
      }
    }
  }

  private static String count(long rows, double weight) {
    String text = String.format(Locale.ROOT, "%,d row%s", rows, rows == 1 ? "" : "s");
    return weight == rows ? text : text + " of weight " + weight;
  }

  private Failure singular(
      SingularCovarianceException e, List<String> classes, int[] columns, FittedSlots slots) {
    List<String> names = slots.encoder().names();
    String column = Text.show(names.get(columns[e.column()]));
    String others =
        Arrays.stream(e.others())
            .limit(6)
            .mapToObj(i -> Text.show(names.get(columns[i])))
            .collect(Collectors.joining(", "));
    String within =
        e.classPosition() < 0
            ? "within classes"
            : "within class " + Text.show(classes.get(e.classPosition()));
    String what =
        others.isEmpty()
            ? " is constant " + within
            : " is a combination of " + others + " " + within;
    return Failure.noSolution(
        "column "
            + column
            + what
            + ": the covariance is singular; "
            + REMEDY
            + ", or leave the column out with data.ignore="
            + column);
  }

  private List<String> warnings(DiscriminantModel model, Moments[] parts) {
    List<String> warnings = new ArrayList<>();
    addRareClasses(model, warnings);
    if (mix > 0 || shrinkage.alpha() > 0 || shrinkage.auto()) {
      return warnings;
    }
    int d = model.fit().numColumns();
    if (kind == DiscriminantFit.Kind.QDA) {
      List<String> small =
          IntStream.range(0, parts.length)
              .filter(k -> parts[k].rows() < 2L * d)
              .mapToObj(k -> Text.show(model.classes().get(k)))
              .limit(6)
              .toList();
      if (!small.isEmpty()) {
        warnings.add(
            "fewer than two rows for each of d="
                + d
                + " columns in class "
                + String.join(", ", small)
                + ": their covariances are uncertain; discriminant.shrinkage=auto steadies them");
      }
    }
    return warnings;
  }

  /** Of classes with one row, and of those beside which others have a thousand times the rows. */
  private static void addRareClasses(DiscriminantModel model, List<String> warnings) {
    long[] rows = model.fit().rows();
    long most = Arrays.stream(rows).max().orElse(0);
    long alone = Arrays.stream(rows).filter(n -> n == 1).count();
    int rarest = 0;
    for (int k = 1; k < rows.length; k++) {
      rarest = rows[k] < rows[rarest] ? k : rarest;
    }
    String named = "class " + Text.show(model.classes().get(rarest));
    if (alone > 0) {
      warnings.add(
          named
              + (alone > 2
                  ? String.format(Locale.ROOT, " and %,d others have", alone - 1)
                  : alone == 2 ? " and another have" : " has")
              + " one row: nothing tells how its rows vary, or whether they can be predicted");
    }
    if (most / RARE >= rows[rarest]) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s has %,d of %,d rows: a model that never predicts it looks accurate; judge by the"
                  + " recall of the class (evaluate), and set discriminant.priors where it counts"
                  + " for more",
              named,
              rows[rarest],
              model.fit().totalRows()));
    }
  }
}
