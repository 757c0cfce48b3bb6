package io.vicinal.api;

/**
 * Which of the records that pass the filter of a search are returned.
 *
 * @param k number of neighbours wanted, 1..{@value #MAX_K}
 * @param offset how many nearer neighbours are left out before those, from 0; with k at most
 *     {@value #MAX_K}
 */
public record Selection(int k, int offset) {
  /** The largest k, and the largest sum of offset and k. */
  public static final int MAX_K = 100_000;

  /** Refuses a k or offset outside its range. */
  public Selection {
    if (k < 1 || k > MAX_K) {
      throw refused("k is " + k + "; expected 1.." + MAX_K);
    }
    if (offset < 0) {
      throw refused("offset is " + offset + "; expected 0 or more");
    }
    if ((long) offset + k > MAX_K) {
      throw refused(
          "offset "
              + offset
              + " and k "
              + k
              + " are "
              + ((long) offset + k)
              + " together; expected at most "
              + MAX_K);
    }
  }

  /** The k nearest. */
  public static Selection nearest(int k) {
    return new Selection(k, 0);
  }

  /** This selection after so many nearer neighbours. */
  public Selection withOffset(int nearer) {
    return new Selection(k, nearer);
  }

  /** How many neighbours have to be found to know those that are returned: offset and k. */
  public int depth() {
    return offset + k;
  }

  private static VicinalException refused(String message) {
    return new VicinalException(ErrorCode.INVALID_ARGUMENT, message);
  }
}
