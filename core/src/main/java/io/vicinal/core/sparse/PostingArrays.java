package io.vicinal.core.sparse;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Lists of postings in flat arrays: of each index its blocks, of each block its postings.
 * Immutable.
 *
 * @param indices that a row has, ascending
 * @param firstBlocks of each list the place of its first block, and at last the number of blocks
 * @param blocks the numbers of the blocks of rows, ascending in each list
 * @param firstPostings of each block the place of its first posting, and at last the number of
 *     postings
 * @param least the least value of each block
 * @param greatest the greatest value of each block
 * @param offsets of each posting, the place of its row in the block
 * @param values of each posting
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; nobody else has the arrays.
record PostingArrays(
    int[] indices,
    int[] firstBlocks,
    int[] blocks,
    int[] firstPostings,
    float[] least,
    float[] greatest,
    byte[] offsets,
    float[] values) {

  /**
   * The arrays of lists that lie one after the other.
   *
   * @param ends where each list begins, and at last where the last one ends
   * @param rows ascending in each list
   */
  static PostingArrays of(int[] indices, int[] ends, int[] rows, float[] values) {
    int[] firstBlocks = new int[indices.length + 1];
    int[] blocks = new int[rows.length];
    int[] firstPostings = new int[rows.length + 1];
    byte[] offsets = new byte[rows.length];
    int count = 0;
    for (int list = 0; list < indices.length; list++) {
      firstBlocks[list] = count;
      for (int i = ends[list]; i < ends[list + 1]; i++) {
        int block = rows[i] >>> BlockScores.SHIFT;
        offsets[i] = (byte) rows[i];
        if (i == ends[list] || blocks[count - 1] != block) {
          blocks[count] = block;
          firstPostings[count++] = i;
        }
      }
    }
    firstBlocks[indices.length] = count;
    firstPostings[count] = rows.length;
    float[] least = new float[count];
    float[] greatest = new float[count];
    for (int b = 0; b < count; b++) {
      least[b] = Float.POSITIVE_INFINITY;
      greatest[b] = Float.NEGATIVE_INFINITY;
      for (int i = firstPostings[b]; i < firstPostings[b + 1]; i++) {
        least[b] = Math.min(least[b], values[i]);
        greatest[b] = Math.max(greatest[b], values[i]);
      }
    }
    return new PostingArrays(
        indices,
        firstBlocks,
        Arrays.copyOf(blocks, count),
        Arrays.copyOf(firstPostings, count + 1),
        least,
        greatest,
        offsets,
        values);
  }

  /**
   * The first index of which these are other lists than those, or which only one of them has; empty
   * when they are the same.
   */
  OptionalInt firstDifference(PostingArrays other) {
    int lists = Math.min(indices.length, other.indices.length);
    for (int list = 0; list < lists; list++) {
      if (indices[list] != other.indices[list] || !hasSameList(other, list)) {
        return OptionalInt.of(Math.min(indices[list], other.indices[list]));
      }
    }
    if (indices.length != other.indices.length) {
      return OptionalInt.of(indices.length > lists ? indices[lists] : other.indices[lists]);
    }
    return OptionalInt.empty();
  }

  /** Of a list before which all lists are the same, so that both begin at the same place. */
  private boolean hasSameList(PostingArrays other, int list) {
    int block = firstBlocks[list];
    int blockEnd = firstBlocks[list + 1];
    int posting = firstPostings[block];
    int end = firstPostings[blockEnd];
    return other.firstBlocks[list + 1] == blockEnd
        && other.firstPostings[blockEnd] == end
        && Arrays.equals(blocks, block, blockEnd, other.blocks, block, blockEnd)
        && Arrays.equals(firstPostings, block, blockEnd, other.firstPostings, block, blockEnd)
        && Arrays.equals(offsets, posting, end, other.offsets, posting, end)
        && Arrays.equals(values, posting, end, other.values, posting, end);
  }

  int firstBlock(int list) {
    return firstBlocks[list];
  }

  int block(int place) {
    return blocks[place];
  }

  /** The most that a weight can contribute to a row of a block: 0 for one that lacks the index. */
  double greatestProduct(int place, double weight) {
    return Math.max(0, weight * (weight < 0 ? least[place] : greatest[place]));
  }

  /** Adds what a list has in a block of rows, be it nothing. */
  void addBlock(int list, int block, double weight, BlockScores scores) {
    int place = Arrays.binarySearch(blocks, firstBlocks[list], firstBlocks[list + 1], block);
    if (place < 0) {
      return;
    }
    for (int i = firstPostings[place]; i < firstPostings[place + 1]; i++) {
      scores.add(Byte.toUnsignedInt(offsets[i]), weight * values[i]);
    }
  }
}
