package io.vicinal.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vicinal.api.CollectionSchema;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.IdType;
import io.vicinal.api.Metric;
import io.vicinal.api.VectorField;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.io.FaultyDirectory.Unsynced;
import io.vicinal.core.io.PowerFailure;
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
    for (int crash = 1; ; crash++) {
      FaultyDirectory disk = FaultyDirectory.create().crashAfter(crash);
      boolean finished = live(disk);
      for (Unsynced unsynced : Unsynced.values()) {
        Catalog catalog = Catalog.open(disk.afterPowerFailure(unsynced, crash));
        assertThat(catalog.entries().stream().map(CatalogEntry::spec).toList())
            .as("crash after %d, %s", crash, unsynced)
            .isEqualTo(catalog.position().equals(CREATED) ? List.of(SPEC) : List.of());
      }
      if (finished) {
        break;
      }
    }
  }

  private static boolean live(FaultyDirectory disk) {
    try {
      Catalog catalog = Catalog.open(disk);
      assertThat(catalog.position()).isEqualTo(LogPosition.START);
      CatalogEntry entry = catalog.prepare(new UUID(1, 2), SPEC);
      catalog.add(entry, CREATED);
      assertThat(Catalog.open(disk).position()).isEqualTo(CREATED);
      assertThat(Catalog.open(disk).entries()).containsExactly(entry);
      catalog.remove(entry, DROPPED);
      assertThat(Catalog.open(disk).position()).isEqualTo(DROPPED);
      return true;
    } catch (PowerFailure e) {
      return false;
    }
  }
}
