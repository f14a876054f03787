package org.suffice.pass;

import org.suffice.block.Block;
import org.suffice.read.RowAccount;
import org.suffice.statistic.Statistic;

/** A statistic that remembers how it was merged: {@code ((0 1) 2)}. */
final class Trace implements Statistic<Trace> {
  private static final long serialVersionUID = 1L;

  private String text;

  Trace(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  @Override
  public Trace fresh() {
    return new Trace("");
  }

  @Override
  public void add(Block block) {
    text += (text.isEmpty() ? "" : "+") + block.rowIds()[0];
  }

  @Override
  public Trace merge(Trace other) {
    text = "(" + text + " " + other.text + ")";
    return this;
  }

  @Override
  public RowAccount account() {
    return new RowAccount();
  }

  @Override
  public long sizeInBytes() {
    return 8;
  }
}
