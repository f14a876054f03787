package org.suffice.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.suffice.model.DiscriminantModel;
import org.suffice.model.LinearModel;
import org.suffice.model.LogisticModel;
import org.suffice.model.Model;
import org.suffice.model.NeighborModel;
import org.suffice.model.NetworkModel;
import org.suffice.model.SupportVectorModel;

/** What {@code describe} says of a model. */
public interface ModelSummary {
  /** Tables and figures, for a terminal. */
  String text();

  /** The same as JSON, numbers unrounded. */
  ObjectNode json();

  /** The summary of a model of any algorithm. */
  static ModelSummary of(Model model) {
    if (model instanceof LinearModel linear) {
      return new LinearSummary(linear);
    }
    if (model instanceof LogisticModel logistic) {
      return new LogisticSummary(logistic);
    }
    if (model instanceof DiscriminantModel discriminants) {
      return new DiscriminantSummary(discriminants);
    }
    if (model instanceof NeighborModel neighbours) {
      return new NeighborSummary(neighbours);
    }
    if (model instanceof SupportVectorModel machine) {
      return new SupportVectorSummary(machine);
    }
    if (model instanceof NetworkModel network) {
      return new NetworkSummary(network);
    }
    throw new IllegalArgumentException("no summary of " + model.algorithm());
  }
}
