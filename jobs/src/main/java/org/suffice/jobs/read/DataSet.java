package org.suffice.jobs.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.suffice.Failure;
import org.suffice.jobs.pass.Engine;
import org.suffice.read.ClassIndex;
import org.suffice.read.Column;
import org.suffice.read.CsvDialect;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Interaction;
import org.suffice.read.LevelSets;
import org.suffice.read.LibsvmPlan;
import org.suffice.read.Rejection;
import org.suffice.read.RowAccount;
import org.suffice.read.RowPlan;
import org.suffice.read.Schema;
import org.suffice.read.Text;

/** An input with its schema and the plan to read it: everything a pass needs. */
public final class DataSet {
  /** The name of the label of LIBSVM files, which have no header, where none is given. */
  public static final String LIBSVM_LABEL = "label";

  private final Input input;
  private final DataSettings settings;
  private final Schema schema;
  private final FeatureEncoder encoder;
  private final List<SplitSource> sources;
  private final List<String> warnings;
  private boolean featureless;

  private DataSet(
      Input input,
      DataSettings settings,
      Schema schema,
      FeatureEncoder encoder,
      List<SplitSource> sources,
      List<String> warnings) {
    this.input = input;
    this.settings = settings;
    this.schema = schema;
    this.encoder = encoder;
    this.sources = sources;
    this.warnings = new ArrayList<>(input.warnings());
    this.warnings.addAll(warnings);
  }

  /**
   * The data set to train on: its schema is worked out from the head of the data and, for
   * categories and means, one light pass over them.
   *
   * @param requireFeatures told the number of features before anything of that size is made; throws
   *     when there are too many
   * @throws Failure when a named column is not there
   */
  public static DataSet forTraining(
      DataSettings settings, Input input, Engine engine, IntConsumer requireFeatures) {
    return forTraining(
        Task.REGRESSION, settings, input, engine, (d, c) -> requireFeatures.accept(d), List.of());
  }

  /**
   * What a label is that nobody said anything of: a text, or one that is named a category, is a
   * class, a number is a number; several labels are numbers.
   *
   * @throws Failure when there is no such column
   */
  public static Task taskOf(DataSettings settings, Input input) {
    if (settings.categorical().contains(settings.label())) {
      return Task.CLASSIFICATION;
    }
    if (input.format() == Input.Format.LIBSVM) {
      return Task.REGRESSION;
    }
    if (settings.label().isEmpty()) {
      throw Failure.usage("no label: name the column to predict with --label");
    }
    Table.Head head = input.table().head();
    List<String> labels = settings.labels(head.names());
    requireColumn("the label", labels.get(0), head.names(), input);
    return labels.size() == 1
            && head.kinds().get(head.names().indexOf(labels.get(0))) == Column.Kind.CATEGORICAL
        ? Task.CLASSIFICATION
        : Task.REGRESSION;
  }

  /** Whether a training of some size is possible. */
  @FunctionalInterface
  public interface SizeCheck {
    /**
     * Throws when it is not.
     *
     * @param features how many there are
     * @param classes how many there are; 0 for a regression
     */
    void require(int features, int classes);
  }

  /**
   * The same for either task, with columns that are no features, whose text is kept beside the
   * rows. The classes of the schema are those that stand in the data; rows that cannot be used may
   * leave some without a row. Where no row has a label, a class without a name stands for them, and
   * the pass tells why.
   *
   * @param task whether labels are numbers or classes
   * @param size told the size before anything of it is made
   * @param keep for instance the column that says the fold of a row
   */
  public static DataSet forTraining(
      Task task,
      DataSettings settings,
      Input input,
      Engine engine,
      SizeCheck size,
      List<String> keep) {
    if (input.format() == Input.Format.LIBSVM) {
      if (!keep.isEmpty()) {
        throw Failure.usage(
            "LIBSVM data have no column "
                + Text.show(keep.get(0))
                + ": their columns have no names");
      }
      return libsvmForTraining(task, settings, input, engine, size);
    }
    if (settings.label().isEmpty()) {
      throw Failure.usage("no label: name the column to predict with --label");
    }
    Table table = input.table();
    Table.Head head = table.head();
    for (String name : keep) {
      requireColumn("cross-validation", name, head.names(), input);
    }
    List<String> labels = settings.labels(head.names());
    requireColumns(task, settings, labels, head.names(), input);
    List<Column.Kind> kinds = kinds(settings, labels, head, input);
    Set<String> categorical = new LinkedHashSet<>();
    Set<String> watched = new LinkedHashSet<>();
    Map<String, Column.Kind> kindOf = new HashMap<>();
    List<String> names = new ArrayList<>();
    Set<String> used = used(settings, labels, head.names());
    for (int c = 0; c < head.names().size(); c++) {
      String name = head.names().get(c);
      if (used.contains(name)) {
        names.add(name);
        kindOf.put(name, kinds.get(c));
        if (kinds.get(c) == Column.Kind.CATEGORICAL) {
          categorical.add(name);
        }
        if (settings.missing() == RowPlan.Missing.MEAN) {
          watched.add(name);
        }
      }
    }
    if (names.isEmpty() && !wantsNone(settings)) {
      throw Failure.usage("no feature columns are left in " + input.path());
    }
    requireBases(settings, names, kindOf, input);
    List<String> ranged = ranged(settings, names);
    LevelSets empty =
        new LevelSets(
            settings.dialect(), head.names(), categorical, watched, settings.limits().maxLevels());
    if (task.hasClasses()) {
      empty.withClasses(labels.get(0));
    }
    Table.Plan rowsToScan = null;
    if (!ranged.isEmpty()) {
      Schema rough =
          schema(settings, labels, names, name -> roughColumn(settings, name, kindOf.get(name)));
      rowsToScan = rowsToScan(task, settings, rough, watched);
      empty.withRanges(ranged, rowsToScan.rows().encoder());
    }
    LevelSets sets = scan(engine, table, empty, rowsToScan);
    Set<String> withMissing = new HashSet<>();
    for (String name : watched) {
      if (sets.hasMissing(name)) {
        withMissing.add(name);
      }
    }
    Map<String, Column> columns = new LinkedHashMap<>();
    for (String name : names) {
      columns.put(
          name,
          switch (kindOf.get(name)) {
            case NUMERIC -> settings.basis(name).column(name, sets);
            case CATEGORICAL -> Column.categorical(name, sets.levels(name));
            case DATE -> Column.date(name, settings.dateParts().get(name));
          });
    }
    List<String> classes = classes(task, settings, sets);
    size.require(numFeatures(settings, columns), classes.size());
    Schema schema = schema(settings, labels, names, columns::get).withClasses(classes);
    FeatureEncoder encoder = FeatureEncoder.ofRows(schema, withMissing);
    RowPlan rows =
        new RowPlan(encoder, settings.missing(), settings.unseen(), null, classIndex(schema));
    List<SplitSource> sources = table.sources(new Table.Plan(schema, rows, true, keep));
    return new DataSet(input, settings, schema, encoder, sources, head.warnings());
  }

  /**
   * Data to predict or evaluate with a model's schema: columns are found by name.
   *
   * @param means what stands for missing values of the d features where that is asked for
   * @param needLabel whether the labels, and the weight where the data have it, are read
   * @param keep columns whose text is kept
   */
  public static DataSet forModel(
      DataSettings settings,
      Input input,
      Schema schema,
      double[] means,
      boolean needLabel,
      List<String> keep) {
    FeatureEncoder encoder =
        needLabel ? FeatureEncoder.ofRows(schema, Set.of()) : FeatureEncoder.ofFeatures(schema);
    if (input.format() == Input.Format.LIBSVM) {
      if (!keep.isEmpty()) {
        throw Failure.usage("--keep: LIBSVM data have no named columns");
      }
      requireLibsvmNames(schema, input);
      if (needLabel) {
        requireOneLabel(schema.labels(), input);
      }
      return new DataSet(
          input,
          settings,
          schema,
          encoder,
          libsvm(settings, input, libsvmPlan(settings, schema, needLabel, othersToo(schema))),
          List.of());
    }
    Table table = input.table();
    Table.Head head = table.head();
    for (String name : keep) {
      requireColumn("--keep", name, head.names(), input);
    }
    Schema used =
        schema.weight().filter(name -> !head.names().contains(name)).isPresent()
            ? schema.withoutWeight()
            : schema;
    RowPlan rows =
        new RowPlan(encoder, settings.missing(), settings.unseen(), means, othersToo(schema));
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

  /** The classes that the scan found; none for a regression. */
  private static List<String> classes(Task task, DataSettings settings, LevelSets sets) {
    if (!task.hasClasses()) {
      return List.of();
    }
    List<String> found = sets.classes(task.leastClasses(), settings.categorical());
    return found.isEmpty() ? List.of("") : found;
  }

  private static ClassIndex classIndex(Schema schema) {
    return schema.hasClasses() ? new ClassIndex(schema.classes()) : null;
  }

  /** A row of a class that training did not see has a prediction too, a wrong one. */
  private static ClassIndex othersToo(Schema schema) {
    return schema.hasClasses() ? ClassIndex.withOthers(schema.classes()) : null;
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

  /** No features at all: the fit is then the mean of the label. */
  private static boolean wantsNone(DataSettings settings) {
    return settings.features().equals(List.of("none"));
  }

  private static Set<String> used(DataSettings settings, List<String> labels, List<String> names) {
    if (wantsNone(settings)) {
      return Set.of();
    }
    Set<String> used =
        new LinkedHashSet<>(settings.features().isEmpty() ? names : settings.features());
    used.removeAll(settings.ignore());
    labels.forEach(used::remove);
    settings.weight().ifPresent(used::remove);
    return used;
  }

  /** LIBSVM rows start with one number. */
  private static void requireOneLabel(List<String> labels, Input input) {
    if (labels.size() > 1) {
      throw Failure.usage(
          labels.size()
              + " labels, "
              + Text.show(labels.get(0))
              + " and "
              + Text.show(labels.get(1))
              + (labels.size() > 2 ? " …" : "")
              + ": the rows of "
              + input.path()
              + " are LIBSVM and have one");
    }
  }

  private static void requireOneClassLabel(Task task, List<String> labels) {
    if (task.hasClasses() && labels.size() > 1) {
      throw Failure.usage(
          "a classifier has one label, found "
              + labels.size()
              + ": "
              + Text.show(labels.get(0))
              + " and "
              + Text.show(labels.get(1))
              + (labels.size() > 2 ? " …" : ""));
    }
  }

  private static void requireLabels(List<String> labels, List<String> columns, Input input) {
    for (int t = 0; t < labels.size(); t++) {
      String name = labels.get(t);
      if (name.isEmpty() && labels.size() > 1) {
        throw Failure.usage("the labels: a name is empty between the commas");
      }
      requireColumn("the label", name, columns, input);
      if (labels.indexOf(name) < t) {
        throw Failure.usage("the labels: " + Text.show(name) + " stands there twice");
      }
    }
  }

  private static void requireColumns(
      Task task, DataSettings settings, List<String> labels, List<String> columns, Input input) {
    requireLabels(labels, columns, input);
    requireOneClassLabel(task, labels);
    settings.weight().ifPresent(name -> requireColumn("data.weight", name, columns, input));
    if (!wantsNone(settings)) {
      settings.features().forEach(name -> requireColumn("data.features", name, columns, input));
    }
    settings.ignore().forEach(name -> requireColumn("data.ignore", name, columns, input));
    settings.categorical().forEach(name -> requireColumn("data.categorical", name, columns, input));
    settings
        .dateParts()
        .keySet()
        .forEach(name -> requireColumn("features.date-parts", name, columns, input));
    settings.bases().keySet().forEach(n -> requireColumn("features.basis", n, columns, input));
    for (Interaction interaction : settings.interactions()) {
      requireColumn("features.interactions", interaction.first(), columns, input);
      requireColumn("features.interactions", interaction.second(), columns, input);
    }
    for (String label : labels) {
      if (settings.features().contains(label)) {
        throw Failure.usage("data.features: column " + Text.show(label) + " is a label");
      }
      if (settings.weight().filter(label::equals).isPresent()) {
        throw Failure.usage("data.weight and the label are the same column " + Text.clean(label));
      }
      if (!task.hasClasses() && settings.categorical().contains(label)) {
        throw Failure.usage(
            "the label " + Text.show(label) + " is categorical; a regression needs numbers");
      }
    }
  }

  private static void requireColumn(String what, String name, List<String> columns, Input input) {
    if (!columns.contains(name)) {
      String one =
          columns.size() == 1
              ? "; one column was found, named "
                  + Text.show(columns.get(0))
                  + otherDelimiter(columns.get(0))
              : Text.suggest(name, columns);
      throw Failure.usage(
          what + ": column " + Text.show(name) + " is not in " + input.path() + one);
    }
  }

  private static String otherDelimiter(String header) {
    for (String delimiter : List.of(";", "\t", "|")) {
      if (header.contains(delimiter)) {
        String shown = delimiter.equals("\t") ? "\\t" : delimiter;
        return ": did you mean data.delimiter=\"" + shown + "\"?";
      }
    }
    return "";
  }

  /** What each column is: as configured, else as it looks. */
  private static List<Column.Kind> kinds(
      DataSettings settings, List<String> labels, Table.Head head, Input input) {
    Set<String> used = used(settings, labels, head.names());
    List<Column.Kind> kinds = new ArrayList<>();
    for (int c = 0; c < head.names().size(); c++) {
      String name = head.names().get(c);
      Column.Kind kind = head.kinds().get(c);
      if (settings.categorical().contains(name)) {
        kind = Column.Kind.CATEGORICAL;
      } else if (settings.dateParts().containsKey(name)) {
        kind = Column.Kind.DATE;
      } else if (kind == Column.Kind.DATE && used.contains(name)) {
        throw Failure.usage(
            "column "
                + Text.show(name)
                + " of "
                + input.path()
                + " holds dates: take parts of it with features.date-parts=[{column="
                + Text.clean(name)
                + ", parts=[month, weekday]}], or leave it out with data.ignore=["
                + Text.clean(name)
                + "]");
      }
      kinds.add(kind);
    }
    return kinds;
  }

  /** The numeric columns whose ranges are sought, as periods. */
  private static List<String> ranged(DataSettings settings, List<String> names) {
    return names.stream().filter(name -> settings.basis(name).needsRange()).toList();
  }

  private static Schema schema(
      DataSettings settings,
      List<String> labels,
      List<String> names,
      Function<String, Column> column) {
    return new Schema(
        names.stream().map(column).toList(), labels, settings.weight(), settings.interactions());
  }

  /** A column as far as it is known before the levels and the periods are. */
  private static Column roughColumn(DataSettings settings, String name, Column.Kind kind) {
    return switch (kind) {
      case NUMERIC -> settings.basis(name).columnToScan(name);
      case CATEGORICAL -> Column.categorical(name, List.of());
      case DATE -> Column.date(name, settings.dateParts().get(name));
    };
  }

  /**
   * Reads just the rows that will be used: levels are whatever they are, everything else is as it
   * will be.
   */
  private static Table.Plan rowsToScan(
      Task task, DataSettings settings, Schema rough, Set<String> watched) {
    RowPlan rows =
        new RowPlan(
            FeatureEncoder.ofRows(rough, watched),
            settings.missing(),
            RowPlan.UnseenLevel.OTHER,
            null,
            task.hasClasses() ? ClassIndex.ANY : null);
    return new Table.Plan(rough, rows, true, List.of());
  }

  /** The number of features, as far as anything of that size may be made. */
  private static int numFeatures(DataSettings settings, Map<String, Column> columns) {
    long count = columns.values().stream().mapToLong(Column::numFeatures).sum();
    long products = 0;
    for (Interaction interaction : settings.interactions()) {
      products +=
          Schema.numProducts(columns.get(interaction.first()), columns.get(interaction.second()));
    }
    if (products > Schema.MOST_PRODUCTS) {
      throw Failure.usage(
          String.format(
              Locale.ROOT,
              "features.interactions: they make %,d features, more than %,d",
              products,
              Schema.MOST_PRODUCTS));
    }
    return (int) Math.min(Integer.MAX_VALUE, count + products);
  }

  /** Checks that bases and interactions are of columns that can have them. */
  private static void requireBases(
      DataSettings settings, List<String> names, Map<String, Column.Kind> kinds, Input input) {
    for (String name : settings.bases().keySet()) {
      requireFeature("features.basis", name, names, input);
      if (kinds.get(name) != Column.Kind.NUMERIC) {
        throw Failure.usage(
            "features.basis: column " + Text.show(name) + " is not a column of numbers");
      }
    }
    for (Interaction interaction : settings.interactions()) {
      for (String name : List.of(interaction.first(), interaction.second())) {
        requireFeature("features.interactions", name, names, input);
        String why = null;
        if (kinds.get(name) == Column.Kind.DATE) {
          why = " holds dates, whose parts have no interactions";
        } else if (settings.basis(name).degree() == 0) {
          why = " is replaced by its sines and cosines; keep=true in features.basis keeps it";
        }
        if (why != null) {
          throw Failure.usage("features.interactions: column " + Text.show(name) + why);
        }
      }
    }
  }

  /** A column that is there, but not a feature, is told apart from one that is not there. */
  private static void requireFeature(String what, String name, List<String> features, Input input) {
    if (!features.contains(name)) {
      throw Failure.usage(
          what
              + ": column "
              + Text.show(name)
              + " is not one of the features of "
              + input.path()
              + Text.suggest(name, features));
    }
  }

  private static LevelSets scan(
      Engine engine, Table table, LevelSets empty, Table.Plan rowsToScan) {
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

  private static DataSet libsvmForTraining(
      Task task, DataSettings settings, Input input, Engine engine, SizeCheck size) {
    requireOneClassLabel(task, settings.labels(Set.of()));
    requireOneLabel(settings.labels(Set.of()), input);
    String label = settings.label().isEmpty() ? LIBSVM_LABEL : settings.label();
    int most = settings.limits().maxFeatures();
    int first = settings.zeroBased() ? 0 : 1;
    LibsvmPlan any = new LibsvmPlan(Integer.MAX_VALUE, settings.zeroBased(), true);
    LibsvmPlan rowsToScan = libsvmToScan(task, settings, first, most);
    LevelSets none =
        new LevelSets(
                settings.dialect(),
                List.of(label),
                Set.of(),
                Set.of(),
                settings.limits().maxLevels())
            .withRanges(
                rowsToScan == null ? List.of() : ranged(settings, names(rowsToScan.rows())),
                rowsToScan == null ? new FeatureEncoder(List.of()) : rowsToScan.rows().encoder());
    if (task.hasClasses()) {
      none.withClasses(label);
    }
    LevelSets found = none.fresh();
    int features = 0;
    for (TextSource.Extent extent :
        engine.onEachSplit(
            "find the number of features",
            libsvm(settings, input, any),
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
    List<String> classes = classes(task, settings, found);
    size.require(features, classes.size());
    Map<String, Column> columns = new LinkedHashMap<>();
    for (int i = first; i < features + first; i++) {
      String name = LibsvmPlan.featureName(i);
      columns.put(name, settings.basis(name).column(name, found));
    }
    List<String> names = List.copyOf(columns.keySet());
    requireBases(
        settings,
        names,
        columns.values().stream().collect(Collectors.toMap(Column::name, Column::kind)),
        input);
    size.require(numFeatures(settings, columns), classes.size());
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
            libsvm(settings, input, libsvmPlan(settings, schema, true, classIndex(schema))),
            List.of());
    data.featureless = featureless;
    return data;
  }

  /** Sparse rows where the features are the entries, dense ones where they are made from them. */
  private static LibsvmPlan libsvmPlan(
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
  private static void requireLibsvmNames(Schema schema, Input input) {
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
  private static LibsvmPlan libsvmToScan(Task task, DataSettings settings, int first, int most) {
    Set<String> named = new HashSet<>(settings.bases().keySet());
    settings.interactions().forEach(i -> named.addAll(List.of(i.first(), i.second())));
    // Where a feature is not there, that is told once the features are known.
    boolean known = named.stream().allMatch(name -> isLibsvmFeature(name, first, most));
    if (!known || ranged(settings, List.copyOf(named)).isEmpty()) {
      return null;
    }
    int last = named.stream().mapToInt(name -> Integer.parseInt(name.substring(1))).max().orElse(0);
    List<Column> columns =
        IntStream.rangeClosed(first, last)
            .mapToObj(LibsvmPlan::featureName)
            .map(name -> settings.basis(name).columnToScan(name))
            .toList();
    Schema rough =
        new Schema(columns, List.of(LIBSVM_LABEL), Optional.empty(), settings.interactions());
    RowPlan rows = rowsToScan(task, settings, rough, Set.of()).rows();
    return new LibsvmPlan(columns.size(), settings.zeroBased(), true, rows, rows.classes());
  }

  private static boolean isLibsvmFeature(String name, int first, int most) {
    return name.matches("f(0|[1-9][0-9]{0,8})")
        && Integer.parseInt(name.substring(1)) >= first
        && Integer.parseInt(name.substring(1)) < first + most;
  }

  private static List<String> names(RowPlan rows) {
    return IntStream.range(0, rows.encoder().numColumns())
        .mapToObj(rows.encoder()::columnName)
        .toList();
  }

  private static List<SplitSource> libsvm(DataSettings settings, Input input, LibsvmPlan plan) {
    List<SplitSource> sources = new ArrayList<>();
    for (Split split : input.splits()) {
      sources.add(new TextSource(split, settings.text().plain(), plan, null));
    }
    return sources;
  }

  /** The files. */
  public Input input() {
    return input;
  }

  /** The columns that are used. */
  public Schema schema() {
    return schema;
  }

  /** Where each column goes, with the indicators of columns whose means are learnt. */
  public FeatureEncoder encoder() {
    return encoder;
  }

  /** The rows of every split. */
  public List<SplitSource> sources() {
    return sources;
  }

  /** How CSV is written. */
  public CsvDialect dialect() {
    return settings.dialect();
  }

  /**
   * Checks, after a pass, that the rows that could not be used are within the budget, and that the
   * files are still what they were.
   *
   * @throws Failure that locates the first row that could not be used
   */
  public void requireAcceptable(RowAccount account) {
    for (Rejection rejection : account.rejections()) {
      if (rejection.reason().isFatal()) {
        throw Failure.data(input.locate(rejection));
      }
    }
    if (account.rejected() > 0 && !settings.badRows().covers(account)) {
      String first = input.locate(account.rejections().get(0));
      throw Failure.data(
          settings.badRows().equals(BadRows.FAIL)
              ? first
              : "more bad rows than data.bad-rows="
                  + settings.badRows()
                  + ": "
                  + account.rejected()
                  + " of "
                  + account.read()
                  + " read; the first: "
                  + first);
    }
    if (featureless) {
      throw Failure.data("no row of " + input.path() + " has a feature");
    }
    input.requireUnchanged();
  }

  /** What is worth a person's attention: of the files, and of the rows that were read. */
  public List<String> warnings(RowAccount account) {
    List<String> all = new ArrayList<>(warnings);
    if (account.rejected() > 0) {
      StringBuilder reasons = new StringBuilder();
      for (Rejection.Reason reason : Rejection.Reason.values()) {
        if (account.count(reason) > 0) {
          reasons.append(reasons.isEmpty() ? "" : ", ").append(account.count(reason));
          reasons.append(' ').append(reason.text());
        }
      }
      all.add(account.rejected() + " bad rows left out (" + reasons + ")");
      for (Rejection rejection : account.rejections()) {
        all.add("bad row: " + input.locate(rejection));
      }
    }
    for (RowAccount.Note note : RowAccount.Note.values()) {
      if (account.count(note) > 0) {
        all.add(account.count(note) + " " + note.text());
      }
    }
    return all;
  }
}
