package org.suffice.bench.mllib;

import java.io.IOException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.suffice.bench.Rows;
import org.suffice.bench.Side;

/**
 * Spark's readers, all columns of all rows.
 *
 * <pre>
 * csv|libsvm|parquet THREADS FEATURES FILE warm   whenever asked
 * csv|libsvm|parquet THREADS FEATURES FILE cold   once
 * write THREADS FEATURES CSV PARQUET              the same table as Parquet
 * </pre>
 */
public final class SparkReading {
  private SparkReading() {}

  /** Runs one of them. */
  public static void main(String[] args) throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .appName("bench")
            .master("local[" + args[1] + "]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    spark.sparkContext().setLogLevel("WARN");
    int features = Integer.parseInt(args[2]);
    switch (args[4]) {
      case "warm" -> serve(spark, args[0], features, args[3]);
      case "cold" -> Side.answer(count(spark, args[0], features, args[3]));
      default ->
          table(spark, "csv", features, args[3])
              .repartition(4)
              .write()
              .mode(SaveMode.Overwrite)
              .parquet(args[4]);
    }
    spark.stop();
  }

  private static void serve(SparkSession spark, String format, int features, String file)
      throws IOException {
    String text = "local[" + spark.sparkContext().defaultParallelism() + "]";
    Side.serve(
        new Side() {
          @Override
          public String description() {
            return text;
          }

          @Override
          public double[] run() {
            return count(spark, format, features, file);
          }
        });
  }

  /** Of the plan's own rows: Dataset.count() would leave columns unread. */
  private static double[] count(SparkSession spark, String format, int features, String file) {
    return new double[] {table(spark, format, features, file).queryExecution().toRdd().count()};
  }

  private static Dataset<Row> table(SparkSession spark, String format, int features, String file) {
    StructType schema = new StructType();
    for (int j = 0; j < features; j++) {
      schema = schema.add(Rows.name(j), DataTypes.DoubleType);
    }
    schema = schema.add("y", DataTypes.DoubleType);
    DataFrameReader reader = spark.read();
    return switch (format) {
      case "libsvm" ->
          reader.format("libsvm").option("numFeatures", String.valueOf(features)).load(file);
      case "parquet" -> reader.schema(schema).parquet(file);
      default -> reader.option("header", "true").schema(schema).csv(file);
    };
  }
}
