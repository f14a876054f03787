/**
 * Feed-forward networks as mathematics: layers, activations, outputs with their losses, forward and
 * backward over rows by level-3 BLAS, steps along gradients, and random starts. Parameters are one
 * flat vector; nothing here knows where rows come from.
 *
 * <p>Where the notes err, this is what holds here:
 *
 * <ul>
 *   <li>000 §9, the loss: the minus stands before both terms, −[y log ŷ + (1−y) log(1−ŷ)], and
 *       ∂L/∂ŷ = −y/ŷ + (1−y)/(1−ŷ), for the output alone.
 *   <li>000 §9, going back: ∂L/∂z·1 is the derivative of the bias, a column of ones, not that of W;
 *       ∂L/∂a of the layer below is Wᵀ ∂L/∂z, a product of matrices; sums over rows take each row's
 *       own a.
 *   <li>001: the derivative in p is (1−y)/(1−p) − y/p; a factor p(1−p) belongs before (p−y)a twice
 *       where the loss is taken through p; a tanh layer multiplies by 1 − a²; the cost is a mean
 *       over the rows; unit 0 is the bias.
 *   <li>002 §1, eq. 26 to 30: the derivative of ½(y−ŷ)² is −(y−ŷ)ŷ(1−ŷ)x; the minus is lost.
 *   <li>003 §1.2: the gradient of a layer is δ of its outputs times a of its inputs, and δ goes
 *       back through the transpose of the weights of its own layer; ∂J/∂ŷ is that of one row.
 *   <li>004 §1.1.1: the code divides by the number of features where it should by that of the rows,
 *       and prints the cost of 100 iterations earlier.
 *   <li>004 §2: the derivative of the first bias is δ of that layer, without x; leaky ReLU is
 *       max(sz, z) with a small s, its derivative at 0 taken as s.
 * </ul>
 */
package org.suffice.network;
