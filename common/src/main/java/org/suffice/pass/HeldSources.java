package org.suffice.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.suffice.block.Block;

/**
 * Partitions that keep their blocks in memory when they are read for the first time. A partition
 * for which there is no room is read anew in every pass.
 */
public final class HeldSources {
  private final AtomicLong room;

  private HeldSources(long bytes) {
    room = new AtomicLong(bytes);
  }

  /**
   * Sources that hold what they have read.
   *
   * @param sources whose blocks may be kept
   * @param bytes how much all of them may hold together
   */
  public static List<BlockSource> of(List<? extends BlockSource> sources, long bytes) {
    HeldSources held = new HeldSources(bytes);
    List<BlockSource> all = new ArrayList<>();
    for (BlockSource source : sources) {
      all.add(held.new Source(source));
    }
    return all;
  }

  private final class Source implements BlockSource {
    private final BlockSource files;
    private List<Block> blocks;
    private boolean tooLarge;

    Source(BlockSource files) {
      this.files = files;
    }

    @Override
    public synchronized BlockReader open() {
      if (blocks != null) {
        return LocalBlocks.inMemory(blocks).open();
      }
      return tooLarge ? files.open() : new Recorder(this, files.open());
    }

    private synchronized void keep(List<Block> all) {
      blocks = all;
    }

    private synchronized void giveUp() {
      tooLarge = true;
    }
  }

  /** Reads a partition and keeps its blocks, if the whole of it finds room. */
  private final class Recorder implements BlockSource.BlockReader {
    private final Source source;
    private final BlockSource.BlockReader files;
    private List<Block> seen = new ArrayList<>();
    private long reserved;

    Recorder(Source source, BlockSource.BlockReader files) {
      this.source = source;
      this.files = files;
    }

    @Override
    public Block next() {
      Block block = files.next();
      if (seen == null) {
        return block;
      }
      if (block == null) {
        source.keep(List.copyOf(seen));
        seen = null;
        reserved = 0; // belongs to the source now
        return null;
      }
      long bytes = block.sizeInBytes();
      reserved += bytes;
      if (room.addAndGet(-bytes) >= 0) {
        seen.add(block);
      } else {
        forget();
        source.giveUp();
      }
      return block;
    }

    private void forget() {
      room.addAndGet(reserved);
      reserved = 0;
      seen = null;
    }

    @Override
    public void close() {
      if (seen != null) { // not read to its end
        forget();
      }
      files.close();
    }
  }
}
