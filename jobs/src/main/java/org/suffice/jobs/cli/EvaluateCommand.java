package org.suffice.jobs.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.jobs.pass.Engine;
import org.suffice.jobs.read.DataSet;
import org.suffice.jobs.read.DataSettings;
import org.suffice.jobs.read.Input;
import org.suffice.jobs.read.InputFile;
import org.suffice.jobs.read.Split;
import org.suffice.jobs.write.ChunkedSearch;
import org.suffice.model.Json;
import org.suffice.model.LinearModel;
import org.suffice.model.Model;
import org.suffice.model.ModelDirectory;
import org.suffice.model.NetworkModel;
import org.suffice.model.Outputs;
import org.suffice.model.SearchOutputs;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.RowAccount;
import org.suffice.read.Schema;
import org.suffice.read.Text;
import org.suffice.report.ClassificationSummary;
import org.suffice.report.MultiLabelSummary;
import org.suffice.report.ResidualSummary;
import org.suffice.statistic.BinaryTargetMetrics;
import org.suffice.statistic.ClassificationMetrics;
import org.suffice.statistic.LargeResidual;
import org.suffice.statistic.Residuals;
import org.suffice.statistic.Statistic;
import org.suffice.statistic.StatisticList;
import org.suffice.storage.Storage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code suffice evaluate}. */
@Command(
    name = "evaluate",
    description = "Compares predictions with the labels of the data; prints JSON.",
    footerHeading = "%nSettings (--set KEY=VALUE; those of the training are remembered):%n")
final class EvaluateCommand implements Callable<Integer>, KeyedCommand {
  private final Console console;

  @Mixin private CommonOptions common;
  @Mixin private DataOptions data;

  @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model")
  private String model;

  /** A model that is data is held in memory up to this size. */
  private long memoryBytes = Runtime.getRuntime().maxMemory() / 4;

  @Option(names = "--output", paramLabel = "FILE", description = "Write the JSON to a file as well")
  private String output;

  EvaluateCommand(Console console) {
    this.console = console;
  }

  @Override
  public List<Key> keys() {
    return Keys.application();
  }

  @Override
  public Integer call() {
    if (output == null) {
      evaluate(null);
      return 0;
    }
    return RunStatus.record("evaluate", output, Instant.now(), this::evaluate);
  }

  private void evaluate(RunStatus status) {
    Model trained = ModelDirectory.read(model);
    Settings settings = data.forModel(keys(), trained);
    DataSettings dataSettings = DataOptions.data(settings);
    memoryBytes = Engines.driverBytes(settings);
    if (status != null) {
      status.reads(dataSettings.path());
    }
    Input input = dataSettings.input();
    DataSet rows =
        DataSet.forModel(
            dataSettings, input, schema(trained), trained.featureMeans(), true, List.of());
    try (Engine engine = Engines.choose("evaluate", settings, input, console.progress())) {
      ObjectNode figures = Json.object();
      RowAccount account =
          trained instanceof NetworkModel network && network.isMultiLabel()
              ? multiLabel(network, engine, rows, figures)
              : trained.outputs().classes().isEmpty()
                  ? regression(trained, engine, rows, figures)
                  : classification(trained.outputs(), engine, rows, figures);
      if (input.fingerprint().equals(trained.record().provenance().get("inputFingerprint"))) {
        Messages.warn(console, List.of("these are the data that the model was trained on"));
      }
      put(account, figures);
      String json = Json.pretty(figures);
      if (output != null) {
        write(json);
      }
      console.out().print(json);
    }
  }

  /** Labels are told by the classes that the model can predict. */
  private static Schema schema(Model model) {
    List<String> classes = model.outputs().classes();
    Schema schema = model.schema().withClasses(classes);
    if (!schema.classes().equals(classes)) {
      throw new IllegalStateException("classes out of order: " + classes);
    }
    return schema;
  }

  private RowAccount regression(Model model, Engine engine, DataSet rows, ObjectNode figures) {
    List<Residuals> targets =
        pass(engine, rows, model.outputs(), of -> new StatisticList<>(residuals(model, of)))
            .parts();
    RowAccount account = accepted(rows, targets.get(0).account(), targets.get(0).metrics().rows());
    put(targets, model.schema().labels(), rows.input(), figures);
    return account;
  }

  /** Evaluates predictions of classes; labels are positions of these. */
  RowAccount classification(Outputs outputs, Engine engine, DataSet rows, ObjectNode figures) {
    ClassificationMetrics metrics =
        pass(engine, rows, outputs, of -> new ClassificationMetrics(of.scorer()));
    RowAccount account = accepted(rows, metrics.account(), metrics.rows());
    ClassificationSummary summary = new ClassificationSummary(metrics, outputs.classes());
    Messages.warn(console, summary.warnings());
    console.err().print(summary.text());
    figures.put("rows", metrics.rows());
    summary.put(figures);
    return account;
  }

  /** Evaluates predictions of several targets of 0 or 1. */
  private RowAccount multiLabel(
      NetworkModel model, Engine engine, DataSet rows, ObjectNode figures) {
    List<String> labels = model.schema().labels();
    List<ClassificationMetrics> targets =
        pass(
                engine,
                rows,
                model.outputs(),
                of ->
                    new StatisticList<>(
                        IntStream.range(0, labels.size())
                            .mapToObj(
                                t -> new BinaryTargetMetrics(model.target(t), labelSlot(model, t)))
                            .toList()))
            .parts()
            .stream()
            .map(BinaryTargetMetrics::metrics)
            .toList();
    RowAccount account = accepted(rows, targets.get(0).account(), targets.get(0).rows());
    MultiLabelSummary summary = new MultiLabelSummary(targets, labels);
    Messages.warn(console, summary.warnings());
    console.err().print(summary.text());
    figures.put("rows", targets.get(0).rows());
    summary.put(figures);
    return account;
  }

  /** Where a label stands in the rows: -1 for the first, which is the label of the blocks. */
  private static int labelSlot(Model model, int target) {
    return target == 0 ? -1 : FeatureEncoder.ofRows(model.schema(), Set.of()).labelSlot(target);
  }

  /** The metrics of all rows: in one pass over them, or over the model for each chunk of them. */
  private <S extends Statistic<S>> S pass(
      Engine engine, DataSet rows, Outputs outputs, Function<Outputs, S> metrics) {
    if (!(outputs instanceof SearchOutputs search)) {
      return engine.blocks(rows.sources()).pass(metrics.apply(outputs));
    }
    if (search.bytesInMemory() <= memoryBytes) {
      Outputs used = search.onAllCores(engine.sparesCores(rows.sources().size()));
      return engine.blocks(rows.sources()).pass(metrics.apply(used));
    }
    S all = metrics.apply(outputs);
    new ChunkedSearch(engine, search)
        .over(
            rows.sources(),
            (source, block, found) -> {
              S part = metrics.apply(found);
              part.add(block);
              all.merge(part);
            });
    return all;
  }

  /** Checks and tells what became of the rows. */
  private RowAccount accepted(DataSet rows, RowAccount account, long used) {
    rows.requireAcceptable(account);
    Messages.warn(console, rows.warnings(account));
    if (used == 0) {
      throw Failure.data("no rows to evaluate in " + rows.input().path());
    }
    return account;
  }

  /** One for each label, where it stands in the rows. */
  private static List<Residuals> residuals(Model model, Outputs outputs) {
    return IntStream.range(0, model.schema().labels().size())
        .mapToObj(
            t ->
                new Residuals(
                    model instanceof LinearModel linear ? linear.target(t) : outputs.column(t),
                    labelSlot(model, t)))
        .toList();
  }

  /** The figures of the only target, or those of each under its name. */
  private void put(List<Residuals> targets, List<String> labels, Input input, ObjectNode json) {
    json.put("rows", targets.get(0).metrics().rows());
    ObjectNode each = labels.size() == 1 ? null : json.putObject("targets");
    for (int t = 0; t < labels.size(); t++) {
      Residuals residuals = targets.get(t);
      warnOfUnbounded(residuals, input);
      ResidualSummary summary = new ResidualSummary(residuals);
      if (each != null) {
        console.err().println(Text.clean(labels.get(t)) + ":");
      }
      console.err().print(summary.text());
      put(each == null ? json : each.putObject(labels.get(t)), residuals, summary, input);
    }
  }

  private static void put(RowAccount account, ObjectNode json) {
    ObjectNode rows = json.putObject("rowAccount");
    rows.put("read", account.read());
    rows.put("used", account.used());
    rows.put("missingDropped", account.missingDropped());
    rows.put("rejected", account.rejected());
    rows.put("zeroWeight", account.zeroWeight());
  }

  private static void put(
      ObjectNode json, Residuals residuals, ResidualSummary summary, Input input) {
    ObjectNode values = json.putObject("metrics");
    values.set("rmse", Json.number(residuals.metrics().rmse()));
    values.set("mae", Json.number(residuals.metrics().mae()));
    values.set("r2", Json.number(residuals.metrics().r2()));
    json.set("residuals", summary.json(files(input)::get, rowIdName(input)));
  }

  private void warnOfUnbounded(Residuals residuals, Input input) {
    long rows = residuals.metrics().notFinite();
    if (rows > 0) {
      LargeResidual first = residuals.largest().get(0);
      Messages.warn(
          console,
          List.of(
              String.format(
                  Locale.ROOT,
                  "%d %s no finite residual, so that no metric is defined; the first: %s at %s %d",
                  rows,
                  rows == 1 ? "row has" : "rows have",
                  files(input).get(first.file()),
                  rowIdName(input),
                  first.rowId())));
    }
  }

  /** The path of each file by its position. */
  private static Map<Integer, String> files(Input input) {
    return input.splits().stream()
        .map(Split::file)
        .collect(Collectors.toMap(InputFile::ordinal, InputFile::path, (path, same) -> path));
  }

  /** Rows of text are named by the offset of their first byte, those of Parquet by position. */
  private static String rowIdName(Input input) {
    return input.format() == Input.Format.PARQUET ? "row" : "offset";
  }

  private void write(String json) {
    Storage storage = Storage.of(output);
    try {
      String target = storage.absolute(output);
      String aside = target + ".writing-" + ProcessHandle.current().pid();
      storage.makeDirectories(Storage.parent(target));
      storage.delete(aside);
      try (OutputStream out = storage.create(aside)) {
        out.write(json.getBytes(StandardCharsets.UTF_8));
      }
      try {
        storage.replace(aside, target);
      } catch (IOException e) {
        storage.delete(aside);
        throw e;
      }
    } catch (IOException e) {
      throw Failure.data("cannot write " + output + ": " + Text.reason(e), e);
    }
  }
}
