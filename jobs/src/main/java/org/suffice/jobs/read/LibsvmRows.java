package org.suffice.jobs.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.jobs.pass.Engine;
import org.suffice.read.ClassIndex;
import org.suffice.read.Column;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.LevelSets;
import org.suffice.read.LibsvmPlan;
import org.suffice.read.RowPlan;
import org.suffice.read.Schema;
import org.suffice.read.Text;

/** Rows of LIBSVM files, whose features have positions and no names. */
final class LibsvmRows {
  private LibsvmRows() {}

  /** The rows to train on; see {@link DataSet#forTraining}. */
  static DataSet forTraining(
      Task task, DataSettings settings, Input input, Engine engine, DataSet.SizeCheck size) {
    RequiredColumns.requireOneClassLabel(task, settings.labels(Set.of()));
    RequiredColumns.requireOneLabel(settings.labels(Set.of()), input);
    String label = settings.label().isEmpty() ? DataSet.LIBSVM_LABEL : settings.label();
    int most = settings.limits().maxFeatures();
    int first = settings.zeroBased() ? 0 : 1;
    LibsvmPlan any = new LibsvmPlan(Integer.MAX_VALUE, settings.zeroBased(), true);
    LibsvmPlan rowsToScan = rowsToScan(task, settings, first, most);
    LevelSets none =
        new LevelSets(
                settings.dialect(),
                List.of(label),
                Set.of(),
                Set.of(),
                settings.limits().maxLevels())
            .withRanges(
                rowsToScan == null
                    ? List.of()
                    : FeatureColumns.ranged(settings, names(rowsToScan.rows())),
                rowsToScan == null ? new FeatureEncoder(List.of()) : rowsToScan.rows().encoder());
    if (task.hasClasses()) {
      none.withClasses(label);
    }
    LevelSets found = none.fresh();
    int features = 0;
    for (TextSource.Extent extent :
        engine.onEachSplit(
            "find the number of features",
            sources(settings, input, any),
            (source, attempt) -> ((TextSource) source).extent(none.fresh(), rowsToScan))) {
      features = Math.max(features, extent.features());
      found.merge(extent.found());
    }
    boolean featureless = features == 0; // nothing but labels, or nothing readable: the pass tells
    features = Math.max(1, features);
    if (features > most) {
      throw Failure.data(
          input.path()
              + " has an index of "
              + (settings.zeroBased() ? features - 1 : features)
              + ", more than data.max-features="
              + most);
    }
    List<String> classes = FeatureColumns.classes(task, settings, found);
    size.require(features, classes.size());
    Map<String, Column> columns = new LinkedHashMap<>();
    for (int i = first; i < features + first; i++) {
      String name = LibsvmPlan.featureName(i);
      columns.put(name, settings.basis(name).column(name, found));
    }
    List<String> names = List.copyOf(columns.keySet());
    RequiredColumns.requireBases(
        settings,
        names,
        columns.values().stream().collect(Collectors.toMap(Column::name, Column::kind)),
        input);
    size.require(FeatureColumns.numFeatures(settings, columns), classes.size());
    Schema schema =
        new Schema(
            List.copyOf(columns.values()),
            List.of(label),
            Optional.empty(),
            settings.interactions(),
            classes);
    DataSet data =
        new DataSet(
            input,
            settings,
            schema,
            FeatureEncoder.ofFeatures(schema),
            sources(
                settings, input, plan(settings, schema, true, FeatureColumns.classIndex(schema))),
            List.of());
    return featureless ? data.withoutFeatures() : data;
  }

  /** Sparse rows where the features are the entries, dense ones where they are made from them. */
  private static LibsvmPlan plan(
      DataSettings settings, Schema schema, boolean needLabel, ClassIndex classes) {
    boolean plain =
        schema.interactions().isEmpty()
            && schema.features().stream().allMatch(Column::isPlainNumber);
    RowPlan rows =
        new RowPlan(FeatureEncoder.ofFeatures(schema), settings.missing(), settings.unseen(), null);
    return new LibsvmPlan(
        schema.features().size(), settings.zeroBased(), needLabel, plain ? null : rows, classes);
  }

  /** Features are found by position: f1, f2, … or f0, f1, …, none left out. */
  private static void requireNames(Schema schema, Input input) {
    List<Column> columns = schema.features();
    int first = !columns.isEmpty() && columns.get(0).name().equals("f0") ? 0 : 1;
    for (int i = 0; i < columns.size(); i++) {
      if (!columns.get(i).name().equals(LibsvmPlan.featureName(first + i))
          || columns.get(i).kind() != Column.Kind.NUMERIC) {
        throw Failure.usage(
            "the model was trained on named columns such as "
                + Text.show(columns.get(i).name())
                + "; "
                + input.path()
                + " is LIBSVM, which has none");
      }
    }
  }

  /** Dense rows as far as the features with bases go, to find ranges; null if none is sought. */
  private static LibsvmPlan rowsToScan(Task task, DataSettings settings, int first, int most) {
    Set<String> named = new HashSet<>(settings.bases().keySet());
    settings.interactions().forEach(i -> named.addAll(List.of(i.first(), i.second())));
    // Where a feature is not there, that is told once the features are known.
    boolean known = named.stream().allMatch(name -> isFeature(name, first, most));
    if (!known || FeatureColumns.ranged(settings, List.copyOf(named)).isEmpty()) {
      return null;
    }
    int last = named.stream().mapToInt(name -> Integer.parseInt(name.substring(1))).max().orElse(0);
    List<Column> columns =
        IntStream.rangeClosed(first, last)
            .mapToObj(LibsvmPlan::featureName)
            .map(name -> settings.basis(name).columnToScan(name))
            .toList();
    Schema rough =
        new Schema(
            columns, List.of(DataSet.LIBSVM_LABEL), Optional.empty(), settings.interactions());
    RowPlan rows = FeatureColumns.rowsToScan(task, settings, rough, Set.of()).rows();
    return new LibsvmPlan(columns.size(), settings.zeroBased(), true, rows, rows.classes());
  }

  private static boolean isFeature(String name, int first, int most) {
    return name.matches("f(0|[1-9][0-9]{0,8})")
        && Integer.parseInt(name.substring(1)) >= first
        && Integer.parseInt(name.substring(1)) < first + most;
  }

  private static List<String> names(RowPlan rows) {
    return IntStream.range(0, rows.encoder().numColumns())
        .mapToObj(rows.encoder()::columnName)
        .toList();
  }

  private static List<SplitSource> sources(DataSettings settings, Input input, LibsvmPlan plan) {
    List<SplitSource> sources = new ArrayList<>();
    for (Split split : input.splits()) {
      sources.add(new TextSource(split, settings.text().plain(), plan, null));
    }
    return sources;
  }

  /** The rows to predict or evaluate; see {@link DataSet#forModel}. */
  static DataSet forModel(DataSettings settings, Input input, Schema schema, boolean needLabel) {
    requireNames(schema, input);
    if (needLabel) {
      RequiredColumns.requireOneLabel(schema.labels(), input);
    }
    LibsvmPlan plan = plan(settings, schema, needLabel, FeatureColumns.othersToo(schema));
    return new DataSet(
        input,
        settings,
        schema,
        DataSet.encoderOfModel(schema, needLabel),
        sources(settings, input, plan),
        List.of());
  }
}
