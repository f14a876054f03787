/** What all sides of a benchmark share: the data, the clock, the way to ask a side, the results. */
package org.suffice.bench;
