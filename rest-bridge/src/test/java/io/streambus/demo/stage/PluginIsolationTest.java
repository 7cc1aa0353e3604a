package io.streambus.demo.stage;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PluginIsolationTest {

    @Test
    void aLoaderWithoutThePluginPasses() {
        assertThatCode(() -> PluginIsolation.check(ClassLoader.getPlatformClassLoader()))
                .doesNotThrowAnyException();
    }

    /** The class path of this test holds the connector module, as the demo's must not. */
    @Test
    void aLoaderWithThePluginIsRefused() {
        assertThatThrownBy(() -> PluginIsolation.check(getClass().getClassLoader()))
                .isInstanceOf(StageException.class)
                .hasMessageContaining("io.streambus.connect.");
    }
}
