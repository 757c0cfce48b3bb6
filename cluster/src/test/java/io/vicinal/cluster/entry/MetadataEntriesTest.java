package io.vicinal.cluster.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.Quantization;
import io.vicinal.api.SparseField;
import io.vicinal.api.VectorField;
import io.vicinal.cluster.entry.MetadataEntries.Creation;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MetadataEntriesTest {
  private static final VectorField PLAIN = VectorField.of("v", 2, Metric.DOT);

  /** Readers of version 1 would create the collection without what they do not know. */
  @Test
  void aCreationIsOfTheVersionThatItsCollectionNeeds() {
    VectorField coded =
        VectorField.of("w", 2, Metric.DOT).with(Quantization.of(Quantization.Scheme.SQ4));
    assertThat(versionRead(List.of(PLAIN), List.of())).isEqualTo(1);
    assertThat(versionRead(List.of(PLAIN, coded), List.of())).isEqualTo(2);
    assertThat(versionRead(List.of(PLAIN), List.of(new SparseField("words")))).isEqualTo(2);
  }

  private static int versionRead(List<VectorField> fields, List<SparseField> sparse) {
    CollectionSchema schema = new CollectionSchema(IdType.INT64, fields, sparse, List.of());
    Creation creation = new Creation(new UUID(1, 2), new CollectionSpec("c", schema, 1));
    LogEntry entry = LogEntry.decode(MetadataEntries.create(creation).encode(), "here");
    assertThat(MetadataEntries.creation(entry, "here")).isEqualTo(creation);
    return entry.version();
  }
}
