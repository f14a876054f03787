package org.suffice.jobs.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.suffice.Failure;
import org.suffice.jobs.pass.Engine;
import org.suffice.read.Column;
import org.suffice.read.CsvPlan;
import org.suffice.read.LevelSets;
import org.suffice.read.LibsvmPlan;
import org.suffice.read.Rejection;
import org.suffice.read.Row;
import org.suffice.read.RowAccount;
import org.suffice.read.RowParser;
import org.suffice.read.Schema;
import org.suffice.read.Text;

/**
 * An input with its schema and the plan to read it: everything a pass needs.
 *
 * @param input the files
 * @param schema the columns that are used
 * @param parsers how a line becomes a row
 * @param options how lines are taken
 */
public record DataSet(Input input, Schema schema, RowParser.Factory parsers, ReadOptions options) {
  /** The name of the label of LIBSVM files, which have no header, where none is given. */
  public static final String LIBSVM_LABEL = "label";

  /**
   * The data set to train on: its schema is worked out from the header, the first lines and, for
   * categories, one light pass over the data.
   *
   * @throws Failure when a named column is not there
   */
  public static DataSet forTraining(DataSettings settings, Input input, Engine engine) {
    if (input.format() == Input.Format.LIBSVM) {
      return libsvmForTraining(settings, input, engine);
    }
    if (settings.label().isEmpty()) {
      throw Failure.usage("no label: name the column to predict with --label");
    }
    Input.CsvHead head = input.readHead(settings.dialect(), settings.maxLine());
    requireColumns(settings, head.columns(), input);
    ReadOptions options = new ReadOptions(settings.dialect().header(), settings.maxLine());
    Schema schema = schema(settings, head, input, engine, options);
    CsvPlan plan =
        CsvPlan.of(
            settings.dialect(), head.columns(), head.header(), schema, settings.missing(), true);
    return new DataSet(input, schema, plan, options);
  }

  /**
   * Data to predict or evaluate with a model's schema: columns are found by name.
   *
   * @param needLabel whether the label, and the weight where the data have it, are read
   */
  public static DataSet forModel(
      DataSettings settings, Input input, Schema schema, boolean needLabel) {
    if (input.format() == Input.Format.LIBSVM) {
      int features = schema.features().size();
      return new DataSet(
          input,
          schema,
          new LibsvmPlan(features, needLabel),
          new ReadOptions(false, settings.maxLine()));
    }
    Input.CsvHead head = input.readHead(settings.dialect(), settings.maxLine());
    Schema used =
        schema.weight().filter(name -> !head.columns().contains(name)).isPresent()
            ? new Schema(schema.features(), schema.label(), Optional.empty())
            : schema;
    CsvPlan plan =
        CsvPlan.of(
            settings.dialect(), head.columns(), head.header(), used, settings.missing(), needLabel);
    return new DataSet(
        input, used, plan, new ReadOptions(settings.dialect().header(), settings.maxLine()));
  }

  private static void requireColumns(DataSettings settings, List<String> columns, Input input) {
    requireColumn("the label", settings.label(), columns, input);
    settings.weight().ifPresent(name -> requireColumn("data.weight", name, columns, input));
    settings.features().forEach(name -> requireColumn("data.features", name, columns, input));
    settings.ignore().forEach(name -> requireColumn("data.ignore", name, columns, input));
    settings.categorical().forEach(name -> requireColumn("data.categorical", name, columns, input));
    if (settings.weight().filter(settings.label()::equals).isPresent()) {
      throw Failure.usage("data.weight and the label are the same column " + settings.label());
    }
    if (settings.categorical().contains(settings.label())) {
      throw Failure.usage(
          "the label "
              + Text.show(settings.label())
              + " is categorical; a regression needs numbers");
    }
  }

  private static void requireColumn(String what, String name, List<String> columns, Input input) {
    if (!columns.contains(name)) {
      String one =
          columns.size() == 1
              ? "; one column was found, is the delimiter another? (data.delimiter)"
              : Text.suggest(name, columns);
      throw Failure.usage(
          what + ": column " + Text.show(name) + " is not in " + input.path() + one);
    }
  }

  private static Schema schema(
      DataSettings settings, Input.CsvHead head, Input input, Engine engine, ReadOptions options) {
    Set<String> excluded = new HashSet<>(settings.ignore());
    excluded.add(settings.label());
    settings.weight().ifPresent(excluded::add);
    Set<String> wanted = new HashSet<>(settings.features());
    List<String> names = new ArrayList<>();
    Set<String> categorical = new LinkedHashSet<>();
    for (int c = 0; c < head.columns().size(); c++) {
      String name = head.columns().get(c);
      if (!excluded.contains(name) && (wanted.isEmpty() || wanted.contains(name))) {
        names.add(name);
        if (settings.categorical().contains(name) || head.inference().isCategorical(c)) {
          categorical.add(name);
        }
      }
    }
    if (names.isEmpty()) {
      throw Failure.usage("no feature columns are left in " + input.path());
    }
    LevelSets levels =
        categorical.isEmpty()
            ? null
            : discover(settings, head, input, engine, options, categorical);
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      columns.add(
          categorical.contains(name)
              ? Column.categorical(name, levels.levels(name))
              : Column.numeric(name));
    }
    return new Schema(columns, settings.label(), settings.weight());
  }

  private static LevelSets discover(
      DataSettings settings,
      Input.CsvHead head,
      Input input,
      Engine engine,
      ReadOptions options,
      Set<String> categorical) {
    String header = head.header();
    ArrayList<String> columns = new ArrayList<>(head.columns());
    HashSet<String> sought = new HashSet<>(categorical);
    List<SplitSource> sources =
        input.splits().stream().map(split -> new SplitSource(split, options, null)).toList();
    var dialect = settings.dialect();
    int maxLevels = settings.maxLevels();
    List<LevelSets> found =
        engine.onEachSplit(
            "find levels",
            sources,
            (source, attempt) -> {
              LevelSets levels = new LevelSets(dialect, columns, sought, maxLevels);
              LineTask.forEachLine(source.split(), options, header, levels::add);
              return levels;
            });
    LevelSets all = found.get(0);
    found.subList(1, found.size()).forEach(all::merge);
    return all;
  }

  private static DataSet libsvmForTraining(DataSettings settings, Input input, Engine engine) {
    ReadOptions options = new ReadOptions(false, settings.maxLine());
    List<SplitSource> sources =
        input.splits().stream().map(split -> new SplitSource(split, options, null)).toList();
    int features =
        engine
            .onEachSplit("find the number of features", sources, (s, a) -> largestIndex(s, options))
            .stream()
            .max(Integer::compare)
            .orElse(0);
    if (features == 0) {
      throw Failure.data("no row of " + input.path() + " has a feature");
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= features; i++) {
      columns.add(Column.numeric(LibsvmPlan.featureName(i)));
    }
    String label = settings.label().isEmpty() ? LIBSVM_LABEL : settings.label();
    return new DataSet(
        input,
        new Schema(columns, label, Optional.empty()),
        new LibsvmPlan(features, true),
        options);
  }

  private static int largestIndex(SplitSource source, ReadOptions options) {
    RowParser parser = new LibsvmPlan(Integer.MAX_VALUE, true).newParser();
    Row row = new Row();
    int[] largest = new int[1];
    LineTask.forEachLine(
        source.split(),
        options,
        null,
        (bytes, from, to) -> {
          if (parser.parse(bytes, from, to, row) == RowParser.Outcome.USED && row.size > 0) {
            largest[0] = Math.max(largest[0], row.indices[row.size - 1] + 1);
          }
        });
    return largest[0];
  }

  /** The sources of the blocks, one a split. */
  public List<SplitSource> sources() {
    return input.splits().stream().map(split -> new SplitSource(split, options, parsers)).toList();
  }

  /**
   * Checks that every row could be used.
   *
   * @throws Failure that locates the first row that could not
   */
  public void requireNoRejections(RowAccount account) {
    if (account.rejected() > 0) {
      Rejection first = account.rejections().get(0);
      throw Failure.data(input.locate(first, options.maxLine()));
    }
  }
}
