package io.streambus.cli.link.lifecycle;

/** A life-cycle action and where it leads. */
public enum Move {
    START("start", "active", "starting"),
    STOP("stop", "stopped", "stopping"),
    PAUSE("pause", "paused", "pausing"),
    RESUME("resume", "active", "resuming");

    private final String word;
    private final String status;
    private final String doing;

    Move(String word, String status, String doing) {
        this.word = word;
        this.status = status;
        this.doing = doing;
    }

    /** The last part of the request's path. */
    String word() {
        return word;
    }

    /** The status that the link has afterwards. */
    String status() {
        return status;
    }

    String doing() {
        return doing;
    }
}
