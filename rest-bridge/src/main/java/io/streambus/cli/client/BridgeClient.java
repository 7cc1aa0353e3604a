package io.streambus.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.streambus.cli.context.BridgeUrl;
import io.streambus.cli.context.Context;
import io.streambus.cli.context.PemTrust;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Sends requests to the bridges of a context. The next bridge is asked where a connection to the one before was never made, so that no change is
 * sent twice. A bridge that answers 307 or 308 is followed with method and body, never to another scheme, and with credentials only to hosts that the
 * context lists. Thread-safe: holds nothing that changes.
 */
public final class BridgeClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int MAX_REDIRECTS = 3;
    private static final String IS_IT_A_BRIDGE =
            "look whether a StreamBus bridge is there, and speaks http or https as the URL says";
    private static final Pattern NEXT_PAGE = Pattern.compile("<[^>?]*\\?([^>]*)>\\s*;\\s*rel=\"?next\"?");

    private final Context context;
    private final Optional<String> authorization;
    private final HttpClient http;

    /**
     * Fetches the context's secrets.
     *
     * @param environment for secrets that are there
     * @throws io.streambus.cli.exit.CommandFailure if a secret or a PEM file cannot be used
     */
    public BridgeClient(Context context, Map<String, String> environment) throws InterruptedException {
        this.context = context;
        this.authorization = context.authorization(environment);
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        boolean tls = context.url().uri().getScheme().equals("https");
        if (!tls) {
            builder.sslContext(PemTrust.nobody());
        } else if (context.caFile().isPresent() || context.identity().isPresent()) {
            builder.sslContext(PemTrust.context(context.caFile(), context.identity()));
        }
        this.http = builder.build();
    }

    /** The bridge that is asked first, for messages. */
    public BridgeUrl url() {
        return context.url();
    }

    /**
     * Sends the request and waits for its response; while bridges elect a leader, some seconds longer.
     *
     * @throws RequestRefused if the response is no success
     * @throws BridgeUnreachable if there is none
     */
    public BridgeResponse send(BridgeRequest request) throws InterruptedException {
        return Election.waitedOut(() -> sendOnce(request));
    }

    private BridgeResponse sendOnce(BridgeRequest request) throws InterruptedException {
        List<String> unreachable = new ArrayList<>();
        for (BridgeUrl bridge : context.bridges()) {
            try {
                return follow(request, bridge.resolve(request.path()));
            } catch (ConnectException | HttpConnectTimeoutException e) {
                unreachable.add(bridge + ": " + reason(e));
            } catch (HttpTimeoutException e) {
                boolean change = !request.method().equals("GET");
                throw new BridgeUnreachable(
                        bridge + " did not answer within " + request.timeout().toSeconds() + " s"
                                + (change ? "; the change may still be carried out" : ""),
                        change
                                ? "look at the link: streambus link describe"
                                : "try again, or look at the bridge's log");
            } catch (SSLException e) {
                throw new BridgeUnreachable("no TLS connection to " + bridge + ": " + e.getMessage(), tlsAdvice(e));
            } catch (IOException e) {
                throw new BridgeUnreachable("the connection to " + bridge + " broke: " + e, IS_IT_A_BRIDGE);
            }
        }
        throw new BridgeUnreachable(
                "no bridge answers: " + String.join("; ", unreachable),
                "start one (streambus bridge --config FILE), or say where it is by --url or --context");
    }

    /** All entries of the list of links, page after page from this request on. */
    public ArrayNode all(BridgeRequest first) throws InterruptedException {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        Optional<BridgeRequest> next = Optional.of(first);
        while (next.isPresent()) {
            BridgeResponse page = send(next.get());
            page.body().forEach(all::add);
            // Only the query: behind a proxy the bridge does not know its own address.
            next = page.nextQuery()
                    .map(query ->
                            BridgeRequest.get(BridgeRequest.LINKS + "?" + query).within(first.timeout()));
        }
        return all;
    }

    private BridgeResponse follow(BridgeRequest request, URI first) throws IOException, InterruptedException {
        URI address = first;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpResponse<String> response = redirects == 0 ? ask(request, address) : askLeader(request, first, address);
            if (response.statusCode() != 307 && response.statusCode() != 308) {
                return read(response, address);
            }
            address = target(response, address);
        }
        throw new BridgeUnreachable(
                first + " leads from bridge to bridge without end: the bridges do not agree on who leads",
                "try again in some seconds");
    }

    private HttpResponse<String> ask(BridgeRequest request, URI address) throws IOException, InterruptedException {
        return http.send(httpRequest(request, address), BodyHandlers.ofString());
    }

    private HttpResponse<String> askLeader(BridgeRequest request, URI first, URI leader)
            throws IOException, InterruptedException {
        try {
            return ask(request, leader);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw BridgeUnreachable.leaderAway(
                    origin(first) + " says that " + origin(leader) + " leads, which does not answer: " + reason(e));
        }
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }

    private HttpRequest httpRequest(BridgeRequest request, URI address) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(address)
                .timeout(request.timeout())
                .header("Accept", "application/json")
                .method(
                        request.method(),
                        request.body()
                                .map(body -> BodyPublishers.ofString(body.toString()))
                                .orElseGet(BodyPublishers::noBody));
        request.body().ifPresent(body -> builder.header("Content-Type", "application/json"));
        request.ifMatch().ifPresent(tag -> builder.header("If-Match", tag));
        authorization.ifPresent(value -> builder.header("Authorization", value));
        return builder.build();
    }

    private URI target(HttpResponse<String> response, URI from) {
        String location = response.headers().firstValue("Location").orElse("");
        URI target;
        try {
            target = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new BridgeUnreachable(
                    from + " leads to another bridge and names no address that can be read", IS_IT_A_BRIDGE);
        }
        if (location.isEmpty() || target.getHost() == null || !from.getScheme().equals(target.getScheme())) {
            throw new BridgeUnreachable(
                    from + " leads to '" + location + "', which is not followed: the scheme must stay "
                            + from.getScheme(),
                    IS_IT_A_BRIDGE);
        }
        if (context.isPersonal() && !context.trusts(target)) {
            throw new BridgeUnreachable(
                    from + " leads to " + origin(target)
                            + ", which is not followed with credentials: the context does not list it",
                    "if it is a bridge of yours, list it: streambus context add … --peer " + origin(target));
        }
        return target;
    }

    private static BridgeResponse read(HttpResponse<String> response, URI address) {
        int status = response.statusCode();
        JsonNode body = json(response);
        if (status >= 200 && status < 300) {
            if (status != 204 && body.isMissingNode()) {
                throw new BridgeUnreachable(address + " answered with something else than JSON", IS_IT_A_BRIDGE);
            }
            return new BridgeResponse(status, body, response.headers().firstValue("ETag"), next(response));
        }
        throw new RequestRefused(
                status, body, origin(address), response.headers().firstValue("Retry-After"));
    }

    private static JsonNode json(HttpResponse<String> response) {
        if (!response.headers().firstValue("Content-Type").orElse("").contains("json")) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static Optional<String> next(HttpResponse<String> response) {
        return response.headers().allValues("Link").stream()
                .map(NEXT_PAGE::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }

    private static String tlsAdvice(SSLException e) {
        return String.valueOf(e.getMessage()).contains("plaintext")
                ? "it speaks no TLS: give its URL with http://"
                : "an authority of your own is trusted by the context's ca_file: streambus context add … --ca-file FILE";
    }

    private static String reason(IOException e) {
        if (e instanceof HttpConnectTimeoutException) {
            return "no connection within " + CONNECT.toSeconds() + " s";
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "the name of the host is not known";
            }
        }
        return e.getMessage() == null ? "connection refused" : e.getMessage();
    }
}
