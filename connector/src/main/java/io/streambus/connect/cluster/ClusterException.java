package io.streambus.connect.cluster;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.connect.errors.ConnectException;

/** One of the flow's clusters refused something or did not answer. A client's own exception does not say whose client it is: this one does. */
public final class ClusterException extends ConnectException {

    private final String cluster;

    /**
     * @param cluster as the flow names it
     * @param cause the client's exception
     */
    public ClusterException(String cluster, Throwable cause) {
        super(refuses(cause) ? refusal(cluster, cause) : unanswered(cluster, cause.toString()), cause);
        this.cluster = cluster;
    }

    /** @param why it did not answer, without a full stop */
    ClusterException(String cluster, Throwable cause, String why) {
        super(unanswered(cluster, why), cause);
        this.cluster = cluster;
    }

    private static String unanswered(String cluster, String why) {
        return "Cluster " + cluster + " did not answer: " + why;
    }

    private static String refusal(String cluster, Throwable cause) {
        if (cause instanceof SslAuthenticationException) {
            return "Cluster " + cluster + " cannot be reached with TLS, certificates do not fit: "
                    + withoutFullStop(InnermostCause.message(cause))
                    + ". Correct the certificate, the trust store (tls_ca_file) or the host name, and restart the connector.";
        }
        return "Cluster " + cluster + " refuses the flow: " + withoutFullStop(String.valueOf(cause.getMessage()))
                + ". Grant the rights or correct the credentials, and restart the connector.";
    }

    private static String withoutFullStop(String message) {
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    /** As the flow names it. */
    public String cluster() {
        return cluster;
    }

    /** Whether it is about rights or passwords, which only people can mend; other troubles may pass. */
    public boolean isRefusal() {
        return refuses(getCause());
    }

    /** What to tell of any failure of a look at the clusters: this one's message says all, others need their name too. */
    public static String describe(Throwable failure) {
        return failure instanceof ClusterException ? failure.getMessage() : failure.toString();
    }

    /** Whether a client's exception is about rights or passwords. */
    public static boolean refuses(Throwable cause) {
        return cause instanceof AuthenticationException || cause instanceof AuthorizationException;
    }
}
