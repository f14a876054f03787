package org.suffice.pass;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that share short pieces of work, thousands of times a second: they wait for the next ones
 * awake for a moment before they sleep. The calling thread works too and takes what the others have
 * not begun, so that a thread that comes late costs nothing.
 */
final class ThreadTeam implements AutoCloseable {
  /** How long a thread that has nothing to do stays awake: a few steps of a small network. */
  private static final long AWAKE_NANOS = 100_000;

  /** Looks at the clock are this many looks at the work apart. */
  private static final int LOOKS = 32;

  /** Looks of the caller at the others' work before it lets other threads have its core. */
  private static final int PATIENCE = 1 << 10;

  /** A piece of work. */
  @FunctionalInterface
  interface Task {
    /**
     * Does one of many pieces.
     *
     * @param member which thread does it, from 0 on
     * @param index of the piece, from 0 on
     */
    void run(int member, int index);
  }

  /** Pieces that are given out one by one. */
  private static final class Job {
    private final Task task;
    private final int pieces;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Throwable[] failures;

    Job(Task task, int pieces) {
      this.task = task;
      this.pieces = pieces;
      this.failures = new Throwable[pieces];
    }

    void work(int member) {
      for (int i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
        try {
          task.run(member, i);
        } catch (RuntimeException | Error e) {
          failures[i] = e;
        }
        done.incrementAndGet();
      }
    }
  }

  private final Thread[] others;
  private final Member[] members;
  private volatile Job job;
  private volatile boolean closed;

  /**
   * A team.
   *
   * @param threads its members, the calling thread among them, at least 1
   */
  ThreadTeam(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("expected threads, found " + threads);
    }
    others = new Thread[threads - 1];
    members = new Member[threads - 1];
    for (int t = 0; t < others.length; t++) {
      members[t] = new Member(t + 1);
      others[t] = new Thread(members[t], "mini-batches-" + (t + 1));
      others[t].setDaemon(true);
      others[t].start();
    }
  }

  /** The number of members. */
  int size() {
    return others.length + 1;
  }

  /** One of the other threads. */
  private final class Member implements Runnable {
    private final int number;
    private volatile boolean asleep;

    Member(int number) {
      this.number = number;
    }

    @Override
    public void run() {
      Job last = null;
      while (!closed) {
        Job found = job;
        if (found != last) {
          last = found;
          found.work(number);
        } else {
          await(last);
        }
      }
    }

    private void await(Job last) {
      long end = System.nanoTime() + AWAKE_NANOS;
      do {
        for (int look = 0; look < LOOKS; look++) {
          if (job != last || closed) {
            return;
          }
          Thread.onSpinWait();
        }
      } while (System.nanoTime() < end);
      asleep = true;
      while (job == last && !closed) {
        LockSupport.park(ThreadTeam.this);
      }
      asleep = false;
    }
  }

  /**
   * Does all pieces, and returns when they are done. When some fail, the failure of the first in
   * order is thrown.
   */
  void run(int pieces, Task task) {
    Job next = new Job(task, pieces);
    if (pieces > 1 && others.length > 0) {
      job = next;
      for (int t = 0; t < Math.min(others.length, pieces - 1); t++) {
        if (members[t].asleep) {
          LockSupport.unpark(others[t]);
        }
      }
    }
    next.work(0);
    for (int looks = 0; next.done.get() < pieces; looks++) {
      if (looks < PATIENCE) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    for (Throwable failure : next.failures) {
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread other : others) {
      LockSupport.unpark(other);
    }
  }
}
