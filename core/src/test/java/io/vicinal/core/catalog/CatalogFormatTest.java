package io.vicinal.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vicinal.api.Attribute;
import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.HnswParameters;
import io.vicinal.api.IdType;
import io.vicinal.api.ListType;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import io.vicinal.api.ScalarType;
import io.vicinal.api.SparseField;
import io.vicinal.api.Storage;
import io.vicinal.api.VectorField;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FormatPage;
import io.vicinal.core.io.GoldenFile;
import io.vicinal.core.log.LogPosition;
import io.vicinal.core.manifest.ChecksummedJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Compares {@code docs/format/catalog.md} and the golden file with the code. */
class CatalogFormatTest {
  private static final FormatPage PAGE = FormatPage.read("catalog.md");
  private static final UUID OWNER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final CollectionSpec SPEC =
      new CollectionSpec(
          "films",
          new CollectionSchema(
              IdType.INT64,
              List.of(new VectorField("text", 384, Metric.COSINE, HnswParameters.of(16, 200, 64))),
              List.of(
                  new Attribute("year", ScalarType.INT32),
                  new Attribute("genres", new ListType(ScalarType.STRING)))),
          1);

  /** With every field of version 2. */
  private static final CollectionSpec LATER =
      new CollectionSpec(
          "films",
          new CollectionSchema(
              IdType.INT64,
              List.of(
                  VectorField.of("text", 384, Metric.COSINE)
                      .with(new Quantization(Quantization.Scheme.SQ4, 4))
                      .with(Storage.MAPPED)
                      .withRecallTarget(0.97)),
              List.of(new SparseField("words")),
              List.of(new Attribute("year", ScalarType.INT32))),
          1);

  private static final LogPosition POSITION = new LogPosition(2, 9);

  private final FaultyDirectory directory = FaultyDirectory.create();

  @Test
  void pageHasTheFieldsOfACatalog() {
    JsonNode json = writtenCatalog(LATER);
    assertThat(PAGE.rowsUnder("field"))
        .extracting(row -> row.get(0).replace("`", ""))
        .containsExactlyElementsOf(json::fieldNames);
    JsonNode collection = json.path("collections").path(0);
    assertThat(PAGE.rowsUnder("element"))
        .extracting(row -> row.get(0).replace("`", ""))
        .containsExactlyElementsOf(collection::fieldNames);
  }

  @Test
  void pageShowsACatalogAsItIsWritten() {
    writtenCatalog(SPEC);
    String text = new String(directory.bytes("catalog.json"), StandardCharsets.UTF_8);
    assertThat(String.join("\n", PAGE.block("json")) + "\n").isEqualTo(text);
  }

  @Test
  void writesAndReadsVersion1AsItWasReleased() {
    assertIsWrittenAndRead(SPEC, "catalog/v1/catalog.json");
  }

  /** A reader of version 1 took such a catalog, and lost the fields with its next write. */
  @Test
  void writesAndReadsVersion2AsItWasReleased() {
    assertIsWrittenAndRead(LATER, "catalog/v2/catalog.json");
  }

  @Test
  void isOfVersion1AgainWithoutTheCollectionThatNeedsAnother() {
    Catalog catalog = Catalog.open(directory);
    catalog.add(catalog.prepare(OWNER, SPEC));
    CatalogEntry later = catalog.prepare(OWNER, LATER);
    catalog.add(later);
    assertThat(version()).isEqualTo(2);
    catalog.remove(later);
    assertThat(version()).isEqualTo(1);
  }

  private void assertIsWrittenAndRead(CollectionSpec spec, String golden) {
    writtenCatalog(spec);
    assertThat(directory.bytes("catalog.json")).isEqualTo(GoldenFile.read(golden));
    Catalog read = Catalog.open(directory);
    assertThat(read.entries()).containsExactly(new CatalogEntry(1, OWNER, spec));
    assertThat(read.position()).isEqualTo(POSITION);
  }

  private int version() {
    return ChecksummedJson.read(directory, "catalog.json").path("formatVersion").asInt();
  }

  private JsonNode writtenCatalog(CollectionSpec spec) {
    Catalog catalog = Catalog.open(directory);
    catalog.add(catalog.prepare(OWNER, spec), POSITION);
    return ChecksummedJson.read(directory, "catalog.json");
  }
}
