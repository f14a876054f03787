package org.suffice.train;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.suffice.Failure;
import org.suffice.network.Activation;
import org.suffice.network.Loss;
import org.suffice.network.Network;
import org.suffice.network.Network.Targets;
import org.suffice.network.Output;
import org.suffice.network.Start;

/**
 * What a network is to be, before the number of inputs and outputs is known.
 *
 * @param hidden the units of each hidden layer; empty for none
 * @param activations one for all hidden layers, or one for each
 * @param output empty for what goes with the labels: of two classes one sigmoid, of more a softmax,
 *     or sigmoids where the loss is squared error, of numbers the identity, or sigmoids where it is
 *     cross-entropy
 * @param loss empty for what goes with the output: squared error for the identity, else
 *     cross-entropy
 * @param bias whether layers have biases
 * @param leakySlope of leaky-relu
 * @param start how random the first weights are
 */
public record NetworkShape(
    List<Integer> hidden,
    List<Activation> activations,
    Optional<Output> output,
    Optional<Loss> loss,
    boolean bias,
    double leakySlope,
    Start start) {
  private static final int MOST_PARAMETERS = Integer.MAX_VALUE - 8;

  /** Copies and checks. */
  public NetworkShape {
    hidden = List.copyOf(hidden);
    activations = List.copyOf(activations);
    for (int units : hidden) {
      if (units < 1) {
        throw Failure.usage("network.hidden: a layer has at least 1 unit, found " + units);
      }
    }
    if (activations.isEmpty() || (activations.size() > 1 && activations.size() != hidden.size())) {
      throw Failure.usage(
          "network.activation: expected one for all or one for each of the "
              + hidden.size()
              + " hidden layers, found "
              + activations.size());
    }
    if (!(leakySlope >= 0 && leakySlope < 1)) {
      throw Failure.usage(
          "network.leaky-slope must be at least 0 and below 1, found " + leakySlope);
    }
  }

  /**
   * The network.
   *
   * @param inputs the number d
   * @param classes how many there are, at least 2; 0 where labels are numbers
   * @param targets how many numbers there are; of no meaning where there are classes
   * @throws Failure when output and loss do not go with each other or with the labels
   */
  public Network network(int inputs, int classes, int targets) {
    boolean numbers = classes == 0;
    Output last = output.orElse(numbers ? ofNumbers() : ofClasses(classes));
    Loss minimised = loss.orElse(last == Output.IDENTITY ? Loss.SQUARED_ERROR : Loss.CROSS_ENTROPY);
    requireFitting(numbers, last, minimised);
    int outputs = numbers ? targets : classes == 2 && last == Output.SIGMOID ? 1 : classes;
    int[] sizes = new int[hidden.size() + 2];
    sizes[0] = inputs;
    for (int l = 0; l < hidden.size(); l++) {
      sizes[l + 1] = hidden.get(l);
    }
    sizes[sizes.length - 1] = outputs;
    requireAddressable(sizes);
    Activation[] each = new Activation[hidden.size()];
    Arrays.setAll(each, l -> activations.get(activations.size() == 1 ? 0 : l));
    return new Network(
        sizes,
        List.of(each),
        last,
        minimised,
        numbers ? Targets.NUMBERS : Targets.CLASS,
        bias,
        leakySlope);
  }

  private static void requireFitting(boolean numbers, Output last, Loss minimised) {
    if (numbers && last == Output.SOFTMAX) {
      throw Failure.usage(
          "network.output=softmax needs one label of classes; for numbers set identity, for"
              + " several binary targets sigmoid");
    }
    if (!numbers && last == Output.IDENTITY) {
      throw Failure.usage(
          "network.output=identity is for numbers; for classes set sigmoid or softmax, or"
              + " task=regression");
    }
    if ((last == Output.IDENTITY && minimised != Loss.SQUARED_ERROR)
        || (last == Output.SOFTMAX && minimised != Loss.CROSS_ENTROPY)) {
      throw Failure.usage(
          "network.loss="
              + minimised.key()
              + " does not go with network.output="
              + last.key()
              + "; set "
              + (last == Output.IDENTITY ? "squared-error" : "cross-entropy")
              + " or network.output=sigmoid");
    }
  }

  /** Parameters are one array. */
  private static void requireAddressable(int[] sizes) {
    double parameters = 0;
    for (int l = 1; l < sizes.length; l++) {
      parameters += (sizes[l - 1] + 1.0) * sizes[l];
    }
    if (parameters > MOST_PARAMETERS) {
      throw Failure.usage(
          String.format(
              Locale.ROOT,
              "network.hidden: layers of %s units have %,.0f parameters, more than an array holds;"
                  + " take fewer units, or leave columns out with data.ignore",
              Arrays.toString(sizes),
              parameters));
    }
  }

  /** Cross-entropy of numbers is that of binary targets. */
  private Output ofNumbers() {
    return loss.filter(Loss.CROSS_ENTROPY::equals).isPresent() ? Output.SIGMOID : Output.IDENTITY;
  }

  /** Squared error of classes is that of sigmoids. */
  private Output ofClasses(int classes) {
    boolean sigmoids = loss.filter(Loss.SQUARED_ERROR::equals).isPresent();
    return classes == 2 || sigmoids ? Output.SIGMOID : Output.SOFTMAX;
  }
}
