package io.vicinal.testkit;

import io.vicinal.api.VectorDatabase;
import java.nio.file.Path;

class ExactDatabaseContractTest extends VectorDatabaseContract {
  @Override
  protected VectorDatabase open(Path directory) {
    return new ExactDatabase();
  }
}
