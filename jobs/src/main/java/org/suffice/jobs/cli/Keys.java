package org.suffice.jobs.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The configuration keys of every command but those of neural networks and of retraining, each with
 * its default in this one place or, where several algorithms have it, in {@link SharedKeys}.
 */
final class Keys {
  private Keys() {}

  /** All keys of linear regression. */
  static List<Key> linearRegression() {
    List<Key> keys = new ArrayList<>(SharedKeys.data());
    keys.addAll(SharedKeys.bases());
    keys.add(SharedKeys.standardize());
    keys.add(Key.flag("intercept", true, "whether a constant is fitted"));
    keys.addAll(SharedKeys.penalty("the squared error", true));
    keys.addAll(
        SharedKeys.crossValidation(
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
    keys.addAll(SharedKeys.execution());
    return List.copyOf(keys);
  }

  /** All keys of linear and quadratic discriminant analysis. */
  static List<Key> discriminant(boolean quadratic) {
    List<Key> keys = new ArrayList<>(SharedKeys.data());
    keys.addAll(SharedKeys.bases());
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
        SharedKeys.crossValidation(
            "the shrinkage of least log loss, or the largest within a standard error"));
    keys.add(
        Key.choice(
            "precision",
            "exact",
            List.of("exact", "fast"),
            "sums without rounding, or in doubles by one dsyrk a block"));
    keys.addAll(SharedKeys.execution());
    return List.copyOf(keys);
  }

  /** All keys of nearest neighbours. */
  static List<Key> neighbours() {
    List<Key> keys = new ArrayList<>(SharedKeys.data());
    keys.addAll(SharedKeys.bases());
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
    SharedKeys.crossValidation("").stream()
        .filter(key -> !key.name().equals("cross-validation.choose"))
        .map(
            key ->
                key.name().equals("cross-validation.folds")
                    ? Key.whole(key.name(), 0, "number of folds; 0 for leave-one-out")
                    : key)
        .forEach(keys::add);
    keys.addAll(SharedKeys.execution());
    return List.copyOf(keys);
  }

  /** All keys of logistic regression. */
  static List<Key> logisticRegression() {
    List<Key> keys = new ArrayList<>(SharedKeys.data());
    keys.addAll(SharedKeys.bases());
    keys.add(SharedKeys.standardize());
    keys.add(Key.flag("intercept", true, "whether constants are fitted"));
    keys.add(
        Key.wordOrMap(
            "class-weights",
            List.of("none", "balanced"),
            "how much more the rows of a class weigh: balanced makes all classes weigh the same"));
    keys.addAll(SharedKeys.penalty("the log loss", false));
    keys.addAll(
        SharedKeys.crossValidation(
            "the lambda of least error, or the largest within one standard error of it"));
    keys.add(Key.number("inference.level", "0.95", "level of the confidence intervals"));
    keys.addAll(
        SharedKeys.solver(
            List.of(
                "auto",
                "newton",
                "trust-region",
                "lbfgs",
                "owlqn",
                "proximal-newton",
                "gradient-descent")));
    keys.addAll(SharedKeys.execution());
    return List.copyOf(keys);
  }

  /** All keys of support vector machines. */
  static List<Key> supportVectorMachine() {
    List<Key> keys = new ArrayList<>(SharedKeys.data());
    keys.addAll(SharedKeys.bases());
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
    keys.addAll(SharedKeys.execution());
    return List.copyOf(keys);
  }

  /** Keys of a command that applies a model to data. */
  static List<Key> application() {
    List<Key> keys = new ArrayList<>(SharedKeys.data());
    keys.addAll(SharedKeys.execution());
    return List.copyOf(keys);
  }
}
