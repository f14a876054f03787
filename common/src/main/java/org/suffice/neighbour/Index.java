package org.suffice.neighbour;

/** Rows prepared for finding neighbours among them. Immutable: threads may share it. */
public interface Index {
  /** How neighbours are found; the answers are the same. */
  enum Algorithm {
    /** By the number of features. */
    AUTO,
    /** Every row is compared with every query. */
    BRUTE,
    /** A tree spares most comparisons where there are few features. */
    KD_TREE
  }

  /** Up to so many features a tree is faster than comparing everything by matrix products. */
  int MOST_TREE_FEATURES = 8;

  /** The algorithm that {@code AUTO} stands for. */
  static Algorithm choose(Algorithm asked, int features) {
    return asked != Algorithm.AUTO
        ? asked
        : features <= MOST_TREE_FEATURES ? Algorithm.KD_TREE : Algorithm.BRUTE;
  }

  /**
   * Prepares rows.
   *
   * @param algorithm not AUTO
   * @param rows kept, not copied
   */
  static Index of(Algorithm algorithm, Minkowski metric, Rows rows) {
    if (algorithm == Algorithm.KD_TREE) {
      return new KdTree(metric, rows);
    }
    if (metric.p() == 2) {
      ProductIndex products = ProductIndex.of(metric, rows);
      if (products != null) {
        return products;
      }
    }
    return new TileIndex(metric, rows);
  }

  /**
   * Offers every row that may be among the nearest of queries [from, to).
   *
   * @param found updated for these queries alone
   */
  void search(Queries queries, int from, int to, Candidates found);
}
