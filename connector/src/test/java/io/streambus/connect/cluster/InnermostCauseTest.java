package io.streambus.connect.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class InnermostCauseTest {

    private final Throwable inner = new IllegalStateException("the reason");
    private final Throwable outer = new KafkaException("outside", new IOException("between", inner));

    @Test
    void theReasonIsTheInnermostOne() {
        assertThat(InnermostCause.of(outer)).isSameAs(inner);
        assertThat(InnermostCause.of(inner)).isSameAs(inner);
        assertThat(InnermostCause.message(outer)).isEqualTo("the reason");
        assertThat(InnermostCause.chain(outer)).hasSize(3).startsWith(outer).endsWith(inner);
    }

    @Test
    void anExceptionWithoutAMessageGoesByItsClass() {
        assertThat(InnermostCause.message(new KafkaException("outside", new IOException())))
                .isEqualTo("IOException");
        assertThat(InnermostCause.message(new IllegalStateException(" "))).isEqualTo("IllegalStateException");
    }
}
