package org.suffice.jobs.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.suffice.Failure;
import org.suffice.model.NetworkModel;
import org.suffice.network.Activation;
import org.suffice.network.Loss;
import org.suffice.network.Output;
import org.suffice.network.Start;
import org.suffice.network.StepRule;
import org.suffice.read.Text;
import org.suffice.solve.Schedule;
import org.suffice.train.NetworkDescent;
import org.suffice.train.NetworkShape;
import org.suffice.train.NeuralNetwork;

/** What the settings say of a neural network. */
final class NetworkSettings {
  private static final String AUTO = "auto";

  /** Beyond this many units no matrix of weights could be held. */
  private static final int MOST_UNITS = 10_000_000;

  private NetworkSettings() {}

  static NeuralNetwork trainer(Settings settings) {
    double fraction = settings.number("early-stop.fraction");
    return new NeuralNetwork(
        shape(settings),
        descent(settings),
        settings.number("penalty.lambda"),
        settings.flag("features.standardize"),
        settings.flag("network.standardize-targets"),
        LogisticSettings.classWeights(settings),
        fraction == 0
            ? Optional.empty()
            : Optional.of(
                new NeuralNetwork.EarlyStop(
                    fraction, whole(settings, "early-stop.patience", 1, Integer.MAX_VALUE))),
        settings.whole("seed"));
  }

  /** Epochs between checkpoints; 0 for none. */
  static int checkpointEvery(Settings settings) {
    return whole(settings, "optimizer.checkpoint-every", 0, Integer.MAX_VALUE);
  }

  /** Whether what is minimised has a meaning for classes, or for 0 and 1, only. */
  static boolean isOfClasses(Settings settings) {
    return settings.text("network.loss").equals(Loss.CROSS_ENTROPY.key())
        || settings.text("network.output").equals(Output.SOFTMAX.key());
  }

  /**
   * The settings that a model to go on from decides: its shape, and what its inputs are.
   *
   * @return those that were not left to the data
   */
  static Map<String, String> of(NetworkModel model) {
    Map<String, String> kept = new TreeMap<>(model.record().options());
    kept.keySet()
        .removeIf(
            key ->
                !key.startsWith("network.")
                    && !key.equals("task")
                    && !key.equals("features.standardize"));
    return kept;
  }

  private static NetworkShape shape(Settings settings) {
    List<Integer> hidden =
        settings.texts("network.hidden").stream().map(NetworkSettings::units).toList();
    List<Activation> activations =
        settings.texts("network.activation").stream()
            .map(text -> named("network.activation", Activation.values(), text))
            .toList();
    return new NetworkShape(
        hidden,
        activations,
        chosen("network.output", Output.values(), settings),
        chosen("network.loss", Loss.values(), settings),
        settings.flag("network.bias"),
        settings.number("network.leaky-slope"),
        named("network.start", Start.values(), settings.text("network.start")));
  }

  private static int units(String text) {
    if (!text.matches("[1-9]\\d{0,7}") || Integer.parseInt(text) > MOST_UNITS) {
      throw Failure.usage(
          "network.hidden: expected whole numbers from 1 to "
              + MOST_UNITS
              + " such as [100] or [64, 32], or [] for no hidden layer, found "
              + Text.show(text));
    }
    return Integer.parseInt(text);
  }

  private static NetworkDescent descent(Settings settings) {
    String name = settings.text("optimizer.name");
    Optional<StepRule> rule =
        Arrays.stream(StepRule.values()).filter(each -> each.key().equals(name)).findFirst();
    return new NetworkDescent(
        rule,
        rule.map(each -> learningRate(settings, each)).orElse(1.0),
        settings.number("optimizer.momentum"),
        schedule(settings),
        batchSize(settings.text("optimizer.batch-size")),
        whole(settings, "optimizer.epochs", 1, Integer.MAX_VALUE),
        settings.number("optimizer.tolerance"),
        localSteps(settings));
  }

  private static int localSteps(Settings settings) {
    int steps = whole(settings, "optimizer.local-steps", 0, Integer.MAX_VALUE);
    if (settings.text("optimizer.sync").equals("average")) {
      if (settings.text("optimizer.batch-size").equals("all")) {
        throw Failure.usage(
            "optimizer.sync=average takes steps by mini-batches of each partition: set"
                + " optimizer.batch-size to a number or auto");
      }
      return steps;
    }
    if (steps > 0) {
      throw Failure.usage("optimizer.local-steps is for optimizer.sync=average: set that too");
    }
    return NetworkDescent.TOGETHER;
  }

  private static double learningRate(Settings settings, StepRule rule) {
    String text = settings.text("optimizer.learning-rate");
    if (!text.equals(AUTO)) {
      return number("optimizer.learning-rate", text);
    }
    return switch (rule) {
      case ADAM -> 0.001;
      case SGD -> 0.1;
      case MOMENTUM, NESTEROV -> 0.01;
    };
  }

  private static double number(String key, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw Failure.usage(key + ": expected auto or a number, found " + Text.show(text));
    }
  }

  private static Schedule schedule(Settings settings) {
    Schedule.Kind kind =
        Arrays.stream(Schedule.Kind.values())
            .filter(each -> each.key().equals(settings.text("optimizer.schedule")))
            .findFirst()
            .orElseThrow();
    String text = settings.text("optimizer.decay");
    double decay =
        !text.equals(AUTO)
            ? number("optimizer.decay", text)
            : switch (kind) {
              case CONSTANT, COSINE -> 0;
              case INVERSE_TIME -> 0.01;
              case EXPONENTIAL -> 0.95;
              case STEP -> 0.5;
            };
    boolean share = kind == Schedule.Kind.EXPONENTIAL || kind == Schedule.Kind.STEP;
    boolean used = share || kind == Schedule.Kind.INVERSE_TIME;
    if (used && !(decay > 0 && (share ? decay <= 1 : Double.isFinite(decay)))) {
      throw Failure.usage(
          "optimizer.decay: expected a number above 0"
              + (share ? " and at most 1" : "")
              + " with optimizer.schedule="
              + kind.key()
              + ", found "
              + Text.show(text));
    }
    return new Schedule(
        kind, decay, whole(settings, "optimizer.decay-every", 1, Integer.MAX_VALUE));
  }

  private static int batchSize(String text) {
    if (text.equals(AUTO)) {
      return NetworkDescent.AUTO;
    }
    if (text.equals("all")) {
      return 0;
    }
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw Failure.usage(
          "optimizer.batch-size: expected auto, all or a whole number from 1 to 999999999, found "
              + Text.show(text));
    }
    return Integer.parseInt(text);
  }

  private static int whole(Settings settings, String key, int least, int most) {
    long value = settings.whole(key);
    if (value < least || value > most) {
      throw Failure.usage(
          key + ": expected a number from " + least + " to " + most + ", found " + value);
    }
    return (int) value;
  }

  /** What a choice names; empty for auto. */
  private static <E extends Enum<E>> Optional<E> chosen(String key, E[] all, Settings settings) {
    String text = settings.text(key);
    return text.equals(AUTO) ? Optional.empty() : Optional.of(named(key, all, text));
  }

  private static <E extends Enum<E>> E named(String key, E[] all, String text) {
    List<String> keys = Arrays.stream(all).map(NetworkSettings::keyOf).toList();
    int at = keys.indexOf(text);
    if (at < 0) {
      throw Failure.usage(
          key
              + ": expected one of "
              + keys.stream().collect(Collectors.joining(", "))
              + ", found "
              + Text.show(text)
              + Text.suggest(text, keys));
    }
    return all[at];
  }

  /** The words of settings are those of the enumerations, as all of their keys are. */
  private static String keyOf(Enum<?> value) {
    return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
