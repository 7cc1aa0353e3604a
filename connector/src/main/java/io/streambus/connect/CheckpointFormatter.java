package io.streambus.connect;

import io.streambus.connect.checkpoint.CheckpointFormat;
import java.io.PrintStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.MessageFormatter;

/**
 * Prints the checkpoints topic with Kafka's own tool, one line per entry: {@code kafka-console-consumer --topic streambus.checkpoints --from-beginning
 * --formatter io.streambus.connect.CheckpointFormatter}, with the plugin's jars on the {@code CLASSPATH}. An entry that cannot be read is a line
 * too, never the end of the listing. Takes no settings. Thread-safe: without state.
 *
 * @see CheckpointFormat#TOPIC
 */
public final class CheckpointFormatter implements MessageFormatter {

    @Override
    public void writeTo(ConsumerRecord<byte[], byte[]> entry, PrintStream output) {
        output.println(CheckpointText.of(entry));
    }
}
