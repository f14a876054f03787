package org.suffice.bench.mllib;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.suffice.bench.Rows;
import org.suffice.bench.Side;

/**
 * MLlib's LinearRegression with the normal solver.
 *
 * <pre>
 * memory THREADS ROWS FEATURES SEED KIND   a cached Dataset, fitted whenever asked
 * csv THREADS FEATURES FILE infer|schema   one fit from a CSV file, then the end
 * </pre>
 */
public final class MllibLinearRegression {
  private MllibLinearRegression() {}

  /** Runs one of the two. */
  public static void main(String[] args) throws IOException {
    SparkSession spark = Mllib.session(args[1]);
    if (args[0].equals("memory")) {
      Rows rows = Rows.of(args[3], args[4], args[5]);
      memory(spark, rows, Long.parseLong(args[2]), 4 * Integer.parseInt(args[1]));
    } else {
      csv(spark, Integer.parseInt(args[2]), args[3], args[4].equals("infer"));
    }
    spark.stop();
  }

  private static LinearRegression trainer() {
    return new LinearRegression().setSolver("normal").setLabelCol("y");
  }

  private static double[] answer(LinearRegressionModel model) {
    double[] coefficients = model.coefficients().toArray();
    double[] all = new double[coefficients.length + 1];
    all[0] = model.intercept();
    System.arraycopy(coefficients, 0, all, 1, coefficients.length);
    return all;
  }

  private static void memory(SparkSession spark, Rows rows, long count, int partitions)
      throws IOException {
    Dataset<Row> data = Mllib.cached(spark, rows, count, partitions, null);
    String text = "Spark " + spark.version() + ", " + Mllib.blas();
    Side.serve(
        new Side() {
          @Override
          public String description() {
            return text;
          }

          @Override
          public double[] run() {
            return answer(trainer().fit(data));
          }
        });
  }

  private static void csv(SparkSession spark, int features, String file, boolean infer) {
    List<String> names = new ArrayList<>();
    StructType schema = new StructType();
    for (int j = 0; j < features; j++) {
      names.add(Rows.name(j));
      schema = schema.add(Rows.name(j), DataTypes.DoubleType);
    }
    DataFrameReader reader = spark.read().option("header", "true");
    reader =
        infer
            ? reader.option("inferSchema", "true")
            : reader.schema(schema.add("y", DataTypes.DoubleType));
    VectorAssembler assembler =
        new VectorAssembler().setInputCols(names.toArray(String[]::new)).setOutputCol("features");
    Side.answer(answer(trainer().fit(assembler.transform(reader.csv(file)))));
  }
}
