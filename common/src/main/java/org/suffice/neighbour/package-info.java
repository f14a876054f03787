/**
 * The mathematics of nearest neighbours: {@link org.suffice.neighbour.Minkowski} says how far two
 * rows are apart, an {@link org.suffice.neighbour.Index} finds the rows that may be near, {@link
 * org.suffice.neighbour.Candidates} keeps the nearest of each query. m queries, n rows of d
 * features, k neighbours. Whatever finds them, distances are computed in one way, and neighbours
 * are ordered by (distance, id), so that the answer does not depend on how the rows are cut.
 */
package org.suffice.neighbour;
