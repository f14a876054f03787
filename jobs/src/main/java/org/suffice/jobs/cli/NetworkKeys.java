package org.suffice.jobs.cli;

import java.util.ArrayList;
import java.util.List;

/** The configuration keys of neural networks, each with its default in this one place. */
final class NetworkKeys {
  private NetworkKeys() {}

  /** All keys of neural networks. */
  static List<Key> all() {
    List<Key> keys = new ArrayList<>(SharedKeys.data());
    keys.addAll(SharedKeys.bases());
    keys.add(
        Key.choice(
            "task",
            "auto",
            List.of("auto", "classification", "regression"),
            "class or number; auto: a class where the label is a text, categorical, or the only one"
                + " with cross-entropy or softmax"));
    keys.add(
        Key.flag(
            "features.standardize",
            true,
            "whether features are z scores, with standard deviations by 1/n"));
    keys.addAll(network());
    keys.addAll(optimizer());
    keys.add(
        Key.number(
            "early-stop.fraction",
            "0",
            "share of the rows held out to choose the epoch by their loss; 0 = none"));
    keys.add(
        Key.whole(
            "early-stop.patience", 10, "epochs without a lower loss on them until training ends"));
    keys.add(
        Key.number(
            "penalty.lambda", "0", "weight of half the squares of the weights, beside the losses"));
    keys.add(
        Key.wordOrMap(
            "class-weights",
            List.of("none", "balanced"),
            "how much more the rows of a class weigh: balanced makes all classes weigh the same"));
    keys.add(Key.whole("seed", 1, "of the first weights, the order of rows and the rows held out"));
    keys.addAll(SharedKeys.execution());
    return List.copyOf(keys);
  }

  private static List<Key> network() {
    return List.of(
        Key.texts(
            "network.hidden", "[100]", "units of the hidden layers, as [64, 32]; [] for none"),
        Key.texts(
            "network.activation",
            "relu",
            "relu, leaky-relu, tanh, sigmoid or identity of the hidden layers, or a list of them"),
        Key.choice(
            "network.output",
            "auto",
            List.of("auto", "sigmoid", "softmax", "identity"),
            "what the last layer gives; auto: sigmoid for two classes or targets of 0 and 1,"
                + " softmax for more classes, identity for numbers"),
        Key.choice(
            "network.loss",
            "auto",
            List.of("auto", "cross-entropy", "squared-error"),
            "what is minimised; auto: cross-entropy for classes, squared-error for numbers"),
        Key.flag("network.bias", true, "whether layers have biases"),
        Key.number("network.leaky-slope", "0.01", "slope of leaky-relu below and at 0"),
        Key.choice(
            "network.start",
            "auto",
            List.of("auto", "glorot", "he"),
            "how large the first weights are; auto: he before relu and leaky-relu, else glorot"),
        Key.flag(
            "network.standardize-targets",
            true,
            "whether numbers to predict are z scores while the network learns (identity output)"));
  }

  private static List<Key> optimizer() {
    return List.of(
        Key.choice(
            "optimizer.name",
            "adam",
            List.of("adam", "sgd", "momentum", "nesterov", "lbfgs"),
            "steps by mini-batches; lbfgs: by passes over all rows"),
        Key.text(
            "optimizer.learning-rate",
            "auto",
            "length of a step; auto: 0.001 of adam, 0.1 of sgd, 0.01 of momentum and nesterov"),
        Key.number(
            "optimizer.momentum",
            "0.9",
            "share of the step before that momentum and nesterov keep"),
        Key.choice(
            "optimizer.schedule",
            "constant",
            List.of("constant", "inverse-time", "exponential", "step", "cosine"),
            "how the rate changes with the epoch"),
        Key.text(
            "optimizer.decay",
            "auto",
            "of inverse-time 1/(1 + decay e), of exponential decay^e, of step a factor; auto: 0.01,"
                + " 0.95, 0.5"),
        Key.whole("optimizer.decay-every", 10, "epochs between two drops of step"),
        Key.text(
            "optimizer.batch-size",
            "auto",
            "rows of a mini-batch, or all; auto: 256, or a sixteenth of the rows if that is less"),
        Key.whole(
            "optimizer.epochs", 100, "how often every row is used; of lbfgs the most iterations"),
        Key.number(
            "optimizer.tolerance",
            "1e-5",
            "where a batch is all rows: converged when no derivative of the loss is larger"),
        Key.choice("optimizer.precision", "double", List.of("double"), "arithmetic of the network"),
        Key.choice(
            "optimizer.sync",
            "step",
            List.of("step", "average"),
            "a step by a mini-batch of all rows; average: each partition takes steps of its own,"
                + " then parameters are averaged"),
        Key.whole(
            "optimizer.local-steps",
            0,
            "steps that a partition takes between two averages; 0 = as many as an epoch has"),
        Key.whole(
            "optimizer.checkpoint-every",
            1,
            "epochs after which the state is kept beside the model, for a run that is broken off;"
                + " 0 = never"));
  }
}
