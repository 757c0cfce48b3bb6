package io.vicinal.examples.flinkjob;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes sure that the job's topics exist: a broker need not create them by use. */
final class Topics {
  private static final int TIMEOUT_MILLIS = 15_000;

  private Topics() {}

  /**
   * Creates those of the topics that are absent.
   *
   * @throws VicinalException {@code UNAVAILABLE} if the broker does not answer or refuses
   */
  static void create(String bootstrapServers, int partitions, String... names) {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "default.api.timeout.ms", TIMEOUT_MILLIS,
            "request.timeout.ms", TIMEOUT_MILLIS);
    try (Admin admin = Admin.create(properties)) {
      for (String name : names) {
        create(admin, new NewTopic(name, partitions, (short) 1), bootstrapServers);
      }
    }
  }

  private static void create(Admin admin, NewTopic topic, String servers) {
    try {
      admin.createTopics(Set.of(topic)).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw unavailable(topic, servers, e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(topic, servers, e);
    }
  }

  private static VicinalException unavailable(NewTopic topic, String servers, Exception cause) {
    return new VicinalException(
        ErrorCode.UNAVAILABLE,
        "topic "
            + topic.name()
            + " on "
            + servers
            + ": expected to create it, but: "
            + cause.getMessage(),
        cause);
  }
}
