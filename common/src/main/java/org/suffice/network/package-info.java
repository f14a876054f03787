/**
 * Feed-forward networks as mathematics: layers, activations, outputs with their losses, forward and
 * backward over rows by level-3 BLAS, and random starts. Parameters are one flat vector; nothing
 * here knows where rows come from.
 */
package org.suffice.network;
