package io.streambus.bridge.http;

import io.streambus.bridge.http.problem.ProblemCode;
import io.streambus.bridge.http.problem.ProblemException;
import io.streambus.bridge.lifecycle.LinkException;
import io.streambus.bridge.lifecycle.LinkView;
import io.streambus.bridge.store.UnreadableLink;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ETag of a link or a registered cluster: its version, and when it was created, so that one deleted and created again under its id has another
 * (RFC 9110, 8.8.3). Pure.
 */
final class EntityTag {

    private static final Pattern STRONG = Pattern.compile("\"([\\x21\\x23-\\x7e]*)\"");
    private static final Pattern OURS = Pattern.compile("(\\d{1,18})-([0-9a-z]{1,16})");

    private EntityTag() {}

    /** Without quotes, which the framework adds. */
    static String of(LinkView view) {
        return of(view.revision(), view.createdAt());
    }

    /** Without quotes, which the framework adds. */
    static String of(long revision, Instant createdAt) {
        return revision + "-" + created(createdAt);
    }

    /** Of a link that cannot be read, which has no place in time that is sure. */
    static String of(UnreadableLink link) {
        return link.revision() + "-unreadable";
    }

    /** @throws LinkException.Stale if the caller has seen another version than the one that cannot be read */
    static void require(String ifMatch, UnreadableLink link) {
        if (ifMatch != null && !ifMatch.equals("*") && !ifMatch.equals('"' + of(link) + '"')) {
            throw new LinkException.Stale("link " + link.id() + " cannot be read and has the ETag \"" + of(link)
                    + "\", not " + ifMatch + "; read it again and repeat the change");
        }
    }

    /**
     * The version that the caller wants to change.
     *
     * @param ifMatch the header's value; null where there is none
     * @return empty for any
     * @throws ProblemException if the header is not {@code *} or one strong ETag
     * @throws LinkException.Stale if the tag is one of another link; whether the version is still the link's is for its owner to judge
     */
    static OptionalLong required(String ifMatch, LinkView view) {
        return required(
                ifMatch,
                view.revision(),
                view.createdAt(),
                now -> new LinkException.Stale("link " + view.id() + " is " + now));
    }

    /**
     * The same for anything that has versions.
     *
     * @param stale makes the exception for a tag of another one, from what there is instead
     */
    static OptionalLong required(
            String ifMatch, long revision, Instant createdAt, Function<String, RuntimeException> stale) {
        if (ifMatch == null || ifMatch.equals("*")) {
            return OptionalLong.empty();
        }
        Matcher strong = STRONG.matcher(ifMatch);
        if (!strong.matches()) {
            throw new ProblemException(
                    ProblemCode.VALIDATION_FAILED,
                    "If-Match must be * or one ETag as this API gives it, such as \"" + of(revision, createdAt)
                            + "\" with its quotes");
        }
        Matcher ours = OURS.matcher(strong.group(1));
        if (!ours.matches() || !ours.group(2).equals(created(createdAt))) {
            throw stale.apply("at version " + revision + " with the ETag \"" + of(revision, createdAt) + "\", not "
                    + ifMatch + "; read it again and repeat the change");
        }
        return OptionalLong.of(Long.parseLong(ours.group(1)));
    }

    private static String created(Instant createdAt) {
        return Long.toString(createdAt.toEpochMilli(), Character.MAX_RADIX);
    }
}
