/** Losses of predictions: values, derivatives, and what keeps both from overflowing. */
package org.suffice.loss;
