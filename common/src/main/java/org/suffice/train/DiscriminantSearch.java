package org.suffice.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.TrainingRecord;
import org.suffice.pass.Blocks;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.read.Text;
import org.suffice.solve.DiscriminantFit;
import org.suffice.statistic.ClassGrams;
import org.suffice.statistic.ExactGramStatistic;
import org.suffice.statistic.FoldRule;
import org.suffice.statistic.FoldedStatistic;
import org.suffice.statistic.GramStatistic;
import org.suffice.statistic.Statistic;

/**
 * A discriminant analysis whose shrinkage and mix are given, or chosen by the error on rows left
 * out: one pass reduces every fold to its sums, from which follow the models of all candidates on
 * the other folds; a second scores every row by those of its fold. Two passes, however many
 * candidates and folds there are.
 *
 * @param kind of discriminants
 * @param priors of the classes
 * @param shrinkages one or more, of which {@link Shrinkage#AUTO} stands alone
 * @param mixes one or more; 0 for {@code lda}
 * @param precision of the sums
 * @param folds how rows are left out; empty for no cross-validation
 * @param leaveOneOut whether a further pass tells each row by the fit of all others
 */
public record DiscriminantSearch(
    DiscriminantFit.Kind kind,
    Priors priors,
    List<Shrinkage> shrinkages,
    List<Double> mixes,
    LinearRegression.Precision precision,
    Optional<Folds> folds,
    boolean leaveOneOut) {
  private static final int MOST_CANDIDATES = 1000;

  /** Sorts from the most to the least shrunk, and checks what goes together. */
  public DiscriminantSearch {
    shrinkages =
        shrinkages.stream()
            .distinct()
            .sorted(Comparator.comparingDouble(Shrinkage::alpha).reversed())
            .toList();
    mixes = mixes.stream().distinct().sorted(Comparator.reverseOrder()).toList();
    long candidates = (long) shrinkages.size() * mixes.size();
    if (candidates < 1 || candidates > MOST_CANDIDATES) {
      throw Failure.usage(
          "discriminant.shrinkage and discriminant.mix: expected 1 to "
              + MOST_CANDIDATES
              + " pairs of values, found "
              + candidates);
    }
    if (candidates > 1 && folds.isEmpty()) {
      throw Failure.usage(
          (shrinkages.size() > 1 ? "discriminant.shrinkage" : "discriminant.mix")
              + " has several values: set cross-validation.folds too, to choose among them");
    }
    boolean plain = shrinkages.stream().allMatch(Shrinkage::isNone) && mixes.get(0) == 0;
    if (leaveOneOut && !plain) {
      throw Failure.usage(
          "discriminant.leave-one-out has no closed form with discriminant.shrinkage or"
              + " discriminant.mix; cross-validation.folds tells the error on rows left out");
    }
  }

  /** The candidates, from the most to the least shrunk and mixed. */
  public List<DiscriminantAnalysis> candidates() {
    List<DiscriminantAnalysis> candidates = new ArrayList<>();
    for (Shrinkage shrinkage : shrinkages) {
      for (double mix : mixes) {
        candidates.add(new DiscriminantAnalysis(kind, priors, shrinkage, mix, precision));
      }
    }
    return candidates;
  }

  /** The first of the candidates: all of them are solved from the same sums. */
  public DiscriminantAnalysis first() {
    return candidates().get(0);
  }

  /**
   * What the first pass leaves.
   *
   * @param all the sums of all rows
   * @param exactFolds null with fast sums or without folds
   * @param fastFolds null with exact sums or without folds
   */
  public record Reduction(
      DiscriminantAnalysis.Reduction all,
      FoldedStatistic<ClassGrams<ExactGramStatistic>> exactFolds,
      FoldedStatistic<ClassGrams<GramStatistic>> fastFolds) {
    /** What became of every row. */
    public RowAccount account() {
      return all.account();
    }

    /** The names of the folds that have rows. */
    List<String> folds() {
      return exactFolds != null ? exactFolds.names() : fastFolds.names();
    }

    /** The sums of all rows but those of a fold. */
    DiscriminantAnalysis.Reduction without(int fold) {
      if (exactFolds == null) { // nothing can be taken away from doubles without losing digits
        return new DiscriminantAnalysis.Reduction(null, fastFolds.without(fold));
      }
      ClassGrams<ExactGramStatistic> rest = all.exact().fresh().merge(all.exact());
      return new DiscriminantAnalysis.Reduction(
          ClassGrams.subtract(rest, exactFolds.parts().get(fold)), null);
    }
  }

  /** Refuses matrices that the heap cannot hold, before the data are read. */
  public void requireMemory(int width, int numClasses) {
    int numFolds =
        folds.map(f -> f.rule().kind() == FoldRule.Kind.COLUMN ? 10 : f.rule().folds()).orElse(0);
    long models = (long) numFolds * shrinkages.size() * mixes.size();
    first().requireMemory(width, numClasses, 1 + numFolds, models);
  }

  /**
   * Passes over the data once.
   *
   * @param numClasses the number of classes that labels may stand for
   */
  public Reduction reduce(Blocks blocks, FeatureEncoder encoder, int numClasses) {
    requireMemory(encoder.width(), numClasses);
    requireNoMeans(encoder);
    DiscriminantAnalysis analysis = first();
    if (folds.isEmpty()) {
      return new Reduction(analysis.reduce(blocks, encoder, numClasses), null, null);
    }
    FoldRule rule = folds.get().rule();
    if (precision == LinearRegression.Precision.EXACT) {
      ClassGrams<ExactGramStatistic> zero = analysis.exactZero(encoder, numClasses);
      var folded = requireFolds(blocks.pass(new FoldedStatistic<>(zero, rule)));
      var all = ClassGrams.of(zero, folded.total().parts(), folded.account());
      return new Reduction(new DiscriminantAnalysis.Reduction(all, null), folded, null);
    }
    ClassGrams<GramStatistic> zero = analysis.fastZero(encoder, numClasses);
    var folded = requireFolds(blocks.pass(new FoldedStatistic<>(zero, rule)));
    var all = ClassGrams.of(zero, folded.total().parts(), folded.account());
    return new Reduction(new DiscriminantAnalysis.Reduction(null, all), null, folded);
  }

  private static <S extends Statistic<S>> FoldedStatistic<S> requireFolds(
      FoldedStatistic<S> folded) {
    if (folded.names().size() == 1) {
      throw Failure.data("cross-validation: all rows are in one fold; at least two must have rows");
    }
    return folded;
  }

  /** A mean that stands for a missing value changes with every row that is left out. */
  private void requireNoMeans(FeatureEncoder encoder) {
    for (int c = 0; leaveOneOut && c < encoder.numColumns(); c++) {
      if (encoder.indicatorSlot(c) >= 0) {
        throw Failure.usage(
            "discriminant.leave-one-out has no closed form where means stand for missing values, as"
                + " in column "
                + Text.show(encoder.columnName(c))
                + "; set data.missing=drop");
      }
    }
  }

  /**
   * Solves what the first pass left, and passes again for the errors on rows left out where they
   * are asked for.
   *
   * @param blocks the same rows
   * @param schema of the rows
   * @param encoder of the rows, with its indicators of missing values
   * @param classes the names of the positions that labels stand for; those that no row has are
   *     forgotten
   * @throws Failure when there are fewer than two classes, or the covariance of every candidate is
   *     singular
   */
  public DiscriminantModel solve(
      Blocks blocks,
      Reduction reduced,
      Schema schema,
      FeatureEncoder encoder,
      List<String> classes) {
    boolean squares = first().shrinkage().auto();
    ClassFeatures all = ClassFeatures.of(reduced.all(), squares, schema, encoder, classes);
    DiscriminantModel model;
    if (folds.isEmpty()) {
      model = first().solve(all, true);
    } else {
      DiscriminantCrossValidation.Choice choice =
          new DiscriminantCrossValidation(this, folds.get(), all.names())
              .over(
                  blocks,
                  reduced,
                  rows -> ClassFeatures.of(rows, squares, schema, encoder, classes),
                  classes);
      model = choice.analysis().solve(all, true).withValidation(choice.validation());
      model = withWarnings(model, choice.warnings());
    }
    return leaveOneOut ? LeaveOneOutPass.over(blocks, model, all, priors, classes.size()) : model;
  }

  /** The model with further warnings. */
  static DiscriminantModel withWarnings(DiscriminantModel model, List<String> more) {
    TrainingRecord record = model.record();
    List<String> warnings = new ArrayList<>(record.warnings());
    warnings.addAll(more);
    return model.withRecord(
        new TrainingRecord(record.options(), record.account(), warnings, record.provenance()));
  }
}
