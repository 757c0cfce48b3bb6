package io.vicinal.core.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vicinal.api.HnswParameters;
import io.vicinal.api.Metric;
import io.vicinal.api.VectorField;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FaultyDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HnswGraphFileTest {
  private static final long SEED = 5;
  private static final UUID OWNER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final HnswParameters PARAMETERS = HnswParameters.of(4, 40, 40);
  private static final String FILE = "embedding.hnsw";

  private final FaultyDirectory directory = FaultyDirectory.create();

  @Test
  void aStoredIndexAnswersAsBeforeAndGrowsOn() {
    float[][] base = ClusteredVectors.of(SEED, 12, 10).next(3000);
    HnswIndex original = HnswIndexTest.indexOf(PARAMETERS, Metric.COSINE, base);
    original.writeTo(directory, FILE, OWNER);
    HnswIndex loaded = read(Metric.COSINE, base);
    assertThat(loaded.parameters()).isEqualTo(PARAMETERS);
    HnswIndexTest.assertSound(loaded);
    assertSameAnswers(loaded, original);
    for (float[] vector : ClusteredVectors.of(SEED + 1, 12, 10).next(500)) {
      loaded.add(vector);
      original.add(vector);
    }
    HnswIndexTest.assertSound(loaded);
    assertSameAnswers(loaded, original);
  }

  @Test
  void anEmptyIndexIsStoredToo() {
    HnswIndex.create(Metric.DOT, 3, PARAMETERS, SEED).writeTo(directory, FILE, OWNER);
    HnswIndex loaded = read(Metric.DOT, new float[0][3]);
    assertThat(loaded.search(new float[3], 1, 1, null).size()).isZero();
    assertThat(loaded.add(new float[3])).isZero();
    assertThat(loaded.search(new float[3], 1, 1, null).size()).isEqualTo(1);
  }

  @Test
  void everyFlippedBitIsDamage() {
    float[][] base = ClusteredVectors.of(SEED, 2, 2).next(3);
    HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, base).writeTo(directory, FILE, OWNER);
    byte[] intact = directory.bytes(FILE);
    for (int bit = 0; bit < intact.length * 8; bit++) {
      byte[] damaged = intact.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      directory.overwrite(FILE, damaged);
      assertThatThrownBy(() -> read(Metric.EUCLIDEAN, base))
          .as("bit %d", bit)
          .isInstanceOf(DamagedFileException.class);
    }
  }

  /** A search once read the lists of other nodes, or failed behind the last. */
  @Test
  void aNeighbourThatIsNotOnTheLevelIsDamage() {
    float[][] base = ClusteredVectors.of(SEED, 4, 3).next(300);
    HnswIndex index = HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, base);
    HnswGraph graph = index.graph();
    int entry = HnswGraph.entryNode(graph.entry());
    int low =
        IntStream.range(0, 300).filter(node -> graph.level(node) == 0).findAny().orElseThrow();
    graph.links(1).set(graph.row(entry, 1), 0, low);
    index.writeTo(directory, FILE, OWNER);
    assertThatThrownBy(() -> read(Metric.EUCLIDEAN, base))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContainingAll("node " + entry + "'s list 1", "node " + low + " of level 0");
  }

  @Test
  void aGraphOfOtherVectorsIsRefused() {
    float[][] base = ClusteredVectors.of(SEED, 2, 2).next(3);
    HnswIndexTest.indexOf(PARAMETERS, Metric.EUCLIDEAN, base).writeTo(directory, FILE, OWNER);
    assertThatThrownBy(() -> read(Metric.DOT, base)).hasMessageContaining("metric code 3, found 1");
    assertThatThrownBy(() -> read(Metric.EUCLIDEAN, base[0], base[1]))
        .hasMessageContaining("nodes 2, found 3");
    assertThatThrownBy(() -> read(Metric.EUCLIDEAN, new float[3][5]))
        .hasMessageContaining("dimension 5, found 2");
    assertThatThrownBy(
            () ->
                HnswIndex.read(
                    directory,
                    FILE,
                    new UUID(0, 0),
                    field(Metric.EUCLIDEAN, 2),
                    3,
                    VectorSource.of(base)))
        .hasMessageContaining("owner");
  }

  @Test
  void thePageOfTheFormatShowsTheConstantsAndTheSmallestFile() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "format", "hnsw.md"));
    Map<String, Integer> offsets =
        Map.ofEntries(
            Map.entry("nodes", HnswGraphFormat.NODES_OFFSET),
            Map.entry("upperRows", HnswGraphFormat.UPPER_ROWS_OFFSET),
            Map.entry("entryNode", HnswGraphFormat.ENTRY_NODE_OFFSET),
            Map.entry("entryLevel", HnswGraphFormat.ENTRY_LEVEL_OFFSET),
            Map.entry("m", HnswGraphFormat.M_OFFSET),
            Map.entry("efConstruction", HnswGraphFormat.EF_CONSTRUCTION_OFFSET),
            Map.entry("efSearch", HnswGraphFormat.EF_SEARCH_OFFSET),
            Map.entry("maxM", HnswGraphFormat.MAX_M_OFFSET),
            Map.entry("maxM0", HnswGraphFormat.MAX_M0_OFFSET),
            Map.entry("metric", HnswGraphFormat.METRIC_OFFSET),
            Map.entry("dimension", HnswGraphFormat.DIMENSION_OFFSET),
            Map.entry("reserved", HnswGraphFormat.RESERVED_OFFSET),
            Map.entry("levelMultiplier", HnswGraphFormat.LEVEL_MULTIPLIER_OFFSET),
            Map.entry("seed", HnswGraphFormat.SEED_OFFSET),
            Map.entry("tables", HnswGraphFormat.TABLES_OFFSET));
    List<String> lines = page.lines().toList();
    offsets.forEach(
        (name, offset) ->
            assertThat(lines)
                .anyMatch(
                    line ->
                        line.startsWith("| " + offset + " |")
                            && line.contains("| `" + name + "` |")));

    HnswIndexTest.indexOf(HnswParameters.of(2, 8, 8), Metric.EUCLIDEAN, new float[] {1, 0})
        .writeTo(directory, FILE, OWNER);
    assertThat(page).contains(hexDump(directory.bytes(FILE)));
  }

  private static String hexDump(byte[] bytes) {
    StringBuilder dump = new StringBuilder();
    HexFormat hex = HexFormat.ofDelimiter(" ");
    for (int at = 0; at < bytes.length; at += 16) {
      int end = Math.min(at + 16, bytes.length);
      dump.append(String.format(Locale.ROOT, "%04x  %s%n", at, hex.formatHex(bytes, at, end)));
    }
    return dump.toString();
  }

  private HnswIndex read(Metric metric, float[]... base) {
    int dimension = base.length == 0 ? 3 : base[0].length;
    return HnswIndex.read(
        directory, FILE, OWNER, field(metric, dimension), base.length, VectorSource.of(base));
  }

  private static VectorField field(Metric metric, int dimension) {
    return new VectorField("embedding", dimension, metric, PARAMETERS);
  }

  private static void assertSameAnswers(HnswIndex one, HnswIndex other) {
    for (float[] query : ClusteredVectors.of(SEED + 2, 12, 10).next(50)) {
      HnswResult a = one.search(query, 10, 20, null, SearchPlan.GRAPH_WALK);
      HnswResult b = other.search(query, 10, 20, null, SearchPlan.GRAPH_WALK);
      assertThat(a.ordinals()).isEqualTo(b.ordinals());
    }
  }
}
