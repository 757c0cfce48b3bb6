package io.vicinal.core.sparse;

import io.vicinal.core.io.ChecksummedInput;
import io.vicinal.core.io.ChecksummedOutput;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FileHeader;
import io.vicinal.core.io.FileKind;
import io.vicinal.core.io.StorageDirectory;
import java.util.Arrays;
import java.util.UUID;

/** Writes and reads {@link PostingsFormat}. */
final class PostingsFile {
  private PostingsFile() {}

  static void write(
      int rows, PostingArrays arrays, StorageDirectory directory, String file, UUID owner) {
    FileHeader header = new FileHeader(FileKind.POSTINGS, PostingsFormat.VERSION, owner);
    int lists = arrays.indices().length;
    int blocks = arrays.blocks().length;
    int postings = arrays.values().length;
    try (ChecksummedOutput output = ChecksummedOutput.createFramed(directory, file, header)) {
      output.putInt(rows);
      output.putInt(BlockScores.ROWS);
      output.putInt(lists);
      output.putInt(blocks);
      output.putInt(postings);
      output.putInts(arrays.indices(), 0, lists);
      output.putInts(arrays.firstBlocks(), 0, lists);
      output.putInts(arrays.blocks(), 0, blocks);
      output.putInts(arrays.firstPostings(), 0, blocks);
      output.putFloats(arrays.least(), 0, blocks);
      output.putFloats(arrays.greatest(), 0, blocks);
      output.putFloats(arrays.values(), 0, postings);
      output.putBytes(arrays.offsets(), 0, postings);
      output.finish();
    }
  }

  /**
   * Reads the lists of a segment with so many rows.
   *
   * @throws DamagedFileException when they are not such
   */
  static PostingArrays read(StorageDirectory directory, String file, UUID owner, int rows) {
    try (ChecksummedInput input =
        ChecksummedInput.open(directory, file, FileKind.POSTINGS, PostingsFormat.SUPPORTED)) {
      input.header().requireOwner(input.location(), owner);
      int foundRows = input.getInt();
      check(input, foundRows == rows, rows + " rows", foundRows + " rows");
      int blockRows = input.getInt();
      check(
          input,
          blockRows == BlockScores.ROWS,
          "blocks of " + BlockScores.ROWS + " rows",
          "blocks of " + blockRows);
      int lists = input.getInt();
      int blocks = input.getInt();
      int postings = input.getInt();
      check(
          input,
          lists >= 0 && lists <= blocks && blocks <= postings,
          "lists ≤ blocks ≤ postings",
          lists + " lists, " + blocks + " blocks, " + postings + " postings");
      long length =
          (long) lists * PostingsFormat.LIST_BYTES
              + (long) blocks * PostingsFormat.BLOCK_BYTES
              + (long) postings * PostingsFormat.POSTING_BYTES;
      check(
          input,
          input.remaining() == length,
          length + " bytes of lists",
          input.remaining() + " bytes");
      PostingArrays arrays = readArrays(input, lists, blocks, postings);
      input.finish();
      checkOrder(input, arrays, rows);
      return arrays;
    }
  }

  private static PostingArrays readArrays(
      ChecksummedInput input, int lists, int blocks, int postings) {
    int[] indices = new int[lists];
    int[] firstBlocks = new int[lists + 1];
    int[] numbers = new int[blocks];
    int[] firstPostings = new int[blocks + 1];
    float[] least = new float[blocks];
    float[] greatest = new float[blocks];
    float[] values = new float[postings];
    byte[] offsets = new byte[postings];
    input.getInts(indices, 0, lists);
    input.getInts(firstBlocks, 0, lists);
    firstBlocks[lists] = blocks;
    input.getInts(numbers, 0, blocks);
    input.getInts(firstPostings, 0, blocks);
    firstPostings[blocks] = postings;
    input.getFloats(least, 0, blocks);
    input.getFloats(greatest, 0, blocks);
    input.getFloats(values, 0, postings);
    input.getBytes(offsets, 0, postings);
    return new PostingArrays(
        indices, firstBlocks, numbers, firstPostings, least, greatest, offsets, values);
  }

  /** The order that searches rely on, and the bounds that they trust. */
  private static void checkOrder(ChecksummedInput input, PostingArrays found, int rows) {
    checkFirsts(input, found.firstBlocks(), "blocks of a list");
    checkFirsts(input, found.firstPostings(), "postings of a block");
    int[] postingRows = new int[found.values().length];
    for (int list = 0; list < found.indices().length; list++) {
      int index = found.indices()[list];
      int before = list == 0 ? -1 : found.indices()[list - 1];
      check(input, index > before, "an index above " + before, "index " + index);
      int previous = -1;
      for (int b = found.firstBlock(list); b < found.firstBlock(list + 1); b++) {
        for (int i = found.firstPostings()[b]; i < found.firstPostings()[b + 1]; i++) {
          int row = found.block(b) * BlockScores.ROWS + Byte.toUnsignedInt(found.offsets()[i]);
          check(
              input,
              row > previous && row < rows,
              "a row from " + (previous + 1) + " to " + (rows - 1),
              "row " + row);
          float value = found.values()[i];
          check(input, Float.isFinite(value), "a finite value", "value " + value);
          previous = row;
          postingRows[i] = row;
        }
      }
    }
    int[] ends = Arrays.stream(found.firstBlocks()).map(b -> found.firstPostings()[b]).toArray();
    PostingArrays expected = PostingArrays.of(found.indices(), ends, postingRows, found.values());
    check(
        input,
        Arrays.equals(expected.blocks(), found.blocks())
            && Arrays.equals(expected.least(), found.least())
            && Arrays.equals(expected.greatest(), found.greatest()),
        "the blocks and bounds of the postings",
        "others");
  }

  private static void checkFirsts(ChecksummedInput input, int[] firsts, String what) {
    check(input, firsts[0] == 0, "the first " + what + " at 0", "at " + firsts[0]);
    for (int i = 1; i < firsts.length; i++) {
      check(
          input,
          firsts[i] > firsts[i - 1],
          what + " after " + firsts[i - 1],
          String.valueOf(firsts[i]));
    }
  }

  private static void check(ChecksummedInput input, boolean legal, String expected, String found) {
    if (!legal) {
      throw new DamagedFileException(input.location(), input.position(), expected, found);
    }
  }
}
