package io.vicinal.core.segment;

import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * Copies runs of values between Arrow vectors of the same type.
 *
 * <p>Arrow's own row copies of nested types go through readers and writers, element by element;
 * here the components of vectors are copied as blocks.
 */
final class ColumnCopy {
  private ColumnCopy() {}

  /**
   * Copies {@code count} values from {@code from} on to the end of a target that holds {@code at}
   * values. The target grows as needed; the caller sets its value count.
   */
  static void append(FieldVector source, int from, int count, FieldVector target, int at) {
    if (source instanceof FixedSizeListVector list) {
      appendFixedSizeLists(list, from, count, (FixedSizeListVector) target, at);
    } else if (source instanceof ListVector list) {
      appendLists(list, from, count, (ListVector) target, at);
    } else if (source instanceof StructVector struct) {
      appendStructs(struct, from, count, (StructVector) target, at);
    } else {
      for (int i = 0; i < count; i++) {
        target.copyFromSafe(from + i, at + i, source);
      }
    }
  }

  private static void appendFixedSizeLists(
      FixedSizeListVector source, int from, int count, FixedSizeListVector target, int at) {
    while (target.getValueCapacity() < at + count) {
      target.reAlloc();
    }
    for (int i = 0; i < count; i++) {
      if (source.isNull(from + i)) {
        target.setNull(at + i);
      } else {
        target.setNotNull(at + i);
      }
    }
    int width = source.getListSize();
    Float4Vector components = (Float4Vector) source.getDataVector();
    Float4Vector copies = (Float4Vector) target.getDataVector();
    copies
        .getDataBuffer()
        .setBytes(
            (long) at * width * Float.BYTES,
            components.getDataBuffer(),
            (long) from * width * Float.BYTES,
            (long) count * width * Float.BYTES);
    setBits(copies.getValidityBuffer(), (long) at * width, (long) count * width);
  }

  private static void appendLists(
      ListVector source, int from, int count, ListVector target, int at) {
    for (int i = 0; i < count; i++) {
      if (source.isNull(from + i)) {
        target.setNull(at + i);
      } else {
        int start = source.getElementStartIndex(from + i);
        int length = source.getElementEndIndex(from + i) - start;
        int copy = target.startNewValue(at + i);
        append(source.getDataVector(), start, length, target.getDataVector(), copy);
        target.endValue(at + i, length);
      }
    }
  }

  private static void appendStructs(
      StructVector source, int from, int count, StructVector target, int at) {
    for (int i = 0; i < count; i++) {
      if (source.isNull(from + i)) {
        target.setNull(at + i);
      } else {
        target.setIndexDefined(at + i);
      }
    }
    for (FieldVector child : source.getChildrenFromFields()) {
      append(child, from, count, target.getChild(child.getName()), at);
    }
  }

  private static void setBits(ArrowBuf validity, long from, long count) {
    long bit = from;
    long end = from + count;
    for (; bit < end && (bit & 7) != 0; bit++) {
      BitVectorHelper.setBit(validity, bit);
    }
    for (; bit + 8 <= end; bit += 8) {
      validity.setByte(bit >>> 3, 0xff);
    }
    for (; bit < end; bit++) {
      BitVectorHelper.setBit(validity, bit);
    }
  }
}
