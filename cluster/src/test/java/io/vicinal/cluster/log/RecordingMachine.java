package io.vicinal.cluster.log;

import io.vicinal.core.log.LogPosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A state machine that remembers the texts it was given, and answers with how many there are. What
 * {@link #checkpoint} saved is there again in a machine made by {@link #restarted}. It refuses to
 * apply the text {@value #POISON}.
 */
public final class RecordingMachine implements ReplicatedStateMachine {
  /** Cannot be applied. */
  public static final String POISON = "poison";

  private final List<String> texts = new ArrayList<>();
  private List<String> saved;
  private LogPosition applied;
  private LogPosition durable;
  private boolean poisonous = true;

  private RecordingMachine(List<String> saved, LogPosition durable) {
    this.texts.addAll(saved);
    this.saved = saved;
    this.applied = durable;
    this.durable = durable;
  }

  /** A machine without anything. */
  public static RecordingMachine create() {
    return new RecordingMachine(List.of(), LogPosition.START);
  }

  /** What a restart makes of this machine. */
  public synchronized RecordingMachine restarted() {
    return new RecordingMachine(saved, durable);
  }

  /** From now on it applies everything. */
  public synchronized void heal() {
    poisonous = false;
  }

  /** Makes what was applied durable. */
  public synchronized void checkpoint() {
    saved = List.copyOf(texts);
    durable = applied;
  }

  /** The texts that were applied. */
  public synchronized List<String> texts() {
    return List.copyOf(texts);
  }

  @Override
  public synchronized ByteBuffer apply(LogPosition position, ByteBuffer entry) {
    if (!position.isAfter(applied)) {
      throw new AssertionError(position + " was applied after " + applied);
    }
    String text = StandardCharsets.UTF_8.decode(entry.duplicate()).toString();
    if (poisonous && text.equals(POISON)) {
      throw new IllegalStateException("the entry is poison");
    }
    texts.add(text);
    applied = position;
    return bytes(Integer.toString(texts.size()));
  }

  @Override
  public synchronized LogPosition applied() {
    return applied;
  }

  @Override
  public synchronized LogPosition durable() {
    return durable;
  }

  @Override
  public OptionalLong witnessed() {
    return OptionalLong.empty();
  }

  /** The bytes of a text. */
  public static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The text of a result. */
  public static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }
}
