package org.suffice.pass;

/** Told how far a pass is; implementations are called from many threads. */
public interface Progress {
  /** Nobody watches. */
  Progress NONE =
      new Progress() {
        @Override
        public void start(String what, int partitions) {}

        @Override
        public void partitionDone() {}

        @Override
        public void end() {}
      };

  /** A pass over so many partitions begins. */
  void start(String what, int partitions);

  /** One more partition is done. */
  void partitionDone();

  /** The pass is over, well or not. */
  void end();
}
