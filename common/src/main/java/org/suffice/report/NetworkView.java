package org.suffice.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.suffice.model.NetworkModel;
import org.suffice.network.Loss;
import org.suffice.network.Network;
import org.suffice.network.Output;
import org.suffice.read.Text;
import org.suffice.solve.NetworkFit;
import org.suffice.solve.Solution.Termination;

/** A neural network in the words that the terminal and the page share. */
record NetworkView(NetworkModel model) {
  NetworkFit fit() {
    return model.fit();
  }

  Network network() {
    return model.network();
  }

  /** The columns that are predicted. */
  String labels() {
    return model.schema().labels().stream().map(Text::clean).collect(Collectors.joining(", "));
  }

  /** The layers from the inputs to the outputs. */
  String layers() {
    Network network = network();
    String hidden =
        IntStream.range(0, network.activations().size())
            .mapToObj(
                l ->
                    String.format(
                        Locale.ROOT,
                        "%,d %s → ",
                        network.size(l + 1),
                        network.activations().get(l).key()))
            .collect(Collectors.joining());
    return String.format(
        Locale.ROOT,
        "%,d inputs → %s%,d %s",
        network.numInputs(),
        hidden,
        network.numOutputs(),
        network.output().key());
  }

  /** How many parameters there are. */
  String parameters() {
    return String.format(
        Locale.ROOT,
        "%,d weights%s",
        network().numParameters(),
        network().hasBias() ? " and biases" : ", no biases");
  }

  /** What is minimised. */
  String loss() {
    boolean squared = network().loss() == Loss.SQUARED_ERROR;
    return (squared ? "half the squared error" : network().loss().key())
        + (isOfScores() ? " of z scores" : "")
        + (fit().lambda() > 0 ? ", λ " + Figures.six(fit().lambda()) : "");
  }

  /** Whether the numbers to predict were put on one scale for the training. */
  boolean isOfScores() {
    return !model.schema().hasClasses()
        && network().output() == Output.IDENTITY
        && IntStream.range(0, model.trained().targetScale().length)
            .anyMatch(
                t ->
                    model.trained().targetScale()[t] != 1 || model.trained().targetShift()[t] != 0);
  }

  /** Whether inputs are z scores. */
  boolean isStandardized() {
    return IntStream.range(0, model.trained().scale().length)
        .anyMatch(j -> model.trained().scale()[j] != 1 || model.trained().shift()[j] != 0);
  }

  /** What the metric of rows held out is. */
  String metric() {
    return model.schema().hasClasses() || model.isMultiLabel() ? "accuracy" : "R²";
  }

  /** Whether rows were held out. */
  boolean hasValidation() {
    return fit().heldOut() > 0;
  }

  /** The epoch whose parameters the model has, where the history has it. */
  List<NetworkFit.Epoch> best() {
    return fit().history().stream().filter(epoch -> epoch.number() == fit().bestEpoch()).toList();
  }

  /** Whether training ended as it was meant to. */
  boolean endedWell() {
    Termination end = fit().solution().termination();
    return end != Termination.DIVERGED && end != Termination.STALLED;
  }

  /** How training ended. */
  String ending() {
    int made = fit().solution().iterations();
    String epochs = String.format(Locale.ROOT, "%,d epoch%s", made, made == 1 ? "" : "s");
    String kept =
        fit().bestEpoch() == made
            ? ""
            : String.format(Locale.ROOT, "; parameters of epoch %,d", fit().bestEpoch());
    return fit().optimizer()
        + switch (fit().solution().termination()) {
          case CONVERGED -> " converged after " + epochs;
          case EARLY_STOPPED -> " stopped early after " + epochs;
          case MAX_ITERATIONS -> ", all " + epochs + " made";
          case DIVERGED -> " DIVERGED after " + epochs;
          default -> " NOT CONVERGED, no further progress in doubles, after " + epochs;
        }
        + kept;
  }
}
