package io.streambus.connect.provenance;

/**
 * One stay of a record: which cluster it was read from, and where it stood there. The topic is known of the last stay only, see {@link Provenance}.
 *
 * @param cluster the cluster's name, see {@link ClusterName}
 * @param partition of the topic that the record was read from, from 0
 * @param offset in that partition, from 0
 */
public record Hop(String cluster, int partition, long offset) {

    public Hop {
        ClusterName.require("cluster of a hop", cluster);
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("partition and offset of a hop must be 0 or more, found partition "
                    + partition + " and offset " + offset + " in cluster " + cluster);
        }
    }

    /** The hop as it stands in the header once another has followed: {@code us-west-1/3@48213}. */
    @Override
    public String toString() {
        return cluster + '/' + partition + '@' + offset;
    }
}
