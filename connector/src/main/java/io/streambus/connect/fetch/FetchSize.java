package io.streambus.connect.fetch;

/**
 * How much one answer of a broker may bring. A broker always gives at least one batch, so that a record larger than this gets through.
 *
 * @param partitionBytes of one partition
 * @param totalBytes of all partitions together, at least {@code partitionBytes}
 */
public record FetchSize(int partitionBytes, int totalBytes) {

    /** Below this an answer costs more round trips than it saves. */
    static final int LEAST = 16 << 10;

    public FetchSize {
        if (partitionBytes < 1 || totalBytes < partitionBytes) {
            throw new IllegalArgumentException(
                    "a fetch must bring at least a byte of a partition, and at least as much in all; found "
                            + partitionBytes + " and " + totalBytes);
        }
    }

    /** A size of no more than so many bytes in all. */
    FetchSize within(long bytes) {
        int total = (int) Math.max(LEAST, Math.min(totalBytes, bytes));
        return new FetchSize(Math.min(partitionBytes, total), total);
    }
}
