package org.suffice.bench.mllib;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.suffice.bench.Rows;
import org.suffice.bench.Side;

/**
 * MLlib's LinearRegression with the normal solver.
 *
 * <pre>
 * memory THREADS ROWS FEATURES SEED     a cached Dataset, fitted whenever asked
 * csv THREADS FEATURES FILE infer|schema   one fit from a CSV file, then the end
 * </pre>
 */
public final class MllibLinearRegression {
  private MllibLinearRegression() {}

  /** Runs one of the two. */
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
    if (args[0].equals("memory")) {
      Rows rows = new Rows(Integer.parseInt(args[3]), Long.parseLong(args[4]));
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
    Dataset<Row> data = cached(spark, rows, count, partitions);
    String text = "Spark " + spark.version() + ", " + blas();
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

  private static Dataset<Row> cached(SparkSession spark, Rows rows, long count, int partitions) {
    List<Integer> parts = IntStream.range(0, partitions).boxed().toList();
    JavaRDD<Row> made =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(parts, partitions)
            .flatMap(
                part -> rows(rows, count * part / partitions, count * (part + 1) / partitions));
    StructType schema =
        new StructType()
            .add("y", DataTypes.DoubleType, false)
            .add("features", SQLDataTypes.VectorType(), false);
    Dataset<Row> data = spark.createDataFrame(made, schema).cache();
    if (data.count() != count) {
      throw new IllegalStateException("expected " + count + " rows");
    }
    return data;
  }

  private static Iterator<Row> rows(Rows rows, long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(
            i -> {
              double[] x = new double[rows.numFeatures()];
              double y = rows.fill(i, x, 0);
              return RowFactory.create(y, Vectors.dense(x));
            })
        .iterator();
  }

  /** What sums MLlib's Gram matrix: its class, and the library that this process has in fact. */
  private static String blas() throws IOException {
    String wanted = System.getProperty("dev.ludovic.netlib.blas.nativeLibPath", "");
    String found = org.apache.spark.ml.linalg.BLAS$.MODULE$.nativeBLAS().getClass().getSimpleName();
    if (wanted.isEmpty()) {
      return found;
    }
    Path maps = Path.of("/proc/self/maps");
    boolean loaded =
        !Files.exists(maps) || Files.readAllLines(maps).stream().anyMatch(l -> l.endsWith(wanted));
    if (!found.equals("JNIBLAS") || !loaded) {
      throw new IllegalStateException("MLlib does not use the library it was given, but " + found);
    }
    return found + " on the same " + Path.of(wanted).getFileName();
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
