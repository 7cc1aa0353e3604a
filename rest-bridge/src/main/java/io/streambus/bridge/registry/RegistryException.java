package io.streambus.bridge.registry;

import io.streambus.bridge.json.Fault;
import java.util.List;

/** The root of what calls on the registry end with when they cannot be carried out. Messages name the cluster and hold no secrets. */
public abstract sealed class RegistryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private RegistryException(String message) {
        super(message);
    }

    /** There is no such cluster. */
    public static final class NotFound extends RegistryException {
        private static final long serialVersionUID = 1L;

        public NotFound(String clusterId) {
            super("no cluster " + clusterId + " is registered; GET /api/v1/clusters lists those that are");
        }
    }

    /** The id is taken. */
    public static final class Exists extends RegistryException {
        private static final long serialVersionUID = 1L;

        Exists(String clusterId) {
            super("cluster " + clusterId + " is registered already; PUT changes it");
        }
    }

    /** Another change is not through yet; this one has changed nothing. */
    public static final class Busy extends RegistryException {
        private static final long serialVersionUID = 1L;

        Busy() {
            super("another change of the registered clusters is not through yet; try again");
        }
    }

    /** Links stand in the way. */
    public static final class InUse extends RegistryException {
        private static final long serialVersionUID = 1L;

        public InUse(String message) {
            super(message);
        }
    }

    /** The cluster is known by another name, or its name stands for another cluster. */
    public static final class Conflicting extends RegistryException {
        private static final long serialVersionUID = 1L;

        public Conflicting(String message) {
            super(message);
        }
    }

    /** The document has changed since the caller read it. */
    public static final class Stale extends RegistryException {
        private static final long serialVersionUID = 1L;

        public Stale(String message) {
            super(message);
        }
    }

    /** The document is no valid cluster. */
    public static final class Invalid extends RegistryException {
        private static final long serialVersionUID = 1L;
        private final transient List<Fault> faults;

        Invalid(List<Fault> faults) {
            super("the document has " + faults.size() + (faults.size() == 1 ? " fault" : " faults"));
            this.faults = List.copyOf(faults);
        }

        public List<Fault> faults() {
            return faults;
        }
    }
}
