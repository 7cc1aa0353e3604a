package io.streambus.demo.stage;

import java.util.List;

/**
 * The rule that the worker must find our plugin on its {@code plugin.path} and nowhere else. With the plugin on its class path too, the demo would
 * run without proving that the shipped directory works.
 */
final class PluginIsolation {

    static final String CONNECTOR = "io.streambus.connect.StreamBusSourceConnector";

    /** One class of each module that belongs to the plugin. */
    private static final List<String> PLUGIN_CLASSES =
            List.of(CONNECTOR, "io.streambus.connect.smt.PreventLoops", "io.streambus.connect.provenance.Provenance");

    private PluginIsolation() {}

    /**
     * @throws StageException if {@code worker} can load a class of the plugin
     */
    static void check(ClassLoader worker) {
        for (String name : PLUGIN_CLASSES) {
            if (canLoad(worker, name)) {
                throw new StageException("the class path of the Connect worker holds " + name
                        + ", which has to come from the plugin directory alone: start the demo through the launcher,"
                        + " './streambus demo', which leaves lib-formats out");
            }
        }
    }

    private static boolean canLoad(ClassLoader loader, String name) {
        try {
            Class.forName(name, false, loader);
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        } catch (LinkageError broken) {
            // Found, though something it needs is not.
            return true;
        }
    }
}
