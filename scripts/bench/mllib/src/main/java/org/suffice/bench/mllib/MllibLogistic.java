package org.suffice.bench.mllib;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.suffice.bench.ClassRows;
import org.suffice.bench.Side;

/**
 * MLlib's LogisticRegression, which is L-BFGS, on a cached Dataset whenever asked.
 *
 * <pre>
 * THREADS ROWS KIND FEATURES CLASSES SEED FILE LAMBDA TOLERANCE
 * </pre>
 *
 * <p>Answers are iterations, passes (0: not counted), and for each function its constant and
 * coefficients.
 */
public final class MllibLogistic {
  private MllibLogistic() {}

  /** Serves. */
  public static void main(String[] args) throws IOException {
    SparkSession spark = Mllib.session(args[0]);
    long count = Long.parseLong(args[1]);
    ClassRows rows = ClassRows.of(args[2], args[3], args[4], args[5], args[6]);
    Dataset<Row> data = cached(spark, rows, count, 4 * Integer.parseInt(args[0]));
    LogisticRegression trainer =
        new LogisticRegression()
            .setLabelCol("y")
            .setRegParam(Double.parseDouble(args[7]) / count) // its loss is a mean
            .setElasticNetParam(0)
            .setStandardization(false)
            .setTol(Double.parseDouble(args[8]))
            .setMaxIter(1000);
    String text = "Spark " + spark.version() + ", " + Mllib.blas();
    Side.serve(
        new Side() {
          @Override
          public String description() {
            return text;
          }

          @Override
          public double[] run() {
            return answer(trainer.fit(data));
          }
        });
    spark.stop();
  }

  private static double[] answer(LogisticRegressionModel model) {
    Matrix coefficients = model.coefficientMatrix();
    Vector constants = model.interceptVector();
    int d = coefficients.numCols();
    double[] answer = new double[2 + coefficients.numRows() * (d + 1)];
    answer[0] = model.summary().totalIterations();
    for (int r = 0; r < coefficients.numRows(); r++) {
      int at = 2 + r * (d + 1);
      answer[at] = constants.apply(r);
      for (int j = 0; j < d; j++) {
        answer[at + 1 + j] = coefficients.apply(r, j);
      }
    }
    return answer;
  }

  static Dataset<Row> cached(
      SparkSession spark, ClassRows rows, long count, int partitions) {
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

  private static Iterator<Row> rows(ClassRows rows, long from, long to) {
    ClassRows.Row row = rows.row();
    return LongStream.range(from, to)
        .mapToObj(
            i -> {
              rows.fill(i, row);
              return RowFactory.create((double) row.label(), features(rows, row));
            })
        .iterator();
  }

  private static Vector features(ClassRows rows, ClassRows.Row row) {
    int[] indices = new int[row.count()];
    double[] values = new double[row.count()];
    for (int e = 0; e < row.count(); e++) {
      indices[e] = row.index(e);
      values[e] = row.value(e);
    }
    return rows.kind().isDense()
        ? Vectors.dense(values)
        : Vectors.sparse(rows.numFeatures(), indices, values);
  }
}
