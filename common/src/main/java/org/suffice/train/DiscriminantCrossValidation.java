package org.suffice.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.DiscriminantValidation;
import org.suffice.model.DiscriminantValidation.Step;
import org.suffice.pass.Blocks;
import org.suffice.read.Text;
import org.suffice.statistic.ClassScorer;
import org.suffice.statistic.ClassificationMetrics;
import org.suffice.statistic.FoldRule;
import org.suffice.statistic.FoldedStatistic;
import org.suffice.statistic.PlacedRows;
import org.suffice.statistic.StatisticList;

/**
 * The error of candidates on rows left out. The models of a fold follow from the sums of all others
 * without a pass; one pass then scores every row by the models of its fold. The log loss is chosen
 * by, for it tells apart candidates that make the same mistakes.
 */
final class DiscriminantCrossValidation {
  private final List<DiscriminantAnalysis> candidates;
  private final Folds folds;
  private final List<String> names;

  /**
   * A cross-validation.
   *
   * @param names of the classes that have rows
   */
  DiscriminantCrossValidation(DiscriminantSearch search, Folds folds, List<String> names) {
    this.candidates = search.candidates();
    this.folds = folds;
    this.names = names;
  }

  /**
   * What was found.
   *
   * @param analysis the candidate of the model
   * @param validation the errors of all
   * @param warnings what a person should know of them
   */
  record Choice(
      DiscriminantAnalysis analysis, DiscriminantValidation validation, List<String> warnings) {}

  /** The candidates' scorers of a fold, and where they find features in its rows. */
  private record Fold(PlacedRows.Layout layout, ClassScorer[] scorers) {}

  /**
   * Fits and scores.
   *
   * @param features of sums as models see them
   * @param classes the names of the positions that labels stand for
   * @throws Failure when no candidate has a solution in every fold
   */
  Choice over(
      Blocks blocks,
      DiscriminantSearch.Reduction reduced,
      Function<DiscriminantAnalysis.Reduction, ClassFeatures> features,
      List<String> classes) {
    String[] problems = new String[candidates.size()];
    Arrays.fill(problems, "");
    List<String> foldNames = reduced.folds();
    List<Fold> fits = new ArrayList<>();
    for (int f = 0; f < foldNames.size(); f++) {
      DiscriminantAnalysis.Reduction training = reduced.without(f);
      requireClasses(training, classes);
      fits.add(fit(features.apply(training), foldNames.get(f), classes.size(), problems));
    }
    int[] eligible = eligible(problems);
    TreeMap<String, PlacedRows<StatisticList<ClassificationMetrics>>> zeros = new TreeMap<>();
    for (int f = 0; f < fits.size(); f++) {
      zeros.put(foldNames.get(f), zero(fits.get(f), eligible));
    }
    var scored = blocks.pass(new FoldedStatistic<>(zeros, folds.rule()));
    if (!scored.names().equals(foldNames)) {
      throw Failure.data("the folds changed between two passes: the data changed; run again");
    }
    return choose(
        eligible,
        problems,
        errors(scored.parts(), ClassificationMetrics::logLoss),
        errors(scored.parts(), metrics -> 1 - metrics.accuracy()));
  }

  private static PlacedRows<StatisticList<ClassificationMetrics>> zero(Fold fit, int[] eligible) {
    List<ClassificationMetrics> zeros =
        Arrays.stream(eligible)
            .mapToObj(i -> ClassificationMetrics.withoutArea(fit.scorers[i]))
            .toList();
    return new PlacedRows<>(fit.layout, new StatisticList<>(zeros));
  }

  /** Of each fold the error of each candidate. */
  private static double[][] errors(
      List<PlacedRows<StatisticList<ClassificationMetrics>>> scored,
      ToDoubleFunction<ClassificationMetrics> error) {
    return scored.stream()
        .map(fold -> fold.statistic().parts().stream().mapToDouble(error).toArray())
        .toArray(double[][]::new);
  }

  /** A class that other folds do not know cannot be told by their model. */
  private void requireClasses(DiscriminantAnalysis.Reduction training, List<String> classes) {
    for (String name : names) {
      if (!training.hasRows(classes.indexOf(name))) {
        throw Failure.data(
            "cross-validation: all rows of class "
                + Text.show(name)
                + " are in one fold, and the others do not know it; take other folds, or give the"
                + " class more rows");
      }
    }
  }

  /** Solves every candidate that has had no problem yet. */
  private Fold fit(ClassFeatures training, String fold, int numClasses, String[] problems) {
    ClassScorer[] scorers = new ClassScorer[candidates.size()];
    IntStream.range(0, scorers.length)
        .parallel()
        .filter(i -> problems[i].isEmpty())
        .forEach(
            i -> {
              try {
                DiscriminantModel model = candidates.get(i).solve(training, false);
                scorers[i] = model.outputs().scorer();
              } catch (Failure e) {
                if (e.kind() != Failure.Kind.NO_SOLUTION) {
                  throw e;
                }
                problems[i] = "without fold " + fold + ": " + e.getMessage();
              }
            });
    return new Fold(training.layout(numClasses), scorers);
  }

  private static int[] eligible(String[] problems) {
    int[] eligible =
        IntStream.range(0, problems.length).filter(i -> problems[i].isEmpty()).toArray();
    if (eligible.length == 0) {
      throw Failure.noSolution("cross-validation " + problems[0]);
    }
    return eligible;
  }

  private Choice choose(int[] scored, String[] problems, double[][] losses, double[][] mistakes) {
    CrossValidatedErrors errors = CrossValidatedErrors.of(losses, scored.length);
    CrossValidatedErrors wrong = CrossValidatedErrors.of(mistakes, scored.length);
    for (int e = 0; e < scored.length; e++) {
      if (!Double.isFinite(errors.mean(e))) {
        problems[scored[e]] = "the log loss of rows left out is not finite";
      }
    }
    int[] finite =
        IntStream.range(0, scored.length).filter(e -> problems[scored[e]].isEmpty()).toArray();
    if (finite.length == 0) {
      throw Failure.noSolution(
          "cross-validation: the log loss of rows left out is not finite; set"
              + " discriminant.shrinkage above 0");
    }
    CrossValidatedErrors able =
        new CrossValidatedErrors(
            Arrays.stream(finite).mapToDouble(errors::mean).toArray(),
            Arrays.stream(finite).mapToDouble(errors::standardError).toArray());
    int chosen = scored[finite[folds.oneStandardError() ? able.simplest() : able.least()]];
    List<Step> path = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      int e = Arrays.binarySearch(scored, i);
      DiscriminantAnalysis candidate = candidates.get(i);
      path.add(
          new Step(
              candidate.shrinkage().auto() ? Double.NaN : candidate.shrinkage().alpha(),
              candidate.mix(),
              e < 0 ? Double.NaN : errors.mean(e),
              e < 0 ? Double.NaN : errors.standardError(e),
              e < 0 ? Double.NaN : wrong.mean(e),
              problems[i],
              i == chosen));
    }
    return new Choice(
        candidates.get(chosen),
        new DiscriminantValidation(path, Optional.empty(), Optional.empty()),
        warnings(path, losses.length));
  }

  private List<String> warnings(List<Step> path, int numFolds) {
    List<String> warnings = new ArrayList<>();
    long unable = path.stream().filter(step -> !step.problem().isEmpty()).count();
    if (unable > 0) {
      warnings.add(
          unable
              + " of "
              + path.size()
              + " values of shrinkage and mix could not be chosen, the first "
              + path.stream().map(Step::problem).filter(p -> !p.isEmpty()).findFirst().orElse(""));
    }
    FoldRule rule = folds.rule();
    if (rule.kind() != FoldRule.Kind.COLUMN && numFolds < rule.folds()) {
      warnings.add("only " + numFolds + " of " + rule.folds() + " folds have rows; take fewer");
    }
    return warnings;
  }
}
