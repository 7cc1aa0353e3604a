package io.streambus.benchmark.contender;

import java.util.List;

/** Who competes, in the order of their turns. */
public final class Contenders {

    public static final String OURS = "streambus";
    public static final String DEFAULTS = "mm2-default";
    public static final String TUNED = "mm2-tuned";

    private Contenders() {}

    /** @param breakOurs lets our contender leave records out, to see the benchmark refuse it */
    public static List<Contender> all(boolean breakOurs) {
        return List.of(
                new MirrorMaker(false), new MirrorMaker(true), new StreamBusContender(breakOurs), new BareLoop());
    }
}
