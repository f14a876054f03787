package org.suffice.jobs.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import org.suffice.Failure;
import org.suffice.jobs.pass.Engine;
import org.suffice.read.Column;
import org.suffice.read.CsvDialect;
import org.suffice.read.FeatureEncoder;
import org.suffice.read.Rejection;
import org.suffice.read.RowAccount;
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
  private final boolean featureless;

  DataSet(
      Input input,
      DataSettings settings,
      Schema schema,
      FeatureEncoder encoder,
      List<SplitSource> sources,
      List<String> warnings) {
    this(input, settings, schema, encoder, sources, joined(input.warnings(), warnings), false);
  }

  private DataSet(
      Input input,
      DataSettings settings,
      Schema schema,
      FeatureEncoder encoder,
      List<SplitSource> sources,
      List<String> warnings,
      boolean featureless) {
    this.input = input;
    this.settings = settings;
    this.schema = schema;
    this.encoder = encoder;
    this.sources = sources;
    this.warnings = warnings;
    this.featureless = featureless;
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
    RequiredColumns.requireColumn("the label", labels.get(0), head.names(), input);
    return labels.size() == 1
            && head.kinds().get(head.names().indexOf(labels.get(0))) == Column.Kind.CATEGORICAL
        ? Task.CLASSIFICATION
        : Task.REGRESSION;
  }

  /** The number of labels that the settings name. */
  public static int numLabels(DataSettings settings, Input input) {
    return input.format() == Input.Format.LIBSVM
        ? 1
        : settings.labels(input.table().head().names()).size();
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
      return LibsvmRows.forTraining(task, settings, input, engine, size);
    }
    return TableRows.forTraining(task, settings, input, engine, size, keep);
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
    if (input.format() != Input.Format.LIBSVM) {
      return TableRows.forModel(settings, input, schema, means, needLabel, keep);
    }
    if (!keep.isEmpty()) {
      throw Failure.usage("--keep: LIBSVM data have no named columns");
    }
    return LibsvmRows.forModel(settings, input, schema, needLabel);
  }

  /** The encoder of a model's rows, with labels and weight where they are needed. */
  static FeatureEncoder encoderOfModel(Schema schema, boolean needLabel) {
    return needLabel ? FeatureEncoder.ofRows(schema, Set.of()) : FeatureEncoder.ofFeatures(schema);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  /** The same rows, of which none has a feature: the pass over them tells. */
  DataSet withoutFeatures() {
    return new DataSet(input, settings, schema, encoder, sources, warnings, true);
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

  /**
   * Checks, after a pass, that there was a row at all. A day without rows may be summarised.
   *
   * @throws Failure that names the files
   */
  public void requireRows(RowAccount account) {
    if (account.read() == 0) {
      throw Failure.data("no rows in " + input.path());
    }
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
      String rows = account.rejected() == 1 ? " bad row" : " bad rows";
      all.add(account.rejected() + rows + " left out (" + reasons + ")");
      for (Rejection rejection : account.rejections()) {
        all.add("bad row: " + input.locate(rejection));
      }
    }
    for (RowAccount.Note note : RowAccount.Note.values()) {
      if (account.count(note) > 0) {
        all.add(note.text(account.count(note)));
      }
    }
    return all;
  }
}
