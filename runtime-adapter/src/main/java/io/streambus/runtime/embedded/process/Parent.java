package io.streambus.runtime.embedded.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The process that started this one as a {@link MainProcess}. Confined to the main thread. */
public final class Parent {

    private final PrintStream report;
    private final BufferedReader lines;

    private Parent(PrintStream report, BufferedReader lines) {
        this.report = report;
        this.lines = lines;
    }

    /** Takes over standard input and output; from now on what is printed goes to the errors, and with them to a file. Comes first in a main method. */
    public static Parent ofThisProcess() {
        PrintStream report = System.out;
        System.setOut(System.err);
        return new Parent(report, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }

    /** Says that this process is up. Once. */
    public void ready(String address) {
        report.println(new ProcessReport.Ready(List.of(address)).line());
        report.flush();
    }

    /** Waits for a line. @return empty when the parent wants the end, or is no more */
    public Optional<String> nextLine() {
        try {
            return Optional.ofNullable(lines.readLine());
        } catch (IOException e) {
            // A broken pipe is an end too.
            return Optional.empty();
        }
    }

    /** Waits until the parent wants the end, or is no more. */
    public void awaitEnd() {
        while (nextLine().isPresent()) {
            // Nothing that matters here.
        }
    }
}
