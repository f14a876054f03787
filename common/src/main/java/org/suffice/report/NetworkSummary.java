package org.suffice.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.suffice.model.Json;
import org.suffice.model.NetworkModel;
import org.suffice.network.Network;
import org.suffice.solve.NetworkFit;

/** The summary of a neural network: its layers and epochs for a terminal, and the same as JSON. */
public final class NetworkSummary implements ModelSummary {
  /** So many epochs are printed, the last among them; the JSON has them all. */
  static final int SHOWN = 20;

  private final NetworkModel model;
  private final NetworkFit fit;
  private final NetworkView view;

  /** Summarises a model. */
  public NetworkSummary(NetworkModel model) {
    this.model = model;
    this.fit = model.fit();
    this.view = new NetworkView(model);
  }

  @Override
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "Neural network of %s on %s%s%n%s; %s%nloss: %s%n%n",
            view.labels(),
            SummaryText.columns(model.schema()),
            view.isStandardized() ? ", z scores" : "",
            view.layers(),
            view.parameters(),
            view.loss()));
    appendHistory(out);
    out.append(
        String.format(
            Locale.ROOT,
            "%nn = %,d rows%s; loss %s at the parameters of the model%n%s%n",
            fit.rows(),
            view.hasValidation()
                ? String.format(Locale.ROOT, " trained on, %,d held out", fit.heldOut())
                : "",
            Figures.six(fit.solution().objective()),
            view.ending()));
    SummaryText.appendWarnings(out, model.record());
    return out.toString();
  }

  private void appendHistory(StringBuilder out) {
    boolean validated = view.hasValidation();
    out.append(
        String.format(
            Locale.ROOT,
            "%7s %12s %13s%s%n",
            "epoch",
            "rate",
            "loss",
            validated ? String.format(Locale.ROOT, " %13s %10s", "held out", view.metric()) : ""));
    for (NetworkFit.Epoch epoch : spread(fit, SHOWN)) {
      out.append(
          String.format(
              Locale.ROOT,
              "%,7d %12s %13s",
              epoch.number(),
              Figures.four(epoch.learningRate()),
              Figures.six(epoch.loss())));
      if (validated) {
        out.append(
            String.format(
                Locale.ROOT,
                " %13s %10s%s",
                Figures.six(epoch.validationLoss()),
                Figures.four(epoch.validationMetric()),
                epoch.number() == fit.bestEpoch() ? "  best" : ""));
      }
      out.append('\n');
    }
    if (fit.history().size() > SHOWN) {
      out.append(
          String.format(
              Locale.ROOT,
              "… of %,d epochs: describe --json has all, report.html a picture%n",
              fit.history().size()));
    }
  }

  /** Some epochs, evenly from the first to the last, and the one whose parameters are kept. */
  static List<NetworkFit.Epoch> spread(NetworkFit fit, int most) {
    List<NetworkFit.Epoch> all = fit.history();
    int last = all.size() - 1;
    if (last < most) {
      return all;
    }
    return IntStream.rangeClosed(0, last)
        .filter(
            i ->
                all.get(i).number() == fit.bestEpoch()
                    || i == 0
                    || (long) i * (most - 1) / last > (long) (i - 1) * (most - 1) / last)
        .mapToObj(all::get)
        .toList();
  }

  /** The summary with unrounded numbers under the names of the command line's contract. */
  @Override
  public ObjectNode json() {
    Network network = model.network();
    ObjectNode json = SummaryJson.of(model, fit.rows(), model.encoder().names(), fit.solution());
    json.put("label", String.join(",", model.schema().labels()));
    json.put("heldOut", fit.heldOut());
    ArrayNode layers = json.putArray("layers");
    for (int size : network.sizes()) {
      layers.add(size);
    }
    ArrayNode activations = json.putArray("activations");
    network.activations().forEach(each -> activations.add(each.key()));
    json.put("output", network.output().key());
    json.put("loss", network.loss().key());
    json.put("bias", network.hasBias());
    json.put("leakySlope", network.leakySlope());
    json.put("parameters", network.numParameters());
    json.put("optimizer", fit.optimizer());
    json.set("lambda", Json.number(fit.lambda()));
    json.set("sumWeights", Json.number(fit.sumWeights()));
    json.put("bestEpoch", fit.bestEpoch());
    putScaling(json);
    ArrayNode history = json.putArray("history");
    for (NetworkFit.Epoch epoch : fit.history()) {
      ObjectNode node = history.addObject();
      node.put("epoch", epoch.number());
      node.set("learningRate", Json.number(epoch.learningRate()));
      node.set("loss", Json.number(epoch.loss()));
      if (view.hasValidation()) {
        node.set("validationLoss", Json.number(epoch.validationLoss()));
        node.set(
            view.metric().equals("accuracy") ? "validationAccuracy" : "validationR2",
            Json.number(epoch.validationMetric()));
      }
    }
    SummaryJson.putRecord(json, model.record());
    return json;
  }

  private void putScaling(ObjectNode json) {
    json.put("standardized", view.isStandardized());
    if (view.isOfScores()) {
      ObjectNode targets = json.putObject("targets");
      for (int t = 0; t < model.schema().labels().size(); t++) {
        ObjectNode target = targets.putObject(model.schema().labels().get(t));
        target.set("mean", Json.number(model.trained().targetShift()[t]));
        target.set("standardDeviation", Json.number(model.trained().targetScale()[t]));
      }
    }
  }
}
