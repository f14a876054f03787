package org.suffice.statistic;

/**
 * A statistic of so few rows that making a new one for every sum would cost more than the sum.
 *
 * @param <S> the implementing class
 */
public interface BatchStatistic<S extends BatchStatistic<S>> extends Statistic<S> {
  /** Forgets the rows: empty again, with the memory that it has. Modified: this. */
  void clear();
}
