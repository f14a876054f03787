package org.suffice.jobs.cli;

import java.util.ArrayList;
import java.util.List;

/** The configuration keys, each with its default in this one place. */
final class Keys {
  private Keys() {}

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

  private static Key standardize() {
    return Key.flag(
        "features.standardize",
        false,
        "whether coefficients are those of z scores, with standard deviations by 1/n");
  }

  /** All keys of linear regression. */
  static List<Key> linearRegression() {
    List<Key> keys = new ArrayList<>(data());
    keys.addAll(bases());
    keys.add(standardize());
    keys.add(Key.flag("intercept", true, "whether a constant is fitted"));
    keys.addAll(penalty("the squared error", true));
    keys.addAll(
        crossValidation(
            "the lambda of least error, or the largest within one standard error of it"));
    keys.add(
        Key.choice(
            "precision",
            "exact",
            List.of("exact", "fast"),
            "sums without rounding, or in doubles by one dsyrk a block"));
    keys.add(Key.number("inference.level", "0.95", "level of the confidence intervals"));
    keys.add(
        Key.choice(
            "inference.covariance",
            "classical",
            List.of("classical", "HC0", "HC1", "HC2", "HC3"),
            "standard errors for errors of one variance, or robust by squared residuals"));
    keys.addAll(execution());
    return List.copyOf(keys);
  }

  /** All keys of linear and quadratic discriminant analysis. */
  static List<Key> discriminant(boolean quadratic) {
    List<Key> keys = new ArrayList<>(data());
    keys.addAll(bases());
    keys.add(
        Key.wordOrMap(
            "discriminant.priors",
            List.of("empirical", "uniform"),
            "empirical (shares of the rows), uniform, or by class as {a=0.3, b=0.7}"));
    keys.add(
        Key.numbersOrAuto(
            "discriminant.shrinkage",
            "0",
            "how far covariances are drawn to a multiple of the identity: 0 to 1, auto (Ledoit and"
                + " Wolf), or several to choose from by cross-validation"));
    if (quadratic) {
      keys.add(
          Key.numbers(
              "discriminant.mix",
              "0",
              "share of the covariance of all classes in that of each, 0 to 1, or several"));
    }
    keys.add(
        Key.flag(
            "discriminant.leave-one-out",
            false,
            "whether a further pass tells each row by the fit of all others"));
    keys.addAll(
        crossValidation("the shrinkage of least log loss, or the largest within a standard error"));
    keys.add(
        Key.choice(
            "precision",
            "exact",
            List.of("exact", "fast"),
            "sums without rounding, or in doubles by one dsyrk a block"));
    keys.addAll(execution());
    return List.copyOf(keys);
  }

  /** All keys of nearest neighbours. */
  static List<Key> neighbours() {
    List<Key> keys = new ArrayList<>(data());
    keys.addAll(bases());
    keys.add(
        Key.choice(
            "task",
            "auto",
            List.of("auto", "classification", "regression"),
            "whether the label is a class or a number; auto: a text, or a column in"
                + " data.categorical, is a class"));
    keys.add(
        Key.flag(
            "features.standardize",
            false,
            "whether distances are those of z scores, with standard deviations by 1/n"));
    keys.add(Key.whole("neighbours.k", 5, "how many neighbours decide"));
    keys.add(
        Key.powers(
            "neighbours.p",
            "2",
            "distance (sum |x-z|^p)^(1/p): a number of 1 or more, or inf; of several, as [1, 2,"
                + " inf], the one with the least error on rows left out"));
    keys.add(
        Key.choice(
            "neighbours.weights",
            "uniform",
            List.of("uniform", "distance"),
            "neighbours count alike, or by one over their distance"));
    keys.add(
        Key.choice(
            "neighbours.ties",
            "id",
            List.of("id", "all"),
            "of rows at the distance of the k-th, those that come first in the data, or all"));
    keys.add(
        Key.whole(
            "neighbours.k-max",
            0,
            "above 0: k is chosen from 1 to this number by the error on rows left out"));
    keys.add(
        Key.choice(
            "neighbours.algorithm",
            "auto",
            List.of("auto", "brute", "kd-tree"),
            "how neighbours are found; auto: a tree where there are few features"));
    crossValidation("").stream()
        .filter(key -> !key.name().equals("cross-validation.choose"))
        .map(
            key ->
                key.name().equals("cross-validation.folds")
                    ? Key.whole(key.name(), 0, "number of folds; 0 for leave-one-out")
                    : key)
        .forEach(keys::add);
    keys.addAll(execution());
    return List.copyOf(keys);
  }

  /**
   * Keys of a penalty on coefficients.
   *
   * @param loss what it is added to
   * @param leastSquares whether signs can be held and columns be fitted anew
   */
  private static List<Key> penalty(String loss, boolean leastSquares) {
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
  private static List<Key> solver(List<String> names) {
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

  /** All keys of logistic regression. */
  static List<Key> logisticRegression() {
    List<Key> keys = new ArrayList<>(data());
    keys.addAll(bases());
    keys.add(standardize());
    keys.add(Key.flag("intercept", true, "whether constants are fitted"));
    keys.add(
        Key.wordOrMap(
            "class-weights",
            List.of("none", "balanced"),
            "how much more the rows of a class weigh: balanced makes all classes weigh the same"));
    keys.addAll(penalty("the log loss", false));
    keys.addAll(
        crossValidation(
            "the lambda of least error, or the largest within one standard error of it"));
    keys.add(Key.number("inference.level", "0.95", "level of the confidence intervals"));
    keys.addAll(
        solver(
            List.of(
                "auto",
                "newton",
                "trust-region",
                "lbfgs",
                "owlqn",
                "proximal-newton",
                "gradient-descent")));
    keys.addAll(execution());
    return List.copyOf(keys);
  }

  /** All keys of support vector machines. */
  static List<Key> supportVectorMachine() {
    List<Key> keys = new ArrayList<>(data());
    keys.addAll(bases());
    keys.add(
        Key.flag(
            "features.standardize",
            true,
            "whether features are z scores, with standard deviations by 1/n"));
    keys.add(
        Key.choice(
            "svm.kernel",
            "rbf",
            List.of("rbf", "linear", "polynomial", "sigmoid"),
            "what takes the place of inner products of rows"));
    keys.add(Key.number("svm.C", "1", "what a unit of slack costs: the larger, the harder"));
    keys.add(
        Key.text(
            "svm.gamma",
            "scale",
            "gamma of the kernel: scale (1/(features x variance)), auto (1/features) or a number"));
    keys.add(Key.whole("svm.degree", 3, "degree of the polynomial kernel"));
    keys.add(Key.number("svm.coef0", "0", "constant of the polynomial and the sigmoid kernel"));
    keys.add(
        Key.choice(
            "svm.margin",
            "soft",
            List.of("soft", "hard"),
            "whether rows may lie within the margin at a cost; hard: none may, C is infinite"));
    keys.add(
        Key.choice(
            "svm.loss",
            "hinge",
            List.of("hinge", "squared-hinge"),
            "whether a slack costs itself or its square"));
    keys.add(
        Key.flag(
            "svm.probability",
            false,
            "whether classes get probabilities, by Platt's scaling on rows left out"));
    keys.add(
        Key.objects(
            "svm.grid",
            "[]",
            "values to choose from by cross-validation: [{C=[1, 10], gamma=[0.01, 0.1]}]"));
    keys.add(
        Key.wordOrMap(
            "class-weights",
            List.of("none", "balanced"),
            "how much more the rows of a class weigh: balanced makes all classes weigh the same"));
    keys.add(
        Key.whole("cross-validation.folds", 5, "number of folds of svm.grid and svm.probability"));
    keys.add(Key.whole("cross-validation.seed", 1, "seed of the assignment of rows to folds"));
    keys.add(
        Key.number(
            "solver.tolerance",
            "1e-3",
            "the violation of the optimality conditions to get below, as LIBSVM measures it"));
    keys.add(
        Key.whole("solver.max-iterations", 100_000, "rounds after which it stops and says so"));
    keys.add(
        Key.flag(
            "solver.strict",
            false,
            "whether a fit that has not converged is an error (exit code 4), not a warning"));
    keys.addAll(execution());
    return List.copyOf(keys);
  }

  /**
   * Keys of cross-validation.
   *
   * @param choose what min and 1se choose
   */
  private static List<Key> crossValidation(String choose) {
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

  /** Keys of a command that applies a model to data. */
  static List<Key> application() {
    List<Key> keys = new ArrayList<>(data());
    keys.addAll(execution());
    return List.copyOf(keys);
  }
}
