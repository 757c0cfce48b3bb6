package io.vicinal.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.VectorField;
import io.vicinal.core.io.CrashSweep;
import io.vicinal.core.io.CrashTrial;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.log.LogPosition;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final CollectionSpec SPEC =
      new CollectionSpec(
          "c",
          new CollectionSchema(
              IdType.INT64, List.of(VectorField.of("v", 2, Metric.EUCLIDEAN)), List.of()),
          3);
  private static final LogPosition CREATED = new LogPosition(4, 17);
  private static final LogPosition DROPPED = new LogPosition(5, 21);

  @Test
  void keepsPositionAndCollectionsInOneStepWhereverThePowerFails() {
    CrashSweep.run(Trial::new, 1);
  }

  private static final class Trial implements CrashTrial {
    @Override
    public void live(FaultyDirectory disk) {
      Catalog catalog = Catalog.open(disk);
      assertThat(catalog.position()).isEqualTo(LogPosition.START);
      CatalogEntry entry = catalog.prepare(new UUID(1, 2), SPEC);
      catalog.add(entry, CREATED);
      assertThat(Catalog.open(disk).position()).isEqualTo(CREATED);
      assertThat(Catalog.open(disk).entries()).containsExactly(entry);
      catalog.remove(entry, DROPPED);
      assertThat(Catalog.open(disk).position()).isEqualTo(DROPPED);
    }

    @Override
    public void check(FaultyDirectory disk, String where) {
      Catalog catalog = Catalog.open(disk);
      assertThat(catalog.entries().stream().map(CatalogEntry::spec).toList())
          .as(where)
          .isEqualTo(catalog.position().equals(CREATED) ? List.of(SPEC) : List.of());
    }
  }
}
