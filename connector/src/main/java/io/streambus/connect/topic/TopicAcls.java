package io.streambus.connect.topic;

import io.streambus.connect.cluster.ClusterException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives on the target the rights that principals have on the source's topics, as MirrorMaker 2 does: who may read there may read here, but nobody
 * may write because he may there. Rights are added, never taken away. Confined to the connector's refresh thread.
 */
public final class TopicAcls {

    private static final Logger LOG = LoggerFactory.getLogger(TopicAcls.class);

    private final TopicAdmin source;
    private final TopicAdmin target;
    private final Set<AclBinding> given = new HashSet<>();
    private boolean saidThatDisabled;

    public TopicAcls(TopicAdmin source, TopicAdmin target) {
        this.source = source;
        this.target = target;
    }

    /** @throws ClusterException if a cluster refuses or does not answer */
    public void reconcile(Collection<SourceTopic> topics) throws InterruptedException {
        Collection<AclBinding> found;
        try {
            found = source.rights();
        } catch (ClusterException e) {
            if (e.getCause() instanceof SecurityDisabledException) {
                if (!saidThatDisabled) {
                    LOG.info("The source has no authorizer: there are no rights to take over");
                }
                saidThatDisabled = true;
                return;
            }
            throw e;
        }
        List<AclBinding> wanted = new ArrayList<>(onTarget(found, topics));
        wanted.removeAll(given);
        if (!wanted.isEmpty()) {
            target.give(wanted);
            given.addAll(wanted);
            LOG.info("Took {} rights over from the source's topics", wanted.size());
        }
    }

    /** The rights that the source's bindings come to on the target, for the topics that the flow carries. */
    static Set<AclBinding> onTarget(Collection<AclBinding> found, Collection<SourceTopic> topics) {
        Map<String, String> targetNames = new HashMap<>();
        topics.forEach(topic -> targetNames.put(topic.name(), topic.targetName()));
        Set<AclBinding> wanted = new HashSet<>();
        for (AclBinding binding : found) {
            AccessControlEntry entry = binding.entry();
            boolean allowed = entry.permissionType() == AclPermissionType.ALLOW;
            if (allowed && entry.operation() == AclOperation.WRITE) {
                continue;
            }
            AclOperation operation =
                    allowed && entry.operation() == AclOperation.ALL ? AclOperation.READ : entry.operation();
            targetNames.forEach((name, targetName) -> {
                if (matches(binding.pattern(), name)) {
                    wanted.add(new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, targetName, PatternType.LITERAL),
                            new AccessControlEntry(
                                    entry.principal(), entry.host(), operation, entry.permissionType())));
                }
            });
        }
        return wanted;
    }

    private static boolean matches(ResourcePattern pattern, String topic) {
        return switch (pattern.patternType()) {
            case LITERAL -> pattern.name().equals(topic) || pattern.name().equals(ResourcePattern.WILDCARD_RESOURCE);
            case PREFIXED -> topic.startsWith(pattern.name());
            default -> false;
        };
    }
}
