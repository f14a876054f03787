package org.suffice.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.function.IntFunction;
import org.suffice.model.Json;
import org.suffice.statistic.LargeResidual;
import org.suffice.statistic.Residuals;

/** Residuals as JSON and, at a glance, as a table for a terminal. */
public final class ResidualSummary {
  private static final int[] PERCENTS = {1, 5, 25, 50, 75, 95, 99};

  /** Quantiles of the standard normal distribution at those percentages. */
  private static final double[] NORMAL = {
    -2.3263478740408408,
    -1.6448536269514722,
    -0.6744897501960817,
    0,
    0.6744897501960817,
    1.6448536269514722,
    2.3263478740408408
  };

  private static final double[] DISTANCES = {1, 2, 3};

  /** 2Φ(−k): the normal shares beyond those distances. */
  private static final double[] NORMAL_BEYOND = {
    0.31731050786291415, 0.04550026389635842, 0.0026997960632601866
  };

  private final Residuals residuals;
  private final double mean;
  private final double spread;
  private final double[] quantiles;
  private final double[] beyond;

  /** Summarises residuals. */
  public ResidualSummary(Residuals residuals) {
    this.residuals = residuals;
    this.mean = residuals.mean();
    this.spread = residuals.standardDeviation();
    this.quantiles = residuals.quantiles(PERCENTS);
    this.beyond = residuals.sharesBeyond(DISTANCES);
  }

  /**
   * Everything, unrounded; a figure that is not defined is null.
   *
   * @param files the path of each file by its position
   * @param rowIdName what the row ids are called: offset or row
   */
  public ObjectNode json(IntFunction<String> files, String rowIdName) {
    ObjectNode json = Json.object();
    json.set("mean", Json.number(mean));
    json.set("standardDeviation", Json.number(spread));
    json.set("skewness", Json.number(residuals.skewness()));
    json.set("excessKurtosis", Json.number(residuals.excessKurtosis()));
    ObjectNode values = json.putObject("quantiles");
    values.set("min", Json.number(residuals.min()));
    for (int q = 0; q < PERCENTS.length; q++) {
      values.set(PERCENTS[q] + "%", Json.number(quantiles[q]));
    }
    values.set("max", Json.number(residuals.max()));
    json.put("quantileMethod", residuals.interpolated() ? "linear" : "inverted_cdf");
    json.put("exact", residuals.exact());
    json.put("relativeError", residuals.relativeError());
    ObjectNode test = json.putObject("jarqueBera");
    test.set("statistic", Json.number(residuals.jarqueBera()));
    test.set("pValue", Json.number(residuals.jarqueBeraP()));
    ArrayNode shares = json.putArray("beyond");
    for (int k = 0; k < DISTANCES.length; k++) {
      ObjectNode share = shares.addObject();
      share.put("standardDeviations", DISTANCES[k]);
      share.set("share", Json.number(beyond[k]));
      share.put("normal", NORMAL_BEYOND[k]);
    }
    ArrayNode largest = json.putArray("largest");
    for (LargeResidual row : residuals.largest()) {
      ObjectNode entry = largest.addObject();
      entry.put("file", files.apply(row.file()));
      entry.put(rowIdName, row.rowId());
      entry.set("label", Json.number(row.label()));
      entry.set("prediction", Json.number(row.prediction()));
      entry.set("residual", Json.number(row.residual()));
    }
    json.put("notFinite", residuals.metrics().notFinite());
    return json;
  }

  /** Quantiles beside those of a normal distribution, and how heavy the tails are. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "Residuals (label − prediction) of %,d rows: mean %s, standard deviation %s%n",
            residuals.rows(),
            Figures.six(mean),
            Figures.six(spread)));
    StringBuilder head = new StringBuilder(label(""));
    StringBuilder plain = new StringBuilder(label("residual"));
    StringBuilder standardised = new StringBuilder(label("in std. deviations"));
    StringBuilder normal = new StringBuilder(label("normal would be"));
    for (int q = -1; q <= PERCENTS.length; q++) {
      boolean end = q < 0 || q == PERCENTS.length;
      double value = q < 0 ? residuals.min() : end ? residuals.max() : quantiles[q];
      head.append(cell(q < 0 ? "min" : end ? "max" : PERCENTS[q] + "%"));
      plain.append(cell(Figures.four(value)));
      boolean defined = spread > 0;
      standardised.append(
          cell(defined ? fixed((value - mean) / spread) : Figures.four(Double.NaN)));
      normal.append(cell(end ? "" : fixed(NORMAL[q])));
    }
    for (StringBuilder line : new StringBuilder[] {head, plain, standardised, normal}) {
      out.append(line.toString().stripTrailing()).append('\n');
    }
    for (int k = 0; k < DISTANCES.length; k++) {
      out.append(k == 0 ? "Beyond " : ", ");
      out.append(
          String.format(
              Locale.ROOT,
              "±%.0f sd %s%s",
              DISTANCES[k],
              share(beyond[k]),
              " (normal " + share(NORMAL_BEYOND[k]) + ")"));
    }
    return out.append(
            String.format(
                Locale.ROOT,
                "%nSkewness %s, excess kurtosis %s; Jarque–Bera %s, p %s%n",
                Figures.four(residuals.skewness()),
                Figures.four(residuals.excessKurtosis()),
                Figures.four(residuals.jarqueBera()),
                Figures.pValue(residuals.jarqueBeraP())))
        .toString();
  }

  private static String label(String text) {
    return Figures.pad(text, 18);
  }

  private static String cell(String text) {
    return String.format(Locale.ROOT, " %10s", text);
  }

  private static String fixed(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String share(double value) {
    return Double.isNaN(value)
        ? Figures.four(value)
        : String.format(Locale.ROOT, "%.2f%%", 100 * value);
  }
}
