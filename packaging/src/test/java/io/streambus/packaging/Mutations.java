package io.streambus.packaging;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes requests that are right, nearly right, or wrong in any way, from valid documents. The same seed makes the same. Confined to one thread. */
final class Mutations {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String LINKS = "/api/v1/replication/links";
    private static final int LINK_COUNT = 6;
    private static final List<String> NASTY = List.of(
            "",
            " ",
            "***",
            "${file:/etc/passwd:x}",
            "${now}",
            "\u0000",
            "\uD800",
            "💥",
            "..",
            "../../etc/passwd",
            "'; DROP TABLE links; --",
            "<script>",
            "(a+)+$",
            "[",
            "\\",
            "a".repeat(300),
            "%s%n",
            "-1",
            "1e999",
            "9223372036854775808",
            "0x10",
            "1h",
            "99999999999999s",
            "2024-13-45T00:00:00Z",
            "null",
            "true",
            "active-passive",
            "127.0.0.1:1",
            "[::1]:9092",
            "127.0.0.1:99999",
            ":::");
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "get", "CONNECT", "FOO");
    private static final List<String> TAILS = List.of(
            "",
            "/",
            "/start",
            "/stop",
            "/pause",
            "/resume",
            "/metrics",
            "/health",
            "/failover",
            "/nowhere",
            "/start/x");
    private static final List<String> QUERIES = List.of(
            "wait=0",
            "wait=false",
            "force=true",
            "strict=true",
            "validate_only=true",
            "limit=2",
            "limit=0",
            "status=active",
            "health=healthy",
            "page_token=MTox",
            "page_token=%ff",
            "wait=maybe",
            "x=y",
            "limit=2&limit=3",
            "%zz",
            "=",
            "&&&",
            "status=%00",
            "wait=0;x",
            "a=%F0%9F%92%A5");
    private static final List<String> HEADERS = List.of(
            "Content-Type: text/plain",
            "Content-Type: application/json; charset=utf-16",
            "Content-Type: ///",
            "Content-Type: multipart/form-data; boundary=",
            "Accept: application/xml",
            "Accept: q;q=q",
            "Accept: */*;q=0.1, text/plain",
            "Accept-Encoding: gzip;q=x",
            "Accept-Language: ------",
            "Accept-Charset: nowhere",
            "Content-Encoding: gzip",
            "If-Match: \"1\"",
            "If-Match: W/\"1\", \"2\"",
            "If-Match: \"999999999999999999999\"",
            "If-Modified-Since: yesterday",
            "Expect: 100-continue",
            "Expect: 200-ok",
            "Range: bytes=0-1",
            "Origin: null",
            "Origin: https://evil.example.com",
            "Prefer: respond-async",
            "X-Request-Id: a b",
            "X-Forwarded-For: ,,,",
            "X-HTTP-Method-Override: DELETE",
            "Forwarded: for=\"_x",
            "Cookie: a=b; =; \"",
            "Authorization: Basic %%%",
            "Authorization: Bearer",
            "Authorization: Digest x",
            "Content-Length: 5",
            "Content-Length: -1",
            "Content-Length: 99999999999999999999",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: nonsense",
            "Connection: Upgrade, HTTP2-Settings",
            "Upgrade: h2c",
            "Host: x y",
            "Host: other:99999",
            "X: " + "y".repeat(9_000),
            ": no name",
            " folded");

    private final Random random;
    private final List<ObjectNode> documents;
    private final String login;

    /** @param login the header that lets a request in */
    Mutations(long seed, List<ObjectNode> documents, String login) {
        this.random = new Random(seed);
        this.documents = documents;
        this.login = login;
    }

    /**
     * A request on its way.
     *
     * @param broken whether it may be no HTTP any more, so that an answer is not owed
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared: it is made, sent and described.
    record Sent(byte[] bytes, boolean broken) {
        boolean head() {
            return new String(bytes, 0, Math.min(5, bytes.length), ISO_8859_1).equals("HEAD ");
        }

        @Override
        public String toString() {
            String text = new String(bytes, 0, Math.min(1_500, bytes.length), ISO_8859_1);
            return (broken ? "(broken) " : "") + text;
        }
    }

    Sent next() {
        int kind = random.nextInt(100);
        String method;
        String path;
        byte[] body = new byte[0];
        String id = "fuzz-" + random.nextInt(LINK_COUNT);
        if (kind < 35) {
            method = "POST";
            path = LINKS + (random.nextInt(4) == 0 ? "?validate_only=true" : "");
            body = body(id);
        } else if (kind < 50) {
            method = "PUT";
            path = LINKS + '/' + id;
            body = body(id);
        } else if (kind < 75) {
            method = "POST";
            path = LINKS + '/' + id + pick(List.of("/start", "/stop", "/pause", "/resume")) + "?wait=0";
        } else if (kind < 80) {
            method = "DELETE";
            path = LINKS + '/' + id + (random.nextBoolean() ? "?force=true" : "");
        } else if (kind < 88) {
            method = "GET";
            path = pick(List.of(
                    LINKS,
                    LINKS + '/' + id,
                    LINKS + '/' + id + "/metrics",
                    LINKS + '/' + id + "/health",
                    "/metrics",
                    "/health/live"));
        } else {
            method = pick(METHODS);
            path = LINKS + '/' + (random.nextBoolean() ? id : encoded(pick(NASTY))) + pick(TAILS);
            body = random.nextBoolean() ? body(id) : body;
        }
        if (random.nextInt(5) == 0) {
            path += (path.contains("?") ? "&" : "?") + pick(QUERIES);
        }
        if (random.nextInt(25) == 0) {
            path = mangledPath(path);
        }
        return request(method, path, body);
    }

    private Sent request(String method, String path, byte[] body) {
        StringBuilder head = new StringBuilder(method + ' ' + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        head.append(random.nextInt(30) == 0 ? "Authorization: Bearer sbt_wrong" : login)
                .append("\r\n");
        boolean broken = false;
        boolean chunked = body.length > 0 && random.nextInt(4) == 0;
        if (body.length > 0) {
            head.append("Content-Type: application/json\r\n");
            head.append(chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + body.length + "\r\n");
        }
        for (int more = random.nextInt(6); more > 3; more--) {
            // Some of them make the request ambiguous or its end unknowable.
            broken = true;
            head.append(pick(HEADERS)).append("\r\n");
        }
        head.append("\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(UTF_8));
        if (chunked) {
            int cut = random.nextInt(body.length);
            chunk(bytes, body, 0, cut);
            chunk(bytes, body, cut, body.length - cut);
            bytes.writeBytes("0\r\n\r\n".getBytes(UTF_8));
        } else {
            bytes.writeBytes(body);
        }
        byte[] whole = bytes.toByteArray();
        if (random.nextInt(12) == 0) {
            whole = mangled(whole, Math.min(whole.length, head.length() + 40));
            broken = true;
        }
        return new Sent(whole, broken);
    }

    private static void chunk(ByteArrayOutputStream bytes, byte[] body, int offset, int length) {
        if (length > 0) {
            bytes.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(UTF_8));
            bytes.write(body, offset, length);
            bytes.writeBytes("\r\n".getBytes(UTF_8));
        }
    }

    private byte[] body(String id) {
        ObjectNode document = pick(documents).deepCopy().put("id", id);
        int kind = random.nextInt(10);
        for (int i = kind < 4 ? 0 : 1 + random.nextInt(3); i > 0; i--) {
            mutate(document);
        }
        byte[] text;
        try {
            text = JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            // A lone surrogate has no form in UTF-8.
            return "{\"name\":\"\\ud800\"}".getBytes(UTF_8);
        }
        return switch (random.nextInt(16)) {
            case 0 -> mangled(text, text.length);
            case 1 -> Arrays.copyOf(text, random.nextInt(text.length));
            case 2 -> ("{\"a\":" + "[".repeat(random.nextInt(3_000))).getBytes(UTF_8);
            case 3 -> new String(text, UTF_8).replace("\"id\"", "\"name\"").getBytes(UTF_8);
            default -> text;
        };
    }

    private void mutate(ObjectNode document) {
        List<JsonNode> containers = new ArrayList<>();
        collect(document, containers);
        JsonNode container = pick(containers);
        if (container instanceof ArrayNode array) {
            switch (random.nextInt(3)) {
                case 0 -> array.removeAll();
                case 1 -> array.add(value());
                default -> {
                    for (int i = random.nextInt(200); i > 0; i--) {
                        array.add(pick(NASTY));
                    }
                }
            }
            return;
        }
        ObjectNode object = (ObjectNode) container;
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.isEmpty() ? "x" : pick(names);
        switch (random.nextInt(5)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(pick(NASTY), value());
            case 2 -> object.set(name + "s", value());
            case 3 -> object.set(name, pick(containers).deepCopy());
            default -> object.set(name, value());
        }
    }

    private static void collect(JsonNode node, List<JsonNode> found) {
        if (node.isContainerNode()) {
            found.add(node);
            node.forEach(child -> collect(child, found));
        }
    }

    private JsonNode value() {
        return switch (random.nextInt(10)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt());
            case 3 -> NODES.numberNode(random.nextLong());
            case 4 -> NODES.numberNode(random.nextGaussian() * 1e300);
            case 5 -> NODES.numberNode(random.nextInt(3));
            case 6 -> NODES.objectNode().put(pick(NASTY), pick(NASTY));
            case 7 -> NODES.arrayNode().add(pick(NASTY)).add(1);
            default -> NODES.textNode(pick(NASTY));
        };
    }

    private byte[] mangled(byte[] text, int within) {
        byte[] bytes = text.clone();
        for (int i = 1 + random.nextInt(4); i > 0 && within > 0; i--) {
            bytes[random.nextInt(within)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private String mangledPath(String path) {
        int at = 1 + random.nextInt(path.length() - 1);
        String piece = pick(List.of(
                "/",
                "//",
                "/../",
                "/./",
                ";a=b",
                "%2F",
                "%2e%2e",
                "%00",
                "%c3%28",
                "%",
                "\\",
                "?",
                "#",
                "é",
                "\t",
                "%25",
                "x".repeat(9_000)));
        return path.substring(0, at) + piece + path.substring(at);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
