package io.streambus.connect.source;

import static io.streambus.connect.partition.AssignmentScene.ORDERS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streambus.connect.convert.RecordConverter;
import io.streambus.connect.partition.AssignmentScene;
import io.streambus.connect.partition.OwnedPartition;
import io.streambus.connect.provenance.Provenance;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskWarningsTest {

    private final AssignmentScene scene = new AssignmentScene();
    private final RecordConverter converter = new RecordConverter(AssignmentScene.RULE);
    private final TaskWarnings warnings = new TaskWarnings(
            List.of("Idempotence is off."),
            scene.assignment(),
            converter,
            new CopyProbe(
                    false,
                    false,
                    "west",
                    scene.assignment(),
                    () -> {
                        throw new IllegalStateException("nothing is to be read");
                    },
                    Runnable::run,
                    System::nanoTime));

    @AfterEach
    void close() {
        scene.close();
    }

    private void bears(String provenance) throws InterruptedException {
        OwnedPartition owned = scene.taken(ORDERS);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("orders", 0, 7, null, new byte[0]);
        record.headers().add(Provenance.HEADER, provenance.getBytes(UTF_8));
        converter.convert(record, owned);
    }

    @Test
    void aTaskWithNothingAmissTellsOfItsSettingsOnly() throws Exception {
        scene.taken(ORDERS);

        assertThat(warnings.get()).containsExactly("Idempotence is off.");
    }

    @Test
    void partitionsThatWaitForTheTargetAreNamedUpToSome() throws Exception {
        scene.partitions = 7;
        scene.targetPartitions = 0;
        scene.adopt(scene.snapshot());

        assertThat(warnings.get())
                .contains(
                        "7 partitions wait for the target to have them: orders-0, orders-1, orders-2, orders-3, orders-4, ….");
    }

    @Test
    void aSinglePartitionThatWaitsIsNamed() throws Exception {
        scene.partitions = 2;
        scene.has(new TopicPartition("orders", 1), 0, 1, 0);
        scene.adopt(scene.snapshot());

        assertThat(warnings.get()).contains("1 partitions wait for the target to have them: orders-1.");
    }

    @Test
    void headersThatCannotBeReadAreCounted() throws Exception {
        bears("no provenance at all");

        assertThat(warnings.get().get(1)).startsWith("1 records had a provenance header that could not be read");
    }

    @Test
    void recordsThatAreTakenForCopiesBecauseOfTheHeaderOfAnotherAreCountedAndTheLatestNamed() throws Exception {
        bears("east/orders/0@7");
        assertThat(warnings.get()).hasSize(1);
        bears("east/orders/0@7");

        assertThat(warnings.get().get(1))
                .startsWith("1 records were not copied, since they bear the provenance header of a record before them")
                .endsWith("The latest stands in orders-0 at offset 7.");
    }

    @Test
    void headersThatWereCarriedOverAreCountedAndTheLatestNamed() throws Exception {
        bears("east/payments/0@7");

        assertThat(warnings.get().get(1))
                .startsWith("1 records bore the provenance header of another record")
                .contains("The latest stands in orders-0 at offset 7");
    }
}
