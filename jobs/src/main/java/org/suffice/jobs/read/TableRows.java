package org.suffice.jobs.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.suffice.Failure;
import org.suffice.jobs.pass.Engine;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.LevelSets;
import org.suffice.read.RowPlan;
import org.suffice.read.Schema;
import org.suffice.read.Text;

/** Rows of tables, CSV or Parquet, whose columns have names. */
final class TableRows {
  private final Task task;
  private final DataSettings settings;
  private final Input input;
  private final Table table;
  private final Table.Head head;
  private final List<String> labels;

  /** By name of each feature what it is, in the order of the columns. */
  private final Map<String, Column.Kind> kinds = new LinkedHashMap<>();

  /** Columns whose missing values are counted. */
  private final Set<String> watched;

  private TableRows(Task task, DataSettings settings, Input input, List<String> keep) {
    this.task = task;
    this.settings = settings;
    this.input = input;
    if (settings.label().isEmpty()) {
      throw Failure.usage("no label: name the column to predict with --label");
    }
    table = input.table();
    head = table.head();
    for (String name : keep) {
      RequiredColumns.requireColumn("cross-validation", name, head.names(), input);
    }
    labels = settings.labels(head.names());
    RequiredColumns.requireColumns(task, settings, labels, head.names(), input);
    List<Column.Kind> all = FeatureColumns.kinds(settings, labels, head, input);
    Set<String> used = FeatureColumns.used(settings, labels, head.names());
    for (int c = 0; c < head.names().size(); c++) {
      if (used.contains(head.names().get(c))) {
        kinds.put(head.names().get(c), all.get(c));
      }
    }
    watched =
        settings.missing() == RowPlan.Missing.MEAN
            ? new LinkedHashSet<>(kinds.keySet())
            : new LinkedHashSet<>();
    if (kinds.isEmpty() && !FeatureColumns.wantsNone(settings)) {
      throw Failure.usage("no feature columns are left in " + input.path());
    }
    RequiredColumns.requireBases(settings, names(), kinds, input);
  }

  private List<String> names() {
    return List.copyOf(kinds.keySet());
  }

  /** The rows to train on; see {@link DataSet#forTraining}. */
  static DataSet forTraining(
      Task task,
      DataSettings settings,
      Input input,
      Engine engine,
      DataSet.SizeCheck size,
      List<String> keep) {
    return new TableRows(task, settings, input, keep).training(engine, size, keep);
  }

  private DataSet training(Engine engine, DataSet.SizeCheck size, List<String> keep) {
    LevelSets sets = levels(engine);
    Set<String> withMissing = new HashSet<>();
    for (String name : watched) {
      if (sets.hasMissing(name)) {
        withMissing.add(name);
      }
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    kinds.forEach(
        (name, kind) ->
            columns.put(
                name,
                switch (kind) {
                  case NUMERIC -> settings.basis(name).column(name, sets);
                  case CATEGORICAL -> Column.categorical(name, sets.levels(name));
                  case DATE -> Column.date(name, settings.dateParts().get(name));
                }));
    List<String> classes = FeatureColumns.classes(task, settings, sets);
    size.require(FeatureColumns.numFeatures(settings, columns), classes.size());
    Schema schema =
        FeatureColumns.schema(settings, labels, names(), columns::get).withClasses(classes);
    FeatureEncoder encoder = FeatureEncoder.ofRows(schema, withMissing);
    RowPlan rows =
        new RowPlan(
            encoder,
            settings.missing(),
            settings.unseen(),
            null,
            FeatureColumns.classIndex(schema));
    List<SplitSource> sources = table.sources(new Table.Plan(schema, rows, true, keep));
    List<String> warnings = new ArrayList<>(head.warnings());
    warnings.addAll(FeatureColumns.warnings(settings, schema.features()));
    return new DataSet(input, settings, schema, encoder, sources, warnings);
  }

  /** What only the rows can tell: levels, classes, which columns lack values, ranges. */
  private LevelSets levels(Engine engine) {
    Set<String> categorical = new LinkedHashSet<>();
    kinds.forEach(
        (name, kind) -> {
          if (kind == Column.Kind.CATEGORICAL) {
            categorical.add(name);
          }
        });
    LevelSets empty =
        new LevelSets(
            settings.dialect(), head.names(), categorical, watched, settings.limits().maxLevels());
    if (task.hasClasses()) {
      empty.withClasses(labels.get(0));
    }
    List<String> ranged = FeatureColumns.ranged(settings, names());
    Table.Plan rowsToScan = null;
    if (!ranged.isEmpty()) {
      Schema rough =
          FeatureColumns.schema(
              settings,
              labels,
              names(),
              name -> FeatureColumns.roughColumn(settings, name, kinds.get(name)));
      rowsToScan = FeatureColumns.rowsToScan(task, settings, rough, watched);
      empty.withRanges(ranged, rowsToScan.rows().encoder());
    }
    return scan(engine, empty, rowsToScan);
  }

  private LevelSets scan(Engine engine, LevelSets empty, Table.Plan rowsToScan) {
    if (empty.isIdle()) {
      return empty;
    }
    List<LevelSets> found =
        engine.onEachSplit(
            "find levels",
            rowsToScan == null ? table.sources(null) : table.sourcesToScan(rowsToScan),
            (source, attempt) -> {
              LevelSets sets = empty.fresh();
              source.scan(sets);
              return sets;
            });
    LevelSets all = found.get(0);
    found.subList(1, found.size()).forEach(all::merge);
    return all;
  }

  /** The rows to predict or evaluate; see {@link DataSet#forModel}. */
  static DataSet forModel(
      DataSettings settings,
      Input input,
      Schema schema,
      double[] means,
      boolean needLabel,
      List<String> keep) {
    FeatureEncoder encoder = DataSet.encoderOfModel(schema, needLabel);
    Table table = input.table();
    Table.Head head = table.head();
    for (String name : keep) {
      RequiredColumns.requireColumn("--keep", name, head.names(), input);
    }
    for (String name : schema.featureNames()) {
      RequiredColumns.requireColumn("the model", name, head.names(), input);
    }
    if (needLabel) {
      for (String name : schema.labels()) {
        RequiredColumns.requireColumn("the label", name, head.names(), input);
      }
    }
    Schema used =
        schema.weight().filter(name -> !head.names().contains(name)).isPresent()
            ? schema.withoutWeight()
            : schema;
    RowPlan rows =
        new RowPlan(
            encoder,
            settings.missing(),
            settings.unseen(),
            means,
            FeatureColumns.othersToo(schema));
    List<String> warnings = new ArrayList<>(head.warnings());
    if (needLabel && used != schema) {
      warnings.add(
          "the weight column "
              + Text.show(schema.weight().orElseThrow())
              + " is not in the data: every row weighs 1");
    }
    if (settings.features().isEmpty()) { // else they were left out on purpose
      List<String> known = new ArrayList<>(keep);
      known.addAll(settings.ignore());
      warnAboutExtraColumns(head.names(), schema, known, warnings);
    }
    return new DataSet(
        input,
        settings,
        used,
        encoder,
        table.sources(new Table.Plan(used, rows, needLabel, keep)),
        warnings);
  }

  private static void warnAboutExtraColumns(
      List<String> names, Schema schema, List<String> others, List<String> warnings) {
    Set<String> known = new HashSet<>(schema.featureNames());
    known.addAll(schema.labels());
    schema.weight().ifPresent(known::add);
    known.addAll(others);
    List<String> extra = names.stream().filter(name -> !known.contains(name)).toList();
    if (!extra.isEmpty()) {
      String first = Text.show(extra.get(0));
      warnings.add(
          extra.size() == 1
              ? "column " + first + " is not one of the model's and is not used"
              : extra.size() + " columns are not the model's and are not used, such as " + first);
    }
  }
}
