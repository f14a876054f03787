/**
 * A statistic to parameters. A solver returns an outcome that says why it stopped, never a bare
 * array; a run that did not converge never looks like one that did.
 */
package org.suffice.solve;
