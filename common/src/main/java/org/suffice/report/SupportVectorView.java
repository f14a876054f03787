package org.suffice.report;

import java.util.Locale;
import org.suffice.kernel.Kernel;
import org.suffice.model.SupportVectorModel;
import org.suffice.read.Text;
import org.suffice.solve.Solution;
import org.suffice.solve.SupportVectorFit;

/** Support vector machines in the words that the terminal and the page share. */
record SupportVectorView(SupportVectorModel model) {
  SupportVectorFit fit() {
    return model.fit();
  }

  /** The two classes of a pair, in the order of the classes. */
  String[] classesOf(SupportVectorFit.Pair pair) {
    int first = Math.min(pair.positive(), pair.negative());
    int second = Math.max(pair.positive(), pair.negative());
    return new String[] {model.classes().get(first), model.classes().get(second)};
  }

  String nameOf(SupportVectorFit.Pair pair) {
    String[] names = classesOf(pair);
    return Text.clean(names[0]) + " | " + Text.clean(names[1]);
  }

  /** Whether the machine keeps its support vectors, not their weighted sum. */
  boolean isKernelMachine() {
    return fit().vectors() != null;
  }

  /** The kernel with its parameters. */
  String kernel() {
    Kernel kernel = fit().kernel();
    String name = kernel.kind().name().toLowerCase(Locale.ROOT);
    String gamma = "γ " + Figures.six(kernel.gamma());
    String coef0 = ", coef0 " + Figures.six(kernel.coef0());
    return switch (kernel.kind()) {
      case LINEAR -> name;
      case RBF -> name + ", " + gamma;
      case SIGMOID -> name + ", " + gamma + coef0;
      case POLYNOMIAL -> name + " of degree " + kernel.degree() + ", " + gamma + coef0;
    };
  }

  /** C, or that there is none. */
  String cost() {
    return Double.isInfinite(fit().c())
        ? "hard margin"
        : "C " + Figures.six(fit().c()) + (fit().squaredHinge() ? ", squared hinge loss" : "");
  }

  /** How the solver ended. */
  String ending() {
    Solution solution = fit().solution();
    String end =
        switch (solution.termination()) {
          case CONVERGED -> "converged";
          case MAX_ITERATIONS -> "NOT CONVERGED, out of rounds";
          default -> "NOT CONVERGED, no further progress in doubles";
        };
    return String.format(
        Locale.ROOT,
        "%s after %,d round%s, largest violation of the optimality conditions %.2g",
        end,
        solution.iterations(),
        solution.iterations() == 1 ? "" : "s",
        solution.gradientNorm());
  }
}
