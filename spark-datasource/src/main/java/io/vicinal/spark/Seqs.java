package io.vicinal.spark;

import java.util.List;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Lists as Scala's sequences, which Spark's plans are made of, and back. */
final class Seqs {
  private Seqs() {}

  static <T> Seq<T> of(List<? extends T> list) {
    return CollectionConverters.<T>asScala(List.<T>copyOf(list)).toList();
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // The array is copied at once.
  static <T> Seq<T> of(T... elements) {
    return of(List.of(elements));
  }

  static <T> List<T> toList(scala.collection.Seq<T> seq) {
    return List.copyOf(CollectionConverters.asJava(seq));
  }
}
