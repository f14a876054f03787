package org.suffice.jobs.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.pass.SparkEngine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.read.InputFile;
import org.suffice.jobs.read.Split;
import org.suffice.jobs.read.Task;
import org.suffice.jobs.write.Quarantine;
import org.suffice.model.ModelDirectory;
import org.suffice.model.SupportVectorModel;
import org.suffice.pass.HeldBlocks;
import org.suffice.pass.Progress;
import org.suffice.report.SupportVectorPage;
import org.suffice.statistic.ColumnMoments;
import org.suffice.train.SupportVectorMachine;

/**
 * Trains support vector machines and publishes them.
 *
 * @param options every setting as text, kept on record
 * @param provenance when and by what the run is made
 * @param threads of this process
 * @param listener told of rounds
 */
public record SupportVectorJob(
    Map<String, String> options,
    Provenance provenance,
    int threads,
    SupportVectorMachine.Listener listener) {
  /** Bytes that a compressed or written number may take in memory. */
  private static final long EXPANSION = 8;

  /**
   * Trains from data.
   *
   * @return the model as published
   */
  public SupportVectorModel train(
      Engine engine,
      Input input,
      DataSettings settings,
      SupportVectorMachine trainer,
      String directory,
      boolean overwrite) {
    DataSet data =
        DataSet.forTraining(
            Task.CLASSIFICATION, settings, input, engine, trainer::requireMemory, List.of());
    try (HeldBlocks rows = engine.hold(data.sources())) {
      ColumnMoments look = trainer.look(rows, data.encoder(), data.schema().classes().size());
      data.requireAcceptable(look.account());
      data.requireRows(look.account());
      if (settings.quarantine().isPresent() && look.account().rejected() > 0) {
        Quarantine.write(engine, data, settings.quarantine().get());
      }
      SupportVectorModel fitted =
          trainer.fit(
              rows, look, data.schema(), data.encoder(), means(engine, input, data, look.rows()));
      List<String> warnings = new ArrayList<>(data.warnings(look.account()));
      warnings.addAll(fitted.record().warnings());
      SupportVectorModel model =
          fitted.withRecord(
              provenance.record(options, look.account(), warnings, provenance.of(input, engine)));
      ModelDirectory.write(directory, model, SupportVectorPage.html(model), overwrite);
      return model;
    }
  }

  /** Rows of text are named by the offset of their first byte, those of Parquet by position. */
  private static SupportVectorMachine.RowName names(Input input) {
    Map<Integer, String> files =
        input.splits().stream()
            .map(Split::file)
            .collect(Collectors.toMap(InputFile::ordinal, InputFile::path, (path, same) -> path));
    String what = input.format() == Input.Format.PARQUET ? " row " : " offset ";
    return (file, rowId) -> files.get(file) + what + rowId;
  }

  /** Rows are held by this process where they are small beside its heap and no cluster has them. */
  private SupportVectorMachine.Means means(Engine engine, Input input, DataSet data, long rows) {
    boolean sparse = input.format() == Input.Format.LIBSVM;
    long dense = 8 * rows * data.encoder().width();
    long bytes = sparse ? Math.min(dense, EXPANSION * input.bytes()) : dense;
    boolean collect =
        !(engine instanceof SparkEngine) && bytes <= Runtime.getRuntime().maxMemory() / 4;
    return new SupportVectorMachine.Means(
        sparse, collect, threads, Progress.NONE, listener, names(input));
  }
}
