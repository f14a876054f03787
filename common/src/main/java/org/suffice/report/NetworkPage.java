package org.suffice.report;

import java.util.List;
import java.util.Locale;
import org.suffice.model.NetworkModel;
import org.suffice.network.Network;
import org.suffice.solve.NetworkFit;

/**
 * The summary of a neural network as one self-contained page: no script, nothing fetched, and the
 * same bytes for the same model.
 */
public final class NetworkPage {
  /** So many epochs have a row in the table. */
  private static final int SHOWN = 60;

  private final NetworkModel model;
  private final NetworkFit fit;
  private final NetworkView view;
  private final Html html = new Html();

  private NetworkPage(NetworkModel model) {
    this.model = model;
    this.fit = model.fit();
    this.view = new NetworkView(model);
  }

  /** The page as HTML. */
  public static String html(NetworkModel model) {
    return new NetworkPage(model).write();
  }

  private String write() {
    String labels = String.join(", ", model.schema().labels());
    PageParts.open(
        html,
        "Neural network",
        labels,
        String.format(
            Locale.ROOT,
            "%s · n = %,d rows · %s · %s%s",
            model.algorithm(),
            fit.rows(),
            view.layers(),
            view.loss(),
            view.isStandardized() ? " · z scores" : ""));
    if (!view.endedWell()) {
      PageParts.writeAlarm(html, "Training did not end as it should: " + view.ending() + ".");
    }
    RecordSections record = new RecordSections(html, model.record());
    writeFigures();
    record.writeWarnings();
    writeHistory();
    writeLayers();
    writeMeaning();
    record.writeAccount();
    record.writeFacts();
    return PageParts.close(html);
  }

  private void writeFigures() {
    html.open("dl", "class", "figures");
    Target.writeFigure(
        html, "Loss", Figures.six(fit.solution().objective()), "at the parameters of the model");
    for (NetworkFit.Epoch best : view.hasValidation() ? view.best() : List.<NetworkFit.Epoch>of()) {
      Target.writeFigure(
          html,
          "Loss held out",
          Figures.six(best.validationLoss()),
          String.format(Locale.ROOT, "of %,d rows", fit.heldOut()));
      Target.writeFigure(
          html,
          view.metric().equals("R²") ? "R² held out" : "Accuracy held out",
          Figures.four(best.validationMetric()));
    }
    Target.writeFigure(
        html,
        "Epochs",
        String.format(Locale.ROOT, "%,d", fit.solution().iterations()),
        view.ending());
    Target.writeFigure(
        html,
        "Parameters",
        String.format(Locale.ROOT, "%,d", model.network().numParameters()),
        model.network().hasBias() ? "weights and biases" : "weights; no biases");
    html.close();
  }

  private void writeHistory() {
    if (fit.history().isEmpty()) {
      return;
    }
    boolean validated = view.hasValidation();
    html.open("section").element("h2", "Epochs");
    HistoryPlot plot = HistoryPlot.of(fit);
    if (plot != null) {
      plot.write(html, "history");
    }
    List<NetworkFit.Epoch> shown = NetworkSummary.spread(fit, SHOWN);
    html.open("div", "class", "scroll").open("table", "class", "steps");
    Target.writeHead(
        html,
        validated
            ? new String[] {"Epoch", "Learning rate", "Loss", "Loss held out", view.metric(), ""}
            : new String[] {"Epoch", "Learning rate", "Loss"});
    html.open("tbody");
    for (NetworkFit.Epoch epoch : shown) {
      html.open("tr");
      html.element("th", String.format(Locale.ROOT, "%,d", epoch.number()), "scope", "row");
      html.element("td", Figures.four(epoch.learningRate()));
      html.element("td", Figures.six(epoch.loss()));
      if (validated) {
        html.element("td", Figures.six(epoch.validationLoss()));
        html.element("td", Figures.four(epoch.validationMetric()));
        html.element("td", epoch.number() == fit.bestEpoch() ? "kept" : "", "class", "which");
      }
      html.close();
    }
    html.close().close().close();
    PageParts.writeShown(html, shown.size(), fit.history().size(), "epochs");
    html.close();
  }

  private void writeLayers() {
    Network network = model.network();
    html.open("section").element("h2", "Layers").open("table", "class", "account");
    html.element(
        "caption", "A layer takes the values a of the one before it to g(aW + b), row by row.");
    Target.writeHead(html, "Layer", "Units", "g", "Weights", "Length ‖W‖");
    html.open("tbody");
    for (int l = 1; l <= network.numLayers(); l++) {
      boolean last = l == network.numLayers();
      html.open("tr");
      html.element("th", last ? "output" : "hidden " + l, "scope", "row");
      html.element("td", String.format(Locale.ROOT, "%,d", network.size(l)));
      html.element("td", last ? network.output().key() : network.activations().get(l - 1).key());
      html.element(
          "td", String.format(Locale.ROOT, "%,d", (long) network.size(l - 1) * network.size(l)));
      html.element("td", Figures.four(norm(l))).close();
    }
    html.close().close().close();
  }

  private double norm(int layer) {
    Network network = model.network();
    double sum = 0;
    for (int i = network.weightOffset(layer); i < network.biasOffset(layer); i++) {
      sum += fit.parameters()[i] * fit.parameters()[i];
    }
    return Math.sqrt(sum);
  }

  private void writeMeaning() {
    html.open("section").element("h2", "What the numbers mean");
    html.element("p", meaningOfOutputs());
    html.element(
        "p",
        "An epoch takes every row once, in mini-batches that the seed puts together; each moves the"
            + " parameters a step against the derivatives of its mean loss. The loss of an epoch is"
            + " that of the rows as they came, while the parameters moved.");
    if (view.isOfScores()) {
      html.element(
          "p",
          "The numbers to predict were z scores in training: a loss of one half is that of their"
              + " mean. Predictions are in the units of the label.");
    }
    html.close();
  }

  private String meaningOfOutputs() {
    if (model.isMultiLabel()) {
      return "Every output is the probability that its label is 1, whatever the others are; a label"
          + " is predicted to be 1 where that is above one half.";
    }
    if (!model.schema().hasClasses()) {
      return "The outputs are the numbers predicted.";
    }
    return switch (model.network().output()) {
      case SOFTMAX ->
          "The outputs are the probabilities of the classes; the likeliest is predicted.";
      case SIGMOID ->
          model.network().numOutputs() == 1
              ? "The output is the probability of the second class, which is predicted where that"
                  + " is above one half."
              : "Every output tells one class from all others; the largest is predicted. Their"
                  + " shares of the sum stand for probabilities.";
      case IDENTITY -> "The largest output is the class predicted.";
    };
  }
}
