import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * Lucene: one segment of float32 vectors in mapped files. The width of a search is the number of
 * neighbours that the query asks for.
 */
final class LucenePeer implements PeerDriver.Index {
  private static final String FIELD = "v";

  /** Below what a thread's buffer may hold, so that most sets are flushed as one segment. */
  private static final int BUFFER_MEBIBYTES = 1900;

  private final IndexSearcher searcher;
  private final long bytes;

  private LucenePeer(IndexSearcher searcher, long bytes) {
    this.searcher = searcher;
    this.bytes = bytes;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("lucene");
    try (Directory directory = new MMapDirectory(folder)) {
      PeerDriver.run(arguments, (base, parameters) -> build(directory, base, parameters));
      for (String file : directory.listAll()) {
        directory.deleteFile(file);
      }
    }
    Files.delete(folder);
  }

  private static LucenePeer build(
      Directory directory, float[][] base, PeerDriver.Parameters parameters) throws Exception {
    IndexWriterConfig config = new IndexWriterConfig();
    config.setCodec(
        new Lucene104Codec() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return new Lucene99HnswVectorsFormat(parameters.m(), parameters.efConstruction());
          }
        });
    // Documents keep their order, so that their numbers are those of the rows.
    config.setMergePolicy(new LogDocMergePolicy());
    config.setMergeScheduler(new SerialMergeScheduler());
    config.setRAMBufferSizeMB(BUFFER_MEBIBYTES);
    VectorSimilarityFunction similarity =
        switch (parameters.metric()) {
          case "euclidean" -> VectorSimilarityFunction.EUCLIDEAN;
          case "cosine" -> VectorSimilarityFunction.COSINE;
          default -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
        };
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (float[] vector : base) {
        Document document = new Document();
        document.add(new KnnFloatVectorField(FIELD, vector, similarity));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
      writer.commit();
    }
    IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(directory));
    searcher.setQueryCache(null);
    long bytes = 0;
    for (String file : directory.listAll()) {
      bytes += directory.fileLength(file);
    }
    return new LucenePeer(searcher, bytes);
  }

  @Override
  public int[] search(float[] query, int k, int ef) throws Exception {
    TopDocs found = searcher.search(new KnnFloatVectorQuery(FIELD, query, ef), k);
    return Arrays.stream(found.scoreDocs).mapToInt(each -> each.doc).toArray();
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
