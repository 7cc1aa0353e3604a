package io.streambus.bridge.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.RollingFileAppender;
import org.apache.logging.log4j.core.appender.rolling.DefaultRolloverStrategy;
import org.apache.logging.log4j.core.appender.rolling.SizeBasedTriggeringPolicy;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;

/**
 * Where the audit trail goes: the logger {@code streambus.audit}, which is part of the process's log unless it has a file of its own. That one rolls
 * at 50 MB and keeps ten predecessors. Thread-safe.
 */
public final class AuditLog implements Consumer<String>, AutoCloseable {

    private static final String LOGGER = "streambus.audit";
    private static final String MOST_BYTES = "50 MB";
    private static final String MOST_FILES = "10";

    private final Logger log = LogManager.getLogger(LOGGER);
    private final Optional<RollingFileAppender> appender;

    private AuditLog(Optional<RollingFileAppender> appender) {
        this.appender = appender;
    }

    /**
     * @param file empty for the process's log
     * @throws IOException if the file cannot be written
     */
    public static AuditLog open(Optional<Path> file) throws IOException {
        if (file.isEmpty()) {
            return new AuditLog(Optional.empty());
        }
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        Configuration configuration = context.getConfiguration();
        RollingFileAppender appender = RollingFileAppender.newBuilder()
                .setName(LOGGER)
                .setConfiguration(configuration)
                .setFileName(file.get().toString())
                .setFilePattern(file.get() + ".%i")
                .setPolicy(SizeBasedTriggeringPolicy.createPolicy(MOST_BYTES))
                .setStrategy(DefaultRolloverStrategy.newBuilder()
                        .setMax(MOST_FILES)
                        .setConfig(configuration)
                        .build())
                .setLayout(PatternLayout.newBuilder()
                        .setPattern("%m%n")
                        .setCharset(StandardCharsets.UTF_8)
                        .setConfiguration(configuration)
                        .build())
                .build();
        if (appender == null) {
            throw new IOException("the audit log cannot be written to " + file.get() + "; see audit.log.file");
        }
        appender.start();
        LoggerConfig logger = new LoggerConfig(LOGGER, Level.INFO, false);
        logger.addAppender(appender, Level.INFO, null);
        configuration.addLogger(LOGGER, logger);
        context.updateLoggers();
        return new AuditLog(Optional.of(appender));
    }

    /** Writes one line. */
    @Override
    public void accept(String line) {
        log.info(line);
    }

    @Override
    public void close() {
        appender.ifPresent(own -> {
            LoggerContext context = (LoggerContext) LogManager.getContext(false);
            context.getConfiguration().removeLogger(LOGGER);
            context.updateLoggers();
            own.stop();
        });
    }
}
