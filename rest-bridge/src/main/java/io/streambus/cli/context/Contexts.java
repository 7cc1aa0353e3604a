package io.streambus.cli.context;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The contexts of a user, in the order of the file.
 *
 * @param current the name of the one that is used unless another is named
 */
public record Contexts(Optional<String> current, Map<String, Context> byName) {

    public static final Contexts NONE = new Contexts(Optional.empty(), Map.of());

    public Contexts {
        byName = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        if (current.isPresent() && !byName.containsKey(current.get())) {
            throw new IllegalArgumentException("current is '" + current.get()
                    + "', and there is no context of that name; there are " + byName.keySet());
        }
        byName.keySet().forEach(Contexts::checkName);
    }

    /** @throws IllegalArgumentException if the text cannot be a context's name */
    public static void checkName(String name) {
        if (!name.matches("[a-zA-Z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "a context's name is 1 to 64 of a-z, A-Z, 0-9, dot, underscore and hyphen, found '" + name + "'");
        }
    }

    public Contexts use(String name) {
        return new Contexts(Optional.of(name), byName);
    }

    /** With the context added, or replaced; the first one becomes the current one. */
    public Contexts with(String name, Context context) {
        Map<String, Context> all = new LinkedHashMap<>(byName);
        all.put(name, context);
        return new Contexts(current.or(() -> Optional.of(name)), all);
    }

    public Contexts without(String name) {
        Map<String, Context> all = new LinkedHashMap<>(byName);
        all.remove(name);
        return new Contexts(current.filter(other -> !other.equals(name)), all);
    }

    /** The context whose bridge has this address; else one without credentials, for these belong to the address that they were given for. */
    public Context at(BridgeUrl url) {
        return byName.values().stream()
                .filter(context -> context.url().equals(url))
                .findFirst()
                .orElseGet(() -> Context.anonymous(url));
    }
}
