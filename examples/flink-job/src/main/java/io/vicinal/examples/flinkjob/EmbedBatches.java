package io.vicinal.examples.flinkjob;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Embeds the texts of changes, many in one call of the model, which is several times faster than
 * one by one. Changes leave in the order in which they came, deletions among them, so the last
 * change of a key stays the last.
 *
 * <p>Nothing is kept over a checkpoint: the batch is emptied before the barrier passes, so what was
 * read before the barrier is also handed on before it, and there is no state to restore. All
 * methods, the timer's too, run on the task's thread.
 */
final class EmbedBatches extends AbstractStreamOperator<EmbeddedChange>
    implements OneInputStreamOperator<SynsetChange, EmbeddedChange>, BoundedOneInput {
  private static final long serialVersionUID = 1;

  private final TextEmbedder embedder;
  private final BatchLimits limits;

  private transient TextEmbedder.@Nullable Session session;
  private transient @Nullable List<SynsetChange> batch;

  private transient @Nullable ScheduledFuture<?> timer;

  EmbedBatches(TextEmbedder embedder, BatchLimits limits) {
    this.embedder = embedder;
    this.limits = limits;
  }

  @Override
  public void open() throws Exception {
    super.open();
    session = embedder.open();
    batch = new ArrayList<>(limits.size());
  }

  @Override
  public void processElement(StreamRecord<SynsetChange> element) {
    List<SynsetChange> waiting = Objects.requireNonNull(batch);
    waiting.add(element.getValue());
    if (waiting.size() >= limits.size()) {
      embedBatch();
    } else if (waiting.size() == 1) {
      startTimer();
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    embedBatch();
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    embedBatch();
    super.processWatermark(mark);
  }

  @Override
  public void endInput() {
    embedBatch();
  }

  @Override
  public void close() throws Exception {
    if (session != null) {
      session.close();
      session = null;
    }
    super.close();
  }

  private void startTimer() {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    timer =
        getProcessingTimeService()
            .registerTimer(now + limits.patience().toMillis(), time -> embedBatch());
  }

  private void embedBatch() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    List<SynsetChange> changes = Objects.requireNonNull(batch);
    List<String> texts = new ArrayList<>(changes.size());
    for (SynsetChange change : changes) {
      if (change.synset() != null) {
        texts.add(change.synset().text());
      }
    }
    List<float[]> vectors =
        texts.isEmpty() ? List.of() : Objects.requireNonNull(session).embedAll(texts);
    int next = 0;
    for (SynsetChange change : changes) {
      float[] vector = change.synset() == null ? null : vectors.get(next++);
      output.collect(new StreamRecord<>(new EmbeddedChange(change, vector)));
    }
    changes.clear();
  }
}
