/** One trainer per algorithm: its statistic, its solver and its model, joined. */
package org.suffice.train;
