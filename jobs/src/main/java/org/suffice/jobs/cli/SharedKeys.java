package org.suffice.jobs.cli;

import java.util.ArrayList;
import java.util.List;

/** The configuration keys that several commands have, each with its default in this one place. */
final class SharedKeys {
  private SharedKeys() {}

  /** Keys that say where data are and how they are read. */
  static List<Key> data() {
    return List.of(
        Key.text("data.path", "", "file, directory or pattern of the data (--data)"),
        Key.text(
            "data.format", "", "csv, libsvm or parquet; by the file name when not set (--format)"),
        Key.text("data.label", "", "column to predict, or several: a,b,c (--label)"),
        Key.text("data.weight", "", "column of row weights, each 0 or more"),
        Key.texts(
            "data.features",
            "[]",
            "columns to use; all others when empty; none for the mean alone"),
        Key.texts("data.ignore", "[]", "columns to leave out"),
        Key.texts(
            "data.categorical", "[]", "columns of categories; columns of words are found anyway"),
        Key.flag("data.header", true, "whether each CSV file starts with the column names"),
        Key.text("data.delimiter", ",", "one character between CSV fields"),
        Key.text(
            "data.charset", "UTF-8", "character set of text files; they are split only in UTF-8"),
        Key.text(
            "data.escape",
            "\"",
            "how a quote inside a quoted field is written: doubled (\") or after a backslash (\\)"),
        Key.flag(
            "data.multiline",
            false,
            "whether quoted fields may hold line ends; files are not split"),
        Key.choice(
            "data.missing",
            "error",
            List.of("error", "drop", "mean"),
            "a missing value in a feature: stop, leave the row out, or put the column's mean"),
        Key.texts(
            "data.missing-values", "[\"\", NA, null]", "cells that mean that there is no value"),
        Key.choice(
            "data.unseen-level",
            "error",
            List.of("error", "other", "missing"),
            "a level that training did not see: a bad row, the level 'other' or none, or missing"),
        Key.text("data.bad-rows", "fail", "unusable rows: fail, so many at most, or a share as 1%"),
        Key.text("data.quarantine", "", "directory for the unusable rows; not written when empty"),
        Key.flag("data.zero-based", false, "whether LIBSVM indexes start at 0"),
        Key.flag("data.merge-schema", false, "whether Parquet files may differ in their columns"),
        Key.flag("data.recursive", false, "whether directories inside the directory are read"),
        Key.flag("data.literal-path", false, "whether the path is a name even where it has *?[{"),
        Key.whole("data.split-bytes", 16L << 20, "bytes of a plain file that one partition reads"),
        Key.whole("data.max-line", 1L << 20, "longest line in bytes"),
        Key.whole("data.max-columns", 10_000, "most columns of a table"),
        Key.whole("data.max-features", 1_000_000, "largest index of a LIBSVM row"),
        Key.whole("data.max-levels", 1000, "most levels of one categorical column"),
        Key.whole("data.max-expanded-bytes", 100L << 30, "most bytes in one compressed file"),
        Key.objects(
            "features.date-parts",
            "[]",
            "parts of dates, as [{column=date, parts=[hour, month, weekday]}]"));
  }

  /** Keys that say where the computation runs. */
  static List<Key> execution() {
    return List.of(
        Key.choice(
            "execution",
            "auto",
            List.of("auto", "driver", "cluster"),
            "where: the driver's cores, Spark, or by the size of the data and the master"),
        Key.whole(
            "execution.driver-bytes",
            0,
            "with a cluster, data up to this many bytes stay in the driver; 0 = a quarter of its"
                + " heap"));
  }

  /** Keys that make features of columns. */
  static List<Key> bases() {
    return List.of(
        Key.objects(
            "features.basis",
            "[]",
            "powers, or sines and cosines, of columns: [{column=x, type=powers, degree=3},"
                + " {column=t, type=fourier, harmonics=2, period=12, keep=true}]"),
        Key.lists(
            "features.interactions",
            "[]",
            "products of two columns, numbers or categories, as [[a, b], [a, g]]"));
  }

  /** Whether coefficients are those of z scores. */
  static Key standardize() {
    return Key.flag(
        "features.standardize",
        false,
        "whether coefficients are those of z scores, with standard deviations by 1/n");
  }

  /**
   * Keys of a penalty on coefficients.
   *
   * @param loss what it is added to
   * @param leastSquares whether signs can be held and columns be fitted anew
   */
  static List<Key> penalty(String loss, boolean leastSquares) {
    List<Key> keys = new ArrayList<>();
    keys.add(
        Key.choice(
            "penalty.type",
            "none",
            List.of("none", "ridge", "lasso", "elastic-net"),
            "what is added to " + loss));
    keys.add(
        Key.numbersOrAuto(
            "penalty.lambda",
            "auto",
            "weight of the penalty: a number, several, or auto for a path of them"));
    keys.add(
        Key.number(
            "penalty.l1-ratio", "0.5", "share of the absolute norm in an elastic net, 0 to 1"));
    keys.add(
        Key.choice(
            "penalty.convention",
            "suffice",
            List.of("suffice", "sklearn", "glmnet"),
            leastSquares
                ? "whose lambda and l1-ratio are given"
                : "whose lambda and l1-ratio are given; sklearn: lambda is its C"));
    keys.add(
        Key.flag(
            "penalty.standardize",
            false,
            "whether coefficients are penalised in units of their columns' standard deviations"));
    keys.add(
        Key.map(
            "penalty.factors",
            "how much more some features are penalised, as {x=2, z=0}; 0 for not at all"));
    if (leastSquares) {
      keys.add(Key.flag("penalty.non-negative", false, "whether coefficients must be 0 or more"));
      keys.add(
          Key.flag(
              "penalty.refit",
              false,
              "whether the columns that lasso or elastic net leave are fitted by least squares"));
    }
    keys.add(Key.whole("penalty.path-count", 100, "how many lambda an automatic path has"));
    keys.add(
        Key.number(
            "penalty.path-floor",
            "0",
            "the last of them as a share of the first; 0 = 1e-4, or 1e-2 with fewer rows than"
                + " columns (ridge 1e-8, 1e-4)"));
    return keys;
  }

  /** Keys of an iterative solver. */
  static List<Key> solver(List<String> names) {
    return List.of(
        Key.choice(
            "solver.name",
            "auto",
            names,
            "how parameters are found; auto: by their number and the penalty"),
        Key.number(
            "solver.tolerance",
            "1e-8",
            "converged when no derivative of the mean loss by a standardised column is larger"),
        Key.whole(
            "solver.max-iterations",
            0,
            "after which it stops; 0 = 100 of Newton's, 1000 of the others; gradient-descent needs"
                + " a number"),
        Key.number("solver.learning-rate", "0.1", "length of a step of gradient-descent"),
        Key.flag(
            "solver.strict",
            false,
            "whether a fit that has not converged is an error (exit code 4), not a warning"),
        Key.whole(
            "solver.checkpoint-every",
            10,
            "iterations after which the parameters are kept beside the model, for a run that is"
                + " broken off; 0 = never"));
  }

  /**
   * Keys of cross-validation.
   *
   * @param choose what min and 1se choose
   */
  static List<Key> crossValidation(String choose) {
    return List.of(
        Key.whole("cross-validation.folds", 0, "number of folds; 0 for no cross-validation"),
        Key.whole("cross-validation.seed", 1, "seed of the assignment of rows to folds"),
        Key.text(
            "cross-validation.fold-column", "", "column whose values are the folds, no feature"),
        Key.text(
            "cross-validation.group-column",
            "",
            "column whose equal values stay in one fold, no feature"),
        Key.choice("cross-validation.choose", "min", List.of("min", "1se"), choose));
  }
}
