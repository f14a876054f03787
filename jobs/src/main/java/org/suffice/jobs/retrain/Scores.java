package org.suffice.jobs.retrain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.suffice.model.Json;
import org.suffice.statistic.ClassificationMetrics;
import org.suffice.statistic.RegressionMetrics;

/**
 * How well a model predicts the held-out rows.
 *
 * @param values by the names of {@link Metric} and {@code macroF1}; not finite where not defined
 * @param unknown rows of a class that the model does not know
 * @param unseen rows with a level that the model does not know
 */
record Scores(Map<String, Double> values, long unknown, long unseen) {
  /** The figures of a model over the rows that were compared. */
  static Scores of(ComparedSplit.Metrics metrics, long unseen) {
    Map<String, Double> values = new LinkedHashMap<>();
    if (metrics.numbers() != null) {
      RegressionMetrics numbers = metrics.numbers();
      boolean defined = numbers.notFinite() == 0;
      values.put(Metric.RMSE.key(), defined ? numbers.rmse() : Double.POSITIVE_INFINITY);
      values.put(Metric.MAE.key(), defined ? numbers.mae() : Double.POSITIVE_INFINITY);
      values.put(Metric.R2.key(), defined ? numbers.r2() : Double.NEGATIVE_INFINITY);
      return new Scores(values, 0, unseen);
    }
    ClassificationMetrics classes = metrics.classes();
    values.put(Metric.ACCURACY.key(), classes.accuracy());
    values.put("macroF1", classes.macroF1());
    values.put(Metric.LOG_LOSS.key(), classes.logLoss());
    values.put(Metric.AUC.key(), classes.auc());
    return new Scores(values, classes.unknown(), unseen);
  }

  /** The value of a metric; NaN where it is not defined. */
  double of(Metric metric) {
    return values.getOrDefault(metric.key(), Double.NaN);
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    values.forEach((name, value) -> json.set(name, Json.number(value)));
    return json;
  }
}
