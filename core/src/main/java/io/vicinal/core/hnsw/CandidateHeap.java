package io.vicinal.core.hnsw;

import java.util.Arrays;

/** A growing binary heap of candidates, nearest first. One thread. */
final class CandidateHeap {
  private long[] heap = new long[256];
  private int size;

  void clear() {
    size = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void push(long candidate) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, 2 * size);
    }
    int hole = size++;
    while (hole > 0 && heap[(hole - 1) >>> 1] > candidate) {
      heap[hole] = heap[(hole - 1) >>> 1];
      hole = (hole - 1) >>> 1;
    }
    heap[hole] = candidate;
  }

  /** Removes and returns the nearest; the heap must not be empty. */
  long pop() {
    long nearest = heap[0];
    long last = heap[--size];
    int hole = 0;
    while (true) {
      int child = 2 * hole + 1;
      if (child + 1 < size && heap[child + 1] < heap[child]) {
        child++;
      }
      if (child >= size || heap[child] >= last) {
        break;
      }
      heap[hole] = heap[child];
      hole = child;
    }
    heap[hole] = last;
    return nearest;
  }
}
