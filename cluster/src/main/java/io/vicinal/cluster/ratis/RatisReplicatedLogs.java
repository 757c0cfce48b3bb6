package io.vicinal.cluster.ratis;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import io.vicinal.cluster.log.LogEvidence;
import io.vicinal.cluster.log.ReplicatedLog;
import io.vicinal.cluster.log.ReplicatedLogs;
import io.vicinal.cluster.log.ReplicatedStateMachine;
import io.vicinal.core.io.DirectoryLock;
import io.vicinal.core.io.FileSystemDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupManagementRequest;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.GroupMismatchException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.FileUtils;

/**
 * The replicated logs of a node, all kept by one Ratis server: a group for each log, with this node
 * as its only member.
 *
 * <p>On disk, each log has a directory that is named by the UUID of its group, in the directory
 * that {@link #start} is given. That is locked as long as the server runs: a log is repaired before
 * Ratis opens and locks it, which nobody may do to a log that somebody else has open.
 */
public final class RatisReplicatedLogs implements ReplicatedLogs {
  private final Path directory;
  private final DirectoryLock lock;
  private final RatisOptions options;
  private final RaftServer server;
  private final Map<RaftGroupId, RatisStateMachine> machines;
  private final ClientId client = ClientId.randomId();
  private final AtomicLong calls = new AtomicLong();
  private volatile boolean closed;

  private RatisReplicatedLogs(
      Path directory,
      DirectoryLock lock,
      RatisOptions options,
      RaftServer server,
      Map<RaftGroupId, RatisStateMachine> machines) {
    this.directory = directory;
    this.lock = lock;
    this.options = options;
    this.server = server;
    this.machines = machines;
  }

  /**
   * Starts the server, with no log open.
   *
   * @param directory where the logs are, which exists
   * @param node the name of this node, which it keeps for ever
   * @throws VicinalException {@link ErrorCode#DIRECTORY_IN_USE} when another server has it, {@link
   *     ErrorCode#STORAGE_FAILURE} when it does not start
   */
  public static RatisReplicatedLogs start(Path directory, String node, RatisOptions options) {
    DirectoryLock lock = FileSystemDirectory.open(directory).lock();
    try {
      return start(directory, lock, node, options);
    } catch (IOException e) {
      lock.close();
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE, "cannot start the replicated logs in " + directory, e);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static RatisReplicatedLogs start(
      Path directory, DirectoryLock lock, String node, RatisOptions options) throws IOException {
    RaftProperties properties = RatisSettings.of(options);
    Map<RaftGroupId, RatisStateMachine> machines = new ConcurrentHashMap<>();
    // Ratis opens whatever it finds when it is built, and for a group that was never led it does
    // not know the members. So it is shown nothing, and each group is opened by its owner.
    RatisSettings.storage(properties, directory.resolve("nothing"));
    RaftServer server =
        RaftServer.newBuilder()
            .setServerId(RaftPeerId.valueOf(node))
            .setProperties(properties)
            .setStateMachineRegistry(machines::get)
            .setOption(RaftStorage.StartupOption.RECOVER)
            .build();
    RatisSettings.storage(properties, directory);
    try {
      server.start();
    } catch (IOException | RuntimeException | Error e) {
      closeAfter(e, server);
      throw e;
    }
    return new RatisReplicatedLogs(directory, lock, options, server, machines);
  }

  /** It has threads and a port, whether it has started or not. */
  private static void closeAfter(Throwable failure, RaftServer server) {
    try {
      server.close();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public Set<UUID> onDisk() {
    return RatisLogInspection.onDisk(directory);
  }

  @Override
  public ReplicatedLog open(UUID group, String name, ReplicatedStateMachine machine) {
    RaftGroupId id = RaftGroupId.valueOf(group);
    RatisStateMachine adapter = new RatisStateMachine(name, machine);
    if (machines.putIfAbsent(id, adapter) != null) {
      throw new IllegalStateException("the log of " + name + " is open already");
    }
    try {
      return open(id, name, adapter, machine);
    } catch (RuntimeException e) {
      try {
        stop(id);
      } catch (VicinalException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private ReplicatedLog open(
      RaftGroupId id, String name, RatisStateMachine adapter, ReplicatedStateMachine machine) {
    Path files = directory.resolve(id.getUuid().toString()).resolve("current");
    LogTail.repair(files, LogEvidence.of(machine));
    RaftServer.Division division;
    try {
      require(server.groupManagement(add(id)));
      division = server.getDivision(id);
    } catch (IOException | IllegalStateException e) {
      throw LogDamage.explain(name, files, e);
    }
    return new RatisReplicatedLog(
            server,
            division,
            name,
            LogFiles.of(name, files, division.getMemberId()),
            adapter,
            options.maxEntryBytes(),
            () -> stop(id))
        .watchFailure();
  }

  @Override
  public void delete(UUID group) {
    stop(RaftGroupId.valueOf(group));
    Path home = directory.resolve(group.toString());
    try {
      if (Files.exists(home)) {
        FileUtils.deleteFully(home.toFile());
      }
    } catch (IOException e) {
      throw new VicinalException(ErrorCode.STORAGE_FAILURE, "cannot delete " + home, e);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      server.close();
    } catch (IOException e) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE, "cannot close the replicated logs in " + directory, e);
    } finally {
      lock.close();
    }
  }

  private GroupManagementRequest add(RaftGroupId id) {
    RaftPeer self = RaftPeer.newBuilder(server.getPeer()).build();
    return GroupManagementRequest.newAdd(
        client, server.getId(), calls.incrementAndGet(), RaftGroup.valueOf(id, self), false);
  }

  /** Closes a group, if it is open, and returns when its last entry has been applied. */
  private void stop(RaftGroupId id) {
    if (machines.remove(id) == null || closed) {
      return;
    }
    try {
      RaftClientReply reply = server.groupManagement(remove(id));
      // Ratis forgets by itself a group that it did not open.
      if (!(reply.getException() instanceof GroupMismatchException)) {
        require(reply);
      }
    } catch (IOException e) {
      throw new VicinalException(
          ErrorCode.STORAGE_FAILURE, "cannot close the log of group " + id.getUuid(), e);
    }
  }

  private GroupManagementRequest remove(RaftGroupId id) {
    return GroupManagementRequest.newRemove(
        client, server.getId(), calls.incrementAndGet(), id, false, false);
  }

  private static void require(RaftClientReply reply) throws IOException {
    if (!reply.isSuccess()) {
      throw new IOException(String.valueOf(reply.getException()), reply.getException());
    }
  }
}
