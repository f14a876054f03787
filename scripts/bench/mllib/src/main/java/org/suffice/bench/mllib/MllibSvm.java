package org.suffice.bench.mllib;

import org.apache.spark.ml.classification.LinearSVC;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.suffice.bench.Side;

/**
 * MLlib's LinearSVC, which minimises the mean hinge loss plus λ/2 ‖w‖²: with λ = 1/n the objective
 * of C = 1, over n.
 *
 * <pre>
 * THREADS FILE   one fit from a LIBSVM file, then the end
 * </pre>
 */
public final class MllibSvm {
  private MllibSvm() {}

  /** Fits once and answers with the objective. */
  public static void main(String[] args) {
    SparkSession spark = Mllib.session(args[0]);
    Dataset<Row> data =
        spark
            .read()
            .format("libsvm")
            .load(args[1])
            .selectExpr("cast(label > 0 as double) as label", "features")
            .cache();
    long n = data.count();
    LinearSVCModel model =
        new LinearSVC()
            .setRegParam(1.0 / n)
            .setStandardization(false)
            .setMaxIter(1000)
            .setTol(1e-6)
            .fit(data);
    double objective = 0;
    for (double w : model.coefficients().toArray()) {
      objective += w * w / 2;
    }
    for (Row row : data.collectAsList()) {
      double y = row.getDouble(0) > 0 ? 1 : -1;
      double decision = ((Vector) row.get(1)).dot(model.coefficients()) + model.intercept();
      objective += Math.max(0, 1 - y * decision);
    }
    Side.answer(new double[] {objective});
    spark.stop();
  }
}
