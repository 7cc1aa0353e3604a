package io.streambus.bridge.http.guard;

import io.streambus.bridge.access.Accounts;
import io.streambus.bridge.access.Authentication;
import io.streambus.bridge.access.Role;
import io.streambus.bridge.access.Scheme;
import io.streambus.bridge.access.User;
import io.streambus.bridge.http.problem.JettyAnswers;
import io.streambus.bridge.http.problem.Problem;
import io.streambus.bridge.http.problem.ProblemCode;
import io.streambus.bridge.http.route.RouteTable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets a call pass if its user has the role that it takes. Comes before anything of the call but its headers is read. Thread-safe. */
final class AccessControl extends Handler.Wrapper {

    private static final String USER = "io.streambus.user";
    private static final String CHALLENGE_REALM = "realm=\"streambus\"";

    private final Accounts accounts;
    private final RouteTable routes;
    private final RefusedLogins refused;

    AccessControl(Handler handler, Accounts accounts, RouteTable routes, RefusedLogins refused) {
        super(handler);
        this.accounts = accounts;
        this.routes = routes;
        this.refused = refused;
    }

    /** Who makes a call; empty if that is not known. */
    static Optional<User> user(Request request) {
        return Optional.ofNullable((User) request.getAttribute(USER));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<Role> needed = routes.role(request.getMethod(), Request.getPathInContext(request));
        if (needed.isEmpty()) {
            return super.handle(request, response, callback);
        }
        Optional<String> authorization =
                Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        Optional<X509Certificate> certificate = certificate(request);
        InetAddress from = remote(request);
        Authentication verdict = accounts.identify(from, authorization, certificate);
        if (verdict instanceof Authentication.Known known) {
            request.setAttribute(USER, known.user());
            if (known.user().role().covers(needed.get())) {
                return super.handle(request, response, callback);
            }
            JettyAnswers.write(
                    Problem.of(
                            ProblemCode.FORBIDDEN,
                            "this call takes the role " + needed.get().word() + "; user "
                                    + known.user().name() + " has the role "
                                    + known.user().role().word()),
                    request,
                    response,
                    callback);
            return true;
        }
        Optional<String> name = authorization.flatMap(Accounts::claimedName);
        if (verdict instanceof Authentication.Busy busy) {
            refused.tooMany(from, name);
            long seconds = Math.max(1, busy.retryAfter().plusMillis(999).toSeconds());
            JettyAnswers.write(
                    Problem.of(
                                    ProblemCode.TOO_MANY_LOGINS,
                                    "other logins are being checked, or too many from your address were wrong; try again in "
                                            + seconds + " s")
                            .retryAfter(Duration.ofSeconds(seconds)),
                    request,
                    response,
                    callback);
            return true;
        }
        // Who shows nothing has not tried: that is how most clients begin.
        if (authorization.isPresent() || certificate.isPresent()) {
            refused.wrong(from, name);
        }
        challenges(accounts.schemes())
                .forEach(challenge -> response.getHeaders().add(HttpHeader.WWW_AUTHENTICATE, challenge));
        JettyAnswers.write(
                Problem.of(ProblemCode.UNAUTHENTICATED, reason(authorization.isPresent())),
                request,
                response,
                callback);
        return true;
    }

    /** Whether the user or the password is wrong is not said. */
    private String reason(boolean tried) {
        List<String> ways = accounts.schemes().stream().map(AccessControl::way).toList();
        return (tried ? "the Authorization header is none of a known user" : "this call takes a login") + "; send "
                + String.join(" or ", ways);
    }

    private static String way(Scheme scheme) {
        return switch (scheme) {
            case BASIC -> "user and password (basic)";
            case BEARER -> "a bearer token";
            case MTLS -> "a client certificate that is mapped to a user";
        };
    }

    private static List<String> challenges(Set<Scheme> schemes) {
        List<String> challenges = new ArrayList<>();
        if (schemes.contains(Scheme.BASIC)) {
            challenges.add("Basic " + CHALLENGE_REALM + ", charset=\"UTF-8\"");
        }
        // A 401 has to have a challenge (RFC 9110), and there is none for certificates.
        if (schemes.contains(Scheme.BEARER) || challenges.isEmpty()) {
            challenges.add("Bearer " + CHALLENGE_REALM);
        }
        return challenges;
    }

    /** Of the connection, whatever a header says of what is behind it. */
    private static InetAddress remote(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? address.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /** The client's own certificate, whose chain the TLS layer has checked against the clients' CA. */
    private static Optional<X509Certificate> certificate(Request request) {
        if (request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE) instanceof EndPoint.SslSessionData session) {
            return Optional.ofNullable(session.peerCertificates())
                    .flatMap(chain -> Arrays.stream(chain).findFirst());
        }
        return Optional.empty();
    }
}
