package io.vicinal.protocol;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which of the names that exist somebody probably meant. */
public final class NearestName {
  private NearestName() {}

  /** The candidate with the fewest typing mistakes, the first of equals; empty without any. */
  public static Optional<String> of(String typed, Collection<String> candidates) {
    return candidates.stream().min(Comparator.comparingInt(name -> mistakes(typed, name)));
  }

  /** How many characters to insert, remove or replace to turn one text into another. */
  static int mistakes(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
