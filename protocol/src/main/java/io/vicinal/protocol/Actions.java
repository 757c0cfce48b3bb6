package io.vicinal.protocol;

/** Names of the Flight actions; each body and each answer is one JSON document. */
public final class Actions {
  /** {@link CollectionDocument} to {@link CollectionDescription}. */
  public static final String CREATE_COLLECTION = "create-collection";

  /** {@link CollectionReference} to {@link CollectionReference}. */
  public static final String DROP_COLLECTION = "drop-collection";

  /** No body; {@link CollectionList}. */
  public static final String LIST_COLLECTIONS = "list-collections";

  /** {@link CollectionReference} to {@link CollectionDescription}. */
  public static final String DESCRIBE_COLLECTION = "describe-collection";

  /** {@link CollectionReference} to {@link CollectionReference}. */
  public static final String FLUSH = "flush";

  private Actions() {}
}
