package org.suffice.bench.mllib;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.suffice.bench.Rows;

/** What the sides in memory share: the session, the cached rows, the BLAS. */
final class Mllib {
  private Mllib() {}

  static SparkSession session(String threads) {
    SparkSession spark =
        SparkSession.builder()
            .appName("bench")
            .master("local[" + threads + "]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
    spark.sparkContext().setLogLevel("WARN");
    return spark;
  }

  /**
   * The rows in memory: y and features.
   *
   * @param folds of the rows, a column more; null for none
   */
  static Dataset<Row> cached(
      SparkSession spark, Rows rows, long count, int partitions, byte[] folds) {
    List<Integer> parts = IntStream.range(0, partitions).boxed().toList();
    JavaRDD<Row> made =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(parts, partitions)
            .flatMap(
                part ->
                    rows(rows, count * part / partitions, count * (part + 1) / partitions, folds));
    StructType schema =
        new StructType()
            .add("y", DataTypes.DoubleType, false)
            .add("features", SQLDataTypes.VectorType(), false);
    if (folds != null) {
      schema = schema.add("fold", DataTypes.IntegerType, false);
    }
    Dataset<Row> data = spark.createDataFrame(made, schema).cache();
    if (data.count() != count) {
      throw new IllegalStateException("expected " + count + " rows");
    }
    return data;
  }

  private static Iterator<Row> rows(Rows rows, long from, long to, byte[] folds) {
    return LongStream.range(from, to)
        .mapToObj(
            i -> {
              double[] x = new double[rows.numFeatures()];
              double y = rows.fill(i, x, 0);
              Vector features = Vectors.dense(x);
              return folds == null
                  ? RowFactory.create(y, features)
                  : RowFactory.create(y, features, (int) folds[(int) i]);
            })
        .iterator();
  }

  /** What sums MLlib's Gram matrix: its class, and the library that this process has in fact. */
  static String blas() throws IOException {
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
}
