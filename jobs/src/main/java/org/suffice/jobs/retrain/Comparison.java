package org.suffice.jobs.retrain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.read.Split;
import org.suffice.jobs.read.SplitSource;
import org.suffice.jobs.write.ChunkedSearch;
import org.suffice.model.Model;
import org.suffice.model.SearchOutputs;
import org.suffice.read.RowAccount;
import org.suffice.statistic.ClassScorer;
import org.suffice.statistic.SampledRows;

/**
 * Two models on the same rows: each split is read as either wants it, and what they say of a row is
 * put side by side. One job, whose results are merged in the order of the data.
 *
 * @param metric by which they are compared
 * @param champion how well the model in service does; empty where there is none to compare with
 * @param challenger how well the new model does
 * @param rows that were compared
 * @param unpaired rows that one of the two could not read, which are in no figure
 * @param losses weight, either loss and label of a sample of the rows; null without a champion
 * @param profile feature values, label and prediction of a sample of the rows, as the challenger
 *     sees them; null where there are too many features
 * @param warnings for a person
 */
record Comparison(
    Metric metric,
    Optional<Scores> champion,
    Scores challenger,
    long rows,
    long unpaired,
    SampledRows losses,
    SampledRows profile,
    List<String> warnings) {
  /** Rows of a profile, and the most numbers of it. */
  private static final int PROFILE_ROWS = 10_000;

  private static final int PROFILE_NUMBERS = 1 << 22;
  private static final int LEAST_PROFILE = 100;

  /**
   * The rows to compare on, and how.
   *
   * @param asked the metric; empty for the usual one
   * @param seed of samples
   * @param memoryBytes a model that is data is held in memory up to this size
   */
  record Task(
      Engine engine,
      Input input,
      DataSettings settings,
      Optional<Metric> asked,
      long seed,
      long memoryBytes) {}

  /** A model with the rows as it reads them. */
  private record Side(Model model, DataSet rows, ModelScorer scorer) {
    static Side of(Model model, Task task) {
      DataSet rows =
          DataSet.forModel(
              task.settings,
              task.input,
              model.schema().withClasses(model.outputs().classes()),
              model.featureMeans(),
              true,
              List.of());
      return new Side(model, rows, ModelScorer.of(model, model.outputs()));
    }

    boolean isTooLarge(Task task) {
      return model.outputs() instanceof SearchOutputs search
          && search.bytesInMemory() > task.memoryBytes;
    }

    /** The scorer of a task among so many. */
    ModelScorer scorer(Task task) {
      return model.outputs() instanceof SearchOutputs search
          ? ModelScorer.of(model, search.onAllCores(task.engine.sparesCores(rows.sources().size())))
          : scorer;
    }
  }

  /**
   * Compares.
   *
   * @param champion the model in service; of another target or kind it counts as none, and is said
   *     to
   * @throws Failure when the rows cannot be read, or the metric is not one of such models
   */
  static Comparison of(Optional<Model> champion, Model challenger, Task task) {
    if (challenger.schema().labels().size() > 1) {
      throw Failure.usage(
          "retraining compares models of one label, found "
              + String.join(", ", challenger.schema().labels())
              + "; retrain each in a store of its own");
    }
    List<String> warnings = new ArrayList<>();
    Side second = challenger(challenger, task);
    Metric metric = metric(task.asked, second.scorer);
    Optional<Side> first =
        champion.flatMap(model -> comparable(model, challenger, metric, task, warnings));
    SampledRows profile = profile(second, task.seed);
    boolean large = second.isTooLarge(task) || first.filter(s -> s.isTooLarge(task)).isPresent();
    ComparedSplit all =
        large
            ? overChunks(metric, first, second, profile, task)
            : onSplits(metric, first, second, profile, task);
    second.rows.requireAcceptable(all.challengerAccount());
    first.ifPresent(side -> side.rows.requireAcceptable(all.championAccount()));
    return result(metric, first.isPresent(), second, all, warnings);
  }

  private static Side challenger(Model model, Task task) {
    try {
      return Side.of(model, task);
    } catch (Failure e) { // the window had what is not in these rows
      throw e.kind() == Failure.Kind.USAGE
          ? Failure.data(task.input.files().get(0).path() + ": " + e.getMessage(), e)
          : e;
    }
  }

  private static Metric metric(Optional<Metric> asked, ModelScorer scorer) {
    boolean classes = scorer.classes() != null;
    Metric metric = asked.orElseGet(() -> Metric.usual(classes, scorer.scores()));
    if (metric.ofClasses() != classes) {
      throw Failure.usage(
          "retrain.gate.metric="
              + metric.key()
              + " is not one of predictions of "
              + (classes ? "classes" : "numbers"));
    }
    if (metric.needsScores() && scorer.scores() == ClassScorer.Scores.NONE) {
      throw Failure.usage(
          "retrain.gate.metric="
              + metric.key()
              + " needs probabilities, which this model does not give; use accuracy");
    }
    if (metric == Metric.AUC && scorer.classes().numClasses() != 2) {
      throw Failure.usage(
          "retrain.gate.metric=auc is of two classes, and there are "
              + scorer.classes().numClasses()
              + "; use logLoss or accuracy");
    }
    return metric;
  }

  /** The champion where its predictions are of the same kind as the challenger's. */
  private static Optional<Side> comparable(
      Model champion, Model challenger, Metric metric, Task task, List<String> warnings) {
    String why = null;
    if (!champion.schema().labels().equals(challenger.schema().labels())) {
      why = "it predicts " + String.join(", ", champion.schema().labels());
    } else if (champion.outputs().classes().isEmpty() != challenger.outputs().classes().isEmpty()) {
      why = "it predicts " + (metric.ofClasses() ? "numbers" : "classes");
    } else if (metric == Metric.AUC
        && !champion.outputs().classes().equals(challenger.outputs().classes())) {
      why = "its classes are " + String.join(", ", champion.outputs().classes());
    }
    try {
      if (why == null) {
        Side side = Side.of(champion, task);
        if (!metric.needsScores() || side.scorer.scores() != ClassScorer.Scores.NONE) {
          return Optional.of(side);
        }
        why = "it gives no probabilities";
      }
    } catch (Failure e) { // a column of its is gone
      why = e.getMessage();
    }
    warnings.add("the model in service cannot be compared with: " + why);
    return Optional.empty();
  }

  private static SampledRows profile(Side side, long seed) {
    int width = side.rows.encoder().width() + 2;
    int rows = Math.min(PROFILE_ROWS, PROFILE_NUMBERS / width);
    return rows < LEAST_PROFILE ? null : new SampledRows(rows, width, seed);
  }

  private static ComparedSplit onSplits(
      Metric metric, Optional<Side> first, Side second, SampledRows profile, Task task) {
    Map<Split, SplitSource> twins = new HashMap<>();
    first.ifPresent(side -> side.rows.sources().forEach(each -> twins.put(each.split(), each)));
    HashMap<Split, SplitSource> sources = new HashMap<>(twins);
    ModelScorer championScorer = first.map(side -> side.scorer(task)).orElse(null);
    ModelScorer challengerScorer = second.scorer(task);
    long seed = task.seed;
    List<ComparedSplit> parts =
        task.engine.onEachSplit(
            "compare",
            second.rows.sources(),
            (source, attempt) ->
                ComparedSplit.of(
                    metric,
                    championScorer,
                    championScorer == null
                        ? null
                        : SplitScores.read(sources.get(source.split()), championScorer, null),
                    challengerScorer,
                    SplitScores.read(source, challengerScorer, profile),
                    seed));
    return merged(parts);
  }

  private static ComparedSplit merged(List<ComparedSplit> parts) {
    ComparedSplit all = parts.get(0);
    parts.subList(1, parts.size()).forEach(all::merge);
    return all;
  }

  /** Of models that are larger than memory: they are passed over for every chunk of rows. */
  private static ComparedSplit overChunks(
      Metric metric, Optional<Side> first, Side second, SampledRows profile, Task task) {
    List<SplitScores> challengers = chunks(second, profile, task);
    List<SplitScores> champions = first.map(side -> chunks(side, null, task)).orElse(List.of());
    List<ComparedSplit> parts = new ArrayList<>();
    for (int i = 0; i < challengers.size(); i++) {
      parts.add(
          ComparedSplit.of(
              metric,
              first.map(Side::scorer).orElse(null),
              first.isPresent() ? champions.get(i) : null,
              second.scorer,
              challengers.get(i),
              task.seed));
    }
    return merged(parts);
  }

  private static List<SplitScores> chunks(Side side, SampledRows profile, Task task) {
    List<SplitScores> parts = new ArrayList<>();
    side.rows
        .sources()
        .forEach(
            source ->
                parts.add(
                    new SplitScores(
                        side.scorer.width(), profile == null ? null : profile.fresh())));
    if (!(side.model.outputs() instanceof SearchOutputs search)) {
      for (int i = 0; i < parts.size(); i++) {
        parts.set(i, SplitScores.read(side.rows.sources().get(i), side.scorer, profile));
      }
      return parts;
    }
    new ChunkedSearch(task.engine, search)
        .over(
            side.rows.sources(),
            (source, block, found) -> {
              ModelScorer scorer = ModelScorer.of(side.model, found);
              double[] out = new double[block.numRows() * scorer.width()];
              scorer.score(block, out);
              parts.get(source).add(block, out);
            });
    return parts;
  }

  private static Comparison result(
      Metric metric, boolean hasChampion, Side second, ComparedSplit all, List<String> warnings) {
    ComparedSplit.Metrics metrics = all.challenger();
    long rows = metrics.numbers() != null ? metrics.numbers().rows() : metrics.classes().rows();
    if (rows == 0) {
      throw Failure.data("no rows to compare models on in " + second.rows.input().path());
    }
    warnings.addAll(second.rows.warnings(all.challengerAccount()));
    Scores challenger = Scores.of(metrics, unseen(all.challengerAccount()));
    Optional<Scores> champion =
        hasChampion
            ? Optional.of(Scores.of(all.champion(), unseen(all.championAccount())))
            : Optional.empty();
    all.unknown().ifPresent(warnings::add);
    if (all.unpaired() > 0) {
      warnings.add(
          all.unpaired()
              + " held-out rows could be read for one of the two models only and are left out");
    }
    return new Comparison(
        metric,
        champion,
        challenger,
        rows,
        all.unpaired(),
        hasChampion ? all.losses() : null,
        all.profile(),
        List.copyOf(warnings));
  }

  private static long unseen(RowAccount account) {
    return account.count(RowAccount.Note.UNSEEN_LEVEL);
  }
}
