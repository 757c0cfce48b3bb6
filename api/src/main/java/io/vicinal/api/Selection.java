package io.vicinal.api;

import java.util.Optional;

/**
 * Which of the records that pass the filter of a search are returned.
 *
 * @param k number of neighbours wanted, or of groups of them, 1..{@value #MAX_K}
 * @param offset how many nearer neighbours, or groups, are left out before those, from 0; with k at
 *     most {@value #MAX_K}
 * @param maxDistance how far a neighbour may be, that distance included, as the metric of the field
 *     defines it; any if empty
 * @param grouping which neighbours form groups, and how many of each are returned; none do if empty
 * @param mmr how neighbours are chosen that differ from each other, where none are grouped; the
 *     nearest are returned if empty
 */
public record Selection(
    int k,
    int offset,
    Optional<Float> maxDistance,
    Optional<Grouping> grouping,
    Optional<Mmr> mmr) {
  /** The largest k, and the largest sum of offset and k. */
  public static final int MAX_K = 100_000;

  /** Refuses what is outside its range, and a maximal distance that is no number. */
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
    if (maxDistance.isPresent() && !Float.isFinite(maxDistance.get())) {
      throw refused("maxDistance is " + maxDistance.get() + "; expected a finite number");
    }
    if (grouping.isPresent() && (long) (offset + k) * grouping.get().size() > MAX_K) {
      throw refused(
          (offset + k)
              + " groups, those before the offset included, of groupSize "
              + grouping.get().size()
              + " are "
              + (long) (offset + k) * grouping.get().size()
              + " neighbours; expected at most "
              + MAX_K);
    }
    if (grouping.isPresent() && mmr.isPresent()) {
      throw refused("mmr and groupBy in one search; expected one of the two");
    }
    if (mmr.isPresent() && mmr.get().candidates() < offset + k) {
      throw refused(
          "candidates of mmr is "
              + mmr.get().candidates()
              + ", which is less than offset and k together; expected "
              + (offset + k)
              + " or more");
    }
  }

  /** The k nearest. */
  public static Selection nearest(int k) {
    return new Selection(k, 0, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** This selection of another number. */
  public Selection withK(int number) {
    return new Selection(number, offset, maxDistance, grouping, mmr);
  }

  /** This selection after so many nearer neighbours. */
  public Selection withOffset(int nearer) {
    return new Selection(k, nearer, maxDistance, grouping, mmr);
  }

  /** This selection among the neighbours at that distance or less. */
  public Selection within(float distance) {
    return new Selection(k, offset, Optional.of(distance), grouping, mmr);
  }

  /** This selection of groups. */
  public Selection groupedBy(Grouping groups) {
    return new Selection(k, offset, maxDistance, Optional.of(groups), mmr);
  }

  /** This selection of neighbours that differ from each other. */
  public Selection diversifiedBy(Mmr relevance) {
    return new Selection(k, offset, maxDistance, grouping, Optional.of(relevance));
  }

  /** The most neighbours that are returned. */
  public int size() {
    return k * groupSize();
  }

  /** The most neighbours that are returned or left out before those. */
  public int depth() {
    return (offset + k) * groupSize();
  }

  private int groupSize() {
    return grouping.map(Grouping::size).orElse(1);
  }

  /**
   * Refuses a selection of what a collection does not have.
   *
   * @param field the field searched
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT} if no vector is at the maximal
   *     distance or nearer, whatever the query; as {@link Grouping#check} does
   */
  public void check(CollectionSchema schema, VectorField field) {
    grouping.ifPresent(groups -> groups.check(schema));
    boolean negative = maxDistance.isPresent() && maxDistance.get() < 0;
    if (negative && field.metric() != Metric.DOT) {
      throw refused(
          "maxDistance is "
              + maxDistance.get()
              + ", and no "
              + field.metric()
              + " distance, which is the metric of vector field '"
              + field.name()
              + "', is negative; expected 0 or more");
    }
  }

  /**
   * Refuses a selection of what a sparse field does not have.
   *
   * @throws VicinalException {@link ErrorCode#INVALID_ARGUMENT} for {@link Mmr}, which needs
   *     distances between records; as {@link Grouping#check} does
   */
  void checkSparse(CollectionSchema schema, String sparseField) {
    grouping.ifPresent(groups -> groups.check(schema));
    if (mmr.isPresent()) {
      throw refused(
          "mmr in sparse vector field '" + sparseField + "'; expected it in a vector field only");
    }
  }

  private static VicinalException refused(String message) {
    return new VicinalException(ErrorCode.INVALID_ARGUMENT, message);
  }
}
