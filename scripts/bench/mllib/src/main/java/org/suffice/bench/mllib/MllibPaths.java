package org.suffice.bench.mllib;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.suffice.bench.Rows;
import org.suffice.bench.Side;

/**
 * MLlib's CrossValidator of a lasso with the normal solver, on a cached Dataset whenever asked.
 *
 * <pre>
 * THREADS ROWS FEATURES SEED KIND FOLDS FILE λ,...   the file has the fold of every row, a byte each
 * </pre>
 */
public final class MllibPaths {
  private MllibPaths() {}

  /** Serves. */
  public static void main(String[] args) throws IOException {
    SparkSession spark = Mllib.session(args[0]);
    int threads = Integer.parseInt(args[0]);
    Rows rows = Rows.of(args[2], args[3], args[4]);
    byte[] folds = Files.readAllBytes(Path.of(args[6]));
    Dataset<Row> data = Mllib.cached(spark, rows, Long.parseLong(args[1]), 4 * threads, folds);
    CrossValidator validator = validator(Integer.parseInt(args[5]), threads, args[7]);
    String text = "Spark " + spark.version() + ", " + Mllib.blas();
    Side.serve(
        new Side() {
          @Override
          public String description() {
            return text;
          }

          @Override
          public double[] run() {
            return answer((LinearRegressionModel) validator.fit(data).bestModel());
          }
        });
    spark.stop();
  }

  private static CrossValidator validator(int folds, int threads, String lambdas) {
    LinearRegression lasso =
        new LinearRegression()
            .setSolver("normal")
            .setElasticNetParam(1)
            .setStandardization(false)
            .setLabelCol("y");
    double[] grid = Arrays.stream(lambdas.split(",")).mapToDouble(Double::parseDouble).toArray();
    ParamMap[] maps = new ParamGridBuilder().addGrid(lasso.regParam(), grid).build();
    return new CrossValidator()
        .setEstimator(lasso)
        .setEstimatorParamMaps(maps)
        .setEvaluator(new RegressionEvaluator().setLabelCol("y").setMetricName("mse"))
        .setNumFolds(folds)
        .setFoldCol("fold")
        .setParallelism(threads);
  }

  private static double[] answer(LinearRegressionModel model) {
    double[] coefficients = model.coefficients().toArray();
    double[] all = new double[coefficients.length + 2];
    all[0] = model.getRegParam();
    all[1] = model.intercept();
    System.arraycopy(coefficients, 0, all, 2, coefficients.length);
    return all;
  }
}
