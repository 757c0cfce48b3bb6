package io.vicinal.spark;

import java.util.function.Function;
import scala.Function1;
import scala.PartialFunction;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractPartialFunction;

/** Functions of Java as Scala's. */
final class Functions {
  private Functions() {}

  static <A, B> Function1<A, B> of(Function<A, B> function) {
    return new AbstractFunction1<>() {
      @Override
      public B apply(A argument) {
        return function.apply(argument);
      }
    };
  }

  /** A function that is defined for the instances of a class. */
  static <A, S extends A> PartialFunction<A, A> partial(Class<S> type, Function<S, A> function) {
    return new AbstractPartialFunction<>() {
      @Override
      public boolean isDefinedAt(A argument) {
        return type.isInstance(argument);
      }

      @Override
      public <A1 extends A, B1> B1 applyOrElse(A1 argument, Function1<A1, B1> otherwise) {
        @SuppressWarnings("unchecked") // Scala declares B1 as a supertype of A.
        B1 result =
            type.isInstance(argument)
                ? (B1) function.apply(type.cast(argument))
                : otherwise.apply(argument);
        return result;
      }
    };
  }
}
