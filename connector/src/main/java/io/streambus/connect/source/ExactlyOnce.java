package io.streambus.connect.source;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import javax.management.JMException;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.apache.kafka.common.utils.Sanitizer;
import org.apache.kafka.connect.source.SourceTaskContext;

/**
 * Whether the worker writes a task's records in transactions (KIP-618). A worker with {@code exactly.once.source.support=enabled} does so for every
 * source task, asked or not, and tells only a task whose connector sets the bounds of transactions. Taken for the opposite, copies that were never
 * committed would count as copies, and be lost.
 */
enum ExactlyOnce {
    ON,
    OFF,
    /** Nobody says: then only what is committed counts, and an open transaction of somebody else may hold up a start. */
    UNKNOWN;

    /** A metric that KIP-618 gives to those tasks alone. */
    private static final String METRIC = "transaction-size-max";

    /**
     * @param connector the connector's name
     * @param task the task's number, as Connect counts it
     */
    static ExactlyOnce of(SourceTaskContext context, String connector, int task) {
        if (context.transactionContext() != null) {
            return ON;
        }
        try {
            MBeanInfo metrics = ManagementFactory.getPlatformMBeanServer()
                    .getMBeanInfo(new ObjectName("kafka.connect:type=source-task-metrics,connector="
                            + Sanitizer.jmxSanitize(connector) + ",task=" + task));
            return Arrays.stream(metrics.getAttributes())
                            .anyMatch(attribute -> attribute.getName().equals(METRIC))
                    ? ON
                    : OFF;
        } catch (JMException e) {
            // The worker reports no metrics by JMX.
            return UNKNOWN;
        }
    }
}
