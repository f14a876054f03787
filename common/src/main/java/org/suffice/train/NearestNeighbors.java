package org.suffice.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.model.NeighborModel;
import org.suffice.model.NeighborOptions;
import org.suffice.model.NeighborPath;
import org.suffice.model.NeighborSearch;
import org.suffice.model.ReferenceParts;
import org.suffice.model.TrainingRecord;
import org.suffice.neighbour.Candidates;
import org.suffice.neighbour.Minkowski;
import org.suffice.neighbour.Neighbours;
import org.suffice.neighbour.Queries;
import org.suffice.pass.BlockSource;
import org.suffice.pass.Blocks;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Schema;
import org.suffice.read.Text;
import org.suffice.statistic.ExactColumnMoments;
import org.suffice.statistic.NeighborLayout;

/**
 * Nearest neighbours. There is nothing to fit: the rows are the model. What may be learnt is how
 * many neighbours should vote and how distance is measured, by leaving out rows one by one or fold
 * by fold; one search for the largest k scores every smaller one.
 *
 * @param options with the k and the metric where none is chosen
 * @param metrics those to choose from, one or more
 * @param kMax the largest k to choose from; 0 for the k of the options
 * @param folds of the choice; none for leave-one-out
 * @param memoryBytes rows that take no more are held in memory while k is chosen
 */
public record NearestNeighbors(
    NeighborOptions options,
    List<Minkowski> metrics,
    int kMax,
    Optional<Folds> folds,
    long memoryBytes) {
  /** Scales further apart than this are worth a warning. */
  private static final double APART = 1000;

  /** Checks and copies. */
  public NearestNeighbors {
    metrics = List.copyOf(metrics);
    if (metrics.isEmpty() || kMax < 0 || options.k() < 1) {
      throw new IllegalArgumentException(
          "expected metrics and k, found " + metrics.size() + ", " + options.k() + ", " + kMax);
    }
  }

  /** Whether errors on rows left out are wanted. */
  public boolean compares() {
    return kMax > 0 || metrics.size() > 1 || folds.isPresent();
  }

  /**
   * Refuses rows so long that a block of them does not fit.
   *
   * @param features the number d
   */
  public static void requireMemory(int features) {
    long heap = Runtime.getRuntime().maxMemory();
    long needed = (64 * 1024L + ExactColumnMoments.bytes(1) * 2) * features;
    if (features < 1) {
      throw Failure.usage("there are no features to measure distances by; see data.features");
    }
    if (needed > heap) {
      throw Failure.usage(
          String.format(
              Locale.ROOT,
              "%,d features: blocks of dense rows need some %,d MiB, the heap has %,d: leave columns"
                  + " out with data.ignore, or give the driver more memory",
              features,
              needed >> 20,
              heap >> 20));
    }
  }

  /**
   * Makes a model of rows that are written.
   *
   * @param moments of the features
   * @param classRows the number of rows of each class
   * @param blocks makes a data set of rows, for those that do not fit in memory
   * @throws Failure when there are fewer rows than neighbours asked for
   */
  public NeighborModel train(
      ReferenceParts parts,
      Schema schema,
      ExactColumnMoments moments,
      long[] classRows,
      Function<List<BlockSource>, Blocks> blocks) {
    requireRows(parts.rows());
    int d = parts.features();
    NeighborModel.Columns columns =
        new NeighborModel.Columns(
            each(d, moments::mean),
            each(d, moments::standardDeviation),
            each(d, moments::lowest),
            each(d, moments::highest));
    List<String> warnings = new ArrayList<>();
    requireKnown(schema, columns);
    NeighborModel model =
        new NeighborModel(
            schema,
            parts,
            options.with((int) Math.min(options.k(), parts.rows()), metrics.get(0)),
            columns,
            classRows,
            NeighborPath.NONE,
            TrainingRecord.EMPTY);
    warnOfScales(model, warnings);
    if (compares()) {
      model = model.withPath(path(model, blocks));
    }
    return model.withRecord(new TrainingRecord(Map.of(), Map.of(), warnings, Map.of()));
  }

  private static double[] each(int d, IntToDoubleFunction of) {
    return IntStream.range(0, d).mapToDouble(of).toArray();
  }

  /** A column without any value has no mean to stand for it. */
  private static void requireKnown(Schema schema, NeighborModel.Columns columns) {
    FeatureEncoder encoder = FeatureEncoder.ofFeatures(schema);
    for (int j = 0; j < columns.means().length; j++) {
      if (Double.isNaN(columns.means()[j])) {
        throw Failure.data(
            "column "
                + Text.show(encoder.names().get(j))
                + " has no value in any row: leave it out with data.ignore");
      }
    }
  }

  private void requireRows(long rows) {
    if (rows == 0) {
      throw Failure.data("no rows to train on");
    }
    long most = compares() && folds.isEmpty() ? rows - 1 : rows;
    int wanted = kMax > 0 ? kMax : options.k();
    if (wanted > most) {
      throw Failure.usage(
          String.format(
              Locale.ROOT,
              "neighbours.%s=%,d is more than the %,d rows of training%s",
              kMax > 0 ? "k-max" : "k",
              wanted,
              most,
              most < rows ? " that are left when one is left out" : ""));
    }
  }

  private void warnOfScales(NeighborModel model, List<String> warnings) {
    if (options.standardize()) {
      return;
    }
    double[] deviations = model.columns().deviations();
    List<String> names = model.encoder().names();
    int least = -1;
    int most = -1;
    for (int j = 0; j < deviations.length; j++) {
      if (deviations[j] > 0) {
        least = least < 0 || deviations[j] < deviations[least] ? j : least;
        most = most < 0 || deviations[j] > deviations[most] ? j : most;
      }
    }
    if (most >= 0 && deviations[most] > APART * deviations[least]) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "column %s has a standard deviation of %.3g, column %s one of %.3g: distances hardly"
                  + " see the latter; features.standardize=true puts them on one scale",
              Text.show(names.get(most)),
              deviations[most],
              Text.show(names.get(least)),
              deviations[least]));
    }
  }

  /** The error of every metric and k on rows left out. */
  private NeighborPath path(NeighborModel model, Function<List<BlockSource>, Blocks> blocks) {
    NeighborLayout layout =
        model.layout(folds.isPresent() ? NeighborLayout.Groups.FOLD : NeighborLayout.Groups.ROW);
    List<BlockSource> sources = model.sources(layout, folds.map(Folds::rule).orElse(null));
    int numFolds =
        folds.isEmpty()
            ? 0
            : model.foldNames().isEmpty() ? folds.get().rule().folds() : model.foldNames().size();
    if (folds.isPresent() && numFolds < 2) {
      throw Failure.data("cross-validation: the column of folds has one value in all rows");
    }
    int first = kMax > 0 ? 1 : options.k();
    int last = kMax > 0 ? kMax : options.k();
    List<NeighborPath.Step> steps = new ArrayList<>();
    for (Minkowski metric : metrics) {
      NeighborSearch search =
          model.bytesInMemory() <= memoryBytes
              ? NeighborSearch.inMemory(sources, metric, options.algorithm(), layout, true)
              : NeighborSearch.byPass(blocks.apply(sources), metric, options.algorithm(), layout);
      LeftOutErrors errors = new LeftOutErrors(model.votes(), first, last, numFolds);
      for (BlockSource source : sources) {
        try (BlockSource.BlockReader reader = source.open()) {
          leaveOut(reader, search, layout, errors);
        }
      }
      for (int k = first; k <= last; k++) {
        steps.add(new NeighborPath.Step(k, metric.p(), errors.mean(k), errors.standardError(k)));
      }
    }
    return new NeighborPath(numFolds, steps);
  }

  /** Seeks the neighbours of the rows of a part, as many at a time as memory allows. */
  private void leaveOut(
      BlockSource.BlockReader reader,
      NeighborSearch search,
      NeighborLayout layout,
      LeftOutErrors errors) {
    int k = errors.last();
    long each = 8L * layout.width() + 2 * Candidates.bytes(1, k, layout.payloadWidth());
    long chunk = Math.max(1, Runtime.getRuntime().maxMemory() / 16 / each);
    List<Block> waiting = new ArrayList<>();
    long rows = 0;
    for (Block block = reader.next(); ; block = reader.next()) {
      if (block == null || rows + block.numRows() > chunk) {
        if (!waiting.isEmpty()) {
          Queries queries = Queries.joined(waiting.stream().map(layout::queries).toList());
          Candidates found = search.search(queries, k, options.ties());
          Neighbours near = new Neighbours();
          int query = 0;
          for (Block asked : waiting) {
            for (int i = 0; i < asked.numRows(); i++) {
              found.copy(query, near);
              errors.add(near, layout, asked, i, queries, query);
              query++;
            }
          }
        }
        waiting.clear();
        rows = 0;
      }
      if (block == null) {
        return;
      }
      waiting.add(block);
      rows += block.numRows();
    }
  }
}
