package io.streambus.demo.stage;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The unpacked bridge archive that this process was started from.
 *
 * @param home holds {@code lib}, {@code lib-formats}, {@code plugin} and {@code examples}
 * @param launcher the script as its user typed it
 */
public record DemoInstallation(Path home, String launcher) {

    /** Set by the launcher script. */
    private static final String HOME = "streambus.home";

    private static final String LAUNCHER = "streambus.launcher";

    public DemoInstallation {
        Objects.requireNonNull(home, "home");
        Objects.requireNonNull(launcher, "launcher");
    }

    /**
     * @throws StageException if the process was not started by the launcher, or the installation is not complete
     */
    public static DemoInstallation ofThisProcess() {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new StageException("the system property " + HOME
                    + " is not set: start the demo through the launcher, './streambus demo'");
        }
        DemoInstallation installation =
                new DemoInstallation(Path.of(home), System.getProperty(LAUNCHER, "./streambus"));
        for (Path needed : new Path[] {installation.pluginPath(), installation.example("links/link-1.json")}) {
            if (!Files.exists(needed)) {
                throw new StageException("'" + needed
                        + "' is missing: unpack the whole bridge archive again, or build the checkout anew");
            }
        }
        return installation;
    }

    /** For {@code plugin.path}: holds the plugin as it is shipped, a directory of jars. */
    public Path pluginPath() {
        return home.resolve("plugin");
    }

    /** @param name below {@code config-examples}, {@code links/link-1.json} for one */
    public Path example(String name) {
        return home.resolve("examples").resolve(name);
    }

    String bridgeClassPath() {
        return home.resolve("lib") + File.separator + "*" + File.pathSeparator + home.resolve("lib-formats")
                + File.separator + "*";
    }

    /** The command that starts the bridge by hand, ready to be pasted into a shell. */
    public String bridgeCommand(Path config) {
        return quoted(launcher) + " bridge --config " + quoted(config.toString());
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
