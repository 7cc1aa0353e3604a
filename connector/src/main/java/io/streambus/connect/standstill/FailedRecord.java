package io.streambus.connect.standstill;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * The record that ended a task. Connect's own message of the failure does not name it, and a restart reads it again: so the message of the task does.
 * Immutable.
 *
 * @param partition of the source
 * @param offset in it, 0 or more
 */
public record FailedRecord(TopicPartition partition, long offset) {

    private static final String BEGINNING = "Record at offset ";
    private static final String ENDS_TASK = " ends the task";
    private static final Pattern IN_MESSAGE =
            Pattern.compile(BEGINNING + "(\\d{1,18}) of (\\S{1,249})-(\\d{1,9})" + ENDS_TASK);

    public FailedRecord {
        Objects.requireNonNull(partition, "partition");
        if (offset < 0) {
            throw new IllegalArgumentException("the offset of a record must be 0 or more, found " + offset);
        }
    }

    /** Of a failure that may as well be one of the records before it, which are not all written: skipping would lose these. */
    public String messageOfMany(String why) {
        return BEGINNING + offset + " of " + partition + ENDS_TASK + ", or one that was in flight before it: " + why
                + ". Mend what fails, or restart the task once what was in flight has arrived.";
    }

    /**
     * Of a failure that is certain to be this record's, while everything before it is settled.
     *
     * @param why a clause, without its full stop
     */
    public String message(String why) {
        return BEGINNING + offset + " of " + partition + ENDS_TASK + ": " + why + ". " + SkipOffset.sentence(offset + 1)
                + '.';
    }

    /** @return the record that a {@link #message} names; empty if the text has none */
    public static Optional<FailedRecord> in(String text) {
        Matcher found = IN_MESSAGE.matcher(text);
        return found.find()
                ? Optional.of(new FailedRecord(
                        new TopicPartition(found.group(2), Integer.parseInt(found.group(3))),
                        Long.parseLong(found.group(1))))
                : Optional.empty();
    }
}
