package io.vicinal.protocol;

import io.vicinal.api.ErrorCode;
import io.vicinal.api.VicinalException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who writes on a DoPut stream: the second element of the descriptor's path, {@code
 * group#member/members}, or the group's name alone for its only member. The members of a group
 * share a task, such as the subtasks of an operator: a group that is started anew with another
 * number of members takes the place of all its former ones.
 *
 * @param group not empty, and without {@code #member/members} at its end
 * @param member the number of this writer in its group, from 0
 * @param members the number of writers of the group, 1 or more
 */
public record WriterName(String group, int member, int members) {
  private static final Pattern MEMBER = Pattern.compile("(.*)#(\\d{1,9})/(\\d{1,9})");

  /** Refuses numbers out of range, and groups whose name would be read as a member's. */
  public WriterName {
    if (group.isEmpty() || MEMBER.matcher(group).matches()) {
      throw invalid(
          "the group of a writer is named '"
              + group
              + "'; expected a name that is not empty and does not end like '#0/2'");
    }
    if (members < 1 || member < 0 || member >= members) {
      throw invalid(
          "writer '%s' is number %d of %d; expected a number from 0, below that of the members"
              .formatted(group, member, members));
    }
  }

  /** A writer on its own. */
  public static WriterName alone(String name) {
    return new WriterName(name, 0, 1);
  }

  /** The writer in an element of a path. */
  public static WriterName parse(String text) {
    Matcher parts = MEMBER.matcher(text);
    return parts.matches()
        ? new WriterName(
            parts.group(1), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)))
        : alone(text);
  }

  /**
   * Whether a new stream of this writer ends a stream of the other: one of the same member, or of a
   * group of another size, whose members no longer are those of this one.
   */
  public boolean replaces(WriterName other) {
    return group.equals(other.group) && (members != other.members || member == other.member);
  }

  /** The element of a path. */
  @Override
  public String toString() {
    return members == 1 ? group : group + "#" + member + "/" + members;
  }

  private static VicinalException invalid(String message) {
    return new VicinalException(ErrorCode.INVALID_ARGUMENT, message);
  }
}
