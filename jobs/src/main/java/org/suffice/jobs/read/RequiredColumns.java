package org.suffice.jobs.read;

import java.util.List;
import java.util.Map;
import org.suffice.Failure;
import org.suffice.read.Column;
import org.suffice.read.Interaction;
import org.suffice.read.Text;

/**
 * Checks that the columns that settings name are in the data and may be what they are said to be.
 * Each refusal is one line that names the setting, and what was meant where that can be guessed.
 */
final class RequiredColumns {
  private RequiredColumns() {}

  /** LIBSVM rows start with one number. */
  static void requireOneLabel(List<String> labels, Input input) {
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

  /** A classifier has one label. */
  static void requireOneClassLabel(Task task, List<String> labels) {
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

  /** Checks that the columns that settings name are there, and go together. */
  static void requireColumns(
      Task task, DataSettings settings, List<String> labels, List<String> columns, Input input) {
    requireLabels(labels, columns, input);
    requireOneClassLabel(task, labels);
    settings.weight().ifPresent(name -> requireColumn("data.weight", name, columns, input));
    if (!FeatureColumns.wantsNone(settings)) {
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

  /** Checks that a column is there; else names one that it may be. */
  static void requireColumn(String what, String name, List<String> columns, Input input) {
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

  /** Checks that bases and interactions are of columns that can have them. */
  static void requireBases(
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
}
