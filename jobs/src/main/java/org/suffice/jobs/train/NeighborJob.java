package org.suffice.jobs.train;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.block.Block;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.read.SplitSource;
import org.suffice.jobs.read.Task;
import org.suffice.jobs.write.Attempts;
import org.suffice.jobs.write.Quarantine;
import org.suffice.model.ModelDirectory;
import org.suffice.model.NeighborModel;
import org.suffice.model.ReferencePart;
import org.suffice.model.ReferencePartWriter;
import org.suffice.model.ReferenceParts;
import org.suffice.pass.BlockSource;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Text;
import org.suffice.report.NeighborPage;
import org.suffice.statistic.ExactColumnMoments;
import org.suffice.statistic.FoldRule;
import org.suffice.storage.Storage;
import org.suffice.train.Folds;
import org.suffice.train.NearestNeighbors;

/**
 * Trains nearest neighbours and publishes them: tasks write the rows of their splits as parts of
 * the model, the driver only learns what they are called.
 *
 * @param options every setting as text, kept on record
 * @param provenance when and by what the run is made
 */
public record NeighborJob(Map<String, String> options, Provenance provenance) {
  /** What a task tells of its split. */
  private record Written(
      ArrayList<ReferencePart> parts, ExactColumnMoments moments, long[] classRows)
      implements Serializable {
    long read() {
      return moments.account().read();
    }
  }

  /**
   * Trains from data.
   *
   * @param foldColumn the column that decides about folds, or none
   * @return the model as published
   */
  public NeighborModel train(
      Engine engine,
      Input input,
      DataSettings settings,
      Task task,
      NearestNeighbors trainer,
      List<String> foldColumn,
      String directory,
      boolean overwrite) {
    DataSet data =
        DataSet.forTraining(
            task,
            settings,
            input,
            engine,
            (features, classes) -> NearestNeighbors.requireMemory(features),
            foldColumn);
    String aside = ModelDirectory.aside(directory);
    Storage storage = Storage.of(aside);
    try {
      storage.delete(aside);
      storage.makeDirectories(aside);
      List<Written> written = write(engine, data, trainer.folds().map(Folds::rule), aside);
      ExactColumnMoments moments = new ExactColumnMoments(data.encoder().numFeatures());
      written.forEach(each -> moments.merge(each.moments()));
      data.requireAcceptable(moments.account());
      data.requireRows(moments.account());
      if (settings.quarantine().isPresent() && moments.account().rejected() > 0) {
        Quarantine.write(engine, data, settings.quarantine().get());
      }
      NeighborModel fitted =
          trainer.train(
              new ReferenceParts(
                  aside,
                  parts(written),
                  data.encoder().numFeatures(),
                  data.schema().labels().size()),
              data.schema(),
              moments,
              classRows(written),
              engine::blocksOf);
      List<String> warnings = new ArrayList<>(data.warnings(moments.account()));
      warnings.addAll(fitted.record().warnings());
      NeighborModel model =
          fitted.withRecord(
              provenance.record(
                  options, moments.account(), warnings, provenance.of(input, engine)));
      Attempts.remove(storage, aside);
      ModelDirectory.write(
          directory, model, NeighborPage.html(model), overwrite, Optional.of(aside));
      return model.readFrom(directory);
    } catch (IOException e) {
      throw Failure.data(
          "cannot write the rows of the model to " + directory + ": " + Text.reason(e), e);
    } finally {
      discard(storage, aside);
    }
  }

  private static List<Written> write(
      Engine engine, DataSet data, Optional<FoldRule> folds, String aside) {
    List<SplitSource> sources = new ArrayList<>();
    for (int i = 0; i < data.sources().size(); i++) {
      sources.add(data.sources().get(i).withPositionsFrom(0, i));
    }
    FeatureEncoder encoder = data.encoder();
    int classes = data.schema().classes().size();
    FoldRule rule = folds.orElse(null);
    return engine.onEachSplit(
        "write rows",
        sources,
        (source, attempt) -> {
          ReferencePartWriter writer =
              new ReferencePartWriter(aside, source.ordinal(), attempt, encoder, classes, rule);
          try (BlockSource.BlockReader reader = source.open()) {
            for (Block block = reader.next(); block != null; block = reader.next()) {
              writer.add(block);
            }
          }
          return new Written(
              new ArrayList<>(writer.finish()), writer.moments(), writer.classRows());
        });
  }

  /** All parts in order, each told where its split begins among the rows of the data. */
  private static List<ReferencePart> parts(List<Written> written) {
    List<ReferencePart> all = new ArrayList<>();
    long first = 0;
    for (Written each : written) {
      for (ReferencePart part : each.parts()) {
        all.add(part.from(first));
      }
      first += each.read();
    }
    return all;
  }

  private static long[] classRows(List<Written> written) {
    int classes = written.get(0).classRows().length;
    return IntStream.range(0, classes)
        .mapToLong(c -> written.stream().mapToLong(each -> each.classRows()[c]).sum())
        .toArray();
  }

  private static void discard(Storage storage, String aside) {
    try {
      storage.delete(aside);
    } catch (IOException e) {
      throw Failure.data("cannot remove the unfinished " + aside + ": " + e.getMessage(), e);
    }
  }
}
