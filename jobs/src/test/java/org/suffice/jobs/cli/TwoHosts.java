package org.suffice.jobs.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master$;
import org.apache.spark.deploy.worker.Worker$;
import org.apache.spark.rpc.RpcEnv;
import scala.Option;

/**
 * A standalone cluster of two workers that Spark takes for two hosts, because they go by two names
 * of the loopback. Spark starts no second attempt of a task on the host of the first, hence none at
 * all on {@code local-cluster}, whose workers are all on one.
 */
final class TwoHosts implements AutoCloseable {
  private static final int MEGABYTES = 512;

  private final List<RpcEnv> running = new ArrayList<>();
  private final String url;

  TwoHosts(Path work) {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.master.rest.enabled", "false")
            .set("spark.shuffle.service.enabled", "false");
    RpcEnv master = Master$.MODULE$.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, conf)._1();
    running.add(master);
    url = "spark://127.0.0.1:" + master.address().port();
    int number = 1;
    for (String host : List.of("127.0.0.1", "localhost")) {
      running.add(
          Worker$.MODULE$.startRpcEnvAndEndpoint(
              host,
              0,
              0,
              1,
              MEGABYTES,
              new String[] {url},
              work.toString(),
              Option.apply(number++),
              conf,
              Option.empty()));
    }
  }

  /** What {@code spark.master} is for an application. */
  String url() {
    return url;
  }

  @Override
  public void close() {
    for (int i = running.size() - 1; i >= 0; i--) {
      running.get(i).shutdown();
      running.get(i).awaitTermination();
    }
  }
}
