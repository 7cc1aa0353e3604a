package io.streambus.cli;

import java.nio.file.Path;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Chooses the log4j2 configuration of a command. Must come before the first logger is made, so commands call it first and keep no static loggers.
 * A configuration that the user names ({@code -Dlog4j2.configurationFile}) wins.
 */
final class Logging {

    private static final String CONFIGURATION = "log4j2.configurationFile";

    private Logging() {}

    /** Everything to files, warnings to the console. */
    static void toFiles(Path directory) {
        System.setProperty("streambus.log.dir", directory.toString());
        use("log4j2-demo.xml");
    }

    /** Everything to the console. */
    static void toConsole() {
        use("log4j2-bridge.xml");
    }

    private static void use(String resource) {
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, "classpath:io/streambus/cli/" + resource);
        }
        // Jersey logs to java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
