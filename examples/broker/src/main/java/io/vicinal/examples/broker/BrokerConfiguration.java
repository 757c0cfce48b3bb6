package io.vicinal.examples.broker;

import java.nio.file.Path;
import java.util.Map;

/** What Kafka is told so that one node on the loopback interface is a complete cluster. */
record BrokerConfiguration(Path logDirectory, int port, int controllerPort) {
  static final int NODE = 1;
  static final String HOST = "127.0.0.1";
  static final String CONTROLLER = "CONTROLLER";

  Map<String, String> properties() {
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", Integer.toString(NODE)),
        Map.entry(
            "listeners",
            "PLAINTEXT://%s:%d,%s://%s:%d".formatted(HOST, port, CONTROLLER, HOST, controllerPort)),
        Map.entry("advertised.listeners", "PLAINTEXT://%s:%d".formatted(HOST, port)),
        Map.entry("controller.listener.names", CONTROLLER),
        Map.entry("controller.quorum.voters", "%d@%s:%d".formatted(NODE, HOST, controllerPort)),
        Map.entry("log.dirs", logDirectory.toString()),
        // Every internal topic would wait for replicas that do not exist.
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        // Fewer files, less heap, and consumers that start at once.
        Map.entry("offsets.topic.num.partitions", "1"),
        Map.entry("transaction.state.log.num.partitions", "1"),
        Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
        Map.entry("num.network.threads", "2"),
        Map.entry("num.io.threads", "2"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        // A misspelt topic is an error, not a new topic.
        Map.entry("auto.create.topics.enable", "false"));
  }
}
