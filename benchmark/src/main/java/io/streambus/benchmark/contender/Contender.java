package io.streambus.benchmark.contender;

import io.streambus.benchmark.stage.BenchmarkStage;

/** One who copies. */
public interface Contender {

    /** One word, for topics and files. */
    String name();

    /** For tables. */
    String title();

    /** What the contender calls its copy of a topic. */
    String targetTopic(String topic);

    /** Starts to copy the order's topics, which exist and are as good as new; at return the process is up. */
    Running start(BenchmarkStage stage, Order order);

    /** A contender at work. */
    interface Running extends AutoCloseable {

        /** Of the process that copies. */
        long pid();

        /** When it was told to copy, on the scale of {@link System#nanoTime}; starting the process comes before and does not count. */
        long startedNanos();

        /** Why it copies no more; empty while it does. */
        String failure();

        /**
         * Ends the tasks and leaves the process that ran them, so that what it costs by itself can be told.
         *
         * @return false if the process is nothing without its tasks; it goes on then
         */
        boolean endTasks();

        /** Stops copying: at return nothing more is written. */
        void stop();

        @Override
        void close();
    }
}
