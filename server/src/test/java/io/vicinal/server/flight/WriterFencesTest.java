package io.vicinal.server.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vicinal.api.VicinalException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class WriterFencesTest {
  private final WriterFences fences = new WriterFences();
  private final List<String> applied = new CopyOnWriteArrayList<>();

  private void apply(WriterFences.Fence fence, String batch) {
    assertThat(fence.apply(() -> applied.add(batch))).isTrue();
  }

  @Test
  void refusesWhatComesOverTheFormerStream() {
    WriterFences.Fence former = fences.enter("points", "one");
    apply(former, "a");
    WriterFences.Fence newer = fences.enter("points", "one");
    assertThatThrownBy(() -> apply(former, "b"))
        .isInstanceOf(VicinalException.class)
        .hasMessage(
            "a newer stream of writer 'one' to collection 'points' took over; this one, of 'one',"
                + " is over");
    former.close();
    apply(newer, "c");
    assertThat(applied).containsExactly("a", "c");
  }

  @Test
  void leavesOtherWritersAndCollectionsAlone() {
    WriterFences.Fence one = fences.enter("points", "one");
    WriterFences.Fence unnamed = fences.unnamed();
    fences.enter("points", "two");
    fences.enter("others", "one");
    WriterFences.Fence another = fences.unnamed();
    apply(one, "a");
    apply(unnamed, "b");
    apply(another, "c");
    assertThat(applied).containsExactly("a", "b", "c");
  }

  @Test
  void waitsForTheBatchThatIsBeingAppliedThroughAnyNumberOfReplacements()
      throws InterruptedException {
    WriterFences.Fence first = fences.enter("points", "one");
    CountDownLatch finish = new CountDownLatch(1);
    CompletableFuture<Boolean> slow = applySlowly(first, finish);
    Thread second = blocked(() -> fences.enter("points", "one").close());
    Thread third = blocked(() -> apply(fences.enter("points", "one"), "newest"));
    assertThat(applied).isEmpty();
    finish.countDown();
    slow.join();
    second.join();
    third.join();
    assertThat(applied).containsExactly("slow", "newest");
  }

  @Test
  void refusesEveryStreamOfAGroupThatHasAnotherSizeNow() {
    List<WriterFences.Fence> four =
        Stream.of("job#0/4", "job#1/4", "job#2/4", "job#3/4")
            .map(writer -> fences.enter("points", writer))
            .toList();
    four.forEach(fence -> apply(fence, "four"));
    WriterFences.Fence elsewhere = fences.enter("others", "job#3/4");
    WriterFences.Fence stranger = fences.enter("points", "jobs#3/4");

    WriterFences.Fence first = fences.enter("points", "job#0/2");
    for (WriterFences.Fence fence : four) {
      assertThatThrownBy(() -> apply(fence, "late"))
          .isInstanceOf(VicinalException.class)
          .hasMessageStartingWith("a newer stream of writer 'job#0/2' to collection 'points'");
    }
    WriterFences.Fence second = fences.enter("points", "job#1/2");
    List.of(first, second, elsewhere, stranger).forEach(fence -> apply(fence, "two"));
    assertThat(applied).containsExactly("four", "four", "four", "four", "two", "two", "two", "two");
  }

  @Test
  void everyMemberWaitsForWhatTheFormerSizeOfItsGroupIsApplying() throws InterruptedException {
    WriterFences.Fence old = fences.enter("points", "job#3/4");
    CountDownLatch finish = new CountDownLatch(1);
    CompletableFuture<Boolean> slow = applySlowly(old, finish);
    Thread first = blocked(() -> apply(fences.enter("points", "job#0/2"), "first"));
    Thread second = blocked(() -> apply(fences.enter("points", "job#1/2"), "second"));
    assertThat(applied).isEmpty();
    finish.countDown();
    slow.join();
    first.join();
    second.join();
    assertThat(applied.get(0)).isEqualTo("slow");
    assertThat(applied).containsExactlyInAnyOrder("slow", "first", "second");
  }

  /** A batch that is being applied, until it is told to finish. */
  private CompletableFuture<Boolean> applySlowly(WriterFences.Fence fence, CountDownLatch finish) {
    CountDownLatch applying = new CountDownLatch(1);
    CompletableFuture<Boolean> slow =
        CompletableFuture.supplyAsync(
            () ->
                fence.apply(
                    () -> {
                      applying.countDown();
                      awaitLatch(finish);
                      return applied.add("slow");
                    }));
    awaitLatch(applying);
    return slow;
  }

  /** A thread that has come to where it waits for a lock. */
  private static Thread blocked(Runnable step) {
    Thread thread = new Thread(step);
    thread.start();
    await().until(() -> thread.getState() == Thread.State.BLOCKED);
    return thread;
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
