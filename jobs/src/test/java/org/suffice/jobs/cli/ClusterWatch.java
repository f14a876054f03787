package org.suffice.jobs.cli;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * Watches the Spark of a run, which makes it by the name in {@code spark.extraListeners}, and on
 * demand kills one executor in the middle of every job.
 */
public final class ClusterWatch extends SparkListener {
  static final AtomicInteger JOBS = new AtomicInteger();
  static final AtomicInteger GOOD_TASKS = new AtomicInteger();
  static final List<String> BAD_TASKS = new CopyOnWriteArrayList<>();
  static final List<String> LOST_EXECUTORS = new CopyOnWriteArrayList<>();
  static final AtomicInteger STAGE_ATTEMPTS = new AtomicInteger();
  static final AtomicInteger SECOND_ATTEMPTS = new AtomicInteger();
  static volatile boolean kill;

  /** In the first job that is not before this one, or in every job. */
  private static volatile int onlyFrom;

  private int tasksOfJob;

  /** Forgets what was seen. */
  static void reset(boolean killExecutors) {
    kill = killExecutors;
    onlyFrom = 0;
    JOBS.set(0);
    GOOD_TASKS.set(0);
    STAGE_ATTEMPTS.set(0);
    SECOND_ATTEMPTS.set(0);
    BAD_TASKS.clear();
    LOST_EXECUTORS.clear();
  }

  /** Forgets what was seen; of all jobs only one has an executor killed. */
  static void killOnce(int job) {
    reset(true);
    onlyFrom = job;
  }

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    JOBS.incrementAndGet();
    tasksOfJob = 0;
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    STAGE_ATTEMPTS.incrementAndGet();
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    if (start.taskInfo().speculative()) {
      SECOND_ATTEMPTS.incrementAndGet();
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.reason() != Success$.MODULE$) {
      BAD_TASKS.add(end.reason().toString());
      return;
    }
    GOOD_TASKS.incrementAndGet();
    if (++tasksOfJob == 8 && kill && JOBS.get() >= onlyFrom) {
      kill = onlyFrom == 0;
      executors().get(0).destroyForcibly();
    }
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    LOST_EXECUTORS.add(removed.executorId() + ": " + removed.reason());
  }

  /** The executors of a local-cluster: the only processes that this JVM starts meanwhile. */
  private static List<ProcessHandle> executors() {
    List<ProcessHandle> executors =
        ProcessHandle.current()
            .children()
            .filter(child -> child.info().command().orElse("").endsWith("java"))
            .toList();
    if (executors.isEmpty()) {
      throw new IllegalStateException("no executor to kill");
    }
    return executors;
  }
}
