package io.vicinal.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vicinal.core.catalog.DataDirectory;
import io.vicinal.core.io.DamagedFileException;
import io.vicinal.core.io.FormatVersions;
import io.vicinal.core.io.StorageDirectory;
import io.vicinal.core.io.StoredJson;
import io.vicinal.core.manifest.ChecksummedJson;
import java.util.UUID;

/**
 * Who a node is: the file {@value #FILE} of its data directory, which is written once.
 *
 * @param cluster the cluster it belongs to, and the group of the log of the cluster's metadata
 * @param node the name of the node, by which the members of a group know it
 */
record NodeFile(UUID cluster, String node) {
  private static final String FILE = DataDirectory.NODE_FILE;
  private static final FormatVersions VERSIONS = FormatVersions.only(1);

  /**
   * Reads the file, or writes one for a new cluster of one node.
   *
   * @throws DamagedFileException when it is not what was written
   */
  static NodeFile open(StorageDirectory directory) {
    directory.deleteTemporaryFiles();
    if (directory.exists(FILE)) {
      return read(directory);
    }
    UUID cluster = UUID.randomUUID();
    NodeFile created = new NodeFile(cluster, "node-" + UUID.randomUUID());
    ObjectNode json = ChecksummedJson.create();
    json.put("formatVersion", VERSIONS.newest());
    json.put("cluster", cluster.toString());
    json.put("node", created.node());
    ChecksummedJson.write(directory, FILE, json);
    return created;
  }

  /**
   * Reads the file.
   *
   * @throws DamagedFileException when it is missing, or not what was written
   */
  static NodeFile read(StorageDirectory directory) {
    String location = directory.location() + "/" + FILE;
    StoredJson json = StoredJson.of(ChecksummedJson.read(directory, FILE), location);
    json.requireVersion(VERSIONS);
    NodeFile file = new NodeFile(json.uuid("cluster"), json.text("node"));
    if (file.node().isEmpty()) {
      throw new DamagedFileException(location, 0, "the name of a node", "an empty one");
    }
    return file;
  }
}
