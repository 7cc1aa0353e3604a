package io.streambus.connect.config;

import io.streambus.connect.topic.TopicNaming;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** Settings of which records go on, and of what is done about those that are gone, missing or refused. Names, defaults, rules and what each is for. */
public final class FlowSettings {

    public static final String FORWARD = "provenance.forward";
    public static final String GAP_POLICY = "source.gap.policy";
    public static final String TARGET_GAP_POLICY = "target.gap.policy";
    public static final String HOLE_POLICY = "source.hole.policy";
    public static final String PROVENANCE_BIND = "provenance.bind";
    public static final String DEAD_LETTERS = "dead.letter.topic";

    private FlowSettings() {}

    static void addTo(SettingTable table) {
        table.setting(
                        FORWARD,
                        ConfigDef.Type.STRING,
                        "all",
                        ValidString.in("all", "local"),
                        Importance.MEDIUM,
                        "Forward",
                        "Which records go on to the target: all that have not been there, or only local ones, which were produced to the source by clients."
                                + " local is right where every cluster gets every record first hand: active-active and mesh.")
                .setting(
                        PROVENANCE_BIND,
                        ConfigDef.Type.STRING,
                        "none",
                        ValidString.in("none", "timestamp"),
                        Importance.LOW,
                        "Bound to",
                        "What the provenance of a copy is bound to besides its topic and partition. timestamp is for applications that copy headers and write"
                                + " into the very topic that they read, with timestamps of their own: their records then count as produced there. Not for"
                                + " target topics with LogAppendTime, nor for Kafka Streams, which keeps the timestamps of its input.")
                .setting(
                        GAP_POLICY,
                        ConfigDef.Type.STRING,
                        "fail",
                        ValidString.in("fail", "skip", "restart"),
                        Importance.MEDIUM,
                        "Gap policy",
                        "What to do with a partition whose next records are no longer there (retention overtook the link, the topic was deleted and created"
                                + " again, its log was cut back): fail stops the partition and says how many records are lost; skip says so and goes on with"
                                + " the first record that is there; restart says so and copies the partition again from its beginning.")
                .setting(
                        TARGET_GAP_POLICY,
                        ConfigDef.Type.STRING,
                        "fail",
                        ValidString.in("fail", "skip", "restart"),
                        Importance.MEDIUM,
                        "Target gap policy",
                        "What to do with a partition whose copies are no longer on the target (its topic was deleted and created again there, or lost its last"
                                + " records): fail stops the partition and says so; skip goes on with the next record and leaves the target without what it"
                                + " lost; restart copies the partition again from its beginning.")
                .setting(
                        HOLE_POLICY,
                        ConfigDef.Type.STRING,
                        "auto",
                        ValidString.in("auto", "fill", "rewind", "fail"),
                        Importance.MEDIUM,
                        "Hole policy",
                        "What to do with records that were handed over and not acknowledged when a task ended, while later ones of the partition were: fill"
                                + " copies them behind the newer ones and counts them as reordered; rewind copies everything from there again; fail stops the"
                                + " partition. auto fills where the target's topic has cleanup.policy = delete, and rewinds where it is compacted, for there a"
                                + " stale value would stand for ever.")
                .setting(
                        DEAD_LETTERS,
                        ConfigDef.Type.STRING,
                        "",
                        new TopicNaming.ValidPrefix(),
                        Importance.MEDIUM,
                        "Dead-letter topic",
                        "Topic on the target for records that their own topic there would refuse: too large, without key for a compacted topic, or with a"
                                + " timestamp out of its bounds. Headers streambus.dead.letter.* say where from and why. Empty: such a record stops its"
                                + " partition, and the checkpoint says why. Too large for the worker's producer is what exceeds"
                                + " producer.override.max.request.size, 1048576 unless set: a worker whose own properties allow more cannot be"
                                + " asked, so say it here too.");
    }
}
