package io.streambus.bridge.http.guard;

import java.util.regex.Pattern;

/** How large the body of a call may be, before any of it is taken. Pure. */
public record BodyRules(RoleRules roles) {

    /** The most bytes of a link's document. */
    public static final int DOCUMENT = 1_024 * 1_024;

    /** Where no body is wanted: some clients send an empty document all the same. */
    static final int NONE_WANTED = 1_024;

    private static final Pattern LINKS = Pattern.compile("/api/v1/replication/links/?");
    private static final Pattern LINK = Pattern.compile("/api/v1/replication/links/[^/]+/?");

    /** @return 0 for a call that is there for everybody: its sender is not known, and has nothing to say */
    int most(String method, String path) {
        if (roles.needed(method, path).isEmpty()) {
            return 0;
        }
        boolean document = (method.equals("POST") && LINKS.matcher(path).matches())
                || (method.equals("PUT") && LINK.matcher(path).matches());
        return document ? DOCUMENT : NONE_WANTED;
    }
}
