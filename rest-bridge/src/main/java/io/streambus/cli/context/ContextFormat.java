package io.streambus.cli.context;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streambus.cli.context.Context.ClientIdentity;
import io.streambus.cli.context.Credentials.Basic;
import io.streambus.cli.context.Credentials.Bearer;
import io.streambus.cli.context.Credentials.Given;
import io.streambus.cli.context.Credentials.None;
import io.streambus.cli.context.Credentials.Referred;
import io.streambus.cli.context.Credentials.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The form of the context file. Messages name fields and never repeat values, which may be secrets. */
final class ContextFormat {

    private static final Set<String> FIELDS = Set.of(
            "url",
            "peers",
            "user",
            "password",
            "password_from",
            "token",
            "token_from",
            "ca_file",
            "cert_file",
            "key_file");

    private ContextFormat() {}

    /** @throws IllegalArgumentException if the file does not have the form; the message names the field */
    static Contexts read(JsonNode file) {
        known(file, Set.of("current", "contexts"));
        Map<String, Context> byName = new LinkedHashMap<>();
        file.path("contexts").properties().forEach(entry -> {
            try {
                byName.put(entry.getKey(), context(entry.getValue()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("contexts." + entry.getKey() + ": " + e.getMessage(), e);
            }
        });
        return new Contexts(text(file, "current"), byName);
    }

    static ObjectNode write(Contexts contexts) {
        ObjectNode file = JsonNodeFactory.instance.objectNode();
        contexts.current().ifPresent(name -> file.put("current", name));
        ObjectNode all = file.putObject("contexts");
        contexts.byName().forEach((name, context) -> write(all.putObject(name), context));
        return file;
    }

    /** Whether nobody but the owner may read it, or write it. */
    static boolean holdsSecretsOrCommands(Contexts contexts) {
        return contexts.byName().values().stream().map(Context::credentials).anyMatch(ContextFormat::isDelicate);
    }

    /** Whether nobody but the owner may write it, as who does could have a login sent elsewhere, wherever it is kept. */
    static boolean logsIn(Contexts contexts) {
        return contexts.byName().values().stream()
                .anyMatch(context -> !(context.credentials() instanceof None)
                        || context.identity().isPresent());
    }

    private static boolean isDelicate(Credentials credentials) {
        if (credentials instanceof None) {
            return false;
        }
        Secret secret = credentials instanceof Basic basic ? basic.password() : ((Bearer) credentials).token();
        return !(secret instanceof Referred referred) || referred.reference().runsSomething();
    }

    private static Context context(JsonNode node) {
        known(node, FIELDS);
        BridgeUrl url = BridgeUrl.parse(
                text(node, "url").orElseThrow(() -> new IllegalArgumentException("the field url is missing")));
        List<BridgeUrl> peers = new ArrayList<>();
        node.path("peers").forEach(peer -> peers.add(BridgeUrl.parse(peer.asText())));
        Optional<Path> certificate = text(node, "cert_file").map(Path::of);
        Optional<Path> key = text(node, "key_file").map(Path::of);
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("cert_file and key_file go together, and one of them is missing");
        }
        return new Context(
                url,
                peers,
                credentials(node),
                text(node, "ca_file").map(Path::of),
                certificate.map(file -> new ClientIdentity(file, key.orElseThrow())));
    }

    private static Credentials credentials(JsonNode node) {
        Optional<String> user = text(node, "user");
        Optional<Secret> password = secret(node, "password");
        Optional<Secret> token = secret(node, "token");
        if (token.isPresent() && (user.isPresent() || password.isPresent())) {
            throw new IllegalArgumentException("a token and a user with password exclude each other");
        }
        if (user.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException(
                    "user and its password (or password_from) go together, and one of them is missing");
        }
        if (token.isPresent()) {
            return new Bearer(token.get());
        }
        return user.isPresent() ? new Basic(user.get(), password.orElseThrow()) : new None();
    }

    private static Optional<Secret> secret(JsonNode node, String field) {
        Optional<String> given = text(node, field);
        Optional<String> reference = text(node, field + "_from");
        if (given.isPresent() && reference.isPresent()) {
            throw new IllegalArgumentException(field + " and " + field + "_from exclude each other");
        }
        return given.<Secret>map(Given::new).or(() -> reference.map(text -> new Referred(SecretSource.parse(text))));
    }

    private static void write(ObjectNode node, Context context) {
        node.put("url", context.url().toString());
        if (!context.peers().isEmpty()) {
            context.peers().forEach(peer -> node.withArray("peers").add(peer.toString()));
        }
        if (context.credentials() instanceof Basic basic) {
            node.put("user", basic.user());
            write(node, "password", basic.password());
        } else if (context.credentials() instanceof Bearer bearer) {
            write(node, "token", bearer.token());
        }
        context.caFile().ifPresent(file -> node.put("ca_file", file.toString()));
        context.identity()
                .ifPresent(identity -> node.put(
                                "cert_file", identity.certificateFile().toString())
                        .put("key_file", identity.keyFile().toString()));
    }

    private static void write(ObjectNode node, String field, Secret secret) {
        if (secret instanceof Referred referred) {
            node.put(field + "_from", referred.reference().toString());
        } else {
            node.put(field, ((Given) secret).text());
        }
    }

    private static Optional<String> text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        // A number would lose its leading zeros.
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new IllegalArgumentException(
                    "the field " + field + " must be a text that is not empty, in quotes where it looks like a number");
        }
        return Optional.of(value.asText());
    }

    private static void known(JsonNode node, Set<String> fields) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("a map of fields is wanted here");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!fields.contains(name)) {
                throw new IllegalArgumentException(
                        "the field '" + name + "' is not known; known are " + new java.util.TreeSet<>(fields));
            }
        });
    }
}
