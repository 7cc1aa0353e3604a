package io.streambus.connect.provenance;

import java.util.Arrays;

/**
 * Reads the bytes of a provenance header without allocating anything: the one reading of the format that the rule, the stamps and
 * {@link OwnCopies} share. See {@link Provenance} for the format.
 */
final class HeaderScan {

    /** Answered instead of an index or a number where the header deviates from the format. */
    static final int MALFORMED = -1;
    /** Answered where the last hop is not bound to a timestamp. */
    static final long UNBOUND = -1;

    private static final int MAX_INT_DIGITS = 10;
    private static final int MAX_LONG_DIGITS = 19;

    private HeaderScan() {}

    /** The index at which the last hop begins. */
    static int lastHop(byte[] header) {
        int start = header.length;
        while (start > 0 && header[start - 1] != '>') {
            start--;
        }
        return start;
    }

    /**
     * How many hops there are before the last one.
     *
     * @param lastHop where the last one begins; each hop before it ends in {@code >}
     * @return {@link #MALFORMED} if one of them is, or if there are more than a header holds beside the last one
     */
    static int earlierHops(byte[] header, int lastHop) {
        int hops = 0;
        int start = 0;
        while (start < lastHop) {
            int end = endOfNumbers(header, endOfName(header, start, lastHop, ClusterName.MAX_LENGTH, '/'), lastHop);
            if (end == MALFORMED || end == lastHop || header[end] != '>' || ++hops >= Provenance.MAX_HOPS) {
                return MALFORMED;
            }
            start = end + 1;
        }
        return hops;
    }

    /**
     * Whether one of the hops before {@code end} was made from this cluster.
     *
     * @param header of the right form up to there
     * @param cluster its name and the slash behind it: us-east must not be found in us-east-1
     */
    static boolean visits(byte[] header, int end, byte[] cluster) {
        boolean atStart = true;
        for (int i = 0; i < end; i++) {
            if (atStart && isAt(header, i, cluster)) {
                return true;
            }
            atStart = header[i] == '>';
        }
        return false;
    }

    /**
     * Where the last hop says what the copy was put into: the index at which {@code topic/partition@offset} begins, which is the target's topic but
     * the source's offset.
     *
     * @param lastHop where the last hop begins
     * @return {@link #MALFORMED} if the last hop is
     */
    static int place(byte[] header, int lastHop) {
        int length = header.length;
        int cluster = endOfName(header, lastHop, length, ClusterName.MAX_LENGTH, '/');
        if (cluster == MALFORMED) {
            return MALFORMED;
        }
        int topic = cluster + 1;
        int topicEnd = endOfName(header, topic, length, TopicName.MAX_LENGTH, '/', ':');
        int place = topic;
        int placeEnd = topicEnd;
        if (topicEnd != MALFORMED && header[topicEnd] == ':') {
            place = topicEnd + 1;
            placeEnd = endOfName(header, place, length, TopicName.MAX_LENGTH, '/');
            // One form only: a topic that keeps its name is named once.
            if (placeEnd != MALFORMED && Arrays.equals(header, topic, topicEnd, header, place, placeEnd)) {
                return MALFORMED;
            }
        }
        int end = endOfNumbers(header, placeEnd, length);
        if (end < length && end != MALFORMED && header[end] == '~') {
            end = endOfNumber(header, end + 1, length, MAX_LONG_DIGITS, Long.MAX_VALUE);
        }
        return end == length ? place : MALFORMED;
    }

    /** The index of the {@code ~} before the timestamp that the last hop is bound to, or of the header's end; the last hop is of the right form. */
    static int endOfOffset(byte[] header) {
        for (int i = header.length - 1; i >= 0 && header[i] != '@'; i--) {
            if (header[i] == '~') {
                return i;
            }
        }
        return header.length;
    }

    /** The timestamp that the last hop, which is of the right form, is bound to; {@link #UNBOUND} if it is not. */
    static long boundTimestamp(byte[] header) {
        int end = endOfOffset(header);
        return end == header.length ? UNBOUND : number(header, end + 1, header.length);
    }

    /** Whether a header that is bound to this timestamp belongs to a record with that one; yes, if one of them is none. */
    static boolean isBoundTo(byte[] header, long timestampMs) {
        if (timestampMs < 0) {
            return true;
        }
        long bound = boundTimestamp(header);
        return bound == UNBOUND || bound == timestampMs;
    }

    /** The number that these digits are. */
    static long number(byte[] header, int start, int end) {
        long number = 0;
        for (int i = start; i < end; i++) {
            number = number * 10 + (header[i] - '0');
        }
        return number;
    }

    /** Whether these bytes stand there. */
    static boolean isAt(byte[] header, int start, byte[] bytes) {
        int end = start + bytes.length;
        return end <= header.length && Arrays.equals(header, start, end, bytes, 0, bytes.length);
    }

    private static int endOfName(byte[] header, int start, int length, int maxLength, char sign) {
        return endOfName(header, start, length, maxLength, sign, sign);
    }

    /** The index of the sign, or of the other one, that ends a name of a cluster or topic. */
    private static int endOfName(byte[] header, int start, int length, int maxLength, char sign, char other) {
        int limit = Math.min(length, start + maxLength + 1);
        for (int i = start; i < limit; i++) {
            if (header[i] == sign || header[i] == other) {
                return i == start ? MALFORMED : i;
            }
            if (!ClusterName.isPart(header[i])) {
                return MALFORMED;
            }
        }
        return MALFORMED;
    }

    /** The index behind {@code /partition@offset}, which begins at {@code slash}. */
    private static int endOfNumbers(byte[] header, int slash, int length) {
        if (slash == MALFORMED) {
            return MALFORMED;
        }
        int partitionEnd = endOfNumber(header, slash + 1, length, MAX_INT_DIGITS, Integer.MAX_VALUE);
        if (partitionEnd == MALFORMED || partitionEnd == length || header[partitionEnd] != '@') {
            return MALFORMED;
        }
        return endOfNumber(header, partitionEnd + 1, length, MAX_LONG_DIGITS, Long.MAX_VALUE);
    }

    /** The index behind the digits of one number, which has at least one, no needless zero, and is {@code max} or less. */
    private static int endOfNumber(byte[] header, int start, int length, int maxDigits, long max) {
        long number = 0;
        int i = start;
        while (i < length && header[i] >= '0' && header[i] <= '9') {
            if (i - start == maxDigits) {
                return MALFORMED;
            }
            number = number * 10 + (header[i] - '0');
            i++;
        }
        boolean empty = i == start;
        boolean leadingZero = i - start > 1 && header[start] == '0';
        // 19 digits that are too much for a long come out negative: no such number reaches 2^64.
        boolean tooLarge = number < 0 || number > max;
        return empty || leadingZero || tooLarge ? MALFORMED : i;
    }
}
