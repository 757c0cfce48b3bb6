package io.vicinal.testkit;

import io.vicinal.api.BranchRank;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.CollectionStatistics;
import io.vicinal.api.DenseVector;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.Example;
import io.vicinal.api.Examples;
import io.vicinal.api.FieldStatistics;
import io.vicinal.api.FusedNeighbor;
import io.vicinal.api.FusedRequest;
import io.vicinal.api.FusedResult;
import io.vicinal.api.Fusion;
import io.vicinal.api.Grouping;
import io.vicinal.api.Metric;
import io.vicinal.api.Mmr;
import io.vicinal.api.Mutation;
import io.vicinal.api.Neighbor;
import io.vicinal.api.NeighborGroup;
import io.vicinal.api.Projection;
import io.vicinal.api.RecordCursor;
import io.vicinal.api.RecordId;
import io.vicinal.api.ScanRequest;
import io.vicinal.api.SearchRequest;
import io.vicinal.api.SearchResult;
import io.vicinal.api.SearchStatistics;
import io.vicinal.api.Selection;
import io.vicinal.api.SparseVector;
import io.vicinal.api.VectorCollection;
import io.vicinal.api.VectorField;
import io.vicinal.api.VectorRecord;
import io.vicinal.api.VicinalException;
import io.vicinal.api.WriteResult;
import io.vicinal.api.filter.Filter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A sorted map of records. Every search is exact, whatever its mode. Thread safe. */
public final class ExactCollection implements VectorCollection {
  private static final Comparator<Neighbor> NEAREST =
      Comparator.comparingDouble(Neighbor::distance)
          .thenComparing(neighbor -> neighbor.record().id());

  private final CollectionSpec spec;
  private final AtomicInteger openScans;
  private final Map<RecordId, VectorRecord> records = new TreeMap<>();
  private long sequence;
  private boolean closed;
  private boolean dropped;

  ExactCollection(CollectionSpec spec, AtomicInteger openScans) {
    this.spec = spec;
    this.openScans = openScans;
  }

  @Override
  public CollectionSpec spec() {
    return spec;
  }

  @Override
  public synchronized WriteResult write(List<Mutation> mutations) {
    requireOpen();
    mutations.forEach(this::check);
    long upserted = 0;
    long deleted = 0;
    for (Mutation mutation : mutations) {
      if (mutation instanceof Mutation.Upsert upsert) {
        records.put(upsert.id(), upsert.record());
        upserted++;
      } else if (records.remove(mutation.id()) != null) {
        deleted++;
      }
    }
    sequence += mutations.isEmpty() ? 0 : 1;
    return new WriteResult(sequence, upserted, deleted);
  }

  @Override
  public synchronized List<VectorRecord> get(List<RecordId> ids, Projection projection) {
    requireOpen();
    projection.check(schema());
    ids.forEach(schema()::checkId);
    return ids.stream()
        .map(records::get)
        .filter(Objects::nonNull)
        .map(record -> project(record, projection))
        .toList();
  }

  @Override
  public synchronized SearchResult search(SearchRequest request) {
    requireOpen();
    request.check(schema());
    if (request.query() instanceof SparseVector sparse) {
      return searchSparse(request, sparse);
    }
    VectorField field = schema().vectorField(request.vectorField());
    DenseVector query =
        request.query() instanceof Examples examples ? average(examples, field) : request.vector();
    field.check(query, "the average of the examples");
    Set<RecordId> excluded =
        request.query() instanceof Examples examples ? examples.ids() : Set.of();
    Selection selection = request.selection();
    List<Neighbor> all =
        passing(request.filter())
            .filter(record -> !excluded.contains(record.id()))
            .map(record -> neighbor(record, field, query))
            .filter(neighbor -> isWithin(neighbor, selection))
            .sorted(NEAREST)
            .toList();
    SearchStatistics statistics = new SearchStatistics(all.size(), "every record");
    if (selection.mmr().isPresent()) {
      List<Neighbor> chosen = diverse(all, selection.mmr().get(), selection.depth(), field);
      return new SearchResult(page(chosen, request), statistics);
    }
    return selection.grouping().isEmpty()
        ? new SearchResult(page(all, request), statistics)
        : SearchResult.ofGroups(groups(all, selection.grouping().get(), request), statistics);
  }

  private SearchResult searchSparse(SearchRequest request, SparseVector query) {
    List<Neighbor> all = new ArrayList<>();
    passing(request.filter())
        .forEach(
            record -> {
              SparseVector vector = record.sparseVectors().get(request.vectorField());
              if (vector != null) {
                ExactDistance.of(vector, query)
                    .ifPresent(distance -> all.add(new Neighbor(record, (float) distance)));
              }
            });
    List<Neighbor> nearest =
        all.stream()
            .filter(neighbor -> isWithin(neighbor, request.selection()))
            .sorted(NEAREST)
            .toList();
    SearchStatistics statistics = new SearchStatistics(all.size(), "every record");
    return request.selection().grouping().isEmpty()
        ? new SearchResult(page(nearest, request), statistics)
        : SearchResult.ofGroups(
            groups(nearest, request.selection().grouping().get(), request), statistics);
  }

  private static List<Neighbor> diverse(
      List<Neighbor> all, Mmr mmr, int wanted, VectorField field) {
    List<Neighbor> left = all.stream().limit(mmr.candidates()).collect(Collectors.toList());
    List<Neighbor> chosen = new ArrayList<>();
    while (chosen.size() < wanted && !left.isEmpty()) {
      // The first of equals is the nearest of them.
      Neighbor next =
          Collections.min(
              left, Comparator.comparingDouble(each -> penalty(each, chosen, mmr, field)));
      chosen.add(next);
      left.remove(next);
    }
    return chosen;
  }

  private static double penalty(
      Neighbor candidate, List<Neighbor> chosen, Mmr mmr, VectorField field) {
    if (chosen.isEmpty()) {
      return candidate.distance();
    }
    float nearest = Float.POSITIVE_INFINITY;
    for (Neighbor other : chosen) {
      DenseVector one = vector(candidate.record(), field);
      DenseVector two = vector(other.record(), field);
      nearest = Math.min(nearest, (float) ExactDistance.of(field.metric(), one, two));
    }
    // Adding zero turns -0 into +0, which is as large.
    return mmr.lambda() * candidate.distance() - (1 - mmr.lambda()) * nearest + 0.0;
  }

  private List<NeighborGroup> groups(List<Neighbor> all, Grouping grouping, SearchRequest request) {
    Map<Optional<Object>, List<Neighbor>> groups = new LinkedHashMap<>();
    for (Neighbor neighbor : all) {
      Object value = neighbor.record().attributes().get(grouping.attribute());
      groups
          .computeIfAbsent(
              Optional.ofNullable(value).map(ExactCollection::unsigned), key -> new ArrayList<>())
          .add(neighbor);
    }
    return groups.entrySet().stream()
        .skip(request.selection().offset())
        .limit(request.k())
        .map(
            group ->
                new NeighborGroup(
                    group.getKey(),
                    group.getValue().stream()
                        .limit(grouping.size())
                        .map(neighbor -> project(neighbor, request.projection()))
                        .toList()))
        .toList();
  }

  /** Zero has one sign. */
  private static Object unsigned(Object value) {
    if (value.equals(-0f)) {
      return 0f;
    }
    return value.equals(-0.0) ? (Object) 0.0 : value;
  }

  private List<Neighbor> page(List<Neighbor> all, SearchRequest request) {
    return all.stream()
        .skip(request.selection().offset())
        .limit(request.k())
        .map(neighbor -> project(neighbor, request.projection()))
        .toList();
  }

  @Override
  public synchronized FusedResult searchFused(FusedRequest request) {
    request.check(schema());
    List<List<Neighbor>> branches =
        request.searches().stream().map(each -> search(each).neighbors()).toList();
    Set<RecordId> found = new TreeSet<>();
    branches.forEach(each -> each.forEach(neighbor -> found.add(neighbor.record().id())));
    // A sort keeps the order of equals, which is that of ids.
    List<FusedNeighbor> best =
        found.stream()
            .map(id -> fused(id, request, branches))
            .sorted(Comparator.comparingDouble(FusedNeighbor::score).reversed())
            .skip(request.offset())
            .limit(request.k())
            .toList();
    return new FusedResult(best, new SearchStatistics(records.size(), "every record"));
  }

  private FusedNeighbor fused(RecordId id, FusedRequest request, List<List<Neighbor>> branches) {
    double score = 0;
    List<Optional<BranchRank>> places = new ArrayList<>();
    for (int b = 0; b < branches.size(); b++) {
      List<Neighbor> branch = branches.get(b);
      List<RecordId> ids = branch.stream().map(each -> each.record().id()).toList();
      int place = ids.indexOf(id);
      if (place < 0) {
        places.add(Optional.empty());
      } else {
        double weight = request.branches().get(b).weight();
        score += weight * part(place, branch, request.fusion());
        places.add(Optional.of(new BranchRank(place + 1, branch.get(place).distance())));
      }
    }
    VectorRecord record = Objects.requireNonNull(records.get(id));
    return new FusedNeighbor(project(record, request.projection()), score, places);
  }

  private static double part(int place, List<Neighbor> branch, Fusion fusion) {
    if (fusion instanceof Fusion.ReciprocalRank reciprocal) {
      return 1.0 / (reciprocal.constant() + place + 1);
    }
    double nearest = clamped(branch.get(0).distance());
    double farthest = clamped(branch.get(branch.size() - 1).distance());
    double spread = farthest - nearest;
    return spread == 0 ? 1 : (farthest - clamped(branch.get(place).distance())) / spread;
  }

  /** One that overflowed counts as the largest float32. */
  private static double clamped(float distance) {
    return Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, distance));
  }

  @Override
  public synchronized RecordCursor scan(ScanRequest request) {
    requireOpen();
    request.projection().check(schema());
    List<VectorRecord> found =
        passing(request.filter())
            .limit(request.limit().orElse(Long.MAX_VALUE))
            .map(record -> project(record, request.projection()))
            .toList();
    openScans.incrementAndGet();
    return new ListCursor(found, openScans::decrementAndGet);
  }

  @Override
  public synchronized CollectionStatistics statistics() {
    requireOpen();
    Map<String, FieldStatistics> noIndex = new LinkedHashMap<>();
    schema().vectorFields().forEach(field -> noIndex.put(field.name(), FieldStatistics.NONE));
    return new CollectionStatistics(records.size(), 0, 1, 0, sequence, noIndex);
  }

  @Override
  public synchronized void flush() {
    requireOpen();
  }

  /** The distance of a record that exists to a query, in double precision. */
  public synchronized double distance(RecordId id, String vectorField, DenseVector query) {
    VectorField field = schema().vectorField(vectorField);
    VectorRecord record = Objects.requireNonNull(records.get(id), "no record " + id);
    return ExactDistance.of(field.metric(), vector(record, field), query);
  }

  synchronized void close() {
    closed = true;
  }

  synchronized void drop() {
    dropped = true;
  }

  private void check(Mutation mutation) {
    if (mutation instanceof Mutation.Upsert upsert) {
      schema().check(upsert.record());
    } else {
      schema().checkId(mutation.id());
    }
  }

  private Stream<VectorRecord> passing(Optional<Filter> filter) {
    if (filter.isEmpty()) {
      return records.values().stream();
    }
    FilterOracle oracle = FilterOracle.of(filter.get(), schema());
    return records.values().stream().filter(oracle::passes);
  }

  private DenseVector average(Examples examples, VectorField field) {
    float[] average = new float[field.dimension()];
    for (int i = 0; i < average.length; i++) {
      double wanted = mean(examples.positives(), field, i);
      double unwanted =
          examples.negatives().isEmpty() ? wanted : mean(examples.negatives(), field, i);
      average[i] = (float) (wanted + (wanted - unwanted));
    }
    return DenseVector.of(average);
  }

  private double mean(List<Example> examples, VectorField field, int component) {
    double sum = 0;
    for (Example example : examples) {
      DenseVector vector =
          example instanceof RecordId id ? exampleVector(id, field) : (DenseVector) example;
      double squares = -ExactDistance.of(Metric.DOT, vector, vector);
      double length = field.metric() == Metric.COSINE ? Math.sqrt(squares) : 1;
      sum += vector.component(component) / length;
    }
    return sum / examples.size();
  }

  private DenseVector exampleVector(RecordId id, VectorField field) {
    VectorRecord record = records.get(id);
    if (record == null) {
      throw new VicinalException(
          ErrorCode.INVALID_ARGUMENT, "no record " + id + ", which is an example; it must exist");
    }
    return vector(record, field);
  }

  private static Neighbor neighbor(VectorRecord record, VectorField field, DenseVector query) {
    double distance = ExactDistance.of(field.metric(), vector(record, field), query);
    return new Neighbor(record, (float) distance);
  }

  private static boolean isWithin(Neighbor neighbor, Selection selection) {
    return neighbor.distance() <= selection.maxDistance().orElse(Float.POSITIVE_INFINITY);
  }

  private Neighbor project(Neighbor neighbor, Projection projection) {
    return new Neighbor(project(neighbor.record(), projection), neighbor.distance());
  }

  private VectorRecord project(VectorRecord record, Projection projection) {
    Map<String, DenseVector> vectors = new TreeMap<>(record.vectors());
    vectors.keySet().retainAll(projection.vectorFields(schema()));
    Map<String, SparseVector> sparse = new TreeMap<>(record.sparseVectors());
    sparse.keySet().retainAll(projection.sparseFields(schema()));
    Map<String, Object> attributes = new TreeMap<>(record.attributes());
    attributes.keySet().retainAll(projection.attributes(schema()));
    return new VectorRecord(record.id(), vectors, sparse, attributes);
  }

  private void requireOpen() {
    if (dropped) {
      throw new VicinalException(
          ErrorCode.UNKNOWN_COLLECTION, "collection '" + name() + "' was dropped");
    }
    if (closed) {
      throw new VicinalException(ErrorCode.UNAVAILABLE, "collection '" + name() + "' is closed");
    }
  }

  private static DenseVector vector(VectorRecord record, VectorField field) {
    return Objects.requireNonNull(record.vectors().get(field.name()));
  }
}
