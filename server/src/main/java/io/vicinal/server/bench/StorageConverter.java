package io.vicinal.server.bench;

import io.vicinal.api.Storage;

/** Reads the name of a kind of storage. */
final class StorageConverter extends NameConverter<Storage> {
  StorageConverter() {
    super("storage", Storage.values());
  }
}
