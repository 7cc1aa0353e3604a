package io.streambus.bridge.secrets;

import io.streambus.connect.secret.SecretReference;

/**
 * Whose secret it is.
 *
 * @param inQuotes whether it will stand between the quotes of a JAAS value instead of alone
 */
public record SecretPlace(String linkId, String clusterId, String field, boolean inQuotes) {

    /** The password that goes with a link's user on a cluster. */
    public static SecretPlace password(String linkId, String clusterId) {
        return new SecretPlace(linkId, clusterId, "sasl_password", true);
    }

    /** A Kafka client property. */
    public static SecretPlace property(String linkId, String clusterId, String name) {
        return new SecretPlace(linkId, clusterId, name, false);
    }

    /** Whether an encrypted secret can say that it belongs here. */
    boolean canBeNamed() {
        return SecretReference.isPlace(path());
    }

    /** As it stands in references. */
    String path() {
        return linkId + '/' + clusterId + '/' + field;
    }
}
