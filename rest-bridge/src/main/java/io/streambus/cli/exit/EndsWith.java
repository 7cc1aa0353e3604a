package io.streambus.cli.exit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The exit codes that a command can give besides those that all have: {@link ExitCode#OK}, {@link ExitCode#USAGE} and signals. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EndsWith {
    /** Codes of {@link ExitCode}. */
    int[] value();
}
