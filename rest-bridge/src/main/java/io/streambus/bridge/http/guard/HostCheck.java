package io.streambus.bridge.http.guard;

import io.streambus.bridge.http.problem.JettyAnswers;
import io.streambus.bridge.http.problem.Problem;
import io.streambus.bridge.http.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Refuses calls under names that are not this bridge's, reads too. Without logins, the name is all that tells a program on this machine from a web
 * page whose domain was made to lead here (DNS rebinding). A caller that names no host at all is no browser. Thread-safe.
 */
final class HostCheck extends Handler.Wrapper {

    private final KnownHosts names;

    HostCheck(Handler handler, KnownHosts names) {
        super(handler);
        this.names = names;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        List<String> called = new ArrayList<>(request.getHeaders().getValuesList(HttpHeader.HOST));
        // The request line may name a host too, and counts before the header.
        if (request.getHttpURI().getAuthority() != null) {
            called.add(request.getHttpURI().getAuthority());
        }
        if (names.hold(called)) {
            return super.handle(request, response, callback);
        }
        JettyAnswers.write(
                Problem.of(
                        ProblemCode.FORBIDDEN,
                        "the Host header names none of this bridge's hosts; without logins it answers under localhost,"
                                + " loopback addresses and the hosts of listeners and advertised.url only"),
                request,
                response,
                callback);
        return true;
    }
}
