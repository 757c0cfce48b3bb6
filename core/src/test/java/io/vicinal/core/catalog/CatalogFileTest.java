package io.vicinal.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.api.CollectionSpec;
import io.vicinal.api.ErrorCode;
import io.vicinal.api.IdType;
import io.vicinal.api.VicinalException;
import io.vicinal.core.engine.EngineFixture;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FaultyDirectory;
import io.vicinal.core.manifest.ChecksummedJson;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CatalogFileTest {
  private static final String FILE = "catalog.json";

  private final FaultyDirectory directory = FaultyDirectory.create();

  @Test
  void keepsSpecificationsOfEveryTypeInTheOrderOfCreation() {
    Catalog catalog = Catalog.open(directory);
    CatalogEntry first =
        add(catalog, new CollectionSpec("b", EngineFixture.schema(IdType.INT64), 1));
    CatalogEntry second =
        add(catalog, new CollectionSpec("a", EngineFixture.schema(IdType.STRING), 12));
    assertThat(catalog.entries()).containsExactly(first, second);
    assertThat(Catalog.open(directory).entries()).containsExactly(first, second);
  }

  @Test
  void aNumberIsNeverUsedAgain() {
    Catalog catalog = Catalog.open(directory);
    CatalogEntry first = add(catalog, spec("a"));
    catalog.remove(first);
    Catalog again = Catalog.open(directory);
    assertThat(again.entries()).isEmpty();
    assertThat(add(again, spec("a")).id()).isEqualTo(first.id() + 1);
  }

  @Test
  void deletesTheDirectoriesOfCollectionsThatItDoesNotName() {
    Catalog catalog = Catalog.open(directory);
    CatalogEntry kept = add(catalog, spec("a"));
    for (String name : List.of(kept.directory(), "collection-99", "other")) {
      directory.subdirectory(name).writeAtomically("f", ByteBuffer.wrap(new byte[1]));
    }
    directory.overwrite(FILE + ".tmp", new byte[2]);
    Catalog.open(directory);
    assertThat(directory.subdirectories()).containsExactly(kept.directory(), "other");
    assertThat(directory.list()).containsExactly(FILE);
  }

  @Test
  void isDamagedWhereItIsMissingBesideCollections() {
    directory.subdirectory("collection-1");
    assertThatThrownBy(() -> Catalog.open(directory))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContainingAll(FILE, "collection-1");
    assertThat(directory.subdirectories()).containsExactly("collection-1");
  }

  @Test
  void everyFlippedBitAndEveryCutIsDamage() {
    add(Catalog.open(directory), spec("a"));
    byte[] intact = directory.bytes(FILE);
    for (int bit = 0; bit < intact.length * 8; bit++) {
      byte[] damaged = intact.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused(damaged, ErrorCode.DAMAGED_FILE);
      if (bit % 8 == 0) {
        assertRefused(Arrays.copyOf(intact, bit / 8), ErrorCode.DAMAGED_FILE);
      }
    }
  }

  @Test
  void refusesTheCatalogOfANewerRelease() {
    Catalog.open(directory);
    ObjectNode json = ChecksummedJson.create();
    json.put("formatVersion", 3);
    ChecksummedJson.write(directory, FILE, json);
    directory.subdirectory("collection-1");
    assertRefused(directory.bytes(FILE), ErrorCode.FORMAT_TOO_NEW);
    assertThat(directory.subdirectories()).containsExactly("collection-1");
  }

  @Test
  void aSpecificationThatIsNoneIsDamageEvenWithARightChecksum() {
    ObjectNode json = ChecksummedJson.create();
    json.put("formatVersion", 1).put("nextCollectionId", 2);
    ObjectNode entry = json.putArray("collections").addObject();
    entry.put("id", 1).put("uuid", new UUID(1, 2).toString());
    SpecJson.write(spec("a"), entry);
    ChecksummedJson.write(directory, FILE, json);
    assertThat(Catalog.open(directory).entries().get(0).spec()).isEqualTo(spec("a"));
    for (String field : List.of("id", "uuid", "name", "shards", "idType", "vectorFields")) {
      ObjectNode broken = json.deepCopy();
      ((ObjectNode) broken.path("collections").path(0)).put(field, "?");
      ChecksummedJson.write(directory, FILE, broken);
      assertRefused(directory.bytes(FILE), ErrorCode.DAMAGED_FILE);
      ((ObjectNode) broken.path("collections").path(0)).remove(field);
      ChecksummedJson.write(directory, FILE, broken);
      assertRefused(directory.bytes(FILE), ErrorCode.DAMAGED_FILE);
    }
  }

  private void assertRefused(byte[] bytes, ErrorCode code) {
    directory.overwrite(FILE, bytes);
    assertThatThrownBy(() -> Catalog.open(directory))
        .isInstanceOfSatisfying(VicinalException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(FILE);
  }

  private static CatalogEntry add(Catalog catalog, CollectionSpec spec) {
    CatalogEntry entry = catalog.prepare(UUID.randomUUID(), spec);
    catalog.add(entry);
    return entry;
  }

  private static CollectionSpec spec(String name) {
    return new CollectionSpec(name, EngineFixture.plain(IdType.INT64), 1);
  }
}
