package io.vicinal.protocol;

import io.vicinal.api.Attribute;
import io.vicinal.api.AttributeType;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import io.vicinal.api.Quantization.Scheme;
import io.vicinal.api.SearchEffort.RecallTarget;
import io.vicinal.api.SparseField;
import io.vicinal.api.Storage;
import io.vicinal.api.VectorField;
import io.vicinal.api.VicinalException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a collection is created from, as a document:
 *
 * <pre>{@code
 * {"name": "glosses", "shards": 1, "id": "int64",
 *  "vectors": {"embedding": {"dimension": 384, "metric": "cosine", "hnsw": {"m": 16}}},
 *  "sparse": {"words": {"metric": "dot"}},
 *  "attributes": {"title": "string", "tags": "list<string>"}}
 * }</pre>
 *
 * <p>The order of the keys under {@code vectors}, {@code sparse} and {@code attributes} is the
 * order of the fields.
 *
 * @param name the collection's name
 * @param shards 1 if absent
 * @param id the type of the key, int64 if absent
 * @param vectors by name; at least one
 * @param sparse sparse vector fields by name; none if absent
 * @param attributes types by name; none if absent
 */
public record CollectionDocument(
    String name,
    @Nullable Integer shards,
    @Nullable IdType id,
    Map<String, VectorDocument> vectors,
    @Nullable Map<String, SparseFieldDocument> sparse,
    @Nullable Map<String, AttributeType> attributes) {

  /** Refuses a document without name or vectors, and fields that are null. */
  public CollectionDocument {
    name = Required.present(name, "name");
    vectors = Required.values(vectors, "vectors");
    sparse = sparse == null ? null : Required.values(sparse, "sparse");
    attributes = attributes == null ? null : Required.values(attributes, "attributes");
  }

  /** The document of a collection, with every default spelled out that the first release knew. */
  public static CollectionDocument of(CollectionSpec spec) {
    Map<String, VectorDocument> vectors = new LinkedHashMap<>();
    for (VectorField field : spec.schema().vectorFields()) {
      vectors.put(field.name(), VectorDocument.of(field));
    }
    Map<String, SparseFieldDocument> sparse = new LinkedHashMap<>();
    for (SparseField field : spec.schema().sparseFields()) {
      sparse.put(field.name(), new SparseFieldDocument(Metric.DOT));
    }
    Map<String, AttributeType> attributes = new LinkedHashMap<>();
    for (Attribute attribute : spec.schema().attributes()) {
      attributes.put(attribute.name(), attribute.type());
    }
    return new CollectionDocument(
        spec.name(),
        spec.shards(),
        spec.schema().idType(),
        vectors,
        // Clients that know no sparse fields refuse a document with the key.
        sparse.isEmpty() ? null : sparse,
        attributes);
  }

  /** What the document describes; ranges are checked here. */
  public CollectionSpec toSpec() {
    List<VectorField> fields =
        vectors.entrySet().stream().map(e -> e.getValue().toField(e.getKey())).toList();
    List<SparseField> sparseFields =
        sparse == null ? List.of() : sparse.keySet().stream().map(SparseField::new).toList();
    Map<String, AttributeType> types = attributes == null ? Map.of() : attributes;
    List<Attribute> typed =
        types.entrySet().stream().map(e -> new Attribute(e.getKey(), e.getValue())).toList();
    CollectionSchema schema =
        new CollectionSchema(id == null ? IdType.INT64 : id, fields, sparseFields, typed);
    return new CollectionSpec(name, schema, shards == null ? 1 : shards);
  }

  /**
   * A vector field as a document.
   *
   * @param dimension number of components
   * @param metric cosine, euclidean, dot or manhattan
   * @param hnsw parameters of the index; the defaults if absent
   * @param quantization what a search walks on; auto if absent
   * @param oversampling see {@link Quantization}; its default if absent
   * @param storage where searches find the vectors; memory if absent
   * @param recallTarget see {@link VectorField}; none if absent
   */
  public record VectorDocument(
      Integer dimension,
      Metric metric,
      @Nullable HnswDocument hnsw,
      @Nullable Scheme quantization,
      @Nullable Double oversampling,
      @Nullable Storage storage,
      @Nullable Double recallTarget) {

    /** Refuses a document without dimension or metric. */
    public VectorDocument {
      dimension = Required.present(dimension, "dimension");
      metric = Required.present(metric, "metric");
    }

    /** A field with the defaults. */
    public static VectorDocument of(int dimension, Metric metric) {
      return new VectorDocument(dimension, metric, null, null, null, null, null);
    }

    static VectorDocument of(VectorField field) {
      Quantization codes = field.quantization();
      // Clients that know no quantization refuse a document with the keys.
      return new VectorDocument(
          field.dimension(),
          field.metric(),
          HnswDocument.of(field.hnsw()),
          codes.scheme() == Scheme.AUTO ? null : codes.scheme(),
          codes.oversampling() == Quantization.DEFAULT_OVERSAMPLING ? null : codes.oversampling(),
          field.storage() == Storage.MEMORY ? null : field.storage(),
          field.recallTarget().map(RecallTarget::recall).orElse(null));
    }

    VectorField toField(String name) {
      HnswParameters parameters = hnsw == null ? HnswParameters.DEFAULT : hnsw.toParameters();
      return new VectorField(
          name,
          dimension,
          metric,
          parameters,
          toQuantization(),
          storage == null ? Storage.MEMORY : storage,
          Optional.ofNullable(recallTarget).map(RecallTarget::new));
    }

    private Quantization toQuantization() {
      return new Quantization(
          quantization == null ? Scheme.AUTO : quantization,
          oversampling == null ? Quantization.DEFAULT_OVERSAMPLING : oversampling);
    }
  }

  /**
   * A sparse vector field as a document.
   *
   * @param metric dot, the only one, which may be absent
   */
  public record SparseFieldDocument(@Nullable Metric metric) {
    /** Refuses another metric. */
    public SparseFieldDocument {
      if (metric != null && metric != Metric.DOT) {
        throw new VicinalException(
            ErrorCode.INVALID_ARGUMENT,
            "metric " + TypeNames.ofConstant(metric) + " of a sparse vector field; expected dot");
      }
    }
  }

  /**
   * HNSW parameters as a document; each absent one takes its default, which for maxM, maxM0 and
   * levelMultiplier follows from m.
   *
   * @param m see {@link HnswParameters}, as for the others
   * @param efConstruction width of the search while building
   * @param efSearch width of the search at query time
   * @param maxM greatest degree on upper layers
   * @param maxM0 greatest degree on the ground layer
   * @param levelMultiplier normalisation of the level draw
   */
  public record HnswDocument(
      @Nullable Integer m,
      @Nullable Integer efConstruction,
      @Nullable Integer efSearch,
      @Nullable Integer maxM,
      @Nullable Integer maxM0,
      @Nullable Double levelMultiplier) {

    static HnswDocument of(HnswParameters hnsw) {
      return new HnswDocument(
          hnsw.m(),
          hnsw.efConstruction(),
          hnsw.efSearch(),
          hnsw.maxM(),
          hnsw.maxM0(),
          hnsw.levelMultiplier());
    }

    HnswParameters toParameters() {
      HnswParameters defaults = HnswParameters.DEFAULT;
      int chosenM = m == null ? defaults.m() : m;
      HnswParameters derived =
          HnswParameters.of(
              chosenM,
              efConstruction == null
                  ? Math.max(chosenM, defaults.efConstruction())
                  : efConstruction,
              efSearch == null ? defaults.efSearch() : efSearch);
      return new HnswParameters(
          chosenM,
          derived.efConstruction(),
          derived.efSearch(),
          maxM == null ? derived.maxM() : maxM,
          maxM0 == null ? derived.maxM0() : maxM0,
          levelMultiplier == null ? derived.levelMultiplier() : levelMultiplier);
    }
  }
}
