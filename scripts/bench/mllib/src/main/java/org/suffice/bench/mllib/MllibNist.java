package org.suffice.bench.mllib;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.stat.Summarizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.suffice.bench.Side;

/**
 * MLlib's LinearRegression with the normal solver, and its Summarizer, on small CSV files whose
 * last column is y.
 *
 * <pre>
 * NAME FILE ...      lines "NAME coefficients|errors numbers"
 * </pre>
 */
public final class MllibNist {
  private MllibNist() {}

  /** Works through the files. */
  public static void main(String[] args) throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .appName("bench")
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    spark.sparkContext().setLogLevel("WARN");
    for (int i = 0; i < args.length; i += 2) {
      List<Row> rows = rows(Path.of(args[i + 1]));
      StructType schema =
          new StructType()
              .add("y", DataTypes.DoubleType, false)
              .add("features", SQLDataTypes.VectorType(), false);
      Dataset<Row> data = spark.createDataFrame(rows, schema);
      try {
        if (((Vector) rows.get(0).get(1)).size() == 0) {
          summarize(args[i], spark, rows);
        } else {
          fit(args[i], data);
        }
      } catch (RuntimeException e) {
        System.err.println(args[i] + ": " + e); // no line is no answer
      }
    }
    spark.stop();
  }

  private static List<Row> rows(Path file) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.endsWith("y")) {
        double[] cells = Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
        double[] x = Arrays.copyOf(cells, cells.length - 1);
        rows.add(RowFactory.create(cells[cells.length - 1], Vectors.dense(x)));
      }
    }
    return rows;
  }

  private static void fit(String name, Dataset<Row> data) {
    LinearRegressionModel model =
        new LinearRegression().setSolver("normal").setLabelCol("y").fit(data);
    double[] all = new double[model.numFeatures() + 1];
    all[0] = model.intercept();
    System.arraycopy(model.coefficients().toArray(), 0, all, 1, all.length - 1);
    say(name, "coefficients", all);
    double[] last = model.summary().coefficientStandardErrors(); // the intercept is the last
    double[] errors = new double[last.length];
    errors[0] = last[last.length - 1];
    System.arraycopy(last, 0, errors, 1, last.length - 1);
    say(name, "errors", errors);
  }

  private static void summarize(String name, SparkSession spark, List<Row> labels) {
    List<Row> rows =
        labels.stream().map(row -> RowFactory.create(Vectors.dense(row.getDouble(0)))).toList();
    StructType schema = new StructType().add("y", SQLDataTypes.VectorType(), false);
    Dataset<Row> data = spark.createDataFrame(rows, schema);
    Row found =
        data.select(Summarizer.mean(functions.col("y")), Summarizer.std(functions.col("y")))
            .first();
    say(name, "coefficients", ((Vector) found.get(0)).toArray());
    say(name, "errors", ((Vector) found.get(1)).toArray());
  }

  private static void say(String name, String what, double... values) {
    String numbers =
        DoubleStream.of(values).mapToObj(Double::toString).collect(Collectors.joining(" "));
    System.out.println(Side.MARK + name + " " + what + " " + numbers);
  }
}
