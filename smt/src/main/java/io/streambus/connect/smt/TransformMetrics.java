package io.streambus.connect.smt;

import io.streambus.connect.plugin.RecordCounter;

/** The metrics of the transforms: one place, so that a name means the same in each of them. */
final class TransformMetrics {

    private TransformMetrics() {}

    static RecordCounter passed() {
        return new RecordCounter("records-passed-total", "Records that went on, changed or not");
    }

    static RecordCounter dropped() {
        return new RecordCounter("records-dropped-total", "Records that the transform dropped");
    }

    static RecordCounter rewritten() {
        return new RecordCounter(
                "records-rewritten-total", "Records that went on with other headers than they came with");
    }

    static RecordCounter malformed() {
        return new RecordCounter(
                "records-malformed-total", "Records whose provenance header was unreadable or there more than once");
    }

    static RecordCounter carried() {
        return new RecordCounter(
                "records-carried-total",
                "Records whose provenance header speaks for another record: an application copied it from another topic or partition");
    }

    static RecordCounter hopLimit() {
        return new RecordCounter(
                "records-hop-limit-total",
                "Records dropped because they had gone round unrecognised: flows call one cluster by several names");
    }
}
