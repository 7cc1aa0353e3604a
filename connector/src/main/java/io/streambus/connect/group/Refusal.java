package io.streambus.connect.group;

import io.streambus.connect.checkpoint.group.GroupOutcome;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/** What a broker's answer to a commit means. A look at the members before it would be out of date when the commit arrives. */
final class Refusal {

    private Refusal() {}

    /** @param cluster where the commit was refused */
    static GroupOutcome outcome(String cluster, Throwable answer) {
        if (answer instanceof UnknownMemberIdException
                || answer instanceof GroupNotEmptyException
                || answer instanceof StaleMemberEpochException
                || answer instanceof IllegalGenerationException
                || answer instanceof RebalanceInProgressException
                || answer instanceof FencedInstanceIdException) {
            return new GroupOutcome.Active("The group has members on " + cluster + ", whose position is left alone.");
        }
        if (answer instanceof GroupIdNotFoundException || answer instanceof InconsistentGroupProtocolException) {
            return otherKind(cluster, "another kind");
        }
        if (answer instanceof AuthorizationException) {
            return new GroupOutcome.NotTranslatable(cluster + " refuses the commit: " + answer.getMessage()
                    + " Grant the connector's user READ of the group and of the topic.");
        }
        return new GroupOutcome.Pending(cluster + " did not take the commit: " + answer);
    }

    static GroupOutcome otherKind(String cluster, String kind) {
        return new GroupOutcome.NotTranslatable("On " + cluster + " the name stands for a group of " + kind
                + ", which is left alone. Delete it there or rename one of the two, or leave the group out"
                + " with groups.exclude.");
    }
}
